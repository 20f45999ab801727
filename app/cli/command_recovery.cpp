// project recovery DIR [--clean], project trash DIR [--empty] [--days N]
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/studio/projects/projects.h"
#include "core/studio/projects/recovery.h"
#include "core/studio/projects/trash.h"

namespace brandloom::cli {
namespace {

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

JsonLine lineOf(const studio::Recovery& recovery) {
    JsonLine line("recovery");
    line.add("interrupted", recovery.wasInterrupted);
    std::vector<JsonLine> runs, files;
    for (const auto& run : recovery.runs) {
        JsonLine row;
        row.add("id", run.id.value).add("name", run.name).add("created", isoUtc(run.createdAt));
        row.add("lastStep", run.lastStep).add("lastCheckpoint", run.lastCheckpoint);
        runs.push_back(std::move(row));
    }
    for (const auto& file : recovery.unfinished) {
        JsonLine row;
        row.add("file", utf8FromPath(file.file)).add("bytes", static_cast<std::int64_t>(file.bytes));
        files.push_back(std::move(row));
    }
    line.add("runs", runs).add("unfinished", files).add("backups", recovery.backups);
    if (recovery.lastBackup) {
        JsonLine backup;
        backup.add("name", recovery.lastBackup->name).add("time", isoUtc(recovery.lastBackup->madeAt));
        line.add("lastBackup", backup);
    }
    return line;
}

std::string textOf(const studio::Recovery& recovery) {
    std::string out =
        recovery.wasInterrupted
            ? "The last program that wrote this project ended without closing it; what it had written is "
              "there.\n"
            : "The project was closed, or is open.\n";
    for (const auto& run : recovery.runs)
        out +=
            fmt::format("  interrupted  training run {} of {}, step {}, {}\n", run.id.value, run.name, run.lastStep,
                        run.lastCheckpoint > 0 ? fmt::format("can go on after step {}", run.lastCheckpoint)
                                               : std::string("without a checkpoint"));
    for (const auto& file : recovery.unfinished)
        out += fmt::format("  unfinished   {} ({}); --clean removes it\n", utf8FromPath(file.file),
                           megabytes(file.bytes));
    out += recovery.lastBackup
               ? fmt::format("  last backup  {}, {} in all", isoUtc(recovery.lastBackup->madeAt), recovery.backups)
               : std::string("  last backup  none");
    return out;
}

class ProjectRecovery : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("DIR", m_folder, "Folder of the project");
        flags.addSwitch("--clean", m_clean, "Remove the unfinished files");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto found, studio::recoveryOf(m_folder));
        out.result(lineOf(found), textOf(found));
        if (!m_clean) return kDone;
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_folder));
        BRANDLOOM_TRY(const int removed, studio::removeUnfinished(*project));
        JsonLine line("cleaned");
        line.add("files", removed);
        out.result(line, fmt::format("Removed {} unfinished files.", removed));
        return kDone;
    }

  private:
    Path m_folder;
    bool m_clean = false;
};

std::vector<JsonLine> linesOf(const std::vector<styles::TrashItem>& items) {
    std::vector<JsonLine> rows;
    for (const auto& item : items) {
        JsonLine row;
        row.add("kind", item.kind).add("name", item.name).add("since", isoUtc(item.since));
        row.add("until", isoUtc(item.since + studio::kTrashDays * 86400.0));
        rows.push_back(std::move(row));
    }
    return rows;
}

class ProjectTrash : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("DIR", m_folder, "Folder of the project");
        flags.addSwitch("--empty", m_empty, "Remove what is there for good");
        flags.add("--days", m_days, "With --empty: only what has been there for so many days");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override { return m_empty ? empty(out) : list(out); }

  private:
    Result<ExitCode> list(Output& out) {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_folder, project::Mode::Read));
        BRANDLOOM_TRY(const auto trash, studio::listTrash(*project));
        JsonLine line("trash");
        line.add("items", linesOf(trash.items)).add("days", studio::kTrashDays);
        std::string text;
        for (const auto& item : trash.items) text += fmt::format("{}  since {}\n", item.name, isoUtc(item.since));
        out.result(line, trash.items.empty() ? std::string("The Trash is empty.")
                                             : text + fmt::format("What has been here for {} days goes by itself.",
                                                                  studio::kTrashDays));
        return kDone;
    }
    Result<ExitCode> empty(Output& out) {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_folder));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto emptied, studio::emptyTrash(*project, m_days, listener));
        JsonLine line("emptied");
        line.add("items", linesOf(emptied.items)).add("files", emptied.removed.count);
        line.add("bytes", static_cast<std::int64_t>(emptied.removed.bytes));
        out.result(line,
                   fmt::format("Removed {} from the Trash, and {} files ({}) that nothing else uses.",
                               emptied.items.size(), emptied.removed.count, megabytes(emptied.removed.bytes)));
        return kDone;
    }

    Path m_folder;
    bool m_empty = false;
    double m_days = 0;
};

}  // namespace

std::unique_ptr<Command> makeProjectRecovery() {
    return std::make_unique<ProjectRecovery>();
}
std::unique_ptr<Command> makeProjectTrash() {
    return std::make_unique<ProjectTrash>();
}

}  // namespace brandloom::cli
