#pragma once
// Inside core/dataset: the index behind the query line. Triggers note which clips changed; here their rows are
// written again. SQLite exceptions may leave these functions.
#include <string>

namespace SQLite {
class Database;
}

namespace brandloom::dataset {

/// Clips whose rows in the index are not up to date.
int clipsToIndex(SQLite::Database& db);

/// Writes their rows again; in a transaction that may write.
void bringIndexUpToDate(SQLite::Database& db);

/// Makes the rows of those clips in temporary tables of the connection, for a database that may not be written.
void makeTemporaryIndex(SQLite::Database& db);

}  // namespace brandloom::dataset
