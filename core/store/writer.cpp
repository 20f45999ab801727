#include "core/store/writer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/store/sqlite_guard.h"
#include "core/store/store_errors.h"

namespace brandloom::store {

struct Writer::State {
    struct Item {
        Work work;
        std::promise<Status> done;
    };

    explicit State(Database d) : database(std::move(d)) {}

    void loop() {
        platform::nameThisThread("db-writer");
        for (;;) {
            Item item;
            {
                std::unique_lock lock(mutex);
                ready.wait(lock, [&] { return closing || !queue.empty(); });
                if (queue.empty()) break;
                item = std::move(queue.front());
                queue.pop_front();
            }
            item.done.set_value(transact(item.work));
        }
        // Fold the log in while we still may; a failure here loses nothing (the log stays beside the database).
        const auto folded = guarded(database.file(), [&]() -> Status {
            if (database.journalMode() == "wal") database.handle().execAndGet("PRAGMA wal_checkpoint(TRUNCATE)");
            return {};
        });
        if (!folded) logWarning("{}", folded.error().describe());
    }

    Status transact(const Work& work) {
        return guarded(database.file(), [&]() -> Status {
            SQLite::Transaction transaction(database.handle(), SQLite::TransactionBehavior::IMMEDIATE);
            BRANDLOOM_CHECK(work(database.handle()));
            transaction.commit();
            return {};
        });
    }

    Error closedError() const {
        return Error(store_errors::kWriterClosed, {{"file", utf8FromPath(database.file())}});
    }

    Database database;
    std::mutex mutex;
    std::condition_variable ready;
    std::deque<Item> queue;
    bool closing = false;
    std::once_flag joined;
    std::thread thread;
};

Writer::Writer(Database database) : m_state(std::make_unique<State>(std::move(database))) {
    m_state->thread = std::thread([state = m_state.get()] { state->loop(); });
}

Writer::~Writer() {
    close();
}

std::future<Status> Writer::submit(Work work) {
    State::Item item{std::move(work), {}};
    auto future = item.done.get_future();
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->closing) {
            item.done.set_value(fail(m_state->closedError()));
            return future;
        }
        m_state->queue.push_back(std::move(item));
    }
    m_state->ready.notify_one();
    return future;
}

Status Writer::run(Work work) {
    return submit(std::move(work)).get();
}

void Writer::close() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->closing = true;
    }
    m_state->ready.notify_all();
    std::call_once(m_state->joined, [&] { m_state->thread.join(); });
}

}  // namespace brandloom::store
