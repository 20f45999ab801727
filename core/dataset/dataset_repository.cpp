#include "core/dataset/dataset_repository.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/base/clock.h"
#include "core/base/plain_text.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/dataset_errors.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

using project::FieldChange;
using project::FieldValue;

constexpr const char* kDatasetColumns = "SELECT id, name, seed, held_out, created FROM dataset ";
constexpr const char* kClipColumns =
    "SELECT id, dataset_id, source_path, source_sha256, first_frame, frame_count, start_seconds, end_seconds, "
    "split, width, height, created FROM clip ";

const char* wordFor(Split split) {
    return split == Split::HeldOut ? "held_out" : "train";
}

tl::unexpected<Error> bad(const char* what, const std::string& value, const char* allowed) {
    return fail(dataset_errors::kBadRecord, {{"what", what}, {"value", value}, {"allowed", allowed}});
}

std::optional<double> optionalReal(const SQLite::Column& column) {
    if (column.isNull()) return std::nullopt;
    return column.getDouble();
}

Dataset datasetFromRow(SQLite::Statement& row) {
    return {DatasetId{row.getColumn(0).getInt64()}, row.getColumn(1).getString(),
            static_cast<std::uint64_t>(row.getColumn(2).getInt64()), row.getColumn(3).getDouble(),
            row.getColumn(4).getDouble()};
}

/// Films inside the project folder are kept relative to it, so that the folder may be moved.
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

Clip clipFromRow(SQLite::Statement& row) {
    Clip clip;
    clip.id = ClipId{row.getColumn(0).getInt64()};
    clip.dataset = DatasetId{row.getColumn(1).getInt64()};  // NULL reads as 0: none
    clip.sourcePath = row.getColumn(2).getString();
    clip.sourceSha256 = row.getColumn(3).getString();
    clip.firstFrame = row.getColumn(4).getInt64();
    clip.frameCount = row.getColumn(5).getInt64();
    clip.startSeconds = optionalReal(row.getColumn(6));
    clip.endSeconds = optionalReal(row.getColumn(7));
    clip.split = row.getColumn(8).getString() == "held_out" ? Split::HeldOut : Split::Train;
    clip.width = row.getColumn(9).getInt();
    clip.height = row.getColumn(10).getInt();
    clip.createdAt = row.getColumn(11).getDouble();
    return clip;
}

/// Clips of a dataset (NULL: of none) with their captions, oldest first.
std::vector<Clip> selectClips(SQLite::Database& db, DatasetId dataset) {
    const std::string which =
        dataset.isValid() ? "dataset_id = " + std::to_string(dataset.value) : "dataset_id IS NULL";
    std::vector<Clip> out;
    std::map<std::int64_t, std::size_t> places;
    SQLite::Statement row(db, kClipColumns + ("WHERE removed IS NULL AND " + which) + " ORDER BY id");
    const Path folder = projectFolder(db);
    while (row.executeStep()) {
        out.push_back(clipFromRow(row));
        auto& film = out.back().sourcePath;
        film = utf8FromPath(folder / pathFromUtf8(film));  // an absolute path stays as it is
        places[out.back().id.value] = out.size() - 1;
    }
    SQLite::Statement caption(db,
                              "SELECT c.clip_id, c.language, c.caption FROM clip_caption c JOIN clip k ON "
                              "k.id = c.clip_id WHERE c.removed IS NULL AND k.removed IS NULL AND k." +
                                  which + " ORDER BY c.clip_id, c.id");
    while (caption.executeStep())
        if (const auto place = places.find(caption.getColumn(0).getInt64()); place != places.end())
            out[place->second].captions.push_back(
                {caption.getColumn(1).getString(), caption.getColumn(2).getString()});
    return out;
}

