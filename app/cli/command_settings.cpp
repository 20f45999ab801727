// settings list, settings set KEY VALUE, settings clear KEY; each for the person, or with --project for a project
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/studio/projects/projects.h"
#include "core/studio/projects/settings.h"

namespace brandloom::cli {
namespace {

const char* wordFor(studio::SettingOrigin origin) {
    switch (origin) {
        case studio::SettingOrigin::Shipped:
            return "shipped";
        case studio::SettingOrigin::Person:
            return "person";
        case studio::SettingOrigin::Project:
            return "project";
    }
    return "shipped";
}

JsonLine lineOf(const studio::Setting& setting, const char* type) {
    JsonLine line(type);
    line.add("key", setting.key).add("value", setting.value).add("origin", wordFor(setting.origin));
    return line;
}

std::string textOf(const studio::Setting& setting) {
    return fmt::format("{} = {} ({})", setting.key, setting.value.empty() ? "(nothing)" : setting.value,
                       wordFor(setting.origin));
}

class SettingsList : public Command {
  public:
    void declare(Flags& flags) override {
        flags.add("--project", m_project, "Folder of a project; left out: of the person");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        std::unique_ptr<project::Project> project;
        if (!m_project.empty()) {
            BRANDLOOM_TRY(project, project::Project::open(m_project, project::Mode::Read));
        }
        BRANDLOOM_TRY(const auto all, studio::settings(project.get()));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& setting : all) {
            rows.push_back(lineOf(setting, ""));
            text += (text.empty() ? "" : "\n") + textOf(setting) + "\n    " + setting.help;
        }
        JsonLine line("settings");
        line.add("settings", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
};

/// settings set and settings clear.
class SettingsChange : public Command {
  public:
    explicit SettingsChange(bool isSet) : m_isSet(isSet) {}
    void declare(Flags& flags) override {
        flags.addPosition("KEY", m_key, "As 'settings list' tells them");
        if (m_isSet) flags.addPosition("VALUE", m_value, "What is chosen");
        flags.add("--project", m_project, "Folder of a project; left out: for the person");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        std::unique_ptr<project::Project> project;
        if (!m_project.empty()) {
            BRANDLOOM_TRY(project, studio::openProjectForWriting(m_project));
        }
        const auto value = m_isSet ? std::optional(m_value) : std::nullopt;
        BRANDLOOM_TRY(const auto now, studio::setSetting(project.get(), m_key, value, out.listener()));
        out.result(lineOf(now, "setting"), textOf(now));
        return kDone;
    }

  private:
    bool m_isSet;
    Path m_project;
    std::string m_key;
    std::string m_value;
};

}  // namespace

std::unique_ptr<Command> makeSettingsList() {
    return std::make_unique<SettingsList>();
}
std::unique_ptr<Command> makeSettingsSet() {
    return std::make_unique<SettingsChange>(true);
}
std::unique_ptr<Command> makeSettingsClear() {
    return std::make_unique<SettingsChange>(false);
}

}  // namespace brandloom::cli
