#include "core/studio/datasets/caption_exchange.h"

#include <algorithm>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/dataset/caption_files.h"
#include "core/dataset/caption_tables.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/studio/datasets/dataset_edit.h"

namespace brandloom::studio {
namespace {

/// The texts of a folder for the films of the clips, whatever the ending of the film.
Result<dataset::MatchedCaptions> fromFolder(const Path& folder, const std::vector<dataset::Clip>& clips) {
    std::map<std::string, std::vector<const dataset::Clip*>> films;
    for (const auto& clip : clips) films[clip.sourcePath].push_back(&clip);
    dataset::MatchedCaptions out;
    for (const auto& [path, parts] : films) {
        BRANDLOOM_TRY(const auto texts, dataset::captionFilesBeside(folder / pathFromUtf8(path).filename()));
        for (const auto& text : texts)
            for (std::size_t i = 0; i < parts.size(); ++i)
                out.captions.emplace_back(
                    parts[i]->id, dataset::Caption{text.language, dataset::captionOf(text, i, parts.size())});
    }
    return out;
}

/// Only what is not so already.
int changesAmong(const std::vector<dataset::CaptionEdit>& edits, const std::vector<dataset::Clip>& clips) {
    std::map<std::int64_t, const dataset::Clip*> byId;
    for (const auto& clip : clips) byId[clip.id.value] = &clip;
    return static_cast<int>(std::ranges::count_if(edits, [&](const dataset::CaptionEdit& edit) {
        const auto& there = byId.at(edit.clip.value)->captions;
        return std::ranges::find(there, *edit.caption) == there.end();
    }));
}

}  // namespace

Result<int> exportCaptions(project::Project& project, const ExportCaptionsOptions& options) {
    dataset::DatasetRepository repository(project.store());
    BRANDLOOM_TRY(const auto dataset, repository.choose(options.dataset));
    BRANDLOOM_TRY(const auto clips, repository.clips(dataset.id));
    std::error_code ec;
    if (std::filesystem::exists(options.file, ec))
        return fail(studio_errors::kFileExists, {{"file", utf8FromPath(options.file)}});
    const auto rows = dataset::captionRows(clips);
    const bool isCsv = utf8FromPath(options.file.extension()) == ".csv";
    BRANDLOOM_CHECK(
        writeFileAtomically(options.file, isCsv ? dataset::csvFrom(rows) : dataset::jsonLinesFrom(rows)));
    return static_cast<int>(rows.size());
}

Result<ImportedCaptions> importCaptions(project::Project& project, const ImportCaptionsOptions& options,
                                        const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    dataset::DatasetRepository repository(project.store());
    BRANDLOOM_TRY(const auto dataset, repository.choose(options.dataset));
    BRANDLOOM_TRY(const auto clips, repository.clips(dataset.id));
    dataset::MatchedCaptions matched;
    std::error_code ec;
    if (std::filesystem::is_directory(options.place, ec)) {
        BRANDLOOM_TRY(matched, fromFolder(options.place, clips));
    } else {
        BRANDLOOM_TRY(const auto rows, dataset::captionRowsFrom(options.place));
        matched = dataset::matchCaptions(rows, clips);
    }
    std::vector<dataset::CaptionEdit> edits;
    for (auto& [clip, caption] : matched.captions) edits.push_back({clip, caption.language, caption});
    ImportedCaptions out;
    out.unknown = std::move(matched.unknown);
    out.bulk.clips = static_cast<int>(edits.size());
    out.bulk.changes = changesAmong(edits, clips);
    if (options.bulk.isDryRun || (out.bulk.changes > 1 && !options.bulk.isSure)) return out;
    out.bulk.isDone = true;
    if (out.bulk.changes == 0) return out;
    BRANDLOOM_TRY(out.bulk.changes, dataset::EditRepository(project.store()).editCaptions(edits, "caption.import"));
    tellChanged(listener, dataset.id.value);
    return out;
}

}  // namespace brandloom::studio
