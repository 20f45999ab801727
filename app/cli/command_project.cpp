// project new DIR --name N, project info DIR, project check DIR
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/studio/projects/projects.h"

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
        out.result(lineOf(summary), textOf(summary));
        return kDone;
    }

  private:
    Path m_folder;
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
        std::vector<JsonLine> findings;
        std::string text;
        for (const auto& finding : report.findings) {
            JsonLine line;
            line.add("module", finding.module).add("code", finding.code);
            line.add("message", finding.sentence()).add("remedy", finding.remedy());
            findings.push_back(std::move(line));
            text += finding.sentence() + " " + finding.remedy() + "\n";
        }
        JsonLine line("check");
        line.add("filesChecked", report.filesChecked).add("findings", findings);
        text += fmt::format("{} files checked, {} found.", report.filesChecked,
                            findings.empty()
                                ? "nothing wrong"
                                : fmt::format("{} fault{}", findings.size(), findings.size() == 1 ? "" : "s"));
        out.result(line, text);
        return findings.empty() ? kDone : kFound;
    }

  private:
    Path m_folder;
};

}  // namespace

std::unique_ptr<Command> makeProjectNew() {
    return std::make_unique<ProjectNew>();
}
std::unique_ptr<Command> makeProjectInfo() {
    return std::make_unique<ProjectInfo>();
}
std::unique_ptr<Command> makeProjectCheck() {
    return std::make_unique<ProjectCheck>();
}

}  // namespace brandloom::cli
