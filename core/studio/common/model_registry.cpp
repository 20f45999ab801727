#include "core/studio/common/model_registry.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;
using Models = std::vector<RegisteredModel>;

constexpr const char* kFormat = "brandloom-models-1";
constexpr double kLockSeconds = 5;

RegisteredModel modelFrom(const Json& row) {
    RegisteredModel model;
    row.at("name").get_to(model.name);
    model.folder = pathFromUtf8(row.at("folder").get<std::string>());
    row.at("kind").get_to(model.kind);
    row.at("title").get_to(model.title);
    row.at("contentId").get_to(model.contentId);
    row.at("addedUtc").get_to(model.addedUtc);
    row.at("verifiedUtc").get_to(model.verifiedUtc);
    if (!isModelName(model.name) || !model.folder.is_absolute()) throw std::invalid_argument("an entry is wrong");
    return model;
}

std::string textOf(const Models& models) {
    Json rows = Json::array();
    for (const auto& m : models)
        rows.push_back({{"name", m.name},
                        {"folder", utf8FromPath(m.folder)},
                        {"kind", m.kind},
                        {"title", m.title},
                        {"contentId", m.contentId},
                        {"addedUtc", m.addedUtc},
                        {"verifiedUtc", m.verifiedUtc}});
    const Json out{{"format", kFormat}, {"models", rows}};
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Models> readModels(const Path& file) {
    std::error_code ec;
    if (!std::filesystem::exists(file, ec)) return Models();
    BRANDLOOM_TRY(const auto text, readFile(file, 4u << 20));
    try {
        const auto all = Json::parse(text);
        if (all.at("format").get<std::string>() != kFormat) throw std::invalid_argument("another format");
        Models models;
        for (const auto& row : all.at("models")) models.push_back(modelFrom(row));
        std::ranges::sort(models, {}, &RegisteredModel::name);
        const auto same = [](const auto& a, const auto& b) { return a.name == b.name; };
        if (std::ranges::adjacent_find(models, same) != models.end())
            throw std::invalid_argument("a name is there twice");
        return models;
    } catch (const std::exception& e) {
        return fail(studio_errors::kRegistryDamaged, {{"file", utf8FromPath(file)}, {"reason", e.what()}});
    }
}

/// Reads, changes and writes while no other process does.
Status change(const Path& file, const std::function<Status(Models&)>& work) {
    std::error_code ec;
    std::filesystem::create_directories(file.parent_path(), ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(file)}, {"reason", ec.message()}});
    auto lockFile = file;
    lockFile += ".lock";
    std::optional<platform::FileLock> lock;
    for (const double start = steadySeconds(); !lock;) {
        BRANDLOOM_TRY(lock, platform::FileLock::tryLock(lockFile, std::to_string(platform::processId())));
        if (lock) break;
        if (steadySeconds() - start > kLockSeconds)
            return fail(base_errors::kFileUnwritable,
                        {{"file", utf8FromPath(file)}, {"reason", "another process is writing it"}});
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    BRANDLOOM_TRY(auto models, readModels(file));
    BRANDLOOM_CHECK(work(models));
    std::ranges::sort(models, {}, &RegisteredModel::name);
    return writeFileAtomically(file, textOf(models));
}

auto unknown(std::string_view name) {
    return fail(studio_errors::kModelUnknown, {{"name", std::string(name)}});
}

auto named(std::string_view name) {
    return [name](const RegisteredModel& m) { return m.name == name; };
}

}  // namespace

bool isModelName(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '-' || name.front() == '.' || name == kStarterName)
        return false;
    const auto bad = [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '/' || c == '\\'; };
    return std::ranges::none_of(name, bad) && isValidUtf8(name);
}

ModelRegistry::ModelRegistry(const Path& dataDir)
    : m_file((dataDir.empty() ? userDataDir() : dataDir) / "models.json") {}

Result<Models> ModelRegistry::list() const {
    return readModels(m_file);
}

Result<std::optional<RegisteredModel>> ModelRegistry::find(std::string_view name) const {
    BRANDLOOM_TRY(const auto models, list());
    const auto it = std::ranges::find_if(models, named(name));
    if (it == models.end()) return std::optional<RegisteredModel>();
    return std::optional(*it);
}

Status ModelRegistry::add(const RegisteredModel& model) {
    if (!isModelName(model.name)) return fail(studio_errors::kBadModelName, {{"name", model.name}});
    return change(m_file, [&](Models& models) -> Status {
        if (const auto it = std::ranges::find_if(models, named(model.name)); it != models.end())
            return fail(studio_errors::kModelNameTaken,
                        {{"name", model.name}, {"folder", utf8FromPath(it->folder)}});
        if (models.size() >= kMaxEntries)
            return fail(base_errors::kInvalidArgument, {{"what", "One more model"},
                                                        {"reason", "the list is full"},
                                                        {"allowed", std::to_string(kMaxEntries) + " at most"}});
        models.push_back(model);
        return {};
    });
}

Status ModelRegistry::update(const RegisteredModel& model) {
    return change(m_file, [&](Models& models) -> Status {
        const auto it = std::ranges::find_if(models, named(model.name));
        if (it == models.end()) return unknown(model.name);
        *it = model;
        return {};
    });
}

Status ModelRegistry::remove(std::string_view name) {
    return change(m_file, [&](Models& models) -> Status {
        if (std::erase_if(models, named(name)) == 0) return unknown(name);
        return {};
    });
}

Result<std::string> modelFolderFor(const Path& nameOrPath) {
    const auto text = utf8FromPath(nameOrPath);
    if (text.empty() || text == kStarterName) return utf8FromPath(starterModelPath().lexically_normal());
    std::error_code ec;
    if (isModelName(text)) {
        BRANDLOOM_TRY(const auto model, ModelRegistry().find(text));
        if (model) {
            if (!std::filesystem::exists(model->folder, ec))
                return fail(studio_errors::kModelFolderGone,
                            {{"name", model->name}, {"folder", utf8FromPath(model->folder)}});
            return utf8FromPath(model->folder);
        }
        if (!std::filesystem::exists(nameOrPath, ec)) return unknown(text);
    }
    const Path absolute = std::filesystem::absolute(nameOrPath, ec);
    return utf8FromPath(ec ? nameOrPath : absolute.lexically_normal());
}

}  // namespace brandloom::studio
