#include "core/studio/shots/adapter_search.h"

#include <algorithm>

#include "core/base/hashing.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostNeighbours = 64;

bool isPeftFolder(const Path& path) {
    std::error_code ec;
    return fs::is_directory(path, ec) && fs::exists(path / "adapter_config.json", ec);
}

/// Adapter files right inside a folder, by name.
std::vector<Path> adaptersIn(const Path& folder) {
    std::vector<Path> found;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec)) {
        const auto ending = entry.path().extension();
        if (ending == ".safetensors" || ending == ".pth" || ending == ".pt" || isPeftFolder(entry.path()))
            found.push_back(entry.path());
    }
    std::ranges::sort(found);
    if (found.size() > kMostNeighbours) found.resize(kMostNeighbours);
    return found;
}

}  // namespace

Result<std::string> adapterSha256(const Path& adapter, const StopToken& stop) {
    if (adapter.empty()) return std::string();
    if (!isPeftFolder(adapter)) return sha256OfFile(adapter, stop);
    Sha256 both;
    for (const char* name : {"adapter_config.json", "adapter_model.safetensors"}) {
        BRANDLOOM_TRY(const auto one, sha256OfFile(adapter / name, stop));
        both.add(one);
    }
    return both.hex();
}

Status AdapterSearch::addFile(const Path& file) {
    BRANDLOOM_TRY(const auto sha256, adapterSha256(file, m_stop));
    m_bySha256.emplace(sha256, file);
    return {};
}

Status AdapterSearch::hashPlaces() {
    if (m_hashed) return {};
    m_hashed = true;
    for (const auto& place : m_places) {
        std::error_code ec;
        if (fs::is_directory(place.file, ec) && !isPeftFolder(place.file)) {
            for (const auto& file : adaptersIn(place.file)) BRANDLOOM_CHECK(addFile(file));
            continue;
        }
        BRANDLOOM_CHECK(addFile(place.file));
        // The other half of a pair lies beside it.
        for (const auto& file : adaptersIn(fs::absolute(place.file, ec).parent_path()))
            if (file.filename() != place.file.filename()) BRANDLOOM_CHECK(addFile(file));
    }
    return {};
}

Result<std::string> AdapterSearch::fileOf(const std::string& sha256, const std::string& name) {
    if (sha256.empty()) return std::string();
    if (m_project != nullptr && m_project->blobs().path(sha256)) {
        BRANDLOOM_TRY(const auto blob, m_project->blobs().verifiedPath(sha256, m_stop));
        return utf8FromPath(blob);
    }
    BRANDLOOM_CHECK(hashPlaces());
    const auto found = m_bySha256.find(sha256);
    if (found == m_bySha256.end()) return fail(studio_errors::kRecipeFileMissing, {{"name", name}});
    return utf8FromPath(found->second);
}

Result<door::AdapterUse> AdapterSearch::find(const RecipeStyle& style) {
    door::AdapterUse use{{}, style.strengthHigh, style.strengthLow, {}};
    BRANDLOOM_TRY(use.adapters.high, fileOf(style.highSha256, style.name));
    BRANDLOOM_TRY(use.adapters.low, fileOf(style.lowSha256, style.name));
    return use;
}

}  // namespace brandloom::studio
