#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/version_repository.h"
#include "core/project/project_folder.h"
#include "core/studio/common/teller.h"
#include "core/studio/datasets/clip_films.h"
#include "core/studio/datasets/layouts.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;

constexpr std::array kLayouts{"plain", "musubi", "diffusion-pipe", "ai-toolkit"};

tl::unexpected<Error> bad(const std::string& what, const std::string& reason, const std::string& allowed) {
    return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
}

Status checkOptions(const ExportDatasetOptions& o) {
    if (std::ranges::find(kLayouts, o.layout, [](const char* name) { return std::string(name); }) == kLayouts.end())
        return bad("The layout \"" + o.layout + "\"", "there is none of that name",
                   "plain, musubi, diffusion-pipe or ai-toolkit");
    if (!o.language.empty() && o.language != "zh" && o.language != "en" && o.language != "und")
        return bad("The language \"" + o.language + "\"", "captions have none of that name", "zh, en or und");
    if (o.size.width < 16 || o.size.height < 16 || o.size.width > 16384 || o.size.height > 16384 ||
        o.size.frames < 1 || o.size.frames % 4 != 1)
        return bad("The size of the other model", "it has none such", "16 to 16384 pixels and 4n+1 frames");
    std::error_code ec;
    if (o.folder.empty()) return bad("A folder without a name", "nothing can be written there", "a new folder");
    if (std::filesystem::exists(o.folder, ec) && !std::filesystem::is_empty(o.folder, ec))
        return fail(dataset_errors::kFolderInUse, {{"folder", utf8FromPath(o.folder)}});
    return {};
}

/// Films of one camera differ in the third digit, which would make a folder for each.
double roundedRate(double fps) {
    return std::round(10 * fps) / 10;
}

const dataset::Caption* captionIn(const dataset::Clip& clip, const std::string& language) {
    const auto found = std::ranges::find(clip.captions, language, &dataset::Caption::language);
    return found == clip.captions.end() ? nullptr : &*found;
}

class Export {
  public:
    Export(project::Project& project, const ExportDatasetOptions& options, const Listener& listener, StopToken stop)
        : m_project(project),
          m_options(options),
          m_folder(std::filesystem::absolute(options.folder).lexically_normal()),
          m_teller(listener),
          m_stop(std::move(stop)) {}

    Result<ExportedDataset> run() {
        BRANDLOOM_TRY(const auto chosen, dataset::DatasetRepository(m_project.store()).choose(m_options.dataset));
        BRANDLOOM_TRY(m_content, dataset::VersionRepository(m_project.store()).now(chosen.id));
        for (const auto& source : m_content.sources) m_films[source.sha256] = &source;
        const auto all = m_content.clips.size();
        std::erase_if(m_content.clips, [](const dataset::Clip& clip) { return clip.pick < 0; });
        m_out.rejected = static_cast<int>(all - m_content.clips.size());
        if (m_content.clips.empty()) return fail(dataset_errors::kDatasetEmpty, {{"dataset", chosen.name}});
        BRANDLOOM_CHECK(checkFilms());
        // Filled aside: nobody takes a part of it for the whole, and what a dead process leaves is removed by the
        // next one here.
        BRANDLOOM_CHECK(makeFolder(m_folder.parent_path()));
        BRANDLOOM_TRY(auto scaffold, project::Scaffold::beside(m_folder));
        m_work = scaffold.path();
        m_total = static_cast<std::int64_t>(m_content.clips.size());
        for (const auto& clip : m_content.clips) {
            tellProgress();
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            BRANDLOOM_CHECK(write(clip));
            ++m_out.clips;
        }
        tellProgress();
        BRANDLOOM_CHECK(writeDescriptions());
        BRANDLOOM_CHECK(writeSideCar());
        BRANDLOOM_CHECK(scaffold.moveTo(m_work, m_folder));
        m_out.folder = m_folder;
        return std::move(m_out);
    }

  private:
    void tellProgress() {
        const auto left = m_eta.secondsLeft(steadySeconds(), m_out.clips, m_total);
        m_teller.tell(door::Progressed{{"writing", m_out.clips, m_total, left}});
    }

    /// All of them before anything is written.
    Status checkFilms() {
        for (const auto& source : m_content.sources) {
            std::error_code ec;
            if (!std::filesystem::is_regular_file(pathFromUtf8(source.path), ec))
                return fail(dataset_errors::kSourceGone, {{"file", source.path}});
        }
        return {};
    }

    static Status makeFolder(const Path& folder) {
        std::error_code ec;
        std::filesystem::create_directories(folder, ec);
        if (!ec) return {};
        return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    }

    /// Below the folder: where the films of a clip go.
    [[nodiscard]] Path placeOf(const dataset::Clip& clip, const dataset::Source& film) const {
        if (m_options.layout == "plain") return {};
        if (clip.split == dataset::Split::HeldOut) return "held_out";
        if (m_options.layout != "musubi") return "train";
        return Path("train") /
               (film.fps > 0 ? fmt::format("{:.1f}_fps", roundedRate(film.fps)) : std::string("other"));
    }

