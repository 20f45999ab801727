// project new DIR --name N, project rename DIR N, project info|check|undo|redo|history DIR
#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/finding_words.h"
#include "core/base/clock.h"
#include "core/studio/projects/projects.h"
#include "core/studio/projects/undo.h"

namespace brandloom::cli {
namespace {

JsonLine lineOf(const studio::ProjectSummary& p) {
    JsonLine line("project");
    line.add("name", p.name).add("folder", utf8FromPath(p.folder)).add("created", p.createdUtc);
    line.add("schemaVersion", p.schemaVersion).add("clips", p.clips).add("runs", p.runs);
    line.add("styles", p.styles).add("shots", p.shots).add("heldBy", p.heldBy);
    return line;
}

std::string textOf(const studio::ProjectSummary& p) {
    std::string out = fmt::format("{}\n  folder   {}\n  created  {}\n  schema   {}\n", p.name,
                                  utf8FromPath(p.folder), p.createdUtc, p.schemaVersion);
    out += fmt::format("  holds    {} clips, {} runs, {} Styles, {} Shots", p.clips, p.runs, p.styles, p.shots);
    if (!p.heldBy.empty()) out += "\n  open     " + p.heldBy;
    return out;
}

class ProjectNew : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("DIR", m_folder, "Folder to make; its parent must exist");
        flags.add("--name", m_name, "Name of the project", Need::Required);
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::createProject(m_folder, m_name));
        BRANDLOOM_TRY(const auto summary, studio::summaryOf(*project));
        out.result(lineOf(summary),
                   fmt::format("Made the project {} in {}.", summary.name, utf8FromPath(summary.folder)));
        return kDone;
    }

  private:
    Path m_folder;
    std::string m_name;
};

class ProjectInfo : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("DIR", m_folder, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_folder, project::Mode::Read));
        BRANDLOOM_TRY(const auto summary, studio::summaryOf(*project));
        BRANDLOOM_TRY(const auto notice, studio::noticeOf(*project));
        auto line = lineOf(summary);
        line.add("notice", notice ? notice->sentence() : "");
        out.result(line, textOf(summary) + (notice ? "\n" + notice->sentence() + " " + notice->remedy() : ""));
        return kDone;
    }

  private:
    Path m_folder;
};

class ProjectRename : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("DIR", m_folder, "Folder of the project");
        flags.addPosition("NAME", m_name, "Its new name; the folder keeps its own");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_folder));
        BRANDLOOM_CHECK(studio::renameProject(*project, m_name, out.listener()));
        BRANDLOOM_TRY(const auto summary, studio::summaryOf(*project));
        out.result(lineOf(summary), fmt::format("The project is called {} now.", summary.name));
        return kDone;
    }

  private:
    Path m_folder;
    std::string m_name;
};

class ProjectCheck : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("DIR", m_folder, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_folder, project::Mode::Read));
        const auto listener = out.listener();
        std::uint64_t sequence = 0;
        BRANDLOOM_TRY(const auto report, project->check(stop, [&](const Progress& p) {
            listener.event({++sequence, door::Progressed{p}});
        }));
        JsonLine line("check");
        line.add("filesChecked", report.filesChecked).add("findings", findingLines(report.findings));
        line.add("unusedFiles", report.unused.count);
        line.add("unusedBytes", static_cast<std::int64_t>(report.unused.bytes));
        out.result(line, findingsText(report.findings) + fmt::format("{} files checked, {}.", report.filesChecked,
                                                                     findingCount(report.findings)));
        return report.findings.empty() ? kDone : kFound;
    }

  private:
    Path m_folder;
};

JsonLine lineOf(const project::UndoRecord& record, const char* type) {
    JsonLine line(type);
    line.add("id", record.id).add("time", isoUtc(record.at)).add("command", record.command);
    line.add("subject", record.subject).add("undone", record.undone);
    return line;
}

/// project undo and project redo.
class ProjectTurn : public Command {
  public:
    explicit ProjectTurn(bool isUndo) : m_isUndo(isUndo) {}
    void declare(Flags& flags) override { flags.addPosition("DIR", m_folder, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_folder));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto record,
                      m_isUndo ? studio::undoLast(*project, listener) : studio::redoLast(*project, listener));
        out.result(
            lineOf(record, m_isUndo ? "undone" : "redone"),
            fmt::format("{}: {} of {}.", m_isUndo ? "Undone" : "Made again", record.command, record.subject));
        return kDone;
    }

  private:
    Path m_folder;
    bool m_isUndo;
};

class ProjectHistory : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("DIR", m_folder, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_folder, project::Mode::Read));
        BRANDLOOM_TRY(const auto records, studio::changesOf(*project));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& record : records) {
            rows.push_back(lineOf(record, ""));
            text += fmt::format("{}  {} of {}{}\n", isoUtc(record.at), record.command, record.subject,
                                record.undone ? " (undone)" : "");
        }
        JsonLine line("history");
        line.add("changes", rows);
        if (!text.empty()) text.pop_back();
        out.result(line, records.empty() ? "Nothing was changed yet that could be undone." : text);
        return kDone;
    }

  private:
    Path m_folder;
};

}  // namespace

std::unique_ptr<Command> makeProjectUndo() {
    return std::make_unique<ProjectTurn>(true);
}
std::unique_ptr<Command> makeProjectRedo() {
    return std::make_unique<ProjectTurn>(false);
}
std::unique_ptr<Command> makeProjectHistory() {
    return std::make_unique<ProjectHistory>();
}
std::unique_ptr<Command> makeProjectNew() {
    return std::make_unique<ProjectNew>();
}
std::unique_ptr<Command> makeProjectRename() {
    return std::make_unique<ProjectRename>();
}
std::unique_ptr<Command> makeProjectInfo() {
    return std::make_unique<ProjectInfo>();
}
std::unique_ptr<Command> makeProjectCheck() {
    return std::make_unique<ProjectCheck>();
}

}  // namespace brandloom::cli
