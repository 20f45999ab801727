#include "core/dataset/edit_repository.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/dataset/clip_rows_repository.h"
#include "core/dataset/dataset_change_repository.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/record_checks.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

using project::FieldValue;

FieldValue fieldOf(const std::optional<double>& value) {
    return value ? FieldValue(*value) : FieldValue();
}

FieldValue fieldOf(const std::optional<Split>& value) {
    return value ? FieldValue(std::string(wordFor(*value))) : FieldValue();
}

FieldValue whole(std::int64_t value) {
    return value;
}

Status checkRange(const ClipRange& range) {
    if (range.startSeconds >= 0 && range.endSeconds > range.startSeconds && range.firstFrame >= 0 &&
        range.frameCount >= 1)
        return {};
    return badRecord("The range of a clip", "without length", "an end after its start");
}

Status checkEdit(const ClipEdit& edit) {
    if (edit.pick && (*edit.pick < -1 || *edit.pick > 1))
        return badRecord("The pick of a clip", fmt::format("{}", *edit.pick), "-1 (rejected), 0 or 1 (picked)");
    if (edit.rating && (*edit.rating < 0 || *edit.rating > 5))
        return badRecord("The rating of a clip", fmt::format("{}", *edit.rating), "0 to 5");
    if (edit.scene) BRANDLOOM_CHECK(checkScene(*edit.scene));
    for (const auto& tag : edit.addTags) BRANDLOOM_CHECK(checkTag(tag));
    return edit.range ? checkRange(*edit.range) : Status();
}

/// The clips of the edits as they are, by id. Error: kClipMissing.
template <class Edits, class IdOf>
Result<std::map<std::int64_t, Clip>> clipsOf(SQLite::Database& db, const Edits& edits, IdOf idOf) {
    std::vector<ClipId> ids;
    for (const auto& edit : edits) ids.push_back(idOf(edit));
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::map<std::int64_t, Clip> out;
    for (auto& clip : selectClips(db, ids)) out.emplace(clip.id.value, std::move(clip));
    for (const auto id : ids)
        if (!out.contains(id.value)) return fail(dataset_errors::kClipMissing, {{"id", std::to_string(id.value)}});
    return out;
}

Result<Dataset> datasetOf(SQLite::Database& db, DatasetId id) {
    SQLite::Statement row(db, datasetColumns() + std::string("WHERE id = ? AND removed IS NULL"));
    row.bind(1, id.value);
    if (!row.executeStep())
        return fail(dataset_errors::kDatasetMissing,
                    {{"dataset", std::to_string(id.value)}, {"names", "those of 'dataset list'"}});
    return datasetFromRow(row);
}

/// What a change belongs to, for people: the name of the dataset, and the clip where it is only one.
std::string subjectOf(SQLite::Database& db, const std::map<std::int64_t, Clip>& clips) {
    if (clips.empty()) return {};
    const auto& first = clips.begin()->second;
    std::string out;
    if (const auto dataset = datasetOf(db, first.dataset)) out = dataset->name;
    if (clips.size() == 1) return fmt::format("{} {}", out, first.id.value);
    return fmt::format("{}, {} clips", out, clips.size());
}

class ClipChange {
  public:
    ClipChange(SQLite::Database& db, DatasetChange& change) : m_db(db), m_change(change) {}

    /// Whether it changed anything.
    Result<bool> apply(const ClipEdit& edit, Clip& clip) {
        const auto before = m_change.count();
        const auto id = clip.id.value;
        if (edit.crop) {
            if (*edit.crop) BRANDLOOM_CHECK(checkCrop(**edit.crop, clip.width, clip.height));
            setCrop(clip, *edit.crop);
        }
        if (edit.range) setRange(clip, *edit.range);
        if (edit.pick) m_change.set("clip", "pick", id, whole(clip.pick), whole(*edit.pick));
        if (edit.scene) m_change.set("clip", "scene", id, clip.scene, *edit.scene);
        if (edit.splitChosen)
            m_change.set("clip", "split_chosen", id, fieldOf(clip.splitChosen), fieldOf(*edit.splitChosen));
        if (m_change.count() > before) m_toDraw.insert(clip.dataset);
        if (edit.rating) m_change.set("clip", "rating", id, whole(clip.rating), whole(*edit.rating));
        for (const auto& tag : edit.removeTags) removeTag(clip, tag);
        for (const auto& tag : edit.addTags) addTag(clip, tag);
        return m_change.count() > before;
    }

