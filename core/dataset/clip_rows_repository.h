#pragma once
// Inside core/dataset: rows of datasets, films and clips as records.
#include <functional>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/dataset/records.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace brandloom::dataset {

Path projectFolder(SQLite::Database& db);
/// Films inside the project folder are kept relative to it, so that the folder may be moved.
std::string storedPath(SQLite::Database& db, const std::string& film);

/// SELECT ... FROM dataset, up to the WHERE.
const char* datasetColumns();
Dataset datasetFromRow(SQLite::Statement& row);

/// Films for which `where` (of table s, source) holds, by id; empty: all.
std::vector<Source> selectSources(SQLite::Database& db, const std::string& where,
                                  const std::function<void(SQLite::Statement&)>& bind = {});

/// Clips that were not taken away, of a dataset (not valid: of none), with captions and tags, oldest first.
std::vector<Clip> selectClips(SQLite::Database& db, DatasetId dataset);
/// Those of `ids` that were not taken away, of any dataset, oldest first.
std::vector<Clip> selectClips(SQLite::Database& db, const std::vector<ClipId>& ids);

}  // namespace brandloom::dataset
