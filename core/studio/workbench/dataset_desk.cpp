#include "core/studio/workbench/dataset_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/base/base_errors.h"
#include "core/base/log.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/door/engine_errors.h"
#include "core/jobs/runner.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/datasets/curation.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/datasets/insight.h"
#include "core/studio/import/film_cache.h"
#include "core/studio/import/import_films.h"
#include "core/studio/lint/caption_reading.h"
#include "core/studio/lint/dataset_lint.h"
#include "core/studio/lint/suggestions.h"
#include "core/studio/projects/undo.h"
#include "core/studio/workbench/clip_detail.h"
#include "core/studio/workbench/dataset_facets.h"

namespace brandloom::studio {
namespace {

using Opened = std::shared_ptr<project::Project>;
constexpr double kStarterFps = 8;
constexpr std::size_t kAllClips = 1'000'000;

/// Findings are wanted while nobody has asked for the engine yet: it is not loaded for them.
Result<std::shared_ptr<door::Engine>> noEngine() {
    return fail(engine_errors::kEngineUnavailable, {{"reason", "it is not needed here"}});
}

LintDatasetOptions lintOptions(const std::string& dataset) {
    LintDatasetOptions options;
    options.dataset = dataset;
    options.modelFps = kStarterFps;
    return options;
}

/// The name of the only dataset or the oldest; empty: there is none.
Result<std::string> datasetOf(project::Project& project) {
    BRANDLOOM_TRY(const auto all, dataset::DatasetRepository(project.store()).list());
    const auto oldest = std::ranges::min_element(all, {}, [](const auto& d) { return d.id.value; });
    return oldest == all.end() ? std::string() : oldest->name;
}

int severityRank(const std::string& severity) {
    return severity == "blocks" ? 0 : severity == "warns" ? 1 : 2;
}

/// One hint per rule.
std::vector<DatasetHint> hintsOf(const std::vector<dataset::LintFinding>& findings) {
    std::vector<DatasetHint> out;
    for (const auto& finding : findings) {
        const std::string rule(word(finding.rule));
        auto hint = std::ranges::find(out, rule, &DatasetHint::rule);
        if (hint == out.end()) {
            out.push_back({rule,
                           std::string(word(finding.severity)),
                           finding.fix != dataset::LintFix::None,
                           0,
                           {},
                           finding.detail});
            hint = std::prev(out.end());
        }
        ++hint->findings;
        for (const auto id : finding.clips) hint->clips.push_back(id.value);
    }
    for (auto& hint : out) {
        std::ranges::sort(hint.clips);
        hint.clips.erase(std::unique(hint.clips.begin(), hint.clips.end()), hint.clips.end());
    }
    std::ranges::stable_sort(out, {}, [](const DatasetHint& h) { return severityRank(h.severity); });
    return out;
}

ClipChoice choiceOf(const std::vector<std::int64_t>& clips) {
    ClipChoice choice;
    choice.ids = clips;
    return choice;
}

constexpr BulkOptions kSure{false, true};

/// Passes what an import tells on to the window.
class ImportVoice {
  public:
    explicit ImportVoice(ImportListener listener) : m_listener(std::move(listener)) {}

    void told(const ImportTold& t) const {
        ImportUpdate out;
        switch (t.what) {
            case ImportTold::What::Found:
                out.what = ImportUpdate::What::Found;
                break;
            case ImportTold::What::Looked:
                out.what = ImportUpdate::What::Looked;
                break;
            case ImportTold::What::Refused:
                out.what = ImportUpdate::What::Refused;
                break;
            case ImportTold::What::Measured:
            case ImportTold::What::NotMeasured:
                return;  // counted by the progress
        }
        out.films = t.films;
        out.number = t.number;
        out.picture = t.picture;
        out.error = t.error;
        m_listener(out);
    }
    void event(const door::Event& event) const {
        const auto* progressed = std::get_if<door::Progressed>(&event.body);
        if (progressed == nullptr) return;
        ImportUpdate out;
        out.what = ImportUpdate::What::Progressed;
        out.phase = progressed->progress.phase;
        out.done = progressed->progress.done;
        out.total = progressed->progress.total;
        out.secondsLeft = progressed->progress.secondsLeft;
        m_listener(out);
    }
    void ended(const Result<ImportedFilms>& done) const {
        ImportUpdate out;
        out.what = ImportUpdate::What::Ended;
        if (!done) {
            out.wasStopped = done.error().isCancelled();
            if (!out.wasStopped) out.error = done.error();
            return m_listener(out);
        }
        out.added = done->added;
        out.refused = done->refused;
        out.known = static_cast<int>(std::ranges::count_if(done->films, [](const AddedFilm& film) {
            return film.outcome == AddedFilm::Outcome::KnownAlready ||
                   film.outcome == AddedFilm::Outcome::CaptionsRenewed;
        }));
        m_listener(out);
    }

