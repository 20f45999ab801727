// A program to be killed: opens a project for writing and keeps adding losses, Shots and stored files and making
// backups, printing each only after it was acknowledged. Lines: "ready", "loss RUN STEP", "shot ID PATH SHA256",
// "blob ID", "backup NAME".
#include <cstdio>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/project/backup.h"
#include "core/project/project.h"
#include "core/styles/run_repository.h"
#include "core/styles/shot_repository.h"

using namespace brandloom;

namespace {

int complain(const Error& error) {
    std::fprintf(stderr, "%s\n", error.describe().c_str());
    return 1;
}

void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

Status addShot(project::Project& project, int number) {
    const std::string content(static_cast<std::size_t>(1000 + number), 'x');
    const std::string name = "shots/" + platform::uniqueSuffix() + ".mp4";
    BRANDLOOM_CHECK(writeFileAtomically(project.folder() / name, content));
    styles::NewShot shot{name, sha256Hex(content), "{}", {}, 7, "a boat 船", 64, 64, 17, 8.0};
    BRANDLOOM_TRY(const auto id, styles::ShotRepository(project.store()).add(shot));
    say("shot " + std::to_string(id.value) + " " + name + " " + shot.sha256);
    return {};
}

Status addBlob(project::Project& project, std::int64_t run, int number) {
    const std::string content = "stored " + std::to_string(run) + " " + std::to_string(number);
    BRANDLOOM_TRY(const auto id, project.blobs().put(std::span(
                                     reinterpret_cast<const std::uint8_t*>(content.data()), content.size())));
    say("blob " + id);
    return {};
}

Status backUp(const project::Project& project) {
    BRANDLOOM_TRY(const auto backup, project::makeBackup(project.folder(), project::BackupKind::Manual));
    say("backup " + backup.name);
    return {};
}

Status work(project::Project& project) {
    styles::RunRepository runs(project.store());
    BRANDLOOM_CHECK(runs.markInterruptedRuns());
    BRANDLOOM_TRY(const auto run, runs.add({"killed"}));
    BRANDLOOM_CHECK(runs.setState(run, styles::RunState::Training));
    for (int step = 1;; step += 2) {
        BRANDLOOM_CHECK(runs.insertLosses(
            run, {{step, styles::Expert::High, 0.5, 0}, {step + 1, styles::Expert::Low, 0.25, 0}}));
        say("loss " + std::to_string(run.value) + " " + std::to_string(step));
        say("loss " + std::to_string(run.value) + " " + std::to_string(step + 1));
        if (step % 5 == 0) BRANDLOOM_CHECK(addShot(project, step));
        if (step % 7 == 0) BRANDLOOM_CHECK(addBlob(project, run.value, step));
        if (step % 31 == 0) BRANDLOOM_CHECK(backUp(project));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    auto project = project::Project::open(pathFromUtf8(argv[1]), project::Mode::Write);
    if (!project) return complain(project.error());
    say("ready");
    const auto done = work(**project);
    return done ? 0 : complain(done.error());
}
