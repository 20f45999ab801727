#include "tests/gui/fake_settings.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::tests {

using bridge::SettingScope;
using studio::SettingOrigin;

namespace {

constexpr std::pair<const char*, const char*> kShipped[] = {{"model", ""}, {"trash-days", "30"}};

door::ModelDescription describe(const std::string& title, const std::string& folder, std::int64_t unit) {
    door::ModelDescription d;
    d.kind = "wan2.2-t2v-a14b";
    d.title = title;
    d.layout = "official";
    d.experts = 2;
    d.parameterCount = unit * 28;
    d.parts = {
        {"high-noise transformer", folder + "/high_noise_model/model.safetensors", "official", "BF16", unit * 28},
        {"low-noise transformer", folder + "/low_noise_model/model.safetensors", "official", "BF16", unit * 28},
        {"VAE", folder + "/Wan2.1_VAE.pth", "official", "F32", unit},
        {"text encoder", folder + "/models_t5_umt5-xxl-enc-bf16.pth", "official", "BF16", unit * 11},
        {"tokenizer", folder + "/google/umt5-xxl/spiece.model", "", "", 4'548'313}};
    return d;
}

studio::ListedModel entry(const std::string& name, const Path& folder, const std::string& title) {
    studio::ListedModel model;
    model.entry.name = name;
    model.entry.folder = folder;
    model.entry.kind = "wan2.2-t2v-a14b";
    model.entry.title = title;
    model.entry.addedUtc = "2026-11-20T09:00:00Z";
    return model;
}

}  // namespace

