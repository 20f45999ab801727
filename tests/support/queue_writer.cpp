// A program to be killed: opens a project for writing, pauses what a dead one left running, and keeps changing the
// queue, printing each change only after it was acknowledged. Lines: "ready", "paused ID", "added ID TITLE", "took
// ID", "ended ID STATE", "resumed ID", "cancelled ID", "moved ID", "edited ID TITLE".
#include <cstdio>
#include <random>
#include <string>

#include "core/base/platform.h"
#include "core/jobs/queue.h"
#include "core/project/project.h"

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

class Worker {
  public:
    explicit Worker(jobs::Queue& queue) : m_queue(queue), m_random(std::random_device{}()) {}

    Status work() {
        const auto owner = jobs::thisProcessAsOwner();
        BRANDLOOM_TRY(const auto paused, m_queue.pauseAbandoned(owner));
        for (const auto& entry : paused) tell("paused", entry.id);
        for (int number = 1;; ++number) {
            BRANDLOOM_CHECK(add(number));
            BRANDLOOM_CHECK(turnOne());
            BRANDLOOM_TRY(const auto taken, m_queue.takeNext(owner));
            if (!taken) continue;
            tell("took", taken->id);
            for (int step = 1; step <= 3; ++step) m_queue.report(taken->id, owner, {"training", step, 3, {}});
            constexpr jobs::EntryState kEnds[] = {jobs::EntryState::Finished, jobs::EntryState::Paused,
                                                  jobs::EntryState::Stopped};
            const auto state = kEnds[m_random() % 3];
            BRANDLOOM_CHECK(m_queue.end(taken->id, owner, {state, {}, {"run", number}}));
            say("ended " + std::to_string(taken->id) + " " + std::string(wordFor(state)));
        }
    }

  private:
    static void tell(const char* what, std::int64_t id) { say(what + (" " + std::to_string(id))); }

    Status add(int number) {
        const auto title = platform::uniqueSuffix() + "-" + std::to_string(number);
        BRANDLOOM_TRY(const auto id, m_queue.add({"train", title, "{\"title\":\"" + title + "\"}"}));
        say("added " + std::to_string(id) + " " + title);
        return {};
    }

    /// A person's change to one of the line.
    Status turnOne() {
        BRANDLOOM_TRY(const auto all, m_queue.list());
        const auto& one = all[m_random() % all.size()];
        if (isOver(one.state)) return {};
        if (one.state == jobs::EntryState::Paused) {
            BRANDLOOM_CHECK(m_queue.resume(one.id));
            tell("resumed", one.id);
        } else if (m_random() % 4 == 0) {
            BRANDLOOM_CHECK(m_queue.cancel(one.id));
            tell("cancelled", one.id);
        } else if (m_random() % 2 == 0) {
            BRANDLOOM_CHECK(m_queue.move(one.id, jobs::Place::Top));
            tell("moved", one.id);
        } else {
            const auto title = one.title + "x";
            BRANDLOOM_CHECK(m_queue.edit(one.id, title, one.request));
            say("edited " + std::to_string(one.id) + " " + title);
        }
        return {};
    }

    jobs::Queue& m_queue;
    std::mt19937 m_random;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    auto project = project::Project::open(pathFromUtf8(argv[1]), project::Mode::Write);
    if (!project) return complain(project.error());
    say("ready");
    jobs::Queue queue((*project)->store());
    const auto done = Worker(queue).work();
    return done ? 0 : complain(done.error());
}
