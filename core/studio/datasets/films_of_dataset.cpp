#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <set>
#include <string_view>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/dataset/source_repository.h"
#include "core/studio/datasets/curation.h"
#include "core/studio/datasets/dataset_edit.h"

namespace brandloom::studio {
namespace {

constexpr std::size_t kShortestHash = 6;
constexpr std::size_t kMaxFiles = 500'000;
constexpr std::size_t kProgressEvery = 256;

bool isMeant(const dataset::Source& source, const std::string& word) {
    if (source.path == word || source.path.ends_with("/" + word)) return true;
    return word.size() >= kShortestHash && source.sha256.starts_with(word);
}

Result<std::vector<dataset::Source>> filmsOf(project::Project& project, const FilmChoice& choice,
                                             dataset::DatasetId& id) {
    BRANDLOOM_TRY(const auto chosen, dataset::DatasetRepository(project.store()).choose(choice.dataset));
    id = chosen.id;
    BRANDLOOM_TRY(auto all, dataset::SourceRepository(project.store()).list(chosen.id));
    if (choice.films.empty()) return all;
    std::vector<dataset::Source> out;
    for (const auto& word : choice.films) {
        const auto before = out.size();
        for (const auto& source : all)
            if (isMeant(source, word)) out.push_back(source);
        if (out.size() == before) return fail(dataset_errors::kSourceUnknown, {{"film", word}});
    }
    return out;
}

/// The first second after that day in UTC.
Result<std::optional<double>> endOfDay(const std::string& text) {
    using Until = std::optional<double>;
    if (text == "always") return Until();
    int year = 0;
    unsigned month = 0, day = 0;
    const auto part = [&](std::size_t at, std::size_t size, auto& field) {
        const auto* begin = text.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + size, field);
        return error == std::errc() && end == begin + size;
    };
    const bool isForm = text.size() == 10 && text[4] == '-' && text[7] == '-' && part(0, 4, year) &&
                        part(5, 2, month) && part(8, 2, day);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!isForm || !date.ok())
        return fail(base_errors::kInvalidArgument, {{"what", "The day \"" + text + "\""},
                                                    {"reason", "it is no day of the calendar"},
                                                    {"allowed", "a day such as 2027-12-31, or always"}});
    const auto next = std::chrono::sys_days(date) + std::chrono::days(1);
    return Until(
        static_cast<double>(std::chrono::duration_cast<std::chrono::seconds>(next.time_since_epoch()).count()));
}

/// Looks for films by length, then by content.
class Relinking {
  public:
    Relinking(project::Project& project, const RelinkOptions& options, const Listener& listener, StopToken stop)
        : m_project(project), m_options(options), m_teller(listener), m_stop(std::move(stop)) {}

    Result<RelinkResult> run() {
        BRANDLOOM_TRY(const auto chosen, dataset::DatasetRepository(m_project.store()).choose(m_options.dataset));
        BRANDLOOM_TRY(const auto sources, dataset::SourceRepository(m_project.store()).list(chosen.id));
        for (const auto& source : sources) {
            std::error_code ec;
            if (std::filesystem::is_regular_file(pathFromUtf8(source.path), ec)) continue;
            m_missing.push_back(source);
        }
        m_out.missing = static_cast<int>(m_missing.size());
        for (const auto& place : m_options.places) BRANDLOOM_CHECK(collect(place));
        BRANDLOOM_CHECK(compare());
        for (const auto& source : m_missing)
            if (!m_found.contains(source.sha256)) m_out.stillMissing.push_back(source);
        if (m_edits.empty()) return std::move(m_out);
        BRANDLOOM_TRY(const int changed,
                      dataset::EditRepository(m_project.store()).editSources(m_edits, "dataset.relink"));
        if (changed > 0) m_teller.recorded({Recorded::What::Dataset, chosen.id.value, 0});
        return std::move(m_out);
    }

  private:
    struct File {
        Path path;
        bool isNamed = false;
    };

    [[nodiscard]] bool hasLength(std::int64_t bytes) const {
        return std::ranges::any_of(m_missing,
                                   [&](const auto& source) { return source.bytes == 0 || source.bytes == bytes; });
    }

