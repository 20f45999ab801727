#pragma once
// The use cases of settings and models behind the interface that the window asks.
#include "core/studio/workbench/workbench.h"
#include "gui/bridge/settings_port.h"

namespace brandloom::desktop {

class SettingsUseCases : public bridge::SettingsPort {
  public:
    /// `workbench` must outlive it; its project is the one that project settings belong to.
    SettingsUseCases(studio::Workbench& workbench, door::EngineFactory engine);

    Result<std::vector<studio::Setting>> settings(bridge::SettingScope scope) override;
    Result<studio::Setting> setSetting(bridge::SettingScope scope, const std::string& key,
                                       const std::optional<std::string>& value) override;
    Result<std::vector<studio::ListedModel>> models() override;
    Result<studio::ShownModel> showModel(const std::string& name) override;
    Result<studio::AddedModel> addModel(const Path& folder) override;
    Result<studio::RegisteredModel> removeModel(const std::string& name) override;
    Result<door::VerifyModelResult> verifyModel(const std::string& name, const ProgressSink& progress,
                                                const StopToken& stop) override;

  private:
    /// Null for the person's.
    [[nodiscard]] Result<std::shared_ptr<project::Project>> projectFor(bridge::SettingScope scope) const;
    studio::Workbench& m_workbench;
    door::EngineFactory m_engine;
};

}  // namespace brandloom::desktop
