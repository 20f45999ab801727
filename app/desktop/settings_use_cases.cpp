#include "app/desktop/settings_use_cases.h"

#include "core/studio/common/studio_errors.h"
#include "core/studio/projects/settings.h"

namespace brandloom::desktop {

SettingsUseCases::SettingsUseCases(studio::Workbench& workbench, door::EngineFactory engine)
    : m_workbench(workbench), m_engine(std::move(engine)) {}

Result<std::shared_ptr<project::Project>> SettingsUseCases::projectFor(bridge::SettingScope scope) const {
    if (scope == bridge::SettingScope::Person) return std::shared_ptr<project::Project>();
    auto project = m_workbench.openedProject();
    if (!project) return fail(Error(studio_errors::kNoProject));
    return project;
}

Result<std::vector<studio::Setting>> SettingsUseCases::settings(bridge::SettingScope scope) {
    BRANDLOOM_TRY(const auto project, projectFor(scope));
    return studio::settings(project.get());
}

Result<studio::Setting> SettingsUseCases::setSetting(bridge::SettingScope scope, const std::string& key,
                                                     const std::optional<std::string>& value) {
    BRANDLOOM_TRY(const auto project, projectFor(scope));
    return studio::setSetting(project.get(), key, value, {});
}

Result<std::vector<studio::ListedModel>> SettingsUseCases::models() {
    return studio::listModels();
}

Result<studio::ShownModel> SettingsUseCases::showModel(const std::string& name) {
    return studio::showModel(m_engine, pathFromUtf8(name));
}

Result<studio::AddedModel> SettingsUseCases::addModel(const Path& folder) {
    return studio::addModel(m_engine, {folder, {}});
}

Result<studio::RegisteredModel> SettingsUseCases::removeModel(const std::string& name) {
    return studio::removeModel(name);
}

Result<door::VerifyModelResult> SettingsUseCases::verifyModel(const std::string& name, const ProgressSink& progress,
                                                              const StopToken& stop) {
    const studio::Listener listener{[&](const door::Event& event) {
                                        if (const auto* told = std::get_if<door::Progressed>(&event.body))
                                            report(progress, told->progress);
                                    },
                                    {}};
    return studio::verifyModel(m_engine, pathFromUtf8(name), true, listener, stop);
}

}  // namespace brandloom::desktop