    void take(const Path& file, bool isNamed) {
        std::error_code ec;
        const auto bytes = std::filesystem::file_size(file, ec);
        if (!ec && (isNamed || hasLength(static_cast<std::int64_t>(bytes)))) m_files.push_back({file, isNamed});
    }

    Status collect(const Path& place) {
        std::error_code ec;
        const Path absolute = std::filesystem::absolute(place, ec).lexically_normal();
        if (std::filesystem::is_regular_file(absolute, ec)) {
            take(absolute, true);
            return {};
        }
        if (!std::filesystem::is_directory(absolute, ec))
            return fail(base_errors::kFileMissing, {{"file", utf8FromPath(place)}});
        std::filesystem::recursive_directory_iterator at(
            absolute, std::filesystem::directory_options::skip_permission_denied, ec);
        for (const std::filesystem::recursive_directory_iterator end; !ec && at != end; at.increment(ec)) {
            if (++m_seen % kProgressEvery == 0) {
                BRANDLOOM_CHECK(checkCancelled(m_stop));
                m_teller.progress("searching", static_cast<std::int64_t>(m_seen), 0);
            }
            if (m_seen > kMaxFiles) break;
            if (at->is_regular_file(ec)) take(at->path(), false);
        }
        return {};
    }

    Status compare() {
        const auto total = static_cast<std::int64_t>(m_files.size());
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            m_teller.progress("reading", static_cast<std::int64_t>(i), total);
            auto hash = sha256OfFile(m_files[i].path, m_stop);
            if (!hash) {
                if (hash.error().isCancelled() || m_files[i].isNamed) return fail(std::move(hash).error());
                continue;  // it may be anything that lies there
            }
            const auto match = std::ranges::find(m_missing, *hash, &dataset::Source::sha256);
            if (match == m_missing.end()) {
                if (m_files[i].isNamed)
                    return fail(dataset_errors::kOtherContent, {{"file", utf8FromPath(m_files[i].path)}});
                continue;
            }
            if (!m_found.insert(*hash).second) continue;
            auto found = *match;
            found.path = utf8FromPath(m_files[i].path);
            m_edits.push_back({found.id, found.path, {}, {}});
            m_out.found.push_back(std::move(found));
        }
        m_teller.progress("reading", total, total);
        return {};
    }

    project::Project& m_project;
    const RelinkOptions& m_options;
    Teller m_teller;
    StopToken m_stop;
    std::vector<dataset::Source> m_missing;
    std::vector<File> m_files;
    std::size_t m_seen = 0;
    std::set<std::string> m_found;
    std::vector<dataset::SourceEdit> m_edits;
    RelinkResult m_out;
};

}  // namespace

Result<RightsResult> filmRights(project::Project& project, const RightsOptions& o, const Listener& listener) {
    dataset::DatasetId dataset;
    BRANDLOOM_TRY(auto sources, filmsOf(project, o.films, dataset));
    RightsResult out;
    out.films = static_cast<int>(sources.size());
    if (o.holder || o.until) {
        BRANDLOOM_CHECK(checkWritable(project));
        dataset::SourceEdit edit;
        edit.rightsHolder = o.holder;
        if (o.until) {
            BRANDLOOM_TRY(edit.rightsUntil, endOfDay(*o.until));
        }
        std::vector<dataset::SourceEdit> edits;
        for (const auto& source : sources) {
            edit.source = source.id;
            edits.push_back(edit);
        }
        BRANDLOOM_TRY(out.changes, dataset::EditRepository(project.store()).editSources(edits, "dataset.rights"));
        if (out.changes > 0) tellChanged(listener, dataset.value);
        BRANDLOOM_TRY(sources, filmsOf(project, o.films, dataset));
    }
    out.sources = std::move(sources);
    return out;
}

Result<RelinkResult> relinkFilms(project::Project& project, const RelinkOptions& options, const Listener& listener,
                                 const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    if (options.places.empty())
        return fail(base_errors::kInvalidArgument, {{"what", "Looking nowhere"},
                                                    {"reason", "no file or folder is named"},
                                                    {"allowed", "at least one file or folder"}});
    return Relinking(project, options, listener, stop).run();
}

}  // namespace brandloom::studio
