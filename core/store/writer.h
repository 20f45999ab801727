#pragma once
// The one thread that writes an open database. Each piece of work is one transaction: it is committed (and on disk)
// when its future is ready with success, and rolled back when it returned an error or threw.
#include <functional>
#include <future>
#include <memory>

#include "core/base/result.h"
#include "core/store/database.h"

namespace brandloom::store {

/// Runs on the writer thread inside BEGIN IMMEDIATE ... COMMIT. SQLite exceptions may leave it.
using Work = std::function<Status(SQLite::Database&)>;

class Writer {
  public:
    explicit Writer(Database database);
    ~Writer();  ///< close()
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Queues a transaction; any thread. Work runs in the order of submit. After close(): kWriterClosed.
    std::future<Status> submit(Work work);
    /// submit and wait until committed. Never call it from inside a Work.
    Status run(Work work);
    /// Finishes what is queued, folds the WAL into the database and ends the thread. Any thread, more than once.
    void close();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::store
