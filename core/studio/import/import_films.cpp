#include "core/studio/import/import_films.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/caption_files.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/import_repository.h"
#include "core/dataset/source_repository.h"
#include "core/door/door_json.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/datasets/clips_of_film.h"
#include "core/studio/import/film_cutter.h"
#include "core/studio/import/film_list.h"
#include "core/studio/import/import_options.h"
#include "core/studio/import/measure_clips.h"

namespace brandloom::studio {
namespace {

using Outcome = AddedFilm::Outcome;
using What = ImportTold::What;
constexpr const char* kFirstName = "Dataset";
constexpr double kKeepEvery = 1.0;  // seconds

const char* stateOf(Outcome outcome) {
    switch (outcome) {
        case Outcome::Added:
            return "added";
        case Outcome::CaptionsRenewed:
        case Outcome::KnownAlready:
            return "known";
        case Outcome::Refused:
            return "refused";
    }
    return "refused";
}

/// An import that is on its way; one that is dropped without end() goes on another day.
class Importing {
  public:
    Importing(project::Project& project, const ImportOptions& options, const Listener& listener,
              const ImportSink& told, StopToken stop)
        : m_project(project),
          m_options(options),
          m_listener(listener),
          m_told(told),
          m_stop(std::move(stop)),
          m_repository(project.store()),
          m_sources(project.store()),
          m_imports(project.store()),
          m_cache(project),
          m_teller(listener),
          m_cutter({options.split, options.pieceSeconds}, m_cache, m_reader) {}

    Result<ImportedFilms> run() {
        BRANDLOOM_TRY(auto list, filmsIn(m_options.films, m_stop));
        BRANDLOOM_CHECK(open());
        std::vector<std::string> names;
        for (const auto& film : list.films) names.push_back(utf8FromPath(film));
        BRANDLOOM_TRY(m_job, m_imports.begin(m_addition.dataset, textOf(m_options), names));
        for (auto& [folder, error] : list.unreadable) refuse(folder, -1, std::move(error));
        return takeAll(list.films);
    }

    Result<ImportedFilms> goOn(const dataset::ImportJob& job) {
        m_job = job.id;
        BRANDLOOM_CHECK(open());
        std::vector<Path> films;
        for (const auto& name : job.files) films.push_back(pathFromUtf8(name));
        return takeAll(films);
    }

  private:
    Result<ImportedFilms> takeAll(const std::vector<Path>& films) {
        tell({What::Found, films});
        auto done = lookAndWrite(films);
        // Stopped by a person or met a fault of the database: nothing to go on with by itself.
        std::vector<dataset::ImportOutcome> outcomes;
        const auto first = m_out.films.size() - m_taken;
        for (std::size_t i = 0; done && i < m_taken; ++i) {
            const auto& film = m_out.films[first + i];
            outcomes.push_back({static_cast<int>(i), stateOf(film.outcome),
                                film.error ? door::toJson(*film.error) : std::string()});
        }
        BRANDLOOM_CHECK(m_imports.end(m_job, outcomes));
        if (!done) return fail(std::move(done).error());
        return std::move(m_out);
    }

