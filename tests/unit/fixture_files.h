#pragma once
// Where the golden files are: $BRANDLOOM_FIXTURES in CI, the committed subset in tests/data elsewhere.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace brandloom::test {

inline bool hasFullFixtures() {
    const char* set = std::getenv("BRANDLOOM_FIXTURES");
    return set != nullptr && *set != '\0';
}
inline std::filesystem::path fixtureRoot() {
    if (hasFullFixtures()) return std::getenv("BRANDLOOM_FIXTURES");
    return std::filesystem::path(BRANDLOOM_SOURCE_DIR) / "tests/data";
}

inline std::string fileBytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path;
    return {std::istreambuf_iterator<char>(in), {}};
}
inline void writeBytes(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    ASSERT_TRUE(out.good()) << path;
}

/// A folder of its own, gone afterwards.
class TempDir {
  public:
    TempDir() {
        std::string pattern = (std::filesystem::temp_directory_path() / "brandloom-unit-XXXXXX").native();
        m_path = ::mkdtemp(pattern.data());
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
};

}  // namespace brandloom::test