  private:
    ImportListener m_listener;
};

/// Also an exception becomes a word to the listener.
Result<ImportedFilms> guardedImport(project::Project& project, const ImportOptions& options,
                                    const ImportVoice& voice, const StopToken& stop) {
    try {
        const Listener events{[&](const door::Event& event) { voice.event(event); }, {}};
        const auto told = [&](const ImportTold& t) { voice.told(t); };
        if (!options.films.empty()) return importFilms(project, options, events, stop, told);
        BRANDLOOM_TRY(const auto gone, continueImports(project, events, stop, told));
        ImportedFilms all;
        for (const auto& one : gone.imports) {
            all.added += one.added;
            all.refused += one.refused;
            all.films.insert(all.films.end(), one.films.begin(), one.films.end());
        }
        return all;
    } catch (const std::exception& e) {
        return fail(base_errors::kInternal, {{"where", "the import"}, {"reason", e.what()}});
    }
}

}  // namespace

struct DatasetDesk::State {
    explicit State(Workbench& w) : workbench(w) {}

    [[nodiscard]] Result<Opened> opened() const {
        auto project = workbench.openedProject();
        if (!project) return fail(Error(studio_errors::kNoProject));
        return project;
    }

    Result<DatasetChanged> set(const std::vector<std::int64_t>& clips, SetClipsOptions options) const;
    /// No films: what is left of earlier imports.
    Status begin(const std::vector<Path>& films, const std::string& split, ImportListener listener);

    Workbench& workbench;
    std::mutex mutex;  // all below
    jobs::JobHandle import;
    std::shared_ptr<std::atomic<bool>> importIsOver;  // its listener has been told, or is being told, the last word
    bool closed = false;
    std::unique_ptr<CaptionReader> reader;  // made at first need
    jobs::JobRunner runner;                 // last: its destructor joins
};

DatasetDesk::DatasetDesk(Workbench& workbench) : m_state(std::make_unique<State>(workbench)) {}

DatasetDesk::~DatasetDesk() {
    shutdown();
}

Result<DatasetView> DatasetDesk::view(const std::string& query) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    DatasetView out;
    out.isReadOnly = project->mode() != project::Mode::Write;
    BRANDLOOM_TRY(out.dataset, datasetOf(*project));
    if (out.dataset.empty()) return out;
    auto found = searchDataset(*project, out.dataset, query, 0, kAllClips);
    if (!found && found.error().is(dataset_errors::kBadQuery)) {
        out.queryError = found.error();
        found = searchDataset(*project, out.dataset, "", 0, kAllClips);
    }
    if (!found) return fail(std::move(found).error());
    out.all = found->all;
    const FilmCache cache(*project);
    out.cards.reserve(found->clips.size());
    for (const auto& clip : found->clips) out.cards.push_back(cardOf(clip, cache));
    return out;
}

Result<std::int64_t> DatasetDesk::count() {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto name, datasetOf(*project));
    if (name.empty()) return 0;
    BRANDLOOM_TRY(const auto found, searchDataset(*project, name, "", 0, 0));
    return found.all;
}

