#include <torch/torch.h>

#include <cmath>
#include <sstream>
#include <stdexcept>

#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

struct Errors {
    double max = 0, rms = 0;
};

/// Relative to the largest value (max) and to the rms of `theirs`.
Errors errorsOf(const torch::Tensor& ours, const torch::Tensor& theirs) {
    const auto a = ours.detach().to(torch::kDouble), b = theirs.to(torch::kDouble);
    if (b.numel() == 0) return {};
    const auto difference = (a - b).abs();
    const double scale = b.abs().max().item<double>();
    const double rms = b.square().mean().sqrt().item<double>();
    const double worst = difference.max().item<double>();
    const double meanError = difference.square().mean().sqrt().item<double>();
    if (std::isnan(worst)) return {INFINITY, INFINITY};
    return {scale > 0 ? worst / scale : worst, rms > 0 ? meanError / rms : meanError};
}

std::string shapeText(const torch::Tensor& t) {
    std::ostringstream out;
    out << t.sizes();
    return out.str();
}

}  // namespace

std::filesystem::path Case::at(const std::string& key) const {
    return (folder / json.at(key).get<std::string>()).lexically_normal();
}

const torch::Tensor& Case::input(const std::string& key) const {
    const auto it = inputs.find(key);
    if (it == inputs.end()) throw std::runtime_error("the case has no input " + key);
    return it->second;
}

void Report::add(std::string tensor, double error, double tolerance, bool passed, std::string note) {
    m_checks.push_back({m_area, m_name, std::move(tensor), error, tolerance, passed, std::move(note)});
}

void Report::verdict(const std::string& tensor, bool passed, const std::string& note) {
    add(tensor, 0, 0, passed, note);
}

void Report::relative(const std::string& tensor, const torch::Tensor& ours, const torch::Tensor& theirs,
                      double tolerance) {
    if (ours.sizes() != theirs.sizes())
        return add(tensor, INFINITY, tolerance, false, "shape " + shapeText(ours) + ", not " + shapeText(theirs));
    const auto error = errorsOf(ours, theirs).max;
    add(tensor, error, tolerance, error <= tolerance);
}

double advisedTolerance(const Case& c, const std::string& key) {
    const auto& table = c.json.at("tolerance");
    if (const auto it = table.find(key); it != table.end()) return it->at("advised_max_rel").get<double>();
    // Kinds that hold for many tensors: "samples.tanh" for "steps4_shift5.tanh.samples".
    for (const auto& [kind, row] : table.items()) {
        if (!row.contains("applies_to")) continue;
        const auto dot = kind.find('.');
        const auto last = kind.substr(0, dot);
        const auto middle = dot == std::string::npos ? std::string() : kind.substr(dot + 1);
        if (key.ends_with("." + last) && (middle.empty() || key.find("." + middle + ".") != std::string::npos))
            return row.at("advised_max_rel").get<double>();
    }
    throw std::runtime_error("no tolerance is stored for " + key);
}

void Report::compare(const Case& c, const std::string& key, const torch::Tensor& ours, double tolerance,
                     const std::string& label) {
    m_seen.insert(key);
    const auto& name = label.empty() ? key : label;
    const auto& theirs = c.outputs.at(key);
    relative(name, ours, theirs, tolerance > 0 ? tolerance : advisedTolerance(c, key));
    const auto row = c.json.at("tolerance").find(key);
    if (tolerance > 0 || row == c.json.at("tolerance").end() || !row->contains("advised_rms_rel")) return;
    if (ours.sizes() != theirs.sizes()) return;  // said already
    const double allowed = row->at("advised_rms_rel"), error = errorsOf(ours, theirs).rms;
    add(name + " (rms)", error, allowed, error <= allowed);
}

void Report::compareIfStored(const Case& c, const std::string& key, const torch::Tensor& ours) {
    if (c.has(key)) compare(c, key, ours);
}

void Report::exact(const Case& c, const std::string& key, const torch::Tensor& ours, const std::string& label) {
    m_seen.insert(key);
    const auto& theirs = c.outputs.at(key);
    const bool same = ours.sizes() == theirs.sizes() && ours.to(theirs.scalar_type()).equal(theirs);
    add(label.empty() ? key : label, same ? 0 : INFINITY, 0, same, same ? "exact" : "differs");
}

void Report::frames(const Case& c, const std::string& key, const torch::Tensor& ours, const std::string& label) {
    m_seen.insert(key);
    const auto& name = label.empty() ? key : label;
    const auto& theirs = c.outputs.at(key);
    if (ours.sizes() != theirs.sizes()) return add(name, INFINITY, 0, false, "shape " + shapeText(ours));
    const auto difference = (ours.to(torch::kInt) - theirs.to(torch::kInt)).abs();
    const auto worst = difference.max().item<int>();
    const double share = difference.gt(0).to(torch::kDouble).mean().item<double>();
    std::ostringstream note;
    note << "levels off by at most " << worst << ", in " << share * 100 << " %";
    add(name, share, 0.001, worst <= 1 && share <= 0.001, note.str());
}

void Report::lowPrecision(const Case& c, const std::string& key, const torch::Tensor& ours,
                          const torch::Tensor& reference, const torch::Tensor& rows) {
    m_seen.insert(key);
    const auto& row = c.json.at("tolerance").at(key);
    const auto value = [&](const std::string& stem) {
        const auto it = row.find(stem);
        return (it != row.end() ? *it : row.at(stem + "_valid_rows")).get<double>();
    };
    if (ours.sizes() != reference.sizes()) return add(key, INFINITY, 0, false, "shape " + shapeText(ours));
    const auto errors =
        rows.defined() ? errorsOf(ours.index({rows}), reference.index({rows})) : errorsOf(ours, reference);
    const double maxAllowed = 1.5 * value("max_rel_error_vs_fp64"),
                 rmsAllowed = 1.5 * value("rms_rel_error_vs_fp64");
    add(key + " (max)", errors.max, maxAllowed, errors.max <= maxAllowed);
    add(key + " (rms)", errors.rms, rmsAllowed, errors.rms <= rmsAllowed);
}

void Report::requireAllOutputs(const Case& c) {
    for (const auto& [key, tensor] : c.outputs)
        if (!m_seen.contains(key)) add(key, INFINITY, 0, false, "nothing was compared with it");
}

}  // namespace brandloom::parity
