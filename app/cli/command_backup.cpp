// project backup DIR, project restore DIR [--from NAME]
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/studio/projects/backups.h"

namespace brandloom::cli {
namespace {

JsonLine lineOf(const project::Backup& backup, const char* type) {
    JsonLine line(type);
    line.add("name", backup.name).add("kind", project::wordFor(backup.kind)).add("time", isoUtc(backup.madeAt));
    line.add("bytes", static_cast<std::int64_t>(backup.bytes));
    return line;
}

JsonLine lineOf(const studio::ListedBackup& listed) {
    auto line = lineOf(listed.content.backup, "");
    line.add("readable", !listed.fault);
    if (listed.fault) return std::move(line.add("fault", listed.fault->sentence()));
    line.add("project", listed.content.projectName).add("schemaVersion", listed.content.schemaVersion);
    JsonLine counts;
    for (const auto& [what, count] : listed.content.counts) counts.add(what.c_str(), count);
    return std::move(line.add("counts", counts));
}

std::int64_t countOf(const project::BackupContent& content, const char* what) {
    const auto it = content.counts.find(what);
    return it == content.counts.end() ? 0 : it->second;
}

std::string textOf(const studio::ListedBackup& listed) {
    const auto& backup = listed.content.backup;
    const auto holds = listed.fault
                           ? "cannot be read"
                           : fmt::format("{} clips, {} runs, {} Styles, {} Shots", countOf(listed.content, "clip"),
                                         countOf(listed.content, "training_run"), countOf(listed.content, "style"),
                                         countOf(listed.content, "shot"));
    return fmt::format("{}  {}  {:8.1f} MB  {}", backup.name, isoUtc(backup.madeAt),
                       static_cast<double>(backup.bytes) / 1e6, holds);
}

class ProjectBackup : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("DIR", m_folder, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto made, studio::backUpProject(m_folder, listener, stop));
        out.result(lineOf(made, "backup"), fmt::format("Made the backup {}; it was read back whole.", made.name));
        return kDone;
    }

  private:
    Path m_folder;
};

class ProjectRestore : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("DIR", m_folder, "Folder of the project");
        flags.add("--from", m_from, "Name of the backup, or newest; without it they are listed");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        if (m_from.empty()) return list(out);
        const auto listener = out.listener();
        const auto name = m_from == "newest" ? std::string() : m_from;
        BRANDLOOM_TRY(const auto restored, studio::restoreProject(m_folder, name, listener, stop));
        JsonLine line("restored");
        line.add("from", restored.from.backup.name).add("keptAs", restored.keptAs);
        auto text = fmt::format("Restored the backup {}.", restored.from.backup.name);
        if (!restored.keptAs.empty())
            text += fmt::format(" The database of before is kept as {}.", restored.keptAs);
        out.result(line, text);
        return kDone;
    }

  private:
    Result<ExitCode> list(Output& out) {
        BRANDLOOM_TRY(const auto all, studio::listBackups(m_folder));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& listed : all) {
            rows.push_back(lineOf(listed));
            text += textOf(listed) + "\n";
        }
        JsonLine line("backups");
        line.add("backups", rows);
        out.result(line, all.empty() ? "There is no backup yet; 'project backup' makes one."
                                     : text + "Restore one of them with --from NAME.");
        return kDone;
    }

    Path m_folder;
    std::string m_from;
};

}  // namespace

std::unique_ptr<Command> makeProjectBackup() {
    return std::make_unique<ProjectBackup>();
}
std::unique_ptr<Command> makeProjectRestore() {
    return std::make_unique<ProjectRestore>();
}

}  // namespace brandloom::cli