Result<DatasetFindings> DatasetDesk::findings(const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    DatasetFindings out;
    BRANDLOOM_TRY(const auto name, datasetOf(*project));
    if (name.empty()) return out;
    BRANDLOOM_TRY(const auto score, scoreDataset(*project, name, kStarterFps));
    out.score = score.value;
    for (const auto& part : score.parts)
        out.parts.push_back({part.name, part.weight, part.value, part.known, part.query});
    BRANDLOOM_TRY(const auto report, lintDataset(*project, noEngine, lintOptions(name), {}, stop));
    out.hints = hintsOf(report.findings);
    out.unmeasured = report.unmeasured;
    return out;
}

Result<DatasetFacets> DatasetDesk::facets(const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto name, datasetOf(*project));
    if (name.empty()) return DatasetFacets();
    return datasetFacets(*project, name, stop);
}

Result<DatasetChanged> DatasetDesk::freeze(const std::string& title) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto name, datasetOf(*project));
    BRANDLOOM_TRY(const auto frozen, freezeDataset(*project, name, title, {}));
    return DatasetChanged{frozen.version.isNew ? 1 : 0};
}

Result<DatasetChanged> DatasetDesk::drawSplit() {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    SplitOptions options;
    BRANDLOOM_TRY(options.dataset, datasetOf(*project));
    BRANDLOOM_CHECK(splitDataset(*project, options, {}));
    return DatasetChanged{1};
}

Result<ClipDetail> DatasetDesk::clip(std::int64_t clip) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    return clipDetail(*project, clip, kStarterFps);
}

Result<DatasetChanged> DatasetDesk::State::set(const std::vector<std::int64_t>& clips,
                                               SetClipsOptions options) const {
    BRANDLOOM_TRY(const auto project, opened());
    options.clips = choiceOf(clips);
    options.bulk = kSure;
    BRANDLOOM_TRY(const auto done, setClips(*project, options, {}));
    return DatasetChanged{done.changes};
}

Result<DatasetChanged> DatasetDesk::setRange(std::int64_t clip, double startSeconds, double endSeconds) {
    SetClipsOptions options;
    options.in = startSeconds;
    options.out = endSeconds;
    return m_state->set({clip}, std::move(options));
}

Result<DatasetChanged> DatasetDesk::setCrop(std::int64_t clip, const std::optional<CropBox>& crop) {
    SetClipsOptions options;
    options.crop = crop ? fmt::format("{}x{}+{}+{}", crop->width, crop->height, crop->x, crop->y) : "none";
    return m_state->set({clip}, std::move(options));
}

Result<DatasetChanged> DatasetDesk::setTags(const std::vector<std::int64_t>& clips,
                                            const std::vector<std::string>& add,
                                            const std::vector<std::string>& remove) {
    SetClipsOptions options;
    options.addTags = add;
    options.removeTags = remove;
    return m_state->set(clips, std::move(options));
}

Result<DatasetChanged> DatasetDesk::split(std::int64_t clip, double atSeconds) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto done, splitClip(*project, clip, atSeconds, {}));
    return DatasetChanged{done.changes};
}

Result<DatasetChanged> DatasetDesk::mark(const std::vector<std::int64_t>& clips, int pick) {
    SetClipsOptions options;
    options.pick = pick > 0 ? "yes" : pick < 0 ? "reject" : "no";
    return m_state->set(clips, std::move(options));
}

Result<DatasetChanged> DatasetDesk::rate(const std::vector<std::int64_t>& clips, int rating) {
    SetClipsOptions options;
    options.rating = rating;
    return m_state->set(clips, std::move(options));
}

Result<DatasetChanged> DatasetDesk::remove(const std::vector<std::int64_t>& clips) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto done, removeClips(*project, choiceOf(clips), kSure, {}));
    return DatasetChanged{done.changes};
}

Result<DatasetChanged> DatasetDesk::writeCaption(std::int64_t clip, const std::string& language,
                                                 const std::string& text) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    SetCaptionOptions options;
    options.clip = clip;
    options.language = language;
    options.isRemoved = text.empty();
    if (!text.empty()) options.text = text;
    const auto done = setCaption(*project, options, {});
    if (!done && text.empty() && done.error().is(dataset_errors::kCaptionMissing)) return DatasetChanged{};
    if (!done) return fail(done.error());
    return DatasetChanged{done->changes};
}

