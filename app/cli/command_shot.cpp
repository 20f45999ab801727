// shot list PROJECT [--trash], shot delete|restore PROJECT ID
#include <fmt/format.h>

#include <charconv>

#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/studio/projects/projects.h"
#include "core/studio/shots/shots.h"

namespace brandloom::cli {
namespace {

class ShotList : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addSwitch("--trash", m_trash, "Those in the Trash instead");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto shots, studio::listShots(*project, m_trash));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& shot : shots) {
            JsonLine row;
            row.add("id", shot.id.value)
                .add("file", utf8FromPath(project->folder() / pathFromUtf8(shot.relativePath)));
            row.add("prompt", shot.prompt).add("seed", std::to_string(shot.seed)).add("width", shot.width);
            row.add("height", shot.height).add("frames", shot.frames).add("fps", shot.fps);
            row.add("created", isoUtc(shot.createdAt));
            rows.push_back(std::move(row));
            text += fmt::format("{:4}  {}  {}x{}, {} frames  {}  {}\n", shot.id.value, isoUtc(shot.createdAt),
                                shot.width, shot.height, shot.frames, shot.relativePath, shot.prompt);
        }
        JsonLine line("shots");
        line.add("shots", rows);
        if (!text.empty()) text.pop_back();
        out.result(line, shots.empty() ? "There are no Shots." : text);
        return kDone;
    }

  private:
    Path m_project;
    bool m_trash = false;
};

/// shot delete and shot restore.
class ShotTurn : public Command {
  public:
    explicit ShotTurn(bool isDelete) : m_isDelete(isDelete) {}
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("ID", m_shot, "Number of the Shot, as 'shot list' shows it");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        ShotId id;
        const auto* end = m_shot.data() + m_shot.size();
        if (std::from_chars(m_shot.data(), end, id.value).ptr != end) id = {};  // there is no Shot 0
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_CHECK(m_isDelete ? studio::deleteShot(*project, id, listener)
                                   : studio::restoreShot(*project, id, listener));
        JsonLine line(m_isDelete ? "deleted" : "restored");
        line.add("shot", id.value);
        out.result(line, m_isDelete ? fmt::format("Shot {} is in the Trash.", id.value)
                                    : fmt::format("Shot {} is back.", id.value));
        return kDone;
    }

  private:
    Path m_project;
    std::string m_shot;
    bool m_isDelete;
};

}  // namespace

std::unique_ptr<Command> makeShotList() {
    return std::make_unique<ShotList>();
}
std::unique_ptr<Command> makeShotDelete() {
    return std::make_unique<ShotTurn>(true);
}
std::unique_ptr<Command> makeShotRestore() {
    return std::make_unique<ShotTurn>(false);
}

}  // namespace brandloom::cli
