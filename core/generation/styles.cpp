#include "core/generation/styles.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/weights/tensor_file.h"

namespace brandloom::generation {
namespace {

namespace fs = std::filesystem;
using adapters::Expert;

constexpr double kLargestStrength = 1000.0;

auto bad(const char* option, const std::string& value, const std::string& allowed) {
    return fail(engine_errors::kBadGenerateOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

/// Another file of the same name has another key.
Result<std::string> identityOf(const Path& path) {
    std::error_code failed;
    const auto inside = adapters::isPeftFolder(path) ? path / "adapter_model.safetensors" : path;
    const auto bytes = fs::file_size(inside, failed);
    const auto time = failed ? fs::file_time_type() : fs::last_write_time(inside, failed);
    // What is not there, or named otherwise, is refused or read by the loader each time.
    if (failed) return std::string();
    return fmt::format("{}\n{}\n{}", utf8FromPath(path), bytes, time.time_since_epoch().count());
}

Result<StyleFile> readStyleFile(const Path& path, Expert expert, const wan::TransformerConfig& config,
                                torch::Device device) {
    StyleFile out;
    if (!adapters::isPeftFolder(path)) {
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
        if (adapters::isSoftPromptFile(file->metadata())) {
            BRANDLOOM_TRY(auto prompt, adapters::SoftPrompt::load(path, config));
            const bool opposite = (prompt.expert() == Expert::High && expert == Expert::Low) ||
                                  (prompt.expert() == Expert::Low && expert == Expert::High);
            if (opposite)
                return fail(engine_errors::kAdapterSwapped,
                            {{"file", utf8FromPath(path)},
                             {"theirs", std::string(adapters::expertName(prompt.expert()))},
                             {"ours", std::string(adapters::expertName(expert))}});
            prompt.to(device);
            out.prompt = std::make_shared<const adapters::SoftPrompt>(std::move(prompt));
            return out;
        }
    }
    adapters::AdapterLoadOptions options;
    options.expert = expert;
    options.device = device;
    BRANDLOOM_TRY(out.adapter, adapters::Adapter::load(path, config, options));
    return out;
}

std::int64_t bytesOf(const StyleFile& file) {
    std::size_t bytes = 0;
    if (file.prompt)
        for (const auto& [name, tensor] : file.prompt->named()) bytes += tensor.nbytes();
    if (file.adapter)
        for (const auto& delta : file.adapter->deltas())
            for (const auto& part : delta->parts) bytes += part.nbytes();
    return static_cast<std::int64_t>(bytes);
}

/// Which file each expert takes; empty: none.
struct Halves {
    Path high, low;
};

Result<Halves> halvesOf(const door::AdapterUse& use, bool hasTwoExperts) {
    Halves halves{pathFromUtf8(use.adapters.high), pathFromUtf8(use.adapters.low)};
    if (!use.source.empty()) {
        BRANDLOOM_TRY(const auto files, adapters::findAdapterFiles(pathFromUtf8(use.source)));
        halves = {files.both.empty() ? files.high : files.both, files.both.empty() ? files.low : files.both};
    }
    if (hasTwoExperts) return halves;
    if (!halves.high.empty() && !halves.low.empty() && halves.high != halves.low)
        return fail(engine_errors::kAdapterWrongBase, {{"file", utf8FromPath(halves.high)},
                                                       {"theirs", "a model with two experts"},
                                                       {"ours", "one with a single expert"}});
    if (halves.low.empty()) halves.low = halves.high;
    halves.high.clear();
    return halves;
}

}  // namespace

Result<StyleFile> StyleCache::get(const Path& path, Expert expert, const wan::TransformerConfig& config,
                                  torch::Device device) {
    BRANDLOOM_TRY(auto key, identityOf(path));
    if (!key.empty()) key += adapters::expertName(expert);
    for (auto& entry : m_entries)
        if (!key.empty() && entry.key == key) {
            entry.lastUse = ++m_clock;
            return entry.file;
        }
    BRANDLOOM_TRY(auto file, readStyleFile(path, expert, config, device));
    if (!key.empty()) m_entries.push_back({std::move(key), file, bytesOf(file), ++m_clock});
    return file;
}

void StyleCache::trim() {
    std::ranges::sort(m_entries, std::ranges::greater(), &Entry::lastUse);
    std::int64_t sum = 0;
    std::erase_if(m_entries, [&](const Entry& entry) {
        sum += entry.bytes;
        return sum > kKeptBytes;
    });
}

Result<StyleSet> StyleSet::load(LoadedModel& model, const std::vector<door::AdapterUse>& styles,
                                const StopToken& stop) {
    StyleSet set;
    model.styleCache().trim();
    for (const auto& use : styles) {
        for (const double strength : {use.strengthHigh, use.strengthLow})
            if (!(std::abs(strength) <= kLargestStrength))
                return bad("strength", std::isfinite(strength) ? fmt::format("{}", strength) : "not a number",
                           "a number such as 1.0");
        BRANDLOOM_TRY(const auto halves, halvesOf(use, model.hasTwoExperts()));
        set.m_files.push_back({utf8FromPath(halves.high), utf8FromPath(halves.low)});
        for (const auto id : {ExpertId::High, ExpertId::Low}) {
            const bool high = id == ExpertId::High;
            const auto& path = high ? halves.high : halves.low;
            const double strength = high ? use.strengthHigh : use.strengthLow;
            if (path.empty()) continue;
            BRANDLOOM_CHECK(checkCancelled(stop));
            BRANDLOOM_TRY(const auto config, model.transformerConfig(id));
            const auto expert = !model.hasTwoExperts() ? Expert::Any : high ? Expert::High : Expert::Low;
            // Read even at strength 0: a file that does not fit is a mistake at every strength.
            BRANDLOOM_TRY(const auto file, model.styleCache().get(path, expert, config, model.device()));
            if (strength == 0.0) continue;
            auto& side = set.side(id);
            if (file.adapter) side.adapters.push_back({file.adapter, strength});
            if (file.prompt) side.prompts.emplace_back(file.prompt, strength);
            std::int64_t tokens = 0;
            for (const auto& [prompt, unused] : side.prompts) tokens += prompt->tokens();
            if (tokens >= config.textLen)
                return bad("number of learned prompts", std::to_string(side.prompts.size()),
                           fmt::format("fewer: this model reads {} tokens", config.textLen));
        }
    }
    return set;
}

Status StyleSet::activate(ExpertId id, const std::shared_ptr<wan::WanTransformer>& model, const StopToken& stop) {
    auto& s = side(id);
    if (s.stack || s.adapters.empty()) return {};
    auto stack = std::make_unique<adapters::AdapterStack>(model);
    BRANDLOOM_CHECK(stack->set(s.adapters, adapters::ApplyMode::Branch, stop));
    s.stack = std::move(stack);
    return {};
}

void StyleSet::release(ExpertId id) {
    side(id).stack.reset();
}

torch::Tensor StyleSet::promptFor(ExpertId id, const torch::Tensor& rows, std::int64_t textLen) const {
    const auto& prompts = side(id).prompts;
    if (prompts.empty()) return rows;
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> parts;
    std::int64_t room = textLen;
    for (const auto& [prompt, strength] : prompts) {
        parts.push_back(prompt->prompt().to(rows.device(), rows.scalar_type()) * strength);
        room -= parts.back().size(0);
    }
    parts.push_back(rows.narrow(0, 0, std::min(rows.size(0), room)));
    return torch::cat(parts, 0);
}

}  // namespace brandloom::generation
