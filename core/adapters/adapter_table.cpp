#include "core/adapters/adapter_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <system_error>

#include "core/adapters/scale_rules.h"
#include "core/door/engine_errors.h"

namespace brandloom::adapters {
namespace {

using weights::DType;
using weights::TensorInfo;

constexpr std::int64_t kLongestSide = 1 << 24;

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string out = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) out += (i ? "," : "") + std::to_string(shape[i]);
    return out + "]";
}

auto wrongShape(const weights::TensorFile& file, const TensorInfo& info, const std::string& want) {
    return fail(
        engine_errors::kAdapterShape,
        {{"file", utf8FromPath(file.path())}, {"key", info.name}, {"have", shapeText(info.shape)}, {"want", want}});
}

bool isFloating(DType type) {
    switch (type) {
        case DType::F16:
        case DType::BF16:
        case DType::F32:
        case DType::F64:
        case DType::F8E4M3:
        case DType::F8E5M2:
            return true;
        default:
            return false;
    }
}

float floatFromHalf(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 31;
    const int fraction = bits & 1023;
    const float sign = bits >> 15 ? -1.0f : 1.0f;
    if (exponent == 31) return fraction ? std::numeric_limits<float>::quiet_NaN() : sign * INFINITY;
    if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
    return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

template <class T>
T valueIn(const std::uint8_t* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

/// A tensor of one element, of any type that a program may have stored it in.
Result<double> readNumber(const weights::TensorFile& file, const TensorInfo& info) {
    if (info.elementCount() != 1) return wrongShape(file, info, "one number");
    std::uint8_t bytes[8] = {};
    if (info.byteCount > sizeof bytes) return wrongShape(file, info, "one number");
    BRANDLOOM_CHECK(file.read(info, std::span(bytes, info.byteCount)));
    double value = 0;
    switch (info.dtype) {
        case DType::F32:
            value = valueIn<float>(bytes);
            break;
        case DType::F64:
            value = valueIn<double>(bytes);
            break;
        case DType::F16:
            value = floatFromHalf(valueIn<std::uint16_t>(bytes));
            break;
        case DType::BF16:
            value = std::bit_cast<float>(static_cast<std::uint32_t>(valueIn<std::uint16_t>(bytes)) << 16);
            break;
        case DType::I32:
            value = valueIn<std::int32_t>(bytes);
            break;
        case DType::I64:
            value = static_cast<double>(valueIn<std::int64_t>(bytes));
            break;
        default:
            return fail(engine_errors::kAdapterShape, {{"file", utf8FromPath(file.path())},
                                                       {"key", info.name},
                                                       {"have", "of another number type"},
                                                       {"want", "a number"}});
    }
    if (!std::isfinite(value))
        return fail(engine_errors::kAdapterNotFinite, {{"file", utf8FromPath(file.path())}, {"key", info.name}});
    return value;
}

/// Product of the axes from `first` on; shapes were checked not to overflow.
std::int64_t flattened(const TensorInfo& info, std::size_t first) {
    std::int64_t n = 1;
    for (std::size_t i = first; i < info.shape.size(); ++i) n *= info.shape[i];
    return n;
}

std::string someOf(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) text += (i ? ", " : "") + names[i];
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

/// One factor of a LoKr, whole or as a product.
struct Factor {
    std::int64_t rows = 0, columns = 0, rank = 0;  ///< rank 0: whole
};

Result<Factor> factorOf(const weights::TensorFile& file, const TableEntry& entry, Role whole, Role left,
                        Role right) {
    const auto missing = [&](Role role) {
        return fail(engine_errors::kAdapterIncomplete,
                    {{"file", utf8FromPath(file.path())}, {"key", entry.fileModule + roleSuffix(role, false)}});
    };
    if (entry.has(whole)) {
        if (entry.has(left) || entry.has(right))
            return fail(engine_errors::kAdapterKeyTwice,
                        {{"file", utf8FromPath(file.path())}, {"key", entry.tensors.at(whole)->name}});
        const auto& info = *entry.tensors.at(whole);
        if (info.shape.size() != 2) return wrongShape(file, info, "a matrix");
        return Factor{info.shape[0], info.shape[1], 0};
    }
    if (!entry.has(left)) return missing(entry.has(right) ? left : whole);
    if (!entry.has(right)) return missing(right);
    const auto &a = *entry.tensors.at(left), &b = *entry.tensors.at(right);
    if (a.shape.size() != 2) return wrongShape(file, a, "a matrix");
    if (b.shape.size() != 2 || b.shape[0] != a.shape[1])
        return wrongShape(file, b, "[" + std::to_string(a.shape[1]) + ",columns]");
    return Factor{a.shape[0], b.shape[1], b.shape[0]};
}

}  // namespace

struct AdapterTable::Rules {
    std::optional<ScaleRules> folder;          // PEFT
    std::map<std::string, ScaleRules> inFile;  // diffusers, by component
    [[nodiscard]] const ScaleRules* of(const std::string& component) const {
        if (folder) return &*folder;
        const auto it = inFile.find(component);
        return it == inFile.end() ? nullptr : &it->second;
    }
};

std::string_view factorName(FactorKind kind) {
    switch (kind) {
        case FactorKind::Lora:
            return "LoRA";
        case FactorKind::Loha:
            return "LoHa";
        case FactorKind::Lokr:
            return "LoKr";
        case FactorKind::None:
            break;
    }
    return {};
}

std::string parameterOf(const std::string& module, Role role) {
    if (role == Role::DiffModulation) return module + ".modulation";
    const bool isBias = role == Role::UpBias || role == Role::DiffBias || role == Role::SetBias;
    return module + (isBias ? ".bias" : ".weight");
}

Result<AdapterTable> AdapterTable::open(const Path& path) {
    AdapterTable table;
    table.m_path = path;
    auto rules = std::make_shared<Rules>();
    auto weightsPath = path;
    if (isPeftFolder(path)) {
        BRANDLOOM_TRY(rules->folder, readPeftConfig(path / "adapter_config.json"));
        std::error_code ignored;
        weightsPath = path / "adapter_model.safetensors";
        if (!std::filesystem::exists(weightsPath, ignored) &&
            std::filesystem::exists(path / "adapter_model.bin", ignored))
            weightsPath = path / "adapter_model.bin";
    }
    BRANDLOOM_TRY(table.m_file, weights::openTensorFile(weightsPath));
    if (!rules->folder) {
        BRANDLOOM_TRY(rules->inFile, readDiffusersMetadata(table.m_file->metadata(), utf8FromPath(weightsPath)));
    }
    table.m_rules = std::move(rules);
    BRANDLOOM_CHECK(table.fillEntries());
    for (auto* entries : {&table.m_first, &table.m_second})
        for (auto& [module, entry] : *entries) {
            BRANDLOOM_CHECK(table.settle(entry));
            BRANDLOOM_CHECK(table.settleScale(entry, entries == &table.m_first ? "transformer" : "transformer_2"));
        }
    return table;
}

Status AdapterTable::fillEntries() {
    const auto file = utf8FromPath(m_file->path());
    std::vector<std::string> leftovers;
    bool any = false;
    for (const auto& info : m_file->tensors()) {
        const auto key = parseAdapterKey(info.name);
        if (!key) {
            leftovers.push_back(info.name);
            continue;
        }
        if (!any) m_dialect = dialectOfKey(*key);
        if (key->style == NameStyle::Diffusers) m_style = NameStyle::Diffusers;
        any = true;
        auto& entry = (key->second ? m_second : m_first)[key->module];
        entry.module = key->module;
        entry.fileModule = key->fileModule;
        if (!entry.tensors.emplace(key->role, &info).second)
            return fail(engine_errors::kAdapterKeyTwice, {{"file", file}, {"key", info.name}});
        if (info.elementCount() == 0 || std::ranges::any_of(info.shape, [](auto n) { return n > kLongestSide; }))
            return wrongShape(*m_file, info, "of a usable size");
        const bool mayBeWhole = key->role == Role::Alpha || key->role == Role::ReshapeWeight;
        if (!mayBeWhole && !isFloating(info.dtype))
            return fail(engine_errors::kAdapterShape, {{"file", file},
                                                       {"key", info.name},
                                                       {"have", std::string(weights::dtypeName(info.dtype))},
                                                       {"want", "floating point"}});
    }
    if (!leftovers.empty()) {
        // A file of another model is named as that; odd keys of one of ours are listed.
        for (const auto& key : leftovers)
            if (const auto owner = foreignOwner(key); !owner.empty())
                return fail(
                    engine_errors::kAdapterWrongBase,
                    {{"file", file}, {"theirs", std::string(owner)}, {"ours", "a Wan text-to-video model"}});
        return fail(engine_errors::kAdapterUnknownPart, {{"file", file}, {"key", someOf(leftovers)}});
    }
    if (!any) return fail(engine_errors::kAdapterIncomplete, {{"file", file}, {"key", "every layer"}});
    if (m_rules->folder) m_dialect = Dialect::Peft;
    return {};
}

Status AdapterTable::settle(TableEntry& entry) {
    const auto file = utf8FromPath(m_file->path());
    const auto missing = [&](Role role, bool peft) {
        return fail(engine_errors::kAdapterIncomplete,
                    {{"file", file}, {"key", entry.fileModule + roleSuffix(role, peft)}});
    };
    const auto between = [&](Role from, Role to) {
        return std::ranges::any_of(entry.tensors, [&](const auto& t) { return t.first >= from && t.first <= to; });
    };
    const bool lora = entry.has(Role::Down) || entry.has(Role::Up) || entry.has(Role::UpBias);
    const bool loha = between(Role::HadaW1a, Role::HadaW2b);
    const bool lokr = between(Role::LokrW1, Role::LokrW2b);
    if (lora + loha + lokr > 1)
        return fail(engine_errors::kAdapterKeyTwice, {{"file", file}, {"key", entry.fileModule}});
    if (lora) {
        entry.factors = FactorKind::Lora;
        if (!entry.has(Role::Down)) return missing(Role::Down, true);
        if (!entry.has(Role::Up)) return missing(Role::Up, true);
        const auto &down = *entry.tensors.at(Role::Down), &up = *entry.tensors.at(Role::Up);
        if (down.shape.size() < 2) return wrongShape(*m_file, down, "[rank,in]");
        entry.rank = down.shape[0];
        if (up.shape.size() < 2 || flattened(up, 1) != entry.rank)
            return wrongShape(*m_file, up, "[out," + std::to_string(entry.rank) + "]");
        entry.outSize = up.shape[0];
        entry.inSize = flattened(down, 1);
    } else if (loha) {
        entry.factors = FactorKind::Loha;
        for (const auto role : {Role::HadaW1a, Role::HadaW1b, Role::HadaW2a, Role::HadaW2b})
            if (!entry.has(role)) return missing(role, false);
        const auto shape = [&](Role role) { return entry.tensors.at(role)->shape; };
        for (const auto role : {Role::HadaW1a, Role::HadaW1b, Role::HadaW2a, Role::HadaW2b})
            if (shape(role).size() != 2) return wrongShape(*m_file, *entry.tensors.at(role), "a matrix");
        entry.rank = shape(Role::HadaW1b)[0];
        entry.outSize = shape(Role::HadaW1a)[0];
        entry.inSize = shape(Role::HadaW1b)[1];
        const auto size = [](std::int64_t a, std::int64_t b) { return std::vector{a, b}; };
        const auto rank2 = shape(Role::HadaW2b)[0];
        for (const auto& [role, want] : {std::pair(Role::HadaW1a, size(entry.outSize, entry.rank)),
                                         std::pair(Role::HadaW2a, size(entry.outSize, rank2)),
                                         std::pair(Role::HadaW2b, size(rank2, entry.inSize))})
            if (shape(role) != want) return wrongShape(*m_file, *entry.tensors.at(role), shapeText(want));
        if (rank2 > kLargestRank) return wrongShape(*m_file, *entry.tensors.at(Role::HadaW2b), "of a smaller rank");
    } else if (lokr) {
        entry.factors = FactorKind::Lokr;
        BRANDLOOM_TRY(const auto w1, factorOf(*m_file, entry, Role::LokrW1, Role::LokrW1a, Role::LokrW1b));
        BRANDLOOM_TRY(const auto w2, factorOf(*m_file, entry, Role::LokrW2, Role::LokrW2a, Role::LokrW2b));
        entry.outSize = w1.rows * w2.rows;
        entry.inSize = w1.columns * w2.columns;
        entry.rank = w2.rank != 0 ? w2.rank : w1.rank;
        if (std::max(w1.rank, w2.rank) > kLargestRank) entry.rank = std::max(w1.rank, w2.rank);
    }
    if (entry.rank > kLargestRank)
        return fail(engine_errors::kAdapterShape, {{"file", file},
                                                   {"key", entry.fileModule},
                                                   {"have", "of rank " + std::to_string(entry.rank)},
                                                   {"want", "a rank up to " + std::to_string(kLargestRank)}});
    if (entry.factors == FactorKind::None) {
        if (entry.has(Role::Magnitude)) return missing(Role::Down, true);
        if (entry.has(Role::Alpha)) return missing(Role::Down, false);
    }
    if (entry.has(Role::SetWeight) && (entry.factors != FactorKind::None || entry.has(Role::Diff)))
        return fail(engine_errors::kAdapterKeyTwice, {{"file", file}, {"key", entry.fileModule + ".weight"}});
    if (entry.has(Role::SetBias) && (entry.has(Role::DiffBias) || entry.has(Role::UpBias)))
        return fail(engine_errors::kAdapterKeyTwice, {{"file", file}, {"key", entry.fileModule + ".bias"}});
    if (entry.has(Role::UpBias)) {
        const auto& bias = *entry.tensors.at(Role::UpBias);
        if (bias.shape != std::vector{entry.outSize})
            return wrongShape(*m_file, bias, "[" + std::to_string(entry.outSize) + "]");
    }
    if (entry.has(Role::Magnitude)) {
        const auto& m = *entry.tensors.at(Role::Magnitude);
        const bool perRow = m.shape.size() >= 1 && m.shape[0] == entry.outSize && flattened(m, 1) == 1;
        const bool perColumn = m.shape.size() >= 2 && m.shape[0] == 1 && flattened(m, 1) == entry.inSize;
        if (!perRow && !perColumn) return wrongShape(*m_file, m, "[" + std::to_string(entry.outSize) + "]");
    }
    return {};
}

Status AdapterTable::settleScale(TableEntry& entry, const std::string& component) {
    if (entry.has(Role::Alpha)) {
        BRANDLOOM_TRY(entry.alpha, readNumber(*m_file, *entry.tensors.at(Role::Alpha)));
    }
    if (entry.factors == FactorKind::None) return {};
    // Two whole matrices: the scale is 1 whatever alpha says.
    const bool wholeLokr = entry.factors == FactorKind::Lokr && entry.rank == 0;
    if (entry.alpha && !wholeLokr) entry.scale = *entry.alpha / static_cast<double>(entry.rank);
    const auto* rules = entry.factors == FactorKind::Lora ? m_rules->of(component) : nullptr;
    if (rules == nullptr) return {};
    const auto file = utf8FromPath(m_file->path());
    BRANDLOOM_TRY(const auto stated, rules->scaleOf(entry.fileModule, entry.rank, file));
    if (entry.alpha && std::abs(stated - entry.scale) > 1e-5 * std::abs(entry.scale))
        return fail(engine_errors::kAdapterScale,
                    {{"file", file},
                     {"key", entry.fileModule},
                     {"reason", "the alpha beside it and the configuration give different values"}});
    if (!entry.alpha) {
        entry.scale = stated;
        entry.alpha = stated * static_cast<double>(entry.rank);
    }
    return {};
}

Expert AdapterTable::expertInside() const {
    if (m_first.empty()) return Expert::Low;
    if (!m_second.empty()) return Expert::Any;
    return expertFromMetadata(m_file->metadata());
}

Result<const Entries*> AdapterTable::entriesFor(Expert expert) const {
    const auto file = utf8FromPath(m_path);
    if (!m_first.empty() && !m_second.empty() && expert == Expert::Any)
        return fail(engine_errors::kAdapterWrongBase, {{"file", file},
                                                       {"theirs", "a model with two experts, as Wan2.2-T2V-A14B"},
                                                       {"ours", "one with a single expert"}});
    if (m_first.empty() && expert == Expert::High)
        return fail(engine_errors::kAdapterNoExpert, {{"file", file}, {"expert", "high"}});
    if (m_first.empty() || (expert == Expert::Low && !m_second.empty())) return &m_second;
    return &m_first;
}

}  // namespace brandloom::adapters
