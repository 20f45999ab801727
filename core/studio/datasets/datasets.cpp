#include "core/studio/datasets/datasets.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/caption_files.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/datasets/clips_of_film.h"
#include "core/studio/datasets/dataset_edit.h"

namespace brandloom::studio {
namespace {

using Outcome = AddedFilm::Outcome;
constexpr const char* kFirstName = "Dataset";

/// A text that was said for the film: of each of its clips, instead of what lies beside it.
void sayOf(const AddFilmsOptions& options, const Path& given,
           std::vector<std::vector<dataset::Caption>>& captions) {
    const auto said = options.captions.find(given);
    if (said == options.captions.end()) return;
    for (auto& all : captions) {
        std::erase_if(all, [](const dataset::Caption& caption) { return caption.language == "und"; });
        all.push_back({"und", said->second});
    }
}

class FilmCutter {
  public:
    FilmCutter(const AddFilmsOptions& options, Teller& teller, StopToken stop)
        : m_options(options), m_teller(teller), m_stop(std::move(stop)) {}

    /// The clips of a film of this content.
    Result<std::vector<dataset::NewClip>> clipsOf(const Path& film, const std::string& sha256,
                                                  dataset::NewSource& source) {
        BRANDLOOM_TRY(const auto info, m_films.probe(film, m_stop));
        source = sourceFrom(film, sha256, info);
        BRANDLOOM_TRY(auto ranges, rangesOf(film, info));
        std::vector<dataset::NewClip> out;
        for (const auto& range : ranges) {
            dataset::NewClip clip;
            clip.sourcePath = utf8FromPath(film);
            clip.sourceSha256 = sha256;
            clip.firstFrame = range.firstFrame;
            clip.frameCount = range.frameCount;
            clip.startSeconds = range.startSeconds;
            clip.endSeconds = range.endSeconds;
            clip.width = range.width;
            clip.height = range.height;
            out.push_back(std::move(clip));
        }
        return out;
    }

  private:
    Result<std::vector<media::ShotRange>> rangesOf(const Path& film, const media::MediaInfo& info) {
        if (m_options.split == "shots") {
            BRANDLOOM_TRY(auto list, m_films.shots(film, m_stop, [this](const Progress& p) {
                if (m_options.films.size() == 1) m_teller.tell(door::Progressed{p});
            }));
            return std::move(list.shots);
        }
        const double fps = info.fps > 0 ? info.fps : 25;
        // What does not say how long it is gets the length of its pictures, at least one.
        const auto frames = std::max<std::int64_t>(
            1, info.frameCount > 0 ? info.frameCount : std::llround(info.durationSeconds * fps));
        const double seconds = info.durationSeconds > 0 ? info.durationSeconds : static_cast<double>(frames) / fps;
        const media::ShotRange whole{0, frames, 0, seconds, info.width, info.height};
        return m_options.split == "fixed" ? piecesOf(whole, fps, m_options.pieceSeconds) : std::vector{whole};
    }

    const AddFilmsOptions& m_options;
    Teller& m_teller;
    StopToken m_stop;
    media::FilmReader m_films;  // what strangers made is not decoded here
};

class Adding {
  public:
    Adding(project::Project& project, const AddFilmsOptions& options, const Listener& listener, StopToken stop)
        : m_options(options),
          m_repository(project.store()),
          m_teller(listener),
          m_stop(stop),
          m_cutter(options, m_teller, std::move(stop)) {}

    Result<AddedToDataset> run() {
        BRANDLOOM_CHECK(open());
        const EtaMeter eta(steadySeconds());
        const auto total = static_cast<std::int64_t>(m_options.films.size());
        for (const auto& film : m_options.films) {
            const auto done = static_cast<std::int64_t>(m_out.films.size());
            const auto left = eta.secondsLeft(steadySeconds(), done, total);
            m_teller.tell(door::Progressed{{"reading", done, total, left}});
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            if (auto taken = take(film); !taken) {
                if (taken.error().isCancelled()) return fail(std::move(taken).error());
                m_out.films.push_back({film, Outcome::Refused, 0, {}, {}, std::move(taken).error()});
                ++m_out.refused;
            }
        }
        m_teller.tell(door::Progressed{{"reading", total, total, {}}});
        return write();
    }

  private:
    /// The dataset that is meant; its clips by content.
    Status open() {
        BRANDLOOM_TRY(const auto all, m_repository.list());
        m_addition.dataset = m_options.dataset;
        if (m_options.dataset.empty()) {
            if (all.size() > 1) return chooseError();
            m_addition.dataset = all.empty() ? kFirstName : all.front().name;
        }
        m_addition.seed = m_options.seed;
        m_addition.heldOutShare = m_options.heldOutShare;
        const auto found = std::ranges::find(all, m_addition.dataset, &dataset::Dataset::name);
        if (found == all.end()) return {};
        BRANDLOOM_TRY(const auto clips, m_repository.clips(found->id));
        for (const auto& clip : clips) m_known[clip.sourceSha256].push_back(clip);
        return {};
    }

    Status chooseError() {
        const auto chosen = m_repository.choose({});
        return chosen ? Status() : fail(chosen.error());
    }