    /// `clip` bears what the parts are to have.
    void cut(Clip& clip, const std::vector<ClipRange>& parts) {
        for (std::size_t i = 1; i < parts.size(); ++i) {
            NewClip part = clip;
            part.firstFrame = parts[i].firstFrame;
            part.frameCount = parts[i].frameCount;
            part.startSeconds = parts[i].startSeconds;
            part.endSeconds = parts[i].endSeconds;
            Clip made;
            made.id = m_change.insertClip(clip.dataset, part);
            m_change.set("clip", "pick", made.id.value, whole(0), whole(clip.pick));
            m_change.set("clip", "rating", made.id.value, whole(0), whole(clip.rating));
            for (const auto& tag : clip.tags) addTag(made, tag);
        }
        setRange(clip, parts.front());
        m_toDraw.insert(clip.dataset);
    }

    Status drawSplits() {
        for (const auto id : m_toDraw) {
            BRANDLOOM_TRY(const auto dataset, datasetOf(m_db, id));
            BRANDLOOM_CHECK(m_change.drawSplit(dataset));
        }
        return {};
    }

  private:
    void setRange(const Clip& clip, const ClipRange& range) {
        const auto id = clip.id.value;
        m_change.set("clip", "first_frame", id, whole(clip.firstFrame), whole(range.firstFrame));
        m_change.set("clip", "frame_count", id, whole(clip.frameCount), whole(range.frameCount));
        m_change.set("clip", "start_seconds", id, fieldOf(clip.startSeconds), range.startSeconds);
        m_change.set("clip", "end_seconds", id, fieldOf(clip.endSeconds), range.endSeconds);
    }

    void setCrop(const Clip& clip, const std::optional<Crop>& crop) {
        const auto set = [&](const char* column, int Crop::*side) {
            m_change.set("clip", column, clip.id.value, clip.crop ? whole((*clip.crop).*side) : FieldValue(),
                         crop ? whole((*crop).*side) : FieldValue());
        };
        set("crop_x", &Crop::x);
        set("crop_y", &Crop::y);
        set("crop_width", &Crop::width);
        set("crop_height", &Crop::height);
    }

    void addTag(Clip& clip, const std::string& tag) {
        if (std::ranges::find(clip.tags, tag) != clip.tags.end()) return;
        SQLite::Statement insert(m_db, "INSERT INTO clip_tag (clip_id, tag, created) VALUES (?, ?, ?)");
        insert.bind(1, clip.id.value);
        insert.bind(2, tag);
        insert.bind(3, m_change.now());
        insert.exec();
        m_change.added("clip_tag", m_db.getLastInsertRowid());
        clip.tags.push_back(tag);
    }

    void removeTag(Clip& clip, const std::string& tag) {
        SQLite::Statement row(m_db, "SELECT id FROM clip_tag WHERE clip_id = ? AND tag = ? AND removed IS NULL");
        row.bind(1, clip.id.value);
        row.bind(2, tag);
        if (!row.executeStep()) return;
        const auto id = row.getColumn(0).getInt64();
        row.reset();
        m_change.takeAway("clip_tag", id);
        std::erase(clip.tags, tag);
    }

    SQLite::Database& m_db;
    DatasetChange& m_change;
    std::set<DatasetId> m_toDraw;
};

