#pragma once
// The rows of core/project: the project itself, its settings, and what it may know of others through views.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/store/store.h"

namespace brandloom::project {

struct ProjectRow {
    std::string uid;
    std::string name;
    double created = 0;
};

struct RecordedFile {
    std::string kind;
    std::string path;  ///< relative to the project folder, but for films that lie elsewhere
    std::string sha256;
    bool isElsewhere = false;  ///< a film with an absolute path
};

Status insertProject(store::Store& store, const ProjectRow& row);
Result<ProjectRow> readProject(store::Store& store);
Status renameProject(store::Store& store, const std::string& name);
Result<std::map<std::string, std::int64_t>> readCounts(store::Store& store);
Result<std::vector<RecordedFile>> readRecordedFiles(store::Store& store);
/// Names of the stored files that some row uses.
std::set<std::string> usedBlobs(SQLite::Database& db);
Result<std::set<std::string>> readUsedBlobs(store::Store& store);
Status writeSetting(store::Store& store, const std::string& key, const std::optional<std::string>& value);
Result<std::optional<std::string>> readSetting(store::Store& store, const std::string& key);

}  // namespace brandloom::project
