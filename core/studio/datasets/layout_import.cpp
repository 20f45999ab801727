#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/caption_files.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/dataset/source_repository.h"
#include "core/dataset/version_repository.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/datasets/layouts.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxSideCar = 512u << 20;
constexpr std::uint64_t kMaxText = 64u << 10;
constexpr std::size_t kMaxFiles = 200'000;

tl::unexpected<Error> noLayout(const Path& place, const std::string& reason) {
    return fail(dataset_errors::kNoLayout, {{"folder", utf8FromPath(place)}, {"reason", reason}});
}

/// A text, nothing that could be a film.
bool isTextEnding(std::string ending) {
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
    static const std::set<std::string> kTexts{".txt", ".json", ".jsonl",   ".toml",        ".yaml", ".yml",
                                              ".csv", ".md",   ".caption", ".safetensors", ""};
    return kTexts.contains(ending);
}

/// What an exported file says of a clip beside the clip itself.
struct ExportedFile {
    Path file;  ///< whole path
    bool isWhole = false;
    std::string language;  ///< of its NAME.txt
};

class SideCar {
  public:
    SideCar(project::Project& project, const ImportDatasetOptions& options, Path file, const Listener& listener,
            StopToken stop)
        : m_project(project),
          m_options(options),
          m_file(std::move(file)),
          m_teller(listener),
          m_stop(std::move(stop)) {}

