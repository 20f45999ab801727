#include "core/dataset/dataset_change_repository.h"

#include "core/base/clock.h"
#include "core/dataset/clip_rows_repository.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/index_repository.h"
#include "core/dataset/record_checks.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

using project::FieldValue;

constexpr const char* kKeepSource =
    "INSERT INTO source (sha256, path, bytes, modified, width, height, fps, variable_rate, seconds, frames, codec, "
    "has_audio, still, problem, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) "
    "DO "
    "UPDATE SET bytes = coalesce(excluded.bytes, bytes), modified = coalesce(excluded.modified, modified), "
    "width = coalesce(excluded.width, width), height = coalesce(excluded.height, height), "
    "fps = coalesce(excluded.fps, fps), variable_rate = coalesce(excluded.variable_rate, variable_rate), "
    "seconds = coalesce(excluded.seconds, seconds), frames = coalesce(excluded.frames, frames), "
    "codec = coalesce(excluded.codec, codec), has_audio = coalesce(excluded.has_audio, has_audio), "
    "still = max(excluded.still, still), problem = CASE WHEN excluded.codec IS NULL AND excluded.problem IS NULL "
    "THEN problem ELSE excluded.problem END";

void bindValue(SQLite::Statement& statement, int index, const FieldValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) statement.bind(index, *whole);
    if (const auto* real = std::get_if<double>(&value)) statement.bind(index, *real);
    if (const auto* text = std::get_if<std::string>(&value)) statement.bind(index, *text);
    if (std::holds_alternative<std::monostate>(value)) statement.bind(index);
}

template <class T>
void bindKnown(SQLite::Statement& statement, int index, const T& value) {
    if (value != T{}) statement.bind(index, value);
}

void bindBool(SQLite::Statement& statement, int index, const std::optional<bool>& value) {
    if (value) statement.bind(index, *value ? 1 : 0);
}

}  // namespace

DatasetChange::DatasetChange(SQLite::Database& db) : m_db(db), m_now(unixSeconds()) {}

void DatasetChange::set(const char* table, const char* column, std::int64_t row, const FieldValue& before,
                        const FieldValue& after) {
    if (before == after) return;
    SQLite::Statement update(m_db, std::string("UPDATE ") + table + " SET " + column + " = ? WHERE id = ?");
    bindValue(update, 1, after);
    update.bind(2, row);
    update.exec();
    m_changes.push_back({table, row, column, before, after});
}

void DatasetChange::added(const char* table, std::int64_t row) {
    m_changes.push_back({table, row, "removed", m_now, {}});
}

void DatasetChange::takeAway(const char* table, std::int64_t row) {
    set(table, "removed", row, {}, m_now);
}

void DatasetChange::bringBack(const char* table, std::int64_t row) {
    SQLite::Statement old(m_db,
                          std::string("SELECT removed FROM ") + table + " WHERE id = ? AND removed IS NOT NULL");
    old.bind(1, row);
    if (!old.executeStep()) return;
    const double removed = old.getColumn(0).getDouble();
    old.reset();
    set(table, "removed", row, removed, {});
}

void DatasetChange::keepSource(const NewSource& source) {
    SQLite::Statement keep(m_db, kKeepSource);
    keep.bind(1, source.sha256);
    keep.bind(2, storedPath(m_db, source.path));
    bindKnown(keep, 3, source.bytes);
    bindKnown(keep, 4, source.modifiedAt);
    bindKnown(keep, 5, source.width);
    bindKnown(keep, 6, source.height);
    bindKnown(keep, 7, source.fps);
    bindBool(keep, 8, source.isVariableRate);
    bindKnown(keep, 9, source.seconds);
    bindKnown(keep, 10, source.frames);
    bindKnown(keep, 11, source.codec);
    bindBool(keep, 12, source.hasAudio);
    keep.bind(13, source.isStill ? 1 : 0);
    bindKnown(keep, 14, source.problem);
    keep.bind(15, m_now);
    keep.exec();
}