Result<CaptionNotes> DatasetDesk::readCaption(const std::string& text) {
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->reader) {
        BRANDLOOM_TRY(m_state->reader, CaptionReader::open(starterModelPath()));
    }
    const auto reading = m_state->reader->read(text);
    CaptionNotes out{reading.tokens, reading.mostTokens, {}};
    for (const auto& mark : reading.marks) out.marks.push_back({mark.begin, mark.end, mark.rule});
    return out;
}

Result<std::vector<std::string>> DatasetDesk::captionWords(const std::string& language) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto name, datasetOf(*project));
    if (name.empty()) return std::vector<std::string>();
    return studio::captionWords(*project, name, language);
}

Result<DatasetChanged> DatasetDesk::suggest(const std::vector<std::int64_t>& clips, const std::string& language,
                                            const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    SuggestOptions options;
    options.clips = choiceOf(clips);
    options.languages = {language};
    options.bulk = kSure;
    BRANDLOOM_TRY(const auto done, suggestCaptions(*project, options, {}, stop));
    if (done.captions == 0 && !done.failures.empty()) return fail(done.failures.front().second);
    return DatasetChanged{done.captions};
}

Result<DatasetChanged> DatasetDesk::fix(const std::string& rule, const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    FixDatasetOptions options;
    BRANDLOOM_TRY(const auto name, datasetOf(*project));
    options.lint = lintOptions(name);
    options.rules = {rule};
    options.bulk = kSure;
    BRANDLOOM_TRY(const auto done, fixDataset(*project, noEngine, options, {}, stop));
    return DatasetChanged{done.changes};
}

Result<std::string> DatasetDesk::undo() {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto record, undoLast(*project, {}));
    return record.command;
}

Result<std::string> DatasetDesk::redo() {
    BRANDLOOM_TRY(const auto project, m_state->opened());
    BRANDLOOM_TRY(const auto record, redoLast(*project, {}));
    return record.command;
}

Status DatasetDesk::startImport(const std::vector<Path>& films, const std::string& split, ImportListener listener) {
    if (films.empty())
        return fail(base_errors::kInvalidArgument,
                    {{"what", "An import"}, {"reason", "no film is named"}, {"allowed", "one film or more"}});
    return m_state->begin(films, split, std::move(listener));
}

Status DatasetDesk::continueImport(ImportListener listener) {
    return m_state->begin({}, "none", std::move(listener));
}

Status DatasetDesk::State::begin(const std::vector<Path>& films, const std::string& split,
                                 ImportListener listener) {
    BRANDLOOM_TRY(auto project, opened());
    BRANDLOOM_CHECK(checkWritable(*project));
    ImportOptions options;
    options.films = films;
    options.split = split;
    const std::lock_guard lock(mutex);
    if (closed || (importIsOver && !*importIsOver)) return fail(Error(studio_errors::kBusy));
    importIsOver = std::make_shared<std::atomic<bool>>(false);
    // The job keeps the project open, whatever is opened in its place meanwhile.
    const auto work = [project = std::move(project), options, voice = ImportVoice(std::move(listener)),
                       isOver = importIsOver](const StopToken& stop, jobs::JobEvents&) -> Status {
        // Asked for here: whoever starts an import does not wait for the database.
        const auto dataset = datasetOf(*project);
        auto wanted = options;
        if (dataset) wanted.dataset = *dataset;
        const auto done =
            dataset ? guardedImport(*project, wanted, voice, stop) : Result<ImportedFilms>(fail(dataset.error()));
        *isOver = true;
        voice.ended(done);
        return done ? Status() : Status(fail(done.error()));
    };
    import = runner.start("import", work);
    return {};
}

void DatasetDesk::stopImport() {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->import.isValid()) m_state->import.requestStop();
}

bool DatasetDesk::isImporting() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->importIsOver && !*m_state->importIsOver;
}

void DatasetDesk::shutdown() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->closed = true;
        if (m_state->import.isValid()) m_state->import.requestStop();
    }
    while (!m_state->runner.waitIdle(3600)) logWarning("Still waiting for the import to stop.");
}

}  // namespace brandloom::studio
