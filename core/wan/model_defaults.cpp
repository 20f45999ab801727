#include "core/wan/model_defaults.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/door/engine_errors.h"

namespace brandloom::wan {
namespace {

// The words of sampling::solverName; this file knows no torch, a test compares the two.
constexpr std::array<std::string_view, 6> kSolvers{"unipc",           "dpm++",           "euler",
                                                   "diffusers-unipc", "diffusers-euler", "distilled"};

/// Reads defaults.json field by field; every value is checked.
class DefaultsReader {
  public:
    DefaultsReader(const Path& path, const Json& json) : m_path(path), m_json(json) {}

    void whole(const char* key, int& value, int low, int high) {
        if (const auto n = read(key, low, high)) {
            if (std::floor(*n) == *n)
                value = static_cast<int>(*n);
            else
                refuse(key, "it must be a whole number");
        }
    }
    void real(const char* key, double& value, double low, double high) {
        if (const auto n = read(key, low, high)) value = *n;
    }
    void text(const char* key, std::string& value) {
        const auto it = m_json.find(key);
        if (it == m_json.end()) return;
        if (const auto* s = std::get_if<std::string>(&it->second))
            value = *s;
        else
            refuse(key, "it must be a text");
    }
    void refuse(const char* key, std::string reason) {
        if (!m_error)
            m_error = Error(engine_errors::kBadDefaults,
                            {{"file", utf8FromPath(m_path)}, {"field", key}, {"reason", std::move(reason)}});
    }
    [[nodiscard]] Status status() const {
        if (m_error) return fail(*m_error);
        return {};
    }

  private:
    std::optional<double> read(const char* key, double low, double high) {
        if (!m_json.contains(key)) return std::nullopt;
        const auto n = numberAt(m_json, key);
        if (!n || !(*n >= low && *n <= high)) {
            refuse(key, fmt::format("it must be a number from {} to {}", low, high));
            return std::nullopt;
        }
        return n;
    }
    const Path& m_path;
    const Json& m_json;
    std::optional<Error> m_error;
};

}  // namespace

Result<Json> readJson(const Path& path) {
    BRANDLOOM_TRY(const auto text, readFile(path));
    return flattenJson(text, utf8FromPath(path));
}

std::optional<double> numberAt(const Json& json, const std::string& key) {
    const auto it = json.find(key);
    if (it == json.end()) return std::nullopt;
    if (const auto* whole = std::get_if<std::int64_t>(&it->second)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&it->second)) return *real;
    return std::nullopt;
}

SamplingDefaults officialDefaults(ModelKind kind) {
    SamplingDefaults d;
    d.negativePrompt = officialNegativePrompt();
    if (kind == ModelKind::Wan22T2vA14b) return d;
    d.steps = 50;
    d.shift = 5.0;
    d.guidanceLow = d.guidanceHigh = 5.0;
    if (kind == ModelKind::Wan22Ti2v5b) {
        d.height = 704;
        d.frames = 121;
        d.fps = 24;
    }
    if (kind == ModelKind::Wan21T2v1_3b) {
        d.width = 832;
        d.height = 480;
    }
    return d;
}

Status readDefaults(const Path& path, SamplingDefaults& d) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return {};
    BRANDLOOM_TRY(const auto json, readJson(path));
    DefaultsReader reader(path, json);
    reader.whole("steps", d.steps, 1, 1000);
    reader.real("shift", d.shift, 0.01, 1000);
    reader.real("guidance_low", d.guidanceLow, 0, 100);
    reader.real("guidance_high", d.guidanceHigh, 0, 100);
    reader.real("boundary", d.boundary, 0, 1);
    reader.whole("width", d.width, 16, 16384);
    reader.whole("height", d.height, 16, 16384);
    reader.whole("frames", d.frames, 1, 4097);
    reader.whole("fps", d.fps, 1, 240);
    reader.text("negative_prompt", d.negativePrompt);
    reader.text("solver", d.solver);
    if (d.frames % 4 != 1) reader.refuse("frames", "it must be one more than a multiple of 4");
    if (std::find(kSolvers.begin(), kSolvers.end(), d.solver) == kSolvers.end())
        reader.refuse("solver", fmt::format("it must be one of {}", fmt::join(kSolvers, ", ")));
    return reader.status();
}

const std::string& officialNegativePrompt() {
    static const std::string kText =
        "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，"
        "JPEG压缩残留，丑陋的，残缺的，多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，"
        "手指融合，静止不动的画面，杂乱的背景，三条腿，背景人很多，倒着走";
    return kText;
}

}  // namespace brandloom::wan