Status checkCaptions(const std::vector<Caption>& captions) {
    std::set<std::string> languages;
    for (const auto& caption : captions) {
        if (caption.language != "zh" && caption.language != "en" && caption.language != "und")
            return bad("The language of a caption", caption.language, "zh, en or und");
        if (!languages.insert(caption.language).second)
            return bad("A clip", "with two captions in one language", "one caption for each language");
        if (caption.text.empty() || !isValidUtf8(caption.text))
            return bad("A caption", caption.text.empty() ? "empty" : "other than UTF-8", "plain text");
    }
    return {};
}

Status checkClip(const NewClip& clip) {
    const auto isSide = [](int pixels) { return pixels >= 1 && pixels <= 16384; };
    if (clip.sourcePath.empty()) return bad("The film of a clip", "empty", "the path of the film");
    if (clip.sourceSha256.size() != 64)
        return bad("The hash of a film", clip.sourceSha256, "64 hexadecimal digits");
    if (!isSide(clip.width) || !isSide(clip.height) || clip.firstFrame < 0 || clip.frameCount < 1)
        return bad(
            "The range of a clip",
            fmt::format("{}x{}, {} frames from {}", clip.width, clip.height, clip.frameCount, clip.firstFrame),
            "1 to 16384 pixels and at least one frame");
    if (clip.startSeconds && !(*clip.startSeconds >= 0 && clip.endSeconds && *clip.endSeconds > *clip.startSeconds))
        return bad("The range of a clip", "without length", "an end after its start");
    return checkCaptions(clip.captions);
}

Status checkAddition(const Addition& addition) {
    if (!isPlainName(addition.dataset))
        return bad("The name of a dataset", "\"" + (isValidUtf8(addition.dataset) ? addition.dataset : "?") + "\"",
                   "1 to 120 characters without line breaks");
    if (addition.heldOutShare && !(*addition.heldOutShare >= 0 && *addition.heldOutShare <= 0.5))
        return bad("The share held out", fmt::format("{}", *addition.heldOutShare), "0 to 0.5");
    for (const auto& clip : addition.clips) BRANDLOOM_CHECK(checkClip(clip));
    for (const auto& change : addition.captions) BRANDLOOM_CHECK(checkCaptions(change.captions));
    return {};
}

/// The change of one dataset, as far as it got, for the undo journal.
class Change {
  public:
    explicit Change(SQLite::Database& db) : m_db(db), m_now(unixSeconds()) {}

    /// The dataset of that name: made, brought back, or as it is.
    Dataset open(const Addition& addition) {
        SQLite::Statement found(m_db, kDatasetColumns + std::string("WHERE name = ?"));
        found.bind(1, addition.dataset);
        if (!found.executeStep()) return make(addition);
        Dataset out = datasetFromRow(found);
        bringBack(out.id);
        if (addition.seed && *addition.seed != out.seed) {
            set("seed", out.id, signedOf(out.seed), signedOf(*addition.seed));
            out.seed = *addition.seed;
        }
        if (addition.heldOutShare && *addition.heldOutShare != out.heldOutShare) {
            set("held_out", out.id, out.heldOutShare, *addition.heldOutShare);
            out.heldOutShare = *addition.heldOutShare;
        }
        return out;
    }

    ClipId insert(DatasetId dataset, const NewClip& clip) {
        SQLite::Statement row(m_db,
                              "INSERT INTO clip (dataset_id, source_path, source_sha256, first_frame, frame_count, "
                              "start_seconds, end_seconds, split, width, height, created) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, 'train', ?, ?, ?)");
        if (dataset.isValid()) row.bind(1, dataset.value);
        row.bind(2, storedPath(m_db, clip.sourcePath));
        row.bind(3, clip.sourceSha256);
        row.bind(4, clip.firstFrame);
        row.bind(5, clip.frameCount);
        if (clip.startSeconds) row.bind(6, *clip.startSeconds);
        if (clip.endSeconds) row.bind(7, *clip.endSeconds);
        row.bind(8, clip.width);
        row.bind(9, clip.height);
        row.bind(10, m_now);
        row.exec();
        const ClipId id{m_db.getLastInsertRowid()};
        added("clip", id.value);
        insertCaptions(id, clip.captions);
        return id;
    }