FakeSettings::FakeSettings() {
    m_models.push_back(entry("starter", "/opt/brandloom/models/starter", "Brandloom nano"));
    m_models[0].isStarter = true;
    m_descriptions["starter"] = describe("Brandloom nano", "/opt/brandloom/models/starter", 400'000);
}

void FakeSettings::addSomeModels() {
    const std::lock_guard lock(m_mutex);
    m_models.push_back(entry("wan2.2-t2v-a14b", "/data/models/Wan2.2-T2V-A14B", "Wan2.2-T2V-A14B"));
    m_models.back().entry.verifiedUtc = "2026-11-14T12:00:00Z";
    m_descriptions["wan2.2-t2v-a14b"] = describe("Wan2.2-T2V-A14B", "/data/models/Wan2.2-T2V-A14B", 1'000'000'000);
    m_models.push_back(entry("wan2.2-low", "/data/models/half", "Wan2.2-T2V-A14B"));
    auto half = describe("Wan2.2-T2V-A14B", "/data/models/half", 1'000'000'000);
    half.parts.erase(half.parts.begin() + 2, half.parts.begin() + 4);
    half.missing = {"Wan2.1_VAE.pth", "models_t5_umt5-xxl-enc-bf16.pth"};
    m_descriptions["wan2.2-low"] = half;
    m_models.push_back(entry("wan2.1-old", "/media/stick/Wan2.1-T2V-1.3B", "Wan2.1-T2V-1.3B"));
    m_models.back().exists = false;
}

void FakeSettings::setProjectOpen(bool open) {
    const std::lock_guard lock(m_mutex);
    m_hasProject = open;
}

Result<std::vector<studio::Setting>> FakeSettings::listed(SettingScope scope) const {
    if (scope == SettingScope::Project && !m_hasProject) return fail(Error(studio_errors::kNoProject));
    std::vector<studio::Setting> all;
    for (const auto& [key, shipped] : kShipped) {
        studio::Setting setting{key, "", shipped, SettingOrigin::Shipped};
        if (const auto said = m_said[0].find(key); said != m_said[0].end())
            setting.value = said->second, setting.origin = SettingOrigin::Person;
        const auto own = m_said[1].find(key);
        if (scope == SettingScope::Project && own != m_said[1].end())
            setting.value = own->second, setting.origin = SettingOrigin::Project;
        all.push_back(setting);
    }
    return all;
}

Result<std::vector<studio::Setting>> FakeSettings::settings(SettingScope scope) {
    const std::lock_guard lock(m_mutex);
    return listed(scope);
}

Result<studio::Setting> FakeSettings::setSetting(SettingScope scope, const std::string& key,
                                                 const std::optional<std::string>& value) {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return !m_isWritingHeld; });
    if (m_refuses) return fail(base_errors::kFileUnwritable, {{"file", "settings.json"}, {"reason", "disk full"}});
    auto& said = m_said[scope == SettingScope::Project ? 1 : 0];
    said.erase(key);
    if (value) said[key] = *value;
    BRANDLOOM_TRY(const auto all, listed(scope));
    return *std::ranges::find(all, key, &studio::Setting::key);
}

Result<std::vector<studio::ListedModel>> FakeSettings::models() {
    const std::lock_guard lock(m_mutex);
    return m_models;
}

Result<studio::ShownModel> FakeSettings::showModel(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    m_lookThread = std::this_thread::get_id();
    ++m_looks;
    const auto found = std::ranges::find_if(m_models, [&](const auto& m) { return m.entry.name == name; });
    if (found == m_models.end()) return fail(studio_errors::kModelUnknown, {{"name", name}});
    return studio::ShownModel{utf8FromPath(found->entry.folder), found->entry, m_descriptions.at(name)};
}

Result<studio::AddedModel> FakeSettings::addModel(const Path& folder) {
    const std::lock_guard lock(m_mutex);
    std::error_code ec;
    if (std::filesystem::is_empty(folder, ec) || ec)
        return fail(engine_errors::kNotAModel,
                    {{"folder", utf8FromPath(folder)}, {"reason", "it holds no weights"}});
    const auto name = utf8FromPath(folder.filename());
    m_models.push_back(entry(name, folder, "Wan2.2-T2V-A14B"));
    m_descriptions[name] = describe("Wan2.2-T2V-A14B", utf8FromPath(folder), 1'000'000'000);
    m_descriptions[name].missing = {"Wan2.1_VAE.pth"};
    return studio::AddedModel{m_models.back().entry, m_descriptions[name]};
}

Result<studio::RegisteredModel> FakeSettings::removeModel(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_models, [&](const auto& m) { return m.entry.name == name; });
    if (found == m_models.end()) return fail(studio_errors::kModelUnknown, {{"name", name}});
    const auto gone = found->entry;
    m_models.erase(found);
    return gone;
}

Result<door::VerifyModelResult> FakeSettings::verifyModel(const std::string& name, const ProgressSink& progress,
                                                          const StopToken& stop) {
    constexpr std::int64_t kTotal = 68'000'000'000;
    for (int part = 0; part <= 10; ++part) {
        report(progress, {"verifying", kTotal / 10 * part, kTotal, 12.0 * (10 - part)});
        std::unique_lock lock(m_mutex);
        if (part == 5) m_wake.wait(lock, stop, [this] { return !m_isHolding; });
        BRANDLOOM_CHECK(checkCancelled(stop));
    }
    const std::lock_guard lock(m_mutex);
    door::VerifyModelResult result;
    result.tensors = 1'095;
    result.seconds = 134;
    result.experts.verdict = m_findings.empty() ? "right" : "not tried";
    result.findings = std::exchange(m_findings, {});
    result.missing = m_descriptions.at(name).missing;
    for (auto& model : m_models)
        if (model.entry.name == name && result.findings.empty() && result.missing.empty())
            model.entry.verifiedUtc = "2026-11-27T12:00:00Z";
    return result;
}

std::thread::id FakeSettings::lookThread() const {
    const std::lock_guard lock(m_mutex);
    return m_lookThread;
}

int FakeSettings::looks() const {
    const std::lock_guard lock(m_mutex);
    return m_looks;
}

void FakeSettings::hold(bool on) {
    const std::lock_guard lock(m_mutex);
    m_isHolding = on;
    m_wake.notify_all();
}

void FakeSettings::finds(const Error& finding) {
    const std::lock_guard lock(m_mutex);
    m_findings.push_back(finding);
}

void FakeSettings::holdWriting(bool on) {
    const std::lock_guard lock(m_mutex);
    m_isWritingHeld = on;
    m_wake.notify_all();
}

void FakeSettings::refuseWriting(bool on) {
    const std::lock_guard lock(m_mutex);
    m_refuses = on;
}

}  // namespace brandloom::tests
