#include "core/adapters/delta.h"

#include <torch/torch.h>

#include <algorithm>

namespace brandloom::adapters {
namespace {

/// One factor of a LoKr, whole or as a product.
torch::Tensor factor(const ModuleAdapter& m, Role whole, Role left, Role right, torch::Device device) {
    const auto get = [&](Role role) { return m.at(role).to(device, torch::kFloat); };
    return m.has(whole) ? get(whole) : torch::matmul(get(left), get(right));
}

std::shared_ptr<Delta> factorDelta(const ModuleAdapter& m, torch::Device device, DoraNorm norm) {
    auto delta = std::make_shared<Delta>();
    const auto get = [&](Role role) { return m.at(role).to(device, torch::kFloat); };
    delta->parameter = m.module + ".weight";
    delta->scale = m.scale;
    delta->norm = norm;
    if (m.factors == FactorKind::Lora) {
        delta->kind = Delta::Kind::Lora;
        delta->parts = {get(Role::Down).flatten(1), get(Role::Up).flatten(1)};
    } else if (m.factors == FactorKind::Loha) {
        delta->kind = Delta::Kind::Loha;
        delta->parts = {get(Role::HadaW1a), get(Role::HadaW1b), get(Role::HadaW2a), get(Role::HadaW2b)};
    } else {
        delta->kind = Delta::Kind::Lokr;
        delta->parts = {factor(m, Role::LokrW1, Role::LokrW1a, Role::LokrW1b, device),
                        factor(m, Role::LokrW2, Role::LokrW2a, Role::LokrW2b, device)};
    }
    if (m.has(Role::Magnitude)) {
        const auto magnitude = get(Role::Magnitude);
        const bool perColumn = magnitude.dim() > 1 && magnitude.size(0) == 1 && magnitude.numel() > 1;
        delta->magnitude = perColumn ? magnitude.reshape({1, -1}) : magnitude.reshape({-1, 1});
    }
    return delta;
}

}  // namespace

torch::Tensor Delta::product() const {
    switch (kind) {
        case Kind::Lora:
            return torch::matmul(parts[1], parts[0]) * scale;
        case Kind::Loha:
            return torch::matmul(parts[0], parts[1]) * torch::matmul(parts[2], parts[3]) * scale;
        case Kind::Lokr:
            return torch::kron(parts[0], parts[1]) * scale;
        case Kind::Full:
        case Kind::Replace:
            break;
    }
    return parts[0];
}

torch::Tensor Delta::dense(const torch::Tensor& base) const {
    if (kind == Kind::Full) return parts[0].reshape(base.sizes());
    const auto weight = base.to(torch::kFloat);
    if (kind == Kind::Replace) return parts[0].reshape(base.sizes()) - weight;
    const auto change = product();
    if (!magnitude.defined()) return change.reshape(base.sizes());
    const auto flat = weight.flatten(1);
    const auto updated = flat + change;
    const std::int64_t axis = magnitude.size(1) == 1 ? 1 : 0;
    const auto& measured = norm == DoraNorm::Updated ? updated : flat;
    const auto length = torch::linalg_vector_norm(measured, 2, at::IntArrayRef{axis}, true);
    return (updated * (magnitude / length) - flat).reshape(base.sizes());
}

torch::Tensor Delta::times(const torch::Tensor& input, const torch::Tensor& base) const {
    const auto x = input.to(torch::kFloat);
    if (kind == Kind::Lora && !magnitude.defined())
        return torch::matmul(torch::matmul(x, parts[0].t()), parts[1].t()) * scale;
    if (kind == Kind::Lokr && !magnitude.defined()) {
        // (w1 kron w2) x = w1 X w2^T with x as the matrix X [columns of w1, columns of w2].
        const auto matrix = x.unflatten(-1, {parts[0].size(1), parts[1].size(1)});
        const auto right = torch::matmul(matrix, parts[1].t());
        return torch::matmul(parts[0], right).flatten(-2) * scale;
    }
    return torch::matmul(x, dense(base).t());
}

std::vector<std::shared_ptr<const Delta>> deltasFrom(const std::map<std::string, ModuleAdapter>& modules,
                                                     const wan::ShapeMap& shapes, torch::Device device,
                                                     DoraNorm norm) {
    std::vector<std::shared_ptr<const Delta>> deltas;
    for (const auto& [name, m] : modules) {
        const auto whole = [&](Role role, Delta::Kind kind, double scale) {
            if (!m.has(role)) return;
            auto delta = std::make_shared<Delta>();
            delta->parameter = parameterOf(name, role);
            delta->kind = kind;
            auto value = m.at(role).to(device, torch::kFloat);
            if (scale != 1.0) value = value * scale;
            delta->parts = {value.reshape(shapes.at(delta->parameter)).contiguous()};
            deltas.push_back(std::move(delta));
        };
        if (m.factors != FactorKind::None) deltas.push_back(factorDelta(m, device, norm));
        whole(Role::Diff, Delta::Kind::Full, 1.0);
        whole(Role::DiffBias, Delta::Kind::Full, 1.0);
        whole(Role::UpBias, Delta::Kind::Full, m.scale);
        whole(Role::DiffModulation, Delta::Kind::Full, 1.0);
        whole(Role::SetWeight, Delta::Kind::Replace, 1.0);
        whole(Role::SetBias, Delta::Kind::Replace, 1.0);
    }
    std::ranges::stable_sort(deltas, {}, [](const auto& d) { return d->parameter; });
    return deltas;
}

}  // namespace brandloom::adapters