    Result<ImportedDataset> run() {
        BRANDLOOM_CHECK(read());
        m_addition.dataset = m_options.dataset.empty() ? m_content.dataset : m_options.dataset;
        m_addition.seed = m_content.seed;
        m_addition.heldOutShare = m_content.heldOutShare;
        m_addition.triggerWords = m_content.triggerWords;
        const EtaMeter eta(steadySeconds());
        const auto total = static_cast<std::int64_t>(m_content.clips.size());
        for (std::size_t i = 0; i < m_content.clips.size(); ++i) {
            const auto done = static_cast<std::int64_t>(i);
            m_teller.tell(
                door::Progressed{{"reading", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            BRANDLOOM_CHECK(take(m_content.clips[i], m_files[i]));
        }
        m_teller.progress("reading", total, total);
        // Copies have another content, by which another side would be drawn: then the sides are said.
        if (m_out.copies > 0)
            for (auto& clip : m_addition.marked) clip.splitChosen = clip.split;
        dataset::DatasetRepository repository(m_project.store());
        BRANDLOOM_TRY(const auto dataset, repository.add(m_addition));
        BRANDLOOM_CHECK(keepRights(dataset.id));
        BRANDLOOM_TRY(const auto clips, repository.clips(dataset.id));
        m_out.hadSideCar = true;
        m_out.dataset = summaryOf(dataset, clips);
        m_teller.recorded({Recorded::What::Dataset, dataset.id.value, 0});
        return std::move(m_out);
    }

  private:
    Status read() {
        BRANDLOOM_TRY(const auto text, readFile(m_file, kMaxSideCar));
        const auto bad = [&](const std::string& reason) {
            return fail(dataset_errors::kBadLayout, {{"file", utf8FromPath(m_file)}, {"reason", reason}});
        };
        auto content = dataset::frozenContentFrom(text);
        if (!content) return bad(content.error().arg("value"));
        m_content = std::move(*content);
        try {
            const auto all = Json::parse(text);
            for (const auto& file : all.at("files")) {
                const auto relative = pathFromUtf8(file.at("file").get<std::string>()).lexically_normal();
                if (relative.is_absolute() || *relative.begin() == "..")
                    return bad("a file lies outside its folder");
                m_files.push_back({m_file.parent_path() / relative, file.at("whole").get<bool>(),
                                   file.at("text").get<std::string>()});
            }
        } catch (const std::exception& e) {
            return bad(e.what());
        }
        if (m_files.size() != m_content.clips.size()) return bad("it does not name a file for each clip");
        for (const auto& source : m_content.sources) m_films[source.sha256] = &source;
        return {};
    }

    /// The original film where it is still the same; none otherwise.
    Result<const dataset::Source*> originalOf(const dataset::Clip& clip) {
        if (const auto known = m_originals.find(clip.sourceSha256); known != m_originals.end())
            return known->second;
        const auto film = m_films.find(clip.sourceSha256);
        const dataset::Source* out = nullptr;
        if (film != m_films.end()) {
            BRANDLOOM_TRY(const bool isSame, isThere(*film->second));
            if (isSame) out = film->second;
        }
        return m_originals[clip.sourceSha256] = out;
    }

    Result<bool> isThere(const dataset::Source& film) {
        const auto path = pathFromUtf8(film.path);
        std::error_code ec;
        if (!path.is_absolute() || !std::filesystem::is_regular_file(path, ec)) return false;
        if (film.bytes > 0 && std::filesystem::file_size(path, ec) != static_cast<std::uintmax_t>(film.bytes))
            return false;
        const auto hash = sha256OfFile(path, m_stop);
        if (!hash && hash.error().isCancelled()) return fail(hash.error());
        return hash && *hash == film.sha256;
    }

    Status take(dataset::Clip clip, const ExportedFile& file) {
        BRANDLOOM_CHECK(readText(clip, file));
        BRANDLOOM_TRY(const auto* original, originalOf(clip));
        if (original != nullptr) {
            clip.sourcePath = original->path;
            if (m_kept.insert(clip.sourceSha256).second) m_addition.sources.push_back(*original);
            ++m_out.originals;
        } else {
            BRANDLOOM_CHECK(takeCopy(clip, file));
            ++m_out.copies;
        }
        m_addition.marked.push_back(std::move(clip));
        return {};
    }

    /// The clip is all of the exported file: its range and crop are in it already.
    Status takeCopy(dataset::Clip& clip, const ExportedFile& file) {
        BRANDLOOM_TRY(const auto info, m_reader.probe(file.file, m_stop));
        BRANDLOOM_TRY(auto hash, sha256OfFile(file.file, m_stop));
        auto film = sourceFrom(std::filesystem::absolute(file.file).lexically_normal(), hash, info);
        if (const auto before = m_films.find(clip.sourceSha256); before != m_films.end())
            m_rights[hash] = before->second;
        clip.sourcePath = film.path;
        clip.sourceSha256 = std::move(hash);
        if (!file.isWhole) {
            const double seconds = info.durationSeconds > 0
                                       ? info.durationSeconds
                                       : clip.endSeconds.value_or(1) - clip.startSeconds.value_or(0);
            clip.firstFrame = 0;
            clip.frameCount = std::max<std::int64_t>(1, info.frameCount);
            clip.startSeconds = 0;
            clip.endSeconds = seconds;
            clip.crop.reset();
            clip.width = info.width;
            clip.height = info.height;
        }
        m_addition.sources.push_back(std::move(film));
        return {};
    }

    /// A text that was changed in the other program goes before what was exported.
    Status readText(dataset::Clip& clip, const ExportedFile& file) {
        BRANDLOOM_TRY(const auto texts, dataset::captionFilesBeside(file.file));
        for (const auto& text : texts) {
            const bool isOnly = text.language == "und" && !file.language.empty();
            const auto language = isOnly ? file.language : text.language;
            const auto now = dataset::captionOf(text, 0, 1);
            const auto there = std::ranges::find(clip.captions, language, &dataset::Caption::language);
            if (there != clip.captions.end() && sameWords(there->text, now)) continue;
            if (there != clip.captions.end()) {
                *there = dataset::Caption{language, now};
            } else {
                clip.captions.push_back({language, now});
            }
            ++m_out.edited;
        }
        return {};
    }

    /// Line breaks of a caption are spaces in its file.
    static bool sameWords(const std::string& a, const std::string& b) {
        const auto squeezed = [](const std::string& text) {
            std::string out;
            for (const char c : text) {
                const bool isSpace = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
                if (!isSpace) out += c;
                if (isSpace && !out.empty() && out.back() != ' ') out += ' ';
            }
            if (out.ends_with(' ')) out.pop_back();
            return out;
        };
        return squeezed(a) == squeezed(b);
    }

    Status keepRights(dataset::DatasetId id) {
        dataset::SourceRepository repository(m_project.store());
        BRANDLOOM_TRY(const auto now, repository.list(id));
        std::vector<dataset::SourceEdit> edits;
        for (const auto& film : now) {
            auto was = m_films.find(film.sha256);
            const dataset::Source* said = was != m_films.end() ? was->second : nullptr;
            if (const auto copy = m_rights.find(film.sha256); copy != m_rights.end()) said = copy->second;
            if (said == nullptr || (said->rightsHolder.empty() && !said->rightsUntil)) continue;
            edits.push_back({film.id, {}, said->rightsHolder, said->rightsUntil});
        }
        if (edits.empty()) return {};
        BRANDLOOM_CHECK(dataset::EditRepository(m_project.store()).editSources(edits, "dataset.rights"));
        return {};
    }

    project::Project& m_project;
    const ImportDatasetOptions& m_options;
    Path m_file;
    Teller m_teller;
    media::FilmReader m_reader;
    StopToken m_stop;
    dataset::FrozenContent m_content;
    std::vector<ExportedFile> m_files;
    std::map<std::string, const dataset::Source*> m_films;      // of the side-car, by content
    std::map<std::string, const dataset::Source*> m_originals;  // those that are still there
    std::map<std::string, const dataset::Source*> m_rights;     // of copies, by their own content
    std::set<std::string> m_kept;
    dataset::Addition m_addition;
    ImportedDataset m_out;
};

/// Films below a folder, in the order of their names.
Result<std::vector<Path>> filmsBelow(const Path& folder, const StopToken& stop) {
    std::error_code ec;
    std::vector<Path> out;
    std::size_t seen = 0;
    std::filesystem::recursive_directory_iterator at(
        folder, std::filesystem::directory_options::skip_permission_denied, ec);
    for (const std::filesystem::recursive_directory_iterator end; !ec && at != end; at.increment(ec)) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        if (++seen > kMaxFiles) return noLayout(folder, "there are too many files in it");
        const auto name = utf8FromPath(at->path().filename());
        if (at->is_regular_file(ec) && !name.starts_with('.') &&
            !isTextEnding(utf8FromPath(at->path().extension())))
            out.push_back(at->path());
    }
    std::ranges::sort(out);
    return out;
}

/// Films and captions as another program sees them.
class Foreign {
  public:
    Foreign(project::Project& project, const ImportDatasetOptions& options, const Listener& listener,
            StopToken stop)
        : m_project(project), m_options(options), m_listener(listener), m_stop(std::move(stop)) {}

    Result<ImportedDataset> fromToml(const Path& file) {
        BRANDLOOM_TRY(const auto places, dataset::placesInToml(file));
        AddFilmsOptions add;
        add.dataset = m_options.dataset;
        auto& captions = add.captions;
        for (const auto& place : places) {
            if (!place.folder.empty()) {
                BRANDLOOM_TRY(const auto films, filmsBelow(place.folder, m_stop));
                add.films.insert(add.films.end(), films.begin(), films.end());
                if (place.captionExtension != ".txt") readTexts(films, place.captionExtension, captions);
            }
            if (place.list.empty()) continue;
            BRANDLOOM_TRY(const auto listed, dataset::filmsInList(place.list));
            for (const auto& film : listed) {
                add.films.push_back(film.film);
                if (!film.caption.empty()) captions[film.film] = film.caption;
            }
        }
        return take(file, add);
    }

    Result<ImportedDataset> fromFolder(const Path& folder) {
        AddFilmsOptions add;
        add.dataset = m_options.dataset;
        BRANDLOOM_TRY(add.films, filmsBelow(folder, m_stop));
        return take(folder, add);
    }

  private:
    Result<ImportedDataset> take(const Path& place, const AddFilmsOptions& add) {
        if (add.films.empty()) return noLayout(place, "there is no film in it");
        BRANDLOOM_TRY(auto added, addFilms(m_project, add, m_listener, m_stop));
        ImportedDataset out;
        out.films = std::move(added.films);
        out.dataset = std::move(added.dataset);
        if (out.dataset.name.empty()) return noLayout(place, "none of its files is a film");
        out.copies = out.dataset.clips;
        return out;
    }

    /// Texts of another ending than ours; one that cannot be read says nothing.
    static void readTexts(const std::vector<Path>& films, const std::string& ending,
                          std::map<Path, std::string>& captions) {
        for (const auto& film : films) {
            Path file = film;
            file.replace_extension(pathFromUtf8(ending));
            if (const auto text = readFile(file, kMaxText); text && isValidUtf8(*text)) {
                const auto last = text->find_last_not_of(" \t\r\n");
                if (last != std::string::npos) captions[film] = text->substr(0, last + 1);
            }
        }
    }

    project::Project& m_project;
    const ImportDatasetOptions& m_options;
    const Listener& m_listener;
    StopToken m_stop;
};

}  // namespace

Result<ImportedDataset> importDataset(project::Project& project, const ImportDatasetOptions& options,
                                      const Listener& listener, const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    std::error_code ec;
    const auto place = std::filesystem::absolute(options.place, ec).lexically_normal();
    const bool isFolder = std::filesystem::is_directory(place, ec);
    if (!isFolder && !std::filesystem::is_regular_file(place, ec))
        return noLayout(options.place, "there is nothing of that name");
    const Path folder = isFolder ? place : place.parent_path();
    // Beside the description of another program lies ours, when it was made here.
    if (std::filesystem::is_regular_file(folder / kSideCarName, ec))
        return SideCar(project, options, folder / kSideCarName, listener, stop).run();
    Foreign foreign(project, options, listener, stop);
    if (isFolder) return foreign.fromFolder(place);
    if (utf8FromPath(place.extension()) == ".toml") return foreign.fromToml(place);
    return noLayout(options.place, "it is neither a folder nor a TOML file");
}

}  // namespace brandloom::studio
