#include "core/studio/projects/recent_projects.h"

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/log.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;

std::vector<RecentProject> entriesIn(const std::string& text) {
    std::vector<RecentProject> out;
    try {
        const auto all = Json::parse(text);
        for (const auto& row : all.at("projects")) {
            if (out.size() == RecentProjects::kMaxEntries) break;
            RecentProject entry;
            entry.name = row.at("name").get<std::string>();
            entry.folder = pathFromUtf8(row.at("folder").get<std::string>());
            entry.lastOpenedUtc = row.at("lastOpenedUtc").get<std::string>();
            out.push_back(std::move(entry));
        }
    } catch (const Json::exception& e) {
        logWarning("The list of recent projects is damaged and starts anew: {}", e.what());
        out.clear();
    }
    return out;
}

std::string textOf(const std::vector<RecentProject>& entries) {
    Json rows = Json::array();
    for (const auto& entry : entries)
        rows.push_back(
            {{"name", entry.name}, {"folder", utf8FromPath(entry.folder)}, {"lastOpenedUtc", entry.lastOpenedUtc}});
    Json out;
    out["projects"] = std::move(rows);
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

RecentProjects::RecentProjects(const Path& stateDir)
    : m_file((stateDir.empty() ? userStateDir() : stateDir) / "recent_projects.json") {}

std::vector<RecentProject> RecentProjects::list() const {
    const auto text = readFile(m_file, 1u << 20);
    if (!text) return {};
    auto out = entriesIn(*text);
    std::error_code ec;
    for (auto& entry : out) entry.exists = std::filesystem::is_regular_file(entry.folder / "project.db", ec);
    return out;
}

Status RecentProjects::remember(const std::string& name, const Path& folder) {
    auto entries = list();
    std::erase_if(entries, [&](const auto& entry) { return entry.folder == folder; });
    entries.insert(entries.begin(), {name, folder, isoUtc(unixSeconds()), true});
    if (entries.size() > kMaxEntries) entries.resize(kMaxEntries);
    std::error_code ec;
    std::filesystem::create_directories(m_file.parent_path(), ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(m_file)}, {"reason", ec.message()}});
    return writeFileAtomically(m_file, textOf(entries));
}

}  // namespace brandloom::studio
