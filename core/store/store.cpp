#include "core/store/store.h"

#include <mutex>

#include "core/store/integrity.h"
#include "core/store/sqlite_guard.h"
#include "core/store/store_errors.h"

namespace brandloom::store {

struct Store::State {
    Path file;
    int version = 0;
    std::string journalMode;
    std::unique_ptr<Writer> writer;
    std::mutex readMutex;
    std::optional<Database> reader;  // ends before the writer, which then removes the log of the database
};

Store::Store() : m_state(std::make_unique<State>()) {}
Store::~Store() {
    close();
}

Result<std::unique_ptr<Store>> Store::open(const Path& file, const OpenOptions& options,
                                           const std::vector<Migration>& migrations) {
    std::unique_ptr<Store> made(new Store());
    auto& state = *made->m_state;
    state.file = file;
    if (options.access != Access::Read) {
        BRANDLOOM_TRY(auto database, Database::open(file, options));
        BRANDLOOM_CHECK(migrate(database, migrations));
        state.writer = std::make_unique<Writer>(std::move(database));
    }
    BRANDLOOM_TRY(auto reader, Database::open(file, {Access::Read, options.busyTimeoutMs}));
    BRANDLOOM_TRY(state.version, store::schemaVersion(reader));
    if (state.version == 0) return fail(store_errors::kNotADatabase, {{"file", utf8FromPath(file)}});
    state.journalMode = reader.journalMode();
    state.reader.emplace(std::move(reader));
    return made;
}

const Path& Store::file() const {
    return m_state->file;
}
bool Store::canWrite() const {
    return m_state->writer != nullptr;
}
const std::string& Store::journalMode() const {
    return m_state->journalMode;
}
int Store::schemaVersion() const {
    return m_state->version;
}

std::future<Status> Store::submit(Work work) {
    if (m_state->writer) return m_state->writer->submit(std::move(work));
    std::promise<Status> refused;
    refused.set_value(fail(store_errors::kReadOnly, {{"file", utf8FromPath(m_state->file)}}));
    return refused.get_future();
}

Status Store::write(Work work) {
    return submit(std::move(work)).get();
}

Status Store::read(const Work& work) {
    const std::lock_guard lock(m_state->readMutex);
    return guarded(m_state->file, [&]() -> Status {
        auto& db = m_state->reader->handle();
        SQLite::Transaction view(db);  // one view of the database for all statements; rolled back, nothing to keep
        return work(db);
    });
}

Result<std::vector<std::string>> Store::problems(const std::vector<Migration>& migrations) {
    const std::lock_guard lock(m_state->readMutex);
    BRANDLOOM_TRY(auto out, damageIn(*m_state->reader, Thoroughness::Full));
    if (migrations.empty() || m_state->version > migrations.back().number) return out;
    const std::vector<Migration> applied(migrations.begin(), migrations.begin() + m_state->version);
    const auto differences = schemaDifferences(*m_state->reader, applied);
    if (!differences && !out.empty()) return out;
    if (!differences) return fail(differences.error());
    for (const auto& name : *differences) out.push_back("the definition of " + name + " is not ours");
    return out;
}

void Store::close() {
    if (m_state->writer) m_state->writer->close();
}

}  // namespace brandloom::store
