#include "core/dataset/clip_rows_repository.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>

#include "core/dataset/record_checks.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

constexpr const char* kClipColumns =
    "SELECT c.id, c.dataset_id, s.path, c.source_sha256, c.first_frame, c.frame_count, c.start_seconds, "
    "c.end_seconds, c.split, c.width, c.height, c.created, c.crop_x, c.crop_y, c.crop_width, c.crop_height, "
    "c.pick, "
    "c.rating, c.scene, c.split_chosen FROM clip c JOIN source s ON s.sha256 = c.source_sha256 ";
constexpr const char* kCaptionColumns =
    "SELECT t.clip_id, t.language, t.caption, t.author, t.author_name, t.approved, t.draft FROM clip_caption t "
    "JOIN clip c ON c.id = t.clip_id ";
constexpr const char* kTagColumns = "SELECT t.clip_id, t.tag FROM clip_tag t JOIN clip c ON c.id = t.clip_id ";
constexpr const char* kSourceColumns =
    "SELECT s.id, s.sha256, s.path, s.bytes, s.modified, s.width, s.height, s.fps, s.variable_rate, s.seconds, "
    "s.frames, s.codec, s.has_audio, s.still, s.rights_holder, s.rights_until, s.problem, s.created FROM source s ";

std::optional<double> optionalReal(const SQLite::Column& column) {
    if (column.isNull()) return std::nullopt;
    return column.getDouble();
}

std::optional<bool> optionalBool(const SQLite::Column& column) {
    if (column.isNull()) return std::nullopt;
    return column.getInt() != 0;
}

std::string shownPath(const Path& folder, const std::string& stored) {
    return utf8FromPath(folder / pathFromUtf8(stored));  // an absolute path stays as it is
}

Clip clipFromRow(SQLite::Statement& row, const Path& folder) {
    Clip clip;
    clip.id = ClipId{row.getColumn(0).getInt64()};
    clip.dataset = DatasetId{row.getColumn(1).getInt64()};  // NULL reads as 0: none
    clip.sourcePath = shownPath(folder, row.getColumn(2).getString());
    clip.sourceSha256 = row.getColumn(3).getString();
    clip.firstFrame = row.getColumn(4).getInt64();
    clip.frameCount = row.getColumn(5).getInt64();
    clip.startSeconds = optionalReal(row.getColumn(6));
    clip.endSeconds = optionalReal(row.getColumn(7));
    clip.split = splitFromWord(row.getColumn(8).getString());
    clip.width = row.getColumn(9).getInt();
    clip.height = row.getColumn(10).getInt();
    clip.createdAt = row.getColumn(11).getDouble();
    if (!row.getColumn(14).isNull())
        clip.crop = Crop{row.getColumn(12).getInt(), row.getColumn(13).getInt(), row.getColumn(14).getInt(),
                         row.getColumn(15).getInt()};
    clip.pick = row.getColumn(16).getInt();
    clip.rating = row.getColumn(17).getInt();
    clip.scene = row.getColumn(18).getString();
    if (!row.getColumn(19).isNull()) clip.splitChosen = splitFromWord(row.getColumn(19).getString());
    return clip;
}

/// `which` says of clips c which ones; without those that were taken away.
std::vector<Clip> selectWhere(SQLite::Database& db, const std::string& which) {
    const std::string there = "WHERE c.removed IS NULL AND " + which;
    std::vector<Clip> out;
    std::map<std::int64_t, std::size_t> places;
    const Path folder = projectFolder(db);
    SQLite::Statement row(db, kClipColumns + there + " ORDER BY c.id");
    while (row.executeStep()) {
        out.push_back(clipFromRow(row, folder));
        places[out.back().id.value] = out.size() - 1;
    }
    SQLite::Statement caption(db, kCaptionColumns + there + " AND t.removed IS NULL ORDER BY t.clip_id, t.id");
    while (caption.executeStep())
        if (const auto place = places.find(caption.getColumn(0).getInt64()); place != places.end())
            out[place->second].captions.push_back(
                {caption.getColumn(1).getString(), caption.getColumn(2).getString(),
                 authorFromWord(caption.getColumn(3).getString()), caption.getColumn(4).getString(),
                 caption.getColumn(5).getInt() != 0, caption.getColumn(6).getInt() != 0});
    SQLite::Statement tag(db, kTagColumns + there + " AND t.removed IS NULL ORDER BY t.clip_id, t.tag");
    while (tag.executeStep())
        if (const auto place = places.find(tag.getColumn(0).getInt64()); place != places.end())
            out[place->second].tags.push_back(tag.getColumn(1).getString());
    return out;
}