    /// A name that no other film of that folder has, whatever its ending.
    std::string nameIn(const Path& place, const std::string& stem) {
        auto& taken = m_names[place];
        if (taken.insert(stem).second) return stem;
        for (int i = 2;; ++i)
            if (const auto name = fmt::format("{}_{:03}", stem, i); taken.insert(name).second) return name;
    }

    Status write(const dataset::Clip& clip) {
        const auto& film = *m_films.at(clip.sourceSha256);
        const auto from = pathFromUtf8(film.path);
        const auto place = placeOf(clip, film);
        BRANDLOOM_CHECK(makeFolder(m_work / place));
        const bool isWhole = isWholeFilm(clip, film);
        const auto name = nameIn(place, utf8FromPath(from.stem()));
        const auto ending = isWhole ? utf8FromPath(from.extension()) : std::string(".mp4");
        const Path file = place / pathFromUtf8(name + ending);
        if (isWhole) {
            BRANDLOOM_CHECK(copyFilm(
                from, m_work / file, [this] { tellProgress(); }, m_stop));
            ++m_out.copied;
        } else {
            BRANDLOOM_TRY(const bool sounds, cutClip(clip, film, m_work / file, m_options.sound, m_stop));
            ++m_out.cut;
            m_out.withSound += sounds ? 1 : 0;
        }
        if (place.native().starts_with("train")) m_places.try_emplace(m_folder / place, roundedRate(film.fps));
        BRANDLOOM_CHECK(writeTexts(clip, m_work / place / pathFromUtf8(name)));
        m_files.push_back({{"file", utf8FromPath(file)}, {"whole", isWhole}, {"text", textLanguage(clip)}});
        return {};
    }

    /// Of NAME.txt; empty: there is none.
    [[nodiscard]] std::string textLanguage(const dataset::Clip& clip) const {
        if (m_options.layout == "plain") return captionIn(clip, "und") != nullptr ? "und" : "";
        if (!m_options.language.empty() && captionIn(clip, m_options.language) != nullptr)
            return m_options.language;
        if (captionIn(clip, "en") != nullptr) return "en";
        return clip.captions.empty() ? "" : clip.captions.front().language;
    }

    Status writeTexts(const dataset::Clip& clip, const Path& stem) {
        if (clip.captions.empty()) ++m_out.textless;
        const auto put = [&](const std::string& ending, const std::string& text) {
            return writeFileAtomically(pathFromUtf8(utf8FromPath(stem) + ending), text + "\n");
        };
        if (const auto* caption = captionIn(clip, textLanguage(clip))) BRANDLOOM_CHECK(put(".txt", caption->text));
        if (m_options.layout != "plain") return {};
        for (const char* language : {"zh", "en"})
            if (const auto* caption = captionIn(clip, language))
                BRANDLOOM_CHECK(put(std::string(".") + language + ".txt", caption->text));
        return {};
    }

    Status writeDescriptions() {
        std::vector<dataset::TomlFolder> train;
        for (const auto& [folder, fps] : m_places) train.push_back({folder, fps});
        const auto put = [&](const char* name, const std::string& text) -> Status {
            BRANDLOOM_CHECK(writeFileAtomically(m_work / name, text));
            m_out.descriptions.push_back(m_folder / name);
            return {};
        };
        if (m_options.layout == "musubi" && !train.empty())
            return put("dataset.toml", dataset::musubiToml(train, m_options.size));
        if (m_options.layout != "diffusion-pipe") return {};
        if (!train.empty()) BRANDLOOM_CHECK(put("dataset.toml", dataset::diffusionPipeToml(train, m_options.size)));
        std::error_code ec;
        if (std::filesystem::exists(m_work / "held_out", ec))
            return put("held_out.toml", dataset::diffusionPipeToml({{m_folder / "held_out", 0}}, m_options.size));
        return {};
    }

    Status writeSideCar() {
        auto all = Json::parse(dataset::jsonFrom(m_content));
        all["layout"] = m_options.layout;
        all["files"] = m_files;
        return writeFileAtomically(m_work / kSideCarName, all.dump(1, ' ', false, Json::error_handler_t::replace));
    }

    project::Project& m_project;
    const ExportDatasetOptions& m_options;
    Path m_folder;
    Path m_work;  // becomes m_folder
    Teller m_teller;
    EtaMeter m_eta{steadySeconds()};
    std::int64_t m_total = 0;
    StopToken m_stop;
    dataset::FrozenContent m_content;
    std::map<std::string, const dataset::Source*> m_films;  // by content
    std::map<Path, std::set<std::string>> m_names;
    std::map<Path, double> m_places;  // folders of films to learn from, and their rate
    Json m_files = Json::array();     // as the clips
    ExportedDataset m_out;
};

}  // namespace

Result<ExportedDataset> exportDataset(project::Project& project, const ExportDatasetOptions& options,
                                      const Listener& listener, const StopToken& stop) {
    BRANDLOOM_CHECK(checkOptions(options));
    return Export(project, options, listener, stop).run();
}

}  // namespace brandloom::studio