    void exchangeCaptions(const NewCaptions& change) {
        SQLite::Statement old(m_db, "SELECT id FROM clip_caption WHERE clip_id = ? AND removed IS NULL");
        old.bind(1, change.clip.value);
        std::vector<std::int64_t> ids;
        while (old.executeStep()) ids.push_back(old.getColumn(0).getInt64());
        for (const auto id : ids) {
            SQLite::Statement remove(m_db, "UPDATE clip_caption SET removed = ? WHERE id = ?");
            remove.bind(1, m_now);
            remove.bind(2, id);
            remove.exec();
            m_changes.push_back({"clip_caption", id, "removed", {}, m_now});
        }
        insertCaptions(change.clip, change.captions);
    }

    void drawSplit(const Dataset& dataset) {
        const auto clips = selectClips(m_db, dataset.id);
        const auto split = splitBySource(clips, dataset.seed, dataset.heldOutShare);
        SQLite::Statement update(m_db, "UPDATE clip SET split = ? WHERE id = ?");
        for (std::size_t i = 0; i < clips.size(); ++i) {
            if (clips[i].split == split[i]) continue;
            update.bind(1, wordFor(split[i]));
            update.bind(2, clips[i].id.value);
            update.exec();
            update.reset();
            m_changes.push_back({"clip", clips[i].id.value, "split", std::string(wordFor(clips[i].split)),
                                 std::string(wordFor(split[i]))});
        }
    }

    void record(const std::string& subject) {
        project::recordUndo(m_db, {"datasets", "dataset.add", 1, subject, std::move(m_changes)});
    }

  private:
    static std::int64_t signedOf(std::uint64_t seed) { return static_cast<std::int64_t>(seed); }

    Dataset make(const Addition& addition) {
        Dataset out{{}, addition.dataset, addition.seed.value_or(1), addition.heldOutShare.value_or(0.2), m_now};
        SQLite::Statement insert(m_db, "INSERT INTO dataset (name, seed, held_out, created) VALUES (?, ?, ?, ?)");
        insert.bind(1, out.name);
        insert.bind(2, signedOf(out.seed));
        insert.bind(3, out.heldOutShare);
        insert.bind(4, m_now);
        insert.exec();
        out.id = DatasetId{m_db.getLastInsertRowid()};
        added("dataset", out.id.value);
        return out;
    }

    void bringBack(DatasetId id) {
        SQLite::Statement row(m_db, "SELECT removed FROM dataset WHERE id = ? AND removed IS NOT NULL");
        row.bind(1, id.value);
        if (!row.executeStep()) return;
        m_changes.push_back({"dataset", id.value, "removed", row.getColumn(0).getDouble(), {}});
        SQLite::Statement update(m_db, "UPDATE dataset SET removed = NULL WHERE id = ?");
        update.bind(1, id.value);
        update.exec();
    }

    void set(const std::string& column, DatasetId id, const FieldValue& before, const FieldValue& after) {
        m_changes.push_back({"dataset", id.value, column, before, after});
        SQLite::Statement update(m_db, column == "seed" ? "UPDATE dataset SET seed = ? WHERE id = ?"
                                                        : "UPDATE dataset SET held_out = ? WHERE id = ?");
        if (const auto* whole = std::get_if<std::int64_t>(&after)) update.bind(1, *whole);
        if (const auto* real = std::get_if<double>(&after)) update.bind(1, *real);
        update.bind(2, id.value);
        update.exec();
    }

    void insertCaptions(ClipId clip, const std::vector<Caption>& captions) {
        SQLite::Statement insert(
            m_db, "INSERT INTO clip_caption (clip_id, language, caption, created) VALUES (?, ?, ?, ?)");
        for (const auto& caption : captions) {
            insert.bind(1, clip.value);
            insert.bind(2, caption.language);
            insert.bind(3, caption.text);
            insert.bind(4, m_now);
            insert.exec();
            insert.reset();
            added("clip_caption", m_db.getLastInsertRowid());
        }
    }

