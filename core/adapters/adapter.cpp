#include "core/adapters/adapter.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "core/door/engine_errors.h"

namespace brandloom::adapters {
namespace {

constexpr double kLargestStrength = 1000.0;

using Changes = std::vector<std::pair<std::shared_ptr<const Delta>, double>>;

struct DeltaBranch : wan::LinearBranch {
    std::shared_ptr<const Delta> delta;
    const wan::Linear* linear = nullptr;  // owns this branch
    double strength = 1.0;

    torch::Tensor apply(const torch::Tensor& input, const torch::Tensor& output) override {
        const auto change = delta->times(input, linear->weight);
        return output + (change * strength).to(output.scalar_type());
    }
};

/// The linear layer that a weight belongs to, or null.
wan::Linear* linearOf(wan::WanTransformer& model, const std::string& parameter) {
    constexpr std::string_view kWeight = ".weight";
    if (!parameter.ends_with(kWeight)) return nullptr;
    return model.findLinear(parameter.substr(0, parameter.size() - kWeight.size()));
}

}  // namespace

torch::Tensor mergedValue(const torch::Tensor& base, const Changes& changes) {
    auto sum = base.to(torch::kFloat, false, true);
    for (const auto& [delta, strength] : changes) sum.add_(delta->dense(base), strength);
    return sum.to(base.scalar_type());
}

Result<std::shared_ptr<const Adapter>> Adapter::load(const Path& path, const wan::TransformerConfig& config,
                                                     const AdapterLoadOptions& options) {
    BRANDLOOM_TRY(const auto table, AdapterTable::open(path));
    const auto inside = table.expertInside();
    const bool opposite = (inside == Expert::High && options.expert == Expert::Low) ||
                          (inside == Expert::Low && options.expert == Expert::High);
    if (opposite && table.second().empty())
        return fail(engine_errors::kAdapterSwapped, {{"file", utf8FromPath(path)},
                                                     {"theirs", std::string(expertName(inside))},
                                                     {"ours", std::string(expertName(options.expert))}});
    BRANDLOOM_TRY(const auto* entries, table.entriesFor(options.expert));
    const auto shapes = wan::transformerShapes(config);
    BRANDLOOM_CHECK(checkFits(table, *entries, config, shapes));
    BRANDLOOM_TRY(const auto modules, readModules(table, *entries));
    auto adapter = std::shared_ptr<Adapter>(new Adapter);
    adapter->m_path = path;
    BRANDLOOM_CHECK(guardedCall("preparing " + utf8FromPath(path), [&]() -> Status {
        const torch::NoGradGuard noGrad;
        adapter->m_deltas = deltasFrom(modules, shapes, options.device, options.doraNorm);
        return {};
    }));
    return adapter;
}

AdapterStack::AdapterStack(std::shared_ptr<wan::WanTransformer> model) : m_model(std::move(model)) {}

AdapterStack::~AdapterStack() {
    clear();
}

void AdapterStack::clear() {
    for (auto& [linear, branch] : m_branches) std::erase(linear->branches, branch);
    m_branches.clear();
    if (!m_originals.empty()) {
        auto parameters = m_model->named_parameters();
        for (auto& [name, original] : m_originals) parameters[name].set_data(original);
        m_originals.clear();
    }
    m_active.clear();
}

Status AdapterStack::set(std::vector<ActiveAdapter> adapters, ApplyMode mode, const StopToken& stop) {
    clear();
    for (const auto& [adapter, strength] : adapters)
        if (!(std::abs(strength) <= kLargestStrength))
            return fail(
                engine_errors::kBadGenerateOption,
                {{"option", "strength"}, {"value", std::to_string(strength)}, {"allowed", "a number such as 1.0"}});
    m_active = std::move(adapters);
    auto status = guardedCall("applying a Style", [&] { return apply(mode, stop); });
    if (!status) clear();
    return status;
}

Status AdapterStack::apply(ApplyMode mode, const StopToken& stop) {
    const torch::NoGradGuard noGrad;
    std::map<std::string, Changes> exchanged;
    for (const auto& [adapter, strength] : m_active) {
        if (strength == 0.0) continue;
        for (const auto& delta : adapter->deltas()) {
            auto* linear = mode == ApplyMode::Branch ? linearOf(*m_model, delta->parameter) : nullptr;
            if (linear == nullptr) {
                exchanged[delta->parameter].emplace_back(delta, strength);
                continue;
            }
            auto branch = std::make_shared<DeltaBranch>();
            branch->delta = delta;
            branch->linear = linear;
            branch->strength = strength;
            linear->branches.push_back(branch);
            m_branches.emplace_back(linear, std::move(branch));
        }
    }
    if (exchanged.empty()) return {};
    auto parameters = m_model->named_parameters();
    for (const auto& [name, changes] : exchanged) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        auto& parameter = parameters[name];
        auto merged = mergedValue(parameter.detach(), changes);
        if (!torch::isfinite(merged).all().item<bool>())
            return fail(engine_errors::kAdapterNotFinite,
                        {{"file", utf8FromPath(m_active.front().adapter->path())}, {"key", name}});
        m_originals.emplace(name, parameter.detach());
        parameter.set_data(merged);
    }
    return {};
}

}  // namespace brandloom::adapters
