#include "core/dataset/index_repository.h"

#include "core/dataset/search_words.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

constexpr const char* kFacts =
    ".clip_search SELECT c.id, c.dataset_id, c.split = 'held_out', c.pick, c.rating, "
    "coalesce(c.end_seconds - c.start_seconds, 0), coalesce(c.crop_width, c.width), coalesce(c.crop_height, "
    "c.height), "
    "c.crop_width IS NOT NULL, coalesce(t.zh, 0), coalesce(t.en, 0), coalesce(t.und, 0), coalesce(t.drafts, 0), "
    "coalesce(t.approved, 0), (SELECT count(*) FROM main.clip_tag g WHERE g.clip_id = c.id AND g.removed IS NULL), "
    "s.still, coalesce(s.variable_rate, 0), coalesce(s.has_audio, 0), s.rights_holder <> '', s.rights_until, "
    "m.document IS NOT NULL, m.camera, m.motion, m.sharpness, m.bars, m.frozen_seconds, c.scene "
    "FROM main.clip_to_index i JOIN main.clip c ON c.id = i.clip_id JOIN main.source s ON s.sha256 = "
    "c.source_sha256 "
    "LEFT JOIN main.clip_measures m ON m.source_sha256 = c.source_sha256 AND m.first_frame = c.first_frame AND "
    "m.frame_count = c.frame_count LEFT JOIN (SELECT clip_id, max(language = 'zh') zh, max(language = 'en') en, "
    "max(language = 'und') und, sum(draft) drafts, sum(approved) approved FROM main.clip_caption "
    "WHERE removed IS NULL AND clip_id IN (SELECT clip_id FROM main.clip_to_index) GROUP BY clip_id) t "
    "ON t.clip_id = c.id WHERE c.removed IS NULL AND c.dataset_id IS NOT NULL";
constexpr const char* kTexts =
    "SELECT c.id, (SELECT group_concat(caption, char(10)) FROM main.clip_caption t WHERE t.clip_id = c.id AND "
    "t.removed IS NULL), (SELECT group_concat(tag, char(10)) FROM main.clip_tag g WHERE g.clip_id = c.id AND "
    "g.removed IS NULL), s.path FROM main.clip_to_index i JOIN main.clip c ON c.id = i.clip_id JOIN main.source s "
    "ON "
    "s.sha256 = c.source_sha256 WHERE c.removed IS NULL AND c.dataset_id IS NOT NULL";

void fill(SQLite::Database& db, const std::string& schema) {
    db.exec("INSERT INTO " + schema + kFacts);
    SQLite::Statement insert(
        db, "INSERT INTO " + schema + ".clip_text (rowid, caption, tag, film) VALUES (?, ?, ?, ?)");
    SQLite::Statement row(db, kTexts);
    while (row.executeStep()) {
        const auto path = row.getColumn(3).getString();
        insert.bind(1, row.getColumn(0).getInt64());
        insert.bind(2, indexedText(row.getColumn(1).getString()));
        insert.bind(3, indexedText(row.getColumn(2).getString()));
        insert.bind(4, indexedText(path.substr(path.find_last_of('/') + 1)));
        insert.exec();
        insert.reset();
    }
}

/// The definition of a table of ours, for a temporary one like it.
std::string definitionOf(SQLite::Database& db, const char* table) {
    SQLite::Statement row(db, "SELECT sql FROM main.sqlite_schema WHERE name = ?");
    row.bind(1, table);
    row.executeStep();
    auto sql = row.getColumn(0).getString();
    const auto name = sql.find(table);
    return name == std::string::npos ? sql : sql.insert(name, "temp.");
}

}  // namespace

int clipsToIndex(SQLite::Database& db) {
    return db.execAndGet("SELECT count(*) FROM main.clip_to_index").getInt();
}

void bringIndexUpToDate(SQLite::Database& db) {
    if (clipsToIndex(db) == 0) return;
    db.exec("DELETE FROM main.clip_search WHERE clip_id IN (SELECT clip_id FROM main.clip_to_index)");
    db.exec("DELETE FROM main.clip_text WHERE rowid IN (SELECT clip_id FROM main.clip_to_index)");
    fill(db, "main");
    db.exec("DELETE FROM main.clip_to_index");
}

void makeTemporaryIndex(SQLite::Database& db) {
    for (const char* table : {"clip_search", "clip_text"}) db.exec(definitionOf(db, table));
    fill(db, "temp");
}

}  // namespace brandloom::dataset
