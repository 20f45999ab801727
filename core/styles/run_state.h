#pragma once
// Inside core/styles: the state of a run, written in the transaction of whoever calls (run_repository.cpp).
#include "core/styles/records.h"

namespace SQLite {
class Database;
}

namespace brandloom::styles {

/// Sets start and end times as the state asks; `failure` (may be null) is kept with Failed.
void updateState(SQLite::Database& db, RunId run, RunState state, const Error* failure);

}  // namespace brandloom::styles