Source sourceFromRow(SQLite::Statement& row, const Path& folder) {
    Source source;
    source.id = SourceId{row.getColumn(0).getInt64()};
    source.sha256 = row.getColumn(1).getString();
    source.path = shownPath(folder, row.getColumn(2).getString());
    source.bytes = row.getColumn(3).getInt64();
    source.modifiedAt = row.getColumn(4).getDouble();
    source.width = row.getColumn(5).getInt();
    source.height = row.getColumn(6).getInt();
    source.fps = row.getColumn(7).getDouble();
    source.isVariableRate = optionalBool(row.getColumn(8));
    source.seconds = row.getColumn(9).getDouble();
    source.frames = row.getColumn(10).getInt64();
    source.codec = row.getColumn(11).getString();
    source.hasAudio = optionalBool(row.getColumn(12));
    source.isStill = row.getColumn(13).getInt() != 0;
    source.rightsHolder = row.getColumn(14).getString();
    source.rightsUntil = optionalReal(row.getColumn(15));
    source.problem = row.getColumn(16).getString();
    source.createdAt = row.getColumn(17).getDouble();
    return source;
}

}  // namespace

Path projectFolder(SQLite::Database& db) {
    const char* file = sqlite3_db_filename(db.getHandle(), "main");
    return pathFromUtf8(file != nullptr ? file : "").parent_path();
}

std::string storedPath(SQLite::Database& db, const std::string& film) {
    std::error_code ec;
    const auto whole = std::filesystem::weakly_canonical(pathFromUtf8(film), ec);
    if (ec) return film;
    const auto relative = whole.lexically_relative(projectFolder(db));
    return relative.empty() || *relative.begin() == ".." ? film : utf8FromPath(relative);
}

const char* datasetColumns() {
    return "SELECT id, name, seed, held_out, created, trigger_words FROM dataset ";
}

Dataset datasetFromRow(SQLite::Statement& row) {
    return {DatasetId{row.getColumn(0).getInt64()},
            row.getColumn(1).getString(),
            static_cast<std::uint64_t>(row.getColumn(2).getInt64()),
            row.getColumn(3).getDouble(),
            row.getColumn(4).getDouble(),
            splitLines(row.getColumn(5).getString())};
}

std::vector<Source> selectSources(SQLite::Database& db, const std::string& where,
                                  const std::function<void(SQLite::Statement&)>& bind) {
    std::vector<Source> out;
    const Path folder = projectFolder(db);
    SQLite::Statement row(db,
                          kSourceColumns + (where.empty() ? std::string() : "WHERE " + where) + " ORDER BY s.id");
    if (bind) bind(row);
    while (row.executeStep()) out.push_back(sourceFromRow(row, folder));
    return out;
}

std::vector<Clip> selectClips(SQLite::Database& db, DatasetId dataset) {
    return selectWhere(
        db, dataset.isValid() ? "c.dataset_id = " + std::to_string(dataset.value) : "c.dataset_id IS NULL");
}

std::vector<Clip> selectClips(SQLite::Database& db, const std::vector<ClipId>& ids) {
    constexpr std::size_t kAtOnce = 500;
    std::vector<Clip> out;
    for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
        std::string list;
        for (std::size_t i = from; i < std::min(ids.size(), from + kAtOnce); ++i)
            list += (list.empty() ? "" : ",") + std::to_string(ids[i].value);
        for (auto& clip : selectWhere(db, "c.id IN (" + list + ")")) out.push_back(std::move(clip));
    }
    std::ranges::sort(out, {}, [](const Clip& clip) { return clip.id.value; });
    return out;
}

}  // namespace brandloom::dataset