    Status lookAndWrite(const std::vector<Path>& films) {
        const EtaMeter eta(steadySeconds());
        const auto total = static_cast<std::int64_t>(films.size());
        for (const auto& film : films) {
            const auto done = static_cast<std::int64_t>(m_taken);
            m_teller.tell(
                door::Progressed{{"reading", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
            if (auto taken = take(film, total == 1); !taken) {
                if (taken.error().isCancelled()) BRANDLOOM_CHECK(keepSources());
                if (taken.error().isCancelled()) return fail(std::move(taken).error());
                refuse(film, static_cast<int>(done), std::move(taken).error());
            }
            ++m_taken;
            if (steadySeconds() - m_lastKept > kKeepEvery) BRANDLOOM_CHECK(keepSources());
        }
        m_teller.progress("reading", total, total);
        BRANDLOOM_CHECK(write(total));
        return measure();
    }

    void tell(const ImportTold& told) const {
        if (m_told) m_told(told);
    }

    void refuse(const Path& film, int number, Error error) {
        tell({What::Refused, {film}, number, {}, {}, error});
        m_out.films.push_back({film, Outcome::Refused, 0, {}, {}, std::move(error)});
        ++m_out.refused;
    }

    /// The dataset that is meant; its clips by content; what is known of films by their place.
    Status open() {
        BRANDLOOM_TRY(const auto all, m_repository.list());
        m_addition.dataset = m_options.dataset;
        if (m_options.dataset.empty() && all.size() > 1) {
            const auto chosen = m_repository.choose({});
            if (!chosen) return fail(chosen.error());
        }
        if (m_options.dataset.empty()) m_addition.dataset = all.empty() ? kFirstName : all.front().name;
        m_addition.seed = m_options.seed;
        m_addition.heldOutShare = m_options.heldOutShare;
        BRANDLOOM_TRY(const auto sources, m_sources.list());
        for (const auto& source : sources) m_seen[source.path] = source;
        const auto found = std::ranges::find(all, m_addition.dataset, &dataset::Dataset::name);
        if (found == all.end()) return {};
        BRANDLOOM_TRY(const auto clips, m_repository.clips(found->id));
        for (const auto& clip : clips) m_known[clip.sourceSha256].push_back(clip);
        return {};
    }

    /// What is known of the file, as long as it is the one that was read: else only its hash, path and time.
    Result<dataset::NewSource> sourceOf(const Path& film) {
        const auto stamp = stampOf(film);
        const auto seen = m_seen.find(utf8FromPath(film));
        if (seen != m_seen.end() && stamp.bytes > 0 &&
            stamp == FileStamp{seen->second.bytes, seen->second.modifiedAt})
            return seen->second;
        dataset::NewSource source;
        BRANDLOOM_TRY(source.sha256, sha256OfFile(film, m_stop));
        source.path = utf8FromPath(film);
        return source;
    }

    Status take(const Path& film, bool isOnly) {
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        BRANDLOOM_TRY(auto source, sourceOf(film));
        BRANDLOOM_TRY(const auto files, dataset::captionFilesBeside(film));
        AddedFilm out{film, Outcome::Added, 0, {}, {}, {}};
        for (const auto& file : files) out.languages.push_back(file.language);
        const auto known = m_known.find(source.sha256);
        const auto now = m_new.find(source.sha256);
        if (known != m_known.end()) {
            meetAgain(out, film, known->second, files);
        } else if (now != m_new.end()) {
            out.outcome = Outcome::KnownAlready;
            out.knownAs = now->second;
            fillCaptions(source.sha256, files);
        } else {
            BRANDLOOM_CHECK(takeNew(film, source, files, isOnly, out));
        }
        const auto picture = m_cache.pictureOf(source.sha256);
        tell({What::Looked, {film}, static_cast<int>(m_taken), picture});
        m_out.films.push_back(std::move(out));
        return {};
    }

    Status takeNew(const Path& film, dataset::NewSource& source, const std::vector<dataset::CaptionFile>& files,
                   bool isOnly, AddedFilm& out) {
        if (source.codec.empty() || !m_cache.hasPicture(source.sha256)) {
            BRANDLOOM_TRY(source, m_cutter.look(film, source.sha256, m_stop));
            m_toKeep.push_back(source);
        }
        const ProgressSink shots = [this](const Progress& p) { m_teller.tell(door::Progressed{p}); };
        BRANDLOOM_TRY(auto clips, m_cutter.clipsOf(source, m_stop, isOnly ? shots : ProgressSink()));
        auto captions = captionsOf(files, clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) {
            clips[i].captions = std::move(captions[i]);
            m_addition.clips.push_back(std::move(clips[i]));
        }
        m_addition.sources.push_back(source);
        m_new[source.sha256] = film;
        out.clips = static_cast<int>(clips.size());
        ++m_out.added;
        return {};
    }

    /// A second copy of a film of this call: texts beside it count where none lay beside the first.
    void fillCaptions(const std::string& sha256, const std::vector<dataset::CaptionFile>& files) {
        std::vector<dataset::NewClip*> clips;
        for (auto& clip : m_addition.clips)
            if (clip.sourceSha256 == sha256 && clip.captions.empty()) clips.push_back(&clip);
        auto captions = captionsOf(files, clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) clips[i]->captions = std::move(captions[i]);
    }

    /// The same bytes again: their captions are brought up to date where texts lie beside them.
    void meetAgain(AddedFilm& out, const Path& film, const std::vector<dataset::Clip>& clips,
                   const std::vector<dataset::CaptionFile>& files) {
        out.outcome = Outcome::KnownAlready;
        out.clips = static_cast<int>(clips.size());
        out.knownAs = pathFromUtf8(clips.front().sourcePath);
        std::error_code ec;
        if (!std::filesystem::exists(out.knownAs, ec)) {
            m_addition.moved.push_back({clips.front().sourceSha256, utf8FromPath(film)});
            out.isFoundAgain = true;
        }
        if (files.empty() || !m_renewed.insert(clips.front().sourceSha256).second) return;
        const auto captions = captionsOf(files, clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) {
            auto wanted = renewedCaptions(clips[i], captions[i]);
            if (!wanted) continue;
            m_addition.captions.push_back({clips[i].id, std::move(*wanted)});
            out.outcome = Outcome::CaptionsRenewed;
        }
    }

    Status keepSources() {
        m_lastKept = steadySeconds();
        if (m_toKeep.empty()) return {};
        BRANDLOOM_CHECK(m_sources.keep(m_toKeep));
        m_toKeep.clear();
        return {};
    }

    Status write(std::int64_t total) {
        const bool isOne = m_options.films.size() == 1 && total <= 1;
        if (isOne && m_out.refused == 1) return fail(*m_out.films.front().error);
        if (m_known.empty() && m_addition.clips.empty()) return {};  // every film was refused
        BRANDLOOM_TRY(const auto dataset, m_repository.add(m_addition));
        m_dataset = dataset.id;
        BRANDLOOM_TRY(auto content, showDataset(m_project, dataset.name));
        m_out.dataset = std::move(content.summary);
        m_teller.recorded({Recorded::What::Dataset, dataset.id.value, 0});
        return {};
    }

    Status measure() {
        if (!m_options.measure || !m_dataset.isValid()) return {};
        const auto sink = [this](const dataset::Clip& clip, const Error* error) {
            tell({error == nullptr ? What::Measured : What::NotMeasured,
                  {pathFromUtf8(clip.sourcePath)},
                  -1,
                  {},
                  clip.id,
                  error == nullptr ? std::optional<Error>() : std::optional(*error)});
        };
        const Listener relay{[this](const door::Event& event) { m_teller.tell(event.body); }, {}};
        BRANDLOOM_TRY(const auto measured, measureClips(m_project, m_dataset, m_reader, relay, sink, m_stop));
        m_out.measured = measured.measured;
        m_out.notMeasured = measured.failed;
        return {};
    }

    project::Project& m_project;
    const ImportOptions& m_options;
    const Listener& m_listener;
    const ImportSink& m_told;
    StopToken m_stop;
    dataset::DatasetRepository m_repository;
    dataset::SourceRepository m_sources;
    dataset::ImportRepository m_imports;
    FilmCache m_cache;
    Teller m_teller;
    media::FilmReader m_reader;  // what strangers made is not decoded here
    FilmCutter m_cutter;
    dataset::ImportId m_job;
    dataset::DatasetId m_dataset;
    dataset::Addition m_addition;
    std::map<std::string, dataset::Source> m_seen;              // by path
    std::map<std::string, std::vector<dataset::Clip>> m_known;  // by content, in the dataset
    std::map<std::string, Path> m_new;                          // by content, of this call
    std::set<std::string> m_renewed;
    std::vector<dataset::NewSource> m_toKeep;  // read, not yet in the database
    double m_lastKept = steadySeconds();
    std::size_t m_taken = 0;
    ImportedFilms m_out;
};

Status checkWritable(const project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

}  // namespace

Result<ImportedFilms> importFilms(project::Project& project, const ImportOptions& options, const Listener& listener,
                                  const StopToken& stop, const ImportSink& told) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(check(options));
    return Importing(project, options, listener, told, stop).run();
}

Result<ContinuedImports> continueImports(project::Project& project, const Listener& listener, const StopToken& stop,
                                         const ImportSink& told) {
    BRANDLOOM_CHECK(checkWritable(project));
    ContinuedImports out;
    dataset::ImportRepository imports(project.store());
    BRANDLOOM_TRY(const auto jobs, imports.unfinished());
    for (const auto& job : jobs) {
        auto options = optionsFrom(job.options);
        if (!options) {
            // Another program's words: its films can be named again.
            BRANDLOOM_CHECK(imports.end(job.id, {}));
            continue;
        }
        options->dataset = job.dataset;
        auto done = Importing(project, *options, listener, told, stop).goOn(job);
        if (!done && done.error().isCancelled()) return fail(std::move(done).error());
        if (done) out.imports.push_back(std::move(*done));
    }
    dataset::DatasetRepository datasets(project.store());
    BRANDLOOM_TRY(const auto all, datasets.list());
    media::FilmReader reader;
    const auto sink = [&](const dataset::Clip& clip, const Error* error) {
        if (told)
            told({error == nullptr ? What::Measured : What::NotMeasured,
                  {pathFromUtf8(clip.sourcePath)},
                  -1,
                  {},
                  clip.id,
                  error == nullptr ? std::optional<Error>() : std::optional(*error)});
    };
    for (const auto& dataset : all) {
        BRANDLOOM_TRY(const auto measured, measureClips(project, dataset.id, reader, listener, sink, stop));
        out.measured += measured.measured;
        out.notMeasured += measured.failed;
    }
    return out;
}

}  // namespace brandloom::studio