/// Whether it changed anything; `clip` follows.
bool setCaption(DatasetChange& change, Clip& clip, const CaptionEdit& edit) {
    const auto before = change.count();
    std::erase_if(clip.captions, [&](const Caption& c) { return c.language == edit.language; });
    if (edit.caption) {
        change.setCaption(edit.clip, *edit.caption);
        clip.captions.push_back(*edit.caption);
    } else {
        change.removeCaption(edit.clip, edit.language);
    }
    return change.count() > before;
}

}  // namespace

Result<int> EditRepository::editClips(const std::vector<ClipEdit>& edits, const char* command) {
    for (const auto& edit : edits) BRANDLOOM_CHECK(checkEdit(edit));
    return m_store.writeValue<int>([&](SQLite::Database& db) -> Result<int> {
        DatasetChange change(db);
        ClipChange clipChange(db, change);
        BRANDLOOM_TRY(auto clips, clipsOf(db, edits, [](const ClipEdit& edit) { return edit.clip; }));
        int changed = 0;
        for (const auto& edit : edits) {
            BRANDLOOM_TRY(const bool did, clipChange.apply(edit, clips.at(edit.clip.value)));
            changed += did ? 1 : 0;
        }
        BRANDLOOM_CHECK(clipChange.drawSplits());
        change.record(command, subjectOf(db, clips));
        return changed;
    });
}

Result<int> EditRepository::removeClips(const std::vector<ClipId>& ids) {
    return m_store.writeValue<int>([&](SQLite::Database& db) -> Result<int> {
        DatasetChange change(db);
        BRANDLOOM_TRY(const auto clips, clipsOf(db, ids, [](ClipId id) { return id; }));
        std::set<DatasetId> datasets;
        for (const auto& [id, clip] : clips) {
            change.takeAway("clip", id);
            datasets.insert(clip.dataset);
        }
        for (const auto id : datasets) {
            BRANDLOOM_TRY(const auto dataset, datasetOf(db, id));
            BRANDLOOM_CHECK(change.drawSplit(dataset));
        }
        change.record("clip.remove", subjectOf(db, clips));
        return static_cast<int>(clips.size());
    });
}

Result<int> EditRepository::editCaptions(const std::vector<CaptionEdit>& edits, const char* command) {
    for (const auto& edit : edits)
        if (edit.caption) BRANDLOOM_CHECK(checkCaption(*edit.caption));
    return m_store.writeValue<int>([&](SQLite::Database& db) -> Result<int> {
        DatasetChange change(db);
        BRANDLOOM_TRY(auto clips, clipsOf(db, edits, [](const CaptionEdit& edit) { return edit.clip; }));
        int changed = 0;
        for (const auto& edit : edits) changed += setCaption(change, clips.at(edit.clip.value), edit) ? 1 : 0;
        change.record(command, subjectOf(db, clips));
        return changed;
    });
}

Result<int> EditRepository::editAll(const DatasetEdits& edits, const char* command) {
    std::vector<ClipId> ids;
    for (const auto& edit : edits.clips) {
        BRANDLOOM_CHECK(checkEdit(edit));
        ids.push_back(edit.clip);
    }
    for (const auto& edit : edits.captions) {
        if (edit.caption) BRANDLOOM_CHECK(checkCaption(*edit.caption));
        ids.push_back(edit.clip);
    }
    for (const auto& edit : edits.parts) {
        if (edit.parts.empty()) return badRecord("The range of a clip", "without length", "at least one part");
        for (const auto& part : edit.parts) BRANDLOOM_CHECK(checkRange(part));
        ids.push_back(edit.clip);
    }
    return m_store.writeValue<int>([&](SQLite::Database& db) -> Result<int> {
        DatasetChange change(db);
        ClipChange clipChange(db, change);
        BRANDLOOM_TRY(auto clips, clipsOf(db, ids, [](ClipId id) { return id; }));
        int changed = 0;
        for (const auto& edit : edits.clips) {
            auto& clip = clips.at(edit.clip.value);
            BRANDLOOM_TRY(const bool did, clipChange.apply(edit, clip));
            if (edit.crop) clip.crop = *edit.crop;
            changed += did ? 1 : 0;
        }
        for (const auto& edit : edits.captions)
            changed += setCaption(change, clips.at(edit.clip.value), edit) ? 1 : 0;
        for (const auto& edit : edits.parts) {
            clipChange.cut(clips.at(edit.clip.value), edit.parts);
            ++changed;
        }
        BRANDLOOM_CHECK(clipChange.drawSplits());
        change.record(command, subjectOf(db, clips));
        return changed;
    });
}

