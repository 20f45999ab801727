#include "core/base/paths.h"

#include <cstdlib>
#include <fstream>
#include <system_error>

#include "core/base/base_errors.h"

namespace brandloom {
namespace {

Path fromEnvironment(const char* name, const char* homeFallback) {
    if (const char* v = std::getenv(name); v != nullptr && v[0] == '/') return Path(v) / "brandloom";
    const char* home = std::getenv("HOME");
    return Path(home != nullptr ? home : "/tmp") / homeFallback / "brandloom";
}

}  // namespace

std::string utf8FromPath(const Path& path) {
    const auto text = path.u8string();
    return {text.begin(), text.end()};
}

Path pathFromUtf8(std::string_view text) {
    return Path(std::u8string(text.begin(), text.end()));
}

bool isValidUtf8(std::string_view text) {
    const auto* p = reinterpret_cast<const unsigned char*>(text.data());
    const auto* end = p + text.size();
    while (p < end) {
        const unsigned char c = *p;
        int more = 0;
        unsigned cp = c;
        if (c >= 0x80) {
            if (c >= 0xC2 && c <= 0xDF) {
                more = 1;
                cp = c & 0x1Fu;
            } else if (c >= 0xE0 && c <= 0xEF) {
                more = 2;
                cp = c & 0x0Fu;
            } else if (c >= 0xF0 && c <= 0xF4) {
                more = 3;
                cp = c & 0x07u;
            } else {
                return false;
            }
        }
        if (end - p <= more) return false;
        for (int i = 1; i <= more; ++i) {
            if ((p[i] & 0xC0u) != 0x80u) return false;
            cp = (cp << 6) | (p[i] & 0x3Fu);
        }
        if ((more == 2 && cp < 0x800) || (more == 3 && cp < 0x10000) || cp > 0x10FFFF) return false;
        if (cp >= 0xD800 && cp <= 0xDFFF) return false;
        p += more + 1;
    }
    return true;
}

Path executablePath() {
    std::error_code ec;
    return std::filesystem::read_symlink("/proc/self/exe", ec);
}

Path resourceDir() {
    if (const char* v = std::getenv("BRANDLOOM_SHARE"); v != nullptr && v[0] != '\0') return Path(v);
    return executablePath().parent_path().parent_path() / "share" / "brandloom";
}

Path libraryDir() {
    return executablePath().parent_path().parent_path() / "lib" / "brandloom";
}
Path userConfigDir() {
    return fromEnvironment("XDG_CONFIG_HOME", ".config");
}
Path userCacheDir() {
    return fromEnvironment("XDG_CACHE_HOME", ".cache");
}
Path userStateDir() {
    return fromEnvironment("XDG_STATE_HOME", ".local/state");
}
Path userDataDir() {
    return fromEnvironment("XDG_DATA_HOME", ".local/share");
}

Result<std::string> readFile(const Path& path, std::uint64_t maxBytes) {
    std::error_code ec;
    const auto status = std::filesystem::status(path, ec);
    if (!std::filesystem::exists(status)) return fail(base_errors::kFileMissing, {{"file", utf8FromPath(path)}});
    if (!std::filesystem::is_regular_file(status))
        return fail(base_errors::kNotRegularFile, {{"file", utf8FromPath(path)}});
    const auto size = std::filesystem::file_size(path, ec);
    if (ec || size > maxBytes)
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(path)}, {"reason", ec ? ec.message() : std::string("it is too large")}});
    std::ifstream in(path, std::ios::binary);
    std::string data(static_cast<std::size_t>(size), '\0');
    if (!in.read(data.data(), static_cast<std::streamsize>(size)))
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(path)}, {"reason", "reading stopped early"}});
    return data;
}

}  // namespace brandloom
