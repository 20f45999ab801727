#pragma once
// Inside core/dataset: one change that a person makes, as far as it got, with its undo record. Lives inside one
// transaction, on its thread; SQLite exceptions may leave its methods.
#include <string>
#include <vector>

#include "core/dataset/records.h"
#include "core/project/undo_repository.h"

namespace brandloom::dataset {

class DatasetChange {
  public:
    explicit DatasetChange(SQLite::Database& db);

    [[nodiscard]] double now() const { return m_now; }
    /// Values that were changed so far.
    [[nodiscard]] std::size_t count() const { return m_changes.size(); }

    /// Names of our own, never a person's words: they become SQL. Nothing happens when the two values are the same.
    void set(const char* table, const char* column, std::int64_t row, const project::FieldValue& before,
             const project::FieldValue& after);
    /// The row is new: undoing takes it away.
    void added(const char* table, std::int64_t row);
    void takeAway(const char* table, std::int64_t row);
    void bringBack(const char* table, std::int64_t row);

    /// The film of that hash: its row is made, or learns what it did not know. Where the film was seen last stays
    /// as it is. That is nothing to undo.
    void keepSource(const NewSource& source);
    ClipId insertClip(DatasetId dataset, const NewClip& clip);
    void insertCaption(ClipId clip, const Caption& caption);
    /// All languages: what is there goes, what is given comes.
    void exchangeCaptions(ClipId clip, const std::vector<Caption>& captions);
    /// One language, unless the same caption is there already.
    void setCaption(ClipId clip, const Caption& caption);
    void removeCaption(ClipId clip, const std::string& language);
    /// Draws again what each clip of the dataset is for. Error: kSplitConflict.
    Status drawSplit(const Dataset& dataset);

    /// Writes the undo record (document "datasets") when anything changed, and brings the index of the query line
    /// up to date.
    void record(const char* command, const std::string& subject);

  private:
    SQLite::Database& m_db;
    double m_now;
    std::vector<project::FieldChange> m_changes;
};

}  // namespace brandloom::dataset