    /// Undoing what was added takes it away, at the time it was added.
    void added(const char* table, std::int64_t row) { m_changes.push_back({table, row, "removed", m_now, {}}); }

    SQLite::Database& m_db;
    double m_now;
    std::vector<FieldChange> m_changes;
};

std::string joined(const std::vector<Dataset>& datasets) {
    std::string out;
    for (const auto& dataset : datasets) out += (out.empty() ? "" : ", ") + dataset.name;
    return out;
}

bool isSame(const NewClip& a, const NewClip& b) {
    return a.sourceSha256 == b.sourceSha256 && a.firstFrame == b.firstFrame && a.frameCount == b.frameCount &&
           a.width == b.width && a.height == b.height && a.captions == b.captions;
}

}  // namespace

Result<Dataset> DatasetRepository::add(const Addition& addition) {
    BRANDLOOM_CHECK(checkAddition(addition));
    return m_store.writeValue<Dataset>([&](SQLite::Database& db) -> Result<Dataset> {
        Change change(db);
        const auto dataset = change.open(addition);
        for (const auto& clip : addition.clips) change.insert(dataset.id, clip);
        for (const auto& captions : addition.captions) change.exchangeCaptions(captions);
        change.drawSplit(dataset);
        change.record(dataset.name);
        return dataset;
    });
}

Result<std::vector<Dataset>> DatasetRepository::list() {
    using Datasets = std::vector<Dataset>;
    return m_store.readValue<Datasets>([](SQLite::Database& db) -> Result<Datasets> {
        Datasets out;
        SQLite::Statement row(db, kDatasetColumns + std::string("WHERE removed IS NULL ORDER BY name"));
        while (row.executeStep()) out.push_back(datasetFromRow(row));
        return out;
    });
}

Result<std::vector<Clip>> DatasetRepository::clips(DatasetId dataset) {
    using Clips = std::vector<Clip>;
    return m_store.readValue<Clips>(
        [&](SQLite::Database& db) -> Result<Clips> { return selectClips(db, dataset); });
}

Result<Dataset> DatasetRepository::choose(const std::string& name) {
    BRANDLOOM_TRY(const auto all, list());
    if (all.empty()) return fail(Error(dataset_errors::kNoDataset));
    if (name.empty() && all.size() == 1) return all.front();
    if (name.empty()) return fail(dataset_errors::kChooseDataset, {{"names", joined(all)}});
    const auto found = std::ranges::find(all, name, &Dataset::name);
    if (found == all.end())
        return fail(dataset_errors::kDatasetMissing, {{"dataset", name}, {"names", joined(all)}});
    return *found;
}

Status DatasetRepository::keepTrainingClips(std::span<const NewClip> clips) {
    for (const auto& clip : clips) BRANDLOOM_CHECK(checkClip(clip));
    return m_store.write([&](SQLite::Database& db) -> Status {
        auto known = selectClips(db, {});
        Change change(db);
        for (const auto& clip : clips) {
            if (std::ranges::any_of(known, [&](const Clip& other) { return isSame(other, clip); })) continue;
            change.insert({}, clip);
            Clip row;
            static_cast<NewClip&>(row) = clip;
            known.push_back(std::move(row));
        }
        return {};
    });
}

std::span<const project::UndoField> DatasetRepository::undoFields() {
    static constexpr std::array<project::UndoField, 6> kFields{{{"dataset", "removed"},
                                                                {"dataset", "seed"},
                                                                {"dataset", "held_out"},
                                                                {"clip", "removed"},
                                                                {"clip", "split"},
                                                                {"clip_caption", "removed"}}};
    return kFields;
}

}  // namespace brandloom::dataset
