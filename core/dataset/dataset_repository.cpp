#include "core/dataset/dataset_repository.h"

#include <algorithm>
#include <array>

#include "core/dataset/clip_rows_repository.h"
#include "core/dataset/dataset_change_repository.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/record_checks.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

Status checkAddition(const Addition& addition) {
    BRANDLOOM_CHECK(checkDatasetName(addition.dataset));
    if (addition.heldOutShare) BRANDLOOM_CHECK(checkHeldOutShare(*addition.heldOutShare));
    for (const auto& source : addition.sources) BRANDLOOM_CHECK(checkSource(source));
    for (const auto& clip : addition.clips) BRANDLOOM_CHECK(checkClip(clip));
    for (const auto& change : addition.captions) BRANDLOOM_CHECK(checkCaptions(change.captions));
    for (const auto& clip : addition.marked) {
        BRANDLOOM_CHECK(checkClip(clip));
        for (const auto& tag : clip.tags) BRANDLOOM_CHECK(checkTag(tag));
        if (clip.pick < -1 || clip.pick > 1 || clip.rating < 0 || clip.rating > 5)
            return badRecord("The marks of a clip", "out of range", "-1 to 1 as a pick and 0 to 5 as a rating");
    }
    if (addition.triggerWords) BRANDLOOM_CHECK(checkTriggerWords(*addition.triggerWords));
    return {};
}

std::int64_t signedOf(std::uint64_t seed) {
    return static_cast<std::int64_t>(seed);
}

Dataset make(SQLite::Database& db, DatasetChange& change, const Addition& addition) {
    Dataset out{{}, addition.dataset, addition.seed.value_or(1), addition.heldOutShare.value_or(0.2), change.now()};
    SQLite::Statement insert(db, "INSERT INTO dataset (name, seed, held_out, created) VALUES (?, ?, ?, ?)");
    insert.bind(1, out.name);
    insert.bind(2, signedOf(out.seed));
    insert.bind(3, out.heldOutShare);
    insert.bind(4, change.now());
    insert.exec();
    out.id = DatasetId{db.getLastInsertRowid()};
    change.added("dataset", out.id.value);
    return out;
}

/// The dataset of that name: made, brought back, or as it is.
Dataset open(SQLite::Database& db, DatasetChange& change, const Addition& addition) {
    SQLite::Statement found(db, datasetColumns() + std::string("WHERE name = ?"));
    found.bind(1, addition.dataset);
    if (!found.executeStep()) return make(db, change, addition);
    Dataset out = datasetFromRow(found);
    found.reset();
    change.bringBack("dataset", out.id.value);
    if (addition.seed) {
        change.set("dataset", "seed", out.id.value, signedOf(out.seed), signedOf(*addition.seed));
        out.seed = *addition.seed;
    }
    if (addition.heldOutShare) {
        change.set("dataset", "held_out", out.id.value, out.heldOutShare, *addition.heldOutShare);
        out.heldOutShare = *addition.heldOutShare;
    }
    return out;
}

/// The row is new: that it goes with undo is noted already.
void mark(SQLite::Database& db, DatasetChange& change, ClipId id, const Clip& clip) {
    SQLite::Statement update(db, "UPDATE clip SET pick = ?, rating = ?, split_chosen = ? WHERE id = ?");
    update.bind(1, clip.pick);
    update.bind(2, clip.rating);
    if (clip.splitChosen) update.bind(3, wordFor(*clip.splitChosen));
    update.bind(4, id.value);
    update.exec();
    SQLite::Statement insert(db, "INSERT OR IGNORE INTO clip_tag (clip_id, tag, created) VALUES (?, ?, ?)");
    for (const auto& tag : clip.tags) {
        insert.bind(1, id.value);
        insert.bind(2, tag);
        insert.bind(3, change.now());
        if (insert.exec() > 0) change.added("clip_tag", db.getLastInsertRowid());
        insert.reset();
    }
}

void move(SQLite::Database& db, DatasetChange& change, const SourcePlace& film) {
    SQLite::Statement row(db, "SELECT id, path FROM source WHERE sha256 = ?");
    row.bind(1, film.sha256);
    if (!row.executeStep()) return;
    const auto id = row.getColumn(0).getInt64();
    const auto before = row.getColumn(1).getString();
    row.reset();
    change.set("source", "path", id, before, storedPath(db, film.path));
}

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
        DatasetChange change(db);
        const auto dataset = open(db, change, addition);
        for (const auto& source : addition.sources) change.keepSource(source);
        for (const auto& clip : addition.clips) change.insertClip(dataset.id, clip);
        for (const auto& clip : addition.marked) mark(db, change, change.insertClip(dataset.id, clip), clip);
        if (addition.triggerWords)
            change.set("dataset", "trigger_words", dataset.id.value, joinedLines(dataset.triggerWords),
                       joinedLines(*addition.triggerWords));
        for (const auto& film : addition.moved) move(db, change, film);
        for (const auto& given : addition.captions) change.exchangeCaptions(given.clip, given.captions);
        BRANDLOOM_CHECK(change.drawSplit(dataset));
        change.record("dataset.add", dataset.name);
        return dataset;
    });
}

Result<std::vector<Dataset>> DatasetRepository::list() {
    using Datasets = std::vector<Dataset>;
    return m_store.readValue<Datasets>([](SQLite::Database& db) -> Result<Datasets> {
        Datasets out;
        SQLite::Statement row(db, datasetColumns() + std::string("WHERE removed IS NULL ORDER BY name"));
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
        auto known = selectClips(db, DatasetId{});
        DatasetChange change(db);
        for (const auto& clip : clips) {
            if (std::ranges::any_of(known, [&](const Clip& other) { return isSame(other, clip); })) continue;
            change.insertClip({}, clip);
            Clip row;
            static_cast<NewClip&>(row) = clip;
            known.push_back(std::move(row));
        }
        return {};
    });
}

std::span<const project::UndoField> DatasetRepository::undoFields() {
    static constexpr std::array<project::UndoField, 24> kFields{{{"dataset", "removed"},
                                                                 {"dataset", "seed"},
                                                                 {"dataset", "held_out"},
                                                                 {"dataset", "trigger_words"},
                                                                 {"dataset_version", "removed"},
                                                                 {"source", "path"},
                                                                 {"source", "rights_holder"},
                                                                 {"source", "rights_until"},
                                                                 {"clip", "removed"},
                                                                 {"clip", "split"},
                                                                 {"clip", "split_chosen"},
                                                                 {"clip", "first_frame"},
                                                                 {"clip", "frame_count"},
                                                                 {"clip", "start_seconds"},
                                                                 {"clip", "end_seconds"},
                                                                 {"clip", "crop_x"},
                                                                 {"clip", "crop_y"},
                                                                 {"clip", "crop_width"},
                                                                 {"clip", "crop_height"},
                                                                 {"clip", "pick"},
                                                                 {"clip", "rating"},
                                                                 {"clip", "scene"},
                                                                 {"clip_caption", "removed"},
                                                                 {"clip_tag", "removed"}}};
    return kFields;
}

}  // namespace brandloom::dataset