    Status take(const Path& given) {
        std::error_code ec;
        const Path absolute = std::filesystem::absolute(given, ec);
        const Path film = (ec ? given : absolute).lexically_normal();
        BRANDLOOM_TRY(const auto sha256, sha256OfFile(film, m_stop));
        BRANDLOOM_TRY(const auto files, dataset::captionFilesBeside(film));
        AddedFilm out{given, Outcome::Added, 0, {}, {}, {}};
        for (const auto& file : files) out.languages.push_back(file.language);
        if (const auto known = m_known.find(sha256); known != m_known.end()) {
            meetAgain(out, film, known->second, files);
            m_out.films.push_back(std::move(out));
            return {};
        }
        if (const auto now = m_new.find(sha256); now != m_new.end()) {
            out.outcome = Outcome::KnownAlready;
            out.knownAs = now->second;
            m_out.films.push_back(std::move(out));
            return {};
        }
        dataset::NewSource source;
        BRANDLOOM_TRY(auto clips, m_cutter.clipsOf(film, sha256, source));
        m_addition.sources.push_back(std::move(source));
        auto captions = captionsOf(files, clips.size());
        sayOf(m_options, given, captions);
        for (std::size_t i = 0; i < clips.size(); ++i) {
            clips[i].captions = std::move(captions[i]);
            m_addition.clips.push_back(std::move(clips[i]));
        }
        m_new[sha256] = film;
        out.clips = static_cast<int>(clips.size());
        m_out.films.push_back(std::move(out));
        ++m_out.added;
        return {};
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
        if ((files.empty() && !m_options.captions.contains(out.film)) ||
            !m_renewed.insert(clips.front().sourceSha256).second)
            return;
        auto captions = captionsOf(files, clips.size());
        sayOf(m_options, out.film, captions);
        for (std::size_t i = 0; i < clips.size(); ++i) {
            auto wanted = renewedCaptions(clips[i], captions[i]);
            if (!wanted) continue;
            m_addition.captions.push_back({clips[i].id, std::move(*wanted)});
            out.outcome = Outcome::CaptionsRenewed;
        }
    }

    Result<AddedToDataset> write() {
        if (m_options.films.size() == 1 && m_out.refused == 1) return fail(*m_out.films.front().error);
        const bool isNew = m_known.empty() && m_addition.clips.empty();
        if (isNew) return std::move(m_out);  // every film was refused
        BRANDLOOM_TRY(const auto dataset, m_repository.add(m_addition));
        BRANDLOOM_TRY(const auto clips, m_repository.clips(dataset.id));
        m_out.dataset = summaryOf(dataset, clips);
        m_teller.recorded({Recorded::What::Dataset, dataset.id.value, 0});
        return std::move(m_out);
    }

    const AddFilmsOptions& m_options;
    dataset::DatasetRepository m_repository;
    Teller m_teller;
    StopToken m_stop;
    FilmCutter m_cutter;
    dataset::Addition m_addition;
    std::map<std::string, std::vector<dataset::Clip>> m_known;  // by content, in the dataset
    std::map<std::string, Path> m_new;                          // by content, of this call
    std::set<std::string> m_renewed;
    AddedToDataset m_out;
};

}  // namespace

DatasetSummary summaryOf(const dataset::Dataset& dataset, const std::vector<dataset::Clip>& clips) {
    DatasetSummary out{dataset.name, dataset::contentVersion(clips), dataset.seed, dataset.heldOutShare};
    std::set<std::string> films;
    for (const auto& clip : clips) {
        films.insert(clip.sourceSha256);
        out.heldOutClips += clip.split == dataset::Split::HeldOut ? 1 : 0;
        out.clipsWithoutText += clip.captions.empty() ? 1 : 0;
        out.seconds += clip.endSeconds.value_or(0) - clip.startSeconds.value_or(0);
        out.rejectedClips += clip.pick < 0 ? 1 : 0;
        for (const auto& caption : clip.captions) out.drafts += caption.isDraft ? 1 : 0;
    }
    out.films = static_cast<int>(films.size());
    out.clips = static_cast<int>(clips.size());
    out.triggerWords = dataset.triggerWords;
    return out;
}

Result<AddedToDataset> addFilms(project::Project& project, const AddFilmsOptions& options, const Listener& listener,
                                const StopToken& stop) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    if (options.films.empty())
        return fail(base_errors::kInvalidArgument,
                    {{"what", "Adding nothing"}, {"reason", "no film is named"}, {"allowed", "at least one film"}});
    if (options.split == "fixed" && !(options.pieceSeconds >= 0.1 && options.pieceSeconds <= 3600))
        return fail(base_errors::kInvalidArgument, {{"what", "The length of a piece"},
                                                    {"reason", "it is too short or too long"},
                                                    {"allowed", "0.1 to 3600 seconds"}});
    if (options.split != "none" && options.split != "shots" && options.split != "fixed")
        return fail(base_errors::kInvalidArgument, {{"what", "The split \"" + options.split + "\""},
                                                    {"reason", "there is none of that name"},
                                                    {"allowed", "none, shots or fixed"}});
    return Adding(project, options, listener, stop).run();
}

Result<std::vector<DatasetSummary>> listDatasets(project::Project& project) {
    dataset::DatasetRepository repository(project.store());
    BRANDLOOM_TRY(const auto all, repository.list());
    std::vector<DatasetSummary> out;
    for (const auto& dataset : all) {
        BRANDLOOM_TRY(const auto clips, repository.clips(dataset.id));
        out.push_back(summaryOf(dataset, clips));
    }
    return out;
}

Result<DatasetContent> showDataset(project::Project& project, const std::string& name) {
    dataset::DatasetRepository repository(project.store());
    BRANDLOOM_TRY(const auto dataset, repository.choose(name));
    BRANDLOOM_TRY(auto clips, repository.clips(dataset.id));
    auto summary = summaryOf(dataset, clips);
    return DatasetContent{std::move(summary), std::move(clips)};
}

}  // namespace brandloom::studio
