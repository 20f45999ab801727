#pragma once
// Between records and what their columns hold, and the checks that several repositories share.
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/styles/records.h"

namespace SQLite {
class Statement;
class Database;
}  // namespace SQLite

namespace brandloom::styles {

Expert expertFromWord(std::string_view word);
RunState runStateFromWord(std::string_view word);
[[nodiscard]] bool isOver(RunState state);

Error badRecord(std::string what, std::string value, std::string allowed);
/// Relative, with '/', without "..": it stays inside the project folder.
Status checkRelativePath(const std::string& path);
Status checkHash(const std::string& what, const std::string& sha256);
Status checkJson(const std::string& what, const std::string& json);

/// Binds the id, or NULL when it is not valid.
void bindId(SQLite::Statement& statement, int index, std::int64_t id);
bool rowExists(SQLite::Database& db, const char* selectById, std::int64_t id);

}  // namespace brandloom::styles