Result<int> EditRepository::editSources(const std::vector<SourceEdit>& edits, const char* command) {
    for (const auto& edit : edits) {
        if (edit.path && edit.path->empty())
            return badRecord("The path of a film", "empty", "the path of the film");
        if (edit.rightsHolder) BRANDLOOM_CHECK(checkRightsHolder(*edit.rightsHolder));
    }
    return m_store.writeValue<int>([&](SQLite::Database& db) -> Result<int> {
        DatasetChange change(db);
        int changed = 0;
        for (const auto& edit : edits) {
            SQLite::Statement row(db, "SELECT path, rights_holder, rights_until FROM source WHERE id = ?");
            row.bind(1, edit.source.value);
            if (!row.executeStep())
                return fail(dataset_errors::kSourceUnknown, {{"film", std::to_string(edit.source.value)}});
            const auto path = row.getColumn(0).getString(), holder = row.getColumn(1).getString();
            const auto until = row.getColumn(2).isNull() ? FieldValue() : FieldValue(row.getColumn(2).getDouble());
            row.reset();
            const auto before = change.count();
            const auto id = edit.source.value;
            if (edit.path) change.set("source", "path", id, path, storedPath(db, *edit.path));
            if (edit.rightsHolder) change.set("source", "rights_holder", id, holder, *edit.rightsHolder);
            if (edit.rightsUntil) change.set("source", "rights_until", id, until, fieldOf(*edit.rightsUntil));
            changed += change.count() > before ? 1 : 0;
        }
        change.record(command, edits.size() == 1 ? std::string("1 film") : fmt::format("{} films", edits.size()));
        return changed;
    });
}

Result<Dataset> EditRepository::editDataset(const DatasetEdit& edit, const char* command) {
    if (edit.heldOutShare) BRANDLOOM_CHECK(checkHeldOutShare(*edit.heldOutShare));
    if (edit.triggerWords) BRANDLOOM_CHECK(checkTriggerWords(*edit.triggerWords));
    return m_store.writeValue<Dataset>([&](SQLite::Database& db) -> Result<Dataset> {
        DatasetChange change(db);
        BRANDLOOM_TRY(auto dataset, datasetOf(db, edit.dataset));
        const auto id = dataset.id.value;
        if (edit.seed) {
            change.set("dataset", "seed", id, whole(static_cast<std::int64_t>(dataset.seed)),
                       whole(static_cast<std::int64_t>(*edit.seed)));
            dataset.seed = *edit.seed;
        }
        if (edit.heldOutShare) {
            change.set("dataset", "held_out", id, dataset.heldOutShare, *edit.heldOutShare);
            dataset.heldOutShare = *edit.heldOutShare;
        }
        if (edit.triggerWords) {
            change.set("dataset", "trigger_words", id, joinedLines(dataset.triggerWords),
                       joinedLines(*edit.triggerWords));
            dataset.triggerWords = *edit.triggerWords;
        }
        BRANDLOOM_CHECK(change.drawSplit(dataset));
        change.record(command, dataset.name);
        return dataset;
    });
}

Status EditRepository::removeDataset(DatasetId id) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        DatasetChange change(db);
        BRANDLOOM_TRY(const auto dataset, datasetOf(db, id));
        for (const auto& clip : selectClips(db, id)) change.takeAway("clip", clip.id.value);
        change.takeAway("dataset", id.value);
        change.record("dataset.remove", dataset.name);
        return {};
    });
}

}  // namespace brandloom::dataset