ClipId DatasetChange::insertClip(DatasetId dataset, const NewClip& clip) {
    SQLite::Statement known(m_db, "SELECT 1 FROM source WHERE sha256 = ?");
    known.bind(1, clip.sourceSha256);
    if (!known.executeStep()) {
        NewSource source;
        source.path = clip.sourcePath;
        source.sha256 = clip.sourceSha256;
        keepSource(source);
    }
    SQLite::Statement row(
        m_db,
        "INSERT INTO clip (dataset_id, source_sha256, first_frame, frame_count, start_seconds, "
        "end_seconds, split, width, height, created, crop_x, crop_y, crop_width, crop_height, scene) "
        "VALUES (?, ?, ?, ?, ?, ?, 'train', ?, ?, ?, ?, ?, ?, ?, ?)");
    if (dataset.isValid()) row.bind(1, dataset.value);
    row.bind(2, clip.sourceSha256);
    row.bind(3, clip.firstFrame);
    row.bind(4, clip.frameCount);
    if (clip.startSeconds) row.bind(5, *clip.startSeconds);
    if (clip.endSeconds) row.bind(6, *clip.endSeconds);
    row.bind(7, clip.width);
    row.bind(8, clip.height);
    row.bind(9, m_now);
    if (clip.crop) {
        row.bind(10, clip.crop->x);
        row.bind(11, clip.crop->y);
        row.bind(12, clip.crop->width);
        row.bind(13, clip.crop->height);
    }
    row.bind(14, clip.scene);
    row.exec();
    const ClipId id{m_db.getLastInsertRowid()};
    added("clip", id.value);
    for (const auto& caption : clip.captions) insertCaption(id, caption);
    return id;
}

void DatasetChange::insertCaption(ClipId clip, const Caption& caption) {
    SQLite::Statement insert(m_db,
                             "INSERT INTO clip_caption (clip_id, language, caption, author, author_name, approved, "
                             "draft, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, clip.value);
    insert.bind(2, caption.language);
    insert.bind(3, caption.text);
    insert.bind(4, wordFor(caption.author));
    insert.bind(5, caption.authorName);
    insert.bind(6, caption.isApproved ? 1 : 0);
    insert.bind(7, caption.isDraft ? 1 : 0);
    insert.bind(8, m_now);
    insert.exec();
    added("clip_caption", m_db.getLastInsertRowid());
}

void DatasetChange::exchangeCaptions(ClipId clip, const std::vector<Caption>& captions) {
    SQLite::Statement old(m_db, "SELECT id FROM clip_caption WHERE clip_id = ? AND removed IS NULL");
    old.bind(1, clip.value);
    std::vector<std::int64_t> ids;
    while (old.executeStep()) ids.push_back(old.getColumn(0).getInt64());
    for (const auto id : ids) takeAway("clip_caption", id);
    for (const auto& caption : captions) insertCaption(clip, caption);
}

void DatasetChange::setCaption(ClipId clip, const Caption& caption) {
    SQLite::Statement old(m_db,
                          "SELECT id, caption, author, author_name, approved, draft FROM clip_caption "
                          "WHERE clip_id = ? AND language = ? AND removed IS NULL");
    old.bind(1, clip.value);
    old.bind(2, caption.language);
    if (old.executeStep()) {
        const Caption there{caption.language,
                            old.getColumn(1).getString(),
                            authorFromWord(old.getColumn(2).getString()),
                            old.getColumn(3).getString(),
                            old.getColumn(4).getInt() != 0,
                            old.getColumn(5).getInt() != 0};
        if (there == caption) return;
        const auto id = old.getColumn(0).getInt64();
        old.reset();
        takeAway("clip_caption", id);
    }
    insertCaption(clip, caption);
}

void DatasetChange::removeCaption(ClipId clip, const std::string& language) {
    SQLite::Statement old(m_db,
                          "SELECT id FROM clip_caption WHERE clip_id = ? AND language = ? AND removed IS NULL");
    old.bind(1, clip.value);
    old.bind(2, language);
    if (!old.executeStep()) return;
    const auto id = old.getColumn(0).getInt64();
    old.reset();
    takeAway("clip_caption", id);
}

Status DatasetChange::drawSplit(const Dataset& dataset) {
    const auto clips = selectClips(m_db, dataset.id);
    BRANDLOOM_TRY(const auto split, splitOf(clips, dataset.seed, dataset.heldOutShare));
    for (std::size_t i = 0; i < clips.size(); ++i)
        set("clip", "split", clips[i].id.value, std::string(wordFor(clips[i].split)),
            std::string(wordFor(split[i])));
    return {};
}

void DatasetChange::record(const char* command, const std::string& subject) {
    project::recordUndo(m_db, {"datasets", command, 1, subject, std::move(m_changes)});
    m_changes.clear();
    bringIndexUpToDate(m_db);
}

}  // namespace brandloom::dataset
