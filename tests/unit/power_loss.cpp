#include "tests/unit/power_loss.h"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace brandloom::test {
namespace {

/// A write or, without bytes, a cut to `at`.
struct Change {
    std::int64_t at = 0;
    std::optional<std::string> bytes;
};

/// A file as it is on the disk for sure, and what was done to it since.
struct Unsynced {
    std::string synced;
    std::vector<Change> changes;
};

std::string contentOf(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void apply(std::string& content, const Change& change) {
    const auto at = static_cast<std::size_t>(change.at);
    if (!change.bytes) return content.resize(std::min(content.size(), at));
    if (content.size() < at + change.bytes->size()) content.resize(at + change.bytes->size());
    content.replace(at, change.bytes->size(), *change.bytes);
}

}  // namespace

struct PowerLoss::State {
    enum class Fault { None, Power, Once };

    sqlite3_vfs* real = nullptr;
    sqlite3_vfs ours{};
    sqlite3_io_methods methods{};
    std::mutex mutex;
    std::map<std::string, Unsynced> files;
    std::int64_t calls = 0;
    std::int64_t faultAt = 0;
    Fault fault = Fault::None;
    bool failed = false;

    /// Counts a call; whether it fails.
    bool fails() {
        ++calls;
        if (fault == Fault::Power && calls >= faultAt) failed = true;
        if (fault == Fault::Once && calls == faultAt) return failed = true;
        return fault == Fault::Power && failed;
    }
    bool isDark() const { return fault == Fault::Power && failed; }
};

namespace {

/// What SQLite holds of a file; the real one lies behind it.
struct File {
    sqlite3_file base;
    std::string* path;  // null: a temporary file, of which nothing is kept
    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

PowerLoss::State* g_state = nullptr;

File* fileOf(sqlite3_file* file) {
    return reinterpret_cast<File*>(file);
}
sqlite3_file* realOf(sqlite3_file* file) {
    return fileOf(file)->real();
}

int closeFile(sqlite3_file* file) {
    const int done = realOf(file)->pMethods->xClose(realOf(file));
    delete fileOf(file)->path;
    return done;
}
int readFile(sqlite3_file* file, void* out, int n, sqlite3_int64 at) {
    return realOf(file)->pMethods->xRead(realOf(file), out, n, at);
}
int writeFile(sqlite3_file* file, const void* bytes, int n, sqlite3_int64 at) {
    const std::lock_guard lock(g_state->mutex);
    const bool wasDark = g_state->isDark();
    const bool fails = g_state->fails();
    if (fails && (wasDark || !g_state->isDark())) return SQLITE_IOERR_WRITE;
    const int length = fails ? n / 2 : n;  // torn in the middle
    if (fileOf(file)->path != nullptr)
        g_state->files[*fileOf(file)->path].changes.push_back(
            {at, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(length))});
    const int done = realOf(file)->pMethods->xWrite(realOf(file), bytes, length, at);
    return fails ? SQLITE_IOERR_WRITE : done;
}
int cutFile(sqlite3_file* file, sqlite3_int64 size) {
    const std::lock_guard lock(g_state->mutex);
    if (g_state->fails()) return SQLITE_IOERR_TRUNCATE;
    if (fileOf(file)->path != nullptr) g_state->files[*fileOf(file)->path].changes.push_back({size, std::nullopt});
    return realOf(file)->pMethods->xTruncate(realOf(file), size);
}
/// Without a real sync: the machine stays on.
int syncFile(sqlite3_file* file, int) {
    const std::lock_guard lock(g_state->mutex);
    if (g_state->fails()) return SQLITE_IOERR_FSYNC;
    if (fileOf(file)->path != nullptr) g_state->files[*fileOf(file)->path] = {contentOf(*fileOf(file)->path), {}};
    return SQLITE_OK;
}

int openFile(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags) {
    auto* ours = fileOf(file);
    ours->base.pMethods = nullptr;
    ours->path = nullptr;
    const std::lock_guard lock(g_state->mutex);
    if (g_state->isDark()) return SQLITE_CANTOPEN;
    const int done = g_state->real->xOpen(g_state->real, name, ours->real(), flags, outFlags);
    if (done != SQLITE_OK) return done;
    ours->base.pMethods = &g_state->methods;
    if (name == nullptr) return done;
    ours->path = new std::string(name);
    if (!g_state->files.contains(name)) g_state->files[name] = {contentOf(name), {}};
    return done;
}
int deleteFile(sqlite3_vfs*, const char* name, int syncFolder) {
    const std::lock_guard lock(g_state->mutex);
    if (g_state->isDark()) return SQLITE_IOERR_DELETE;
    g_state->files.erase(name);
    return g_state->real->xDelete(g_state->real, name, syncFolder);
}

sqlite3_io_methods methodsOverReal() {
    sqlite3_io_methods m{};
    m.iVersion = 2;  // without memory mapping
    m.xClose = closeFile;
    m.xRead = readFile;
    m.xWrite = writeFile;
    m.xTruncate = cutFile;
    m.xSync = syncFile;
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* n) { return realOf(f)->pMethods->xFileSize(realOf(f), n); };
    m.xLock = [](sqlite3_file* f, int how) { return realOf(f)->pMethods->xLock(realOf(f), how); };
    m.xUnlock = [](sqlite3_file* f, int how) { return realOf(f)->pMethods->xUnlock(realOf(f), how); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return realOf(f)->pMethods->xCheckReservedLock(realOf(f), out);
    };
    m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
        return realOf(f)->pMethods->xFileControl(realOf(f), op, arg);
    };
    m.xSectorSize = [](sqlite3_file* f) { return realOf(f)->pMethods->xSectorSize(realOf(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) {
        return realOf(f)->pMethods->xDeviceCharacteristics(realOf(f));
    };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return realOf(f)->pMethods->xShmMap(realOf(f), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) {
        return realOf(f)->pMethods->xShmLock(realOf(f), at, n, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { realOf(f)->pMethods->xShmBarrier(realOf(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) { return realOf(f)->pMethods->xShmUnmap(realOf(f), remove); };
    return m;
}

}  // namespace

PowerLoss::PowerLoss() : m_state(std::make_unique<State>()) {
    g_state = m_state.get();
    m_state->real = sqlite3_vfs_find(nullptr);
    m_state->methods = methodsOverReal();
    m_state->ours = *m_state->real;
    m_state->ours.zName = "power-loss";
    m_state->ours.szOsFile = static_cast<int>(sizeof(File)) + m_state->real->szOsFile;
    m_state->ours.xOpen = openFile;
    m_state->ours.xDelete = deleteFile;
    sqlite3_vfs_register(&m_state->ours, 1);
}

PowerLoss::~PowerLoss() {
    sqlite3_vfs_unregister(&m_state->ours);
    sqlite3_vfs_register(m_state->real, 1);
    g_state = nullptr;
}

void PowerLoss::failPowerAt(std::int64_t call) {
    m_state->fault = State::Fault::Power;
    m_state->faultAt = call;
}
void PowerLoss::failOnceAt(std::int64_t call) {
    m_state->fault = State::Fault::Once;
    m_state->faultAt = call;
}
std::int64_t PowerLoss::calls() const {
    return m_state->calls;
}
bool PowerLoss::failed() const {
    return m_state->failed;
}

void PowerLoss::restart(std::mt19937* random) {
    for (auto& [path, file] : m_state->files) {
        if (m_state->fault != State::Fault::Power) break;
        std::string content = file.synced;
        for (const auto& change : file.changes)
            if (random != nullptr && (*random)() % 2 == 0) apply(content, change);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
        std::filesystem::remove(path + "-shm");  // it lived in memory
    }
    m_state->files.clear();
    m_state->fault = State::Fault::None;
}

}  // namespace brandloom::test
