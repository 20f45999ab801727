#pragma once
// An open database of ours: at most one writer thread, and a reading connection for everybody else. This is what
// repositories are made from. Thread-safe.
#include <functional>
#include <memory>
#include <optional>

#include "core/store/database.h"
#include "core/store/migrations.h"
#include "core/store/writer.h"

namespace brandloom::store {

class Store {
  public:
    /// Write: migrates to the newest schema; a schema from the future is kSchemaFromFuture.
    /// Read: any schema that this program knows or a newer one; nothing is migrated.
    static Result<std::unique_ptr<Store>> open(const Path& file, const OpenOptions& options,
                                               const std::vector<Migration>& migrations);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] const Path& file() const;
    [[nodiscard]] bool canWrite() const;
    [[nodiscard]] const std::string& journalMode() const;
    /// user_version found when opened (after migration).
    [[nodiscard]] int schemaVersion() const;

    /// One transaction, waited for until it is on disk. kReadOnly without a writer. Never from inside another.
    Status write(Work work);
    std::future<Status> submit(Work work);
    /// A consistent view of what was committed; may run beside the writer. Calls queue among each other.
    Status read(const Work& work);

    /// write/read that hand back a value: f is Result<T>(SQLite::Database&).
    template <class T, class F>
    Result<T> writeValue(F f) {
        std::optional<T> value;
        BRANDLOOM_CHECK(write([&](SQLite::Database& db) -> Status {
            auto made = f(db);
            if (!made) return fail(std::move(made).error());
            value.emplace(std::move(*made));
            return {};
        }));
        return std::move(*value);
    }
    template <class T, class F>
    Result<T> readValue(F f) {
        std::optional<T> value;
        BRANDLOOM_CHECK(read([&](SQLite::Database& db) -> Status {
            auto made = f(db);
            if (!made) return fail(std::move(made).error());
            value.emplace(std::move(*made));
            return {};
        }));
        return std::move(*value);
    }

    /// Damage found by SQLite (integrity.h, Full) and differences from the schema of its number, one sentence each;
    /// a schema from the future cannot be compared.
    Result<std::vector<std::string>> problems(const std::vector<Migration>& migrations);
    /// Ends the writer; writes fail with kWriterClosed from then on.
    void close();

  private:
    Store();
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::store
