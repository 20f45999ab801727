#pragma once
// The journal of what can be undone. A repository that changes rows for a person writes what it changed, value by
// value, in the same transaction. Undoing sets the earlier values again, all or none, and only where nothing was
// changed since. Which columns may be set so is said by their rooms (UndoField). Rows are never deleted: what was
// added has a column `removed`, which undo sets. A new record forgets what was undone before it.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"

namespace brandloom::project {

/// NULL, a whole number, a real number or a text.
using FieldValue = std::variant<std::monostate, std::int64_t, double, std::string>;

struct FieldChange {
    std::string table;
    std::int64_t row = 0;
    std::string column;
    FieldValue before;
    FieldValue after;
};

/// A column that undo may set.
struct UndoField {
    const char* table;
    const char* column;
};

struct NewUndoRecord {
    std::string document;  ///< what it belongs to: "datasets", "styles"
    std::string command;   ///< stable word: "dataset.add"
    int version = 1;       ///< of the meaning of the command
    std::string subject;   ///< name of what was changed, for people
    std::vector<FieldChange> changes;
};

struct UndoRecord {
    std::int64_t id = 0;
    double at = 0;
    std::string document;
    std::string command;
    int version = 1;
    std::string subject;
    bool undone = false;
};

/// For repositories, inside their transaction. Nothing is written when nothing changed.
void recordUndo(SQLite::Database& db, const NewUndoRecord& record);

/// For repositories, inside their transaction: what was changed in that row is past undoing.
void forgetUndoOf(SQLite::Database& db, const std::string& table, std::int64_t row);

/// Thread-safe.
class UndoRepository {
  public:
    /// `fields` must outlive the object.
    UndoRepository(store::Store& store, std::span<const UndoField> fields) : m_store(store), m_fields(fields) {}

    /// Newest first, at most `most`.
    Result<std::vector<UndoRecord>> list(int most = 100);
    /// Sets back the newest change that holds; what it was. Errors: kNothingToUndo, kChangedSince: that change is
    /// then past undoing and leaves the journal, so that the next call comes to the one before it.
    Result<UndoRecord> undo();
    /// Makes the oldest undone change again. Errors: kNothingToRedo, kChangedSince (as undo).
    Result<UndoRecord> redo();

  private:
    Result<UndoRecord> turnNext(bool isUndo);
    store::Store& m_store;
    std::span<const UndoField> m_fields;
};

}  // namespace brandloom::project
