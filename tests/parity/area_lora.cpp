#include <torch/torch.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <regex>
#include <stdexcept>

#include "core/adapters/adapter.h"
#include "core/wan/loader.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace {

using adapters::ActiveAdapter;
using adapters::Adapter;
using adapters::AdapterStack;
using adapters::ApplyMode;
using adapters::DoraNorm;
using adapters::Expert;

template <class T>
T required(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return std::move(*result);
}

void required(const Status& status) {
    if (!status) throw std::runtime_error(status.error().describe());
}

/// One transformer of the case's model and what it gives without adapters.
struct Base {
    std::shared_ptr<wan::WanTransformer> model;
    bool twoExperts = false;
    Tensors bytes;  ///< copies of all parameters
    torch::Tensor velocity;
};

struct Bench {
    const Case& c;
    Report& report;
    std::map<Expert, Base> bases;
};

torch::Tensor inputOf(const Case& c, Expert expert, const std::string& name) {
    const auto own = "low." + name;
    return expert == Expert::Low && c.inputs.contains(own) ? c.input(own) : c.input(name);
}

torch::Tensor velocity(const Case& c, Expert expert, wan::WanTransformer& model) {
    return model.forward({inputOf(c, expert, "latent")}, inputOf(c, expert, "timestep"),
                         {inputOf(c, expert, "context")})[0];
}

Tensors parametersOf(wan::WanTransformer& model) {
    Tensors all;
    for (const auto& parameter : model.named_parameters())
        all[parameter.key()] = parameter.value().detach().clone();
    return all;
}

bool sameBytes(const torch::Tensor& a, const torch::Tensor& b) {
    const auto x = a.contiguous(), y = b.contiguous();
    return x.scalar_type() == y.scalar_type() && x.sizes() == y.sizes() &&
           std::memcmp(x.data_ptr(), y.data_ptr(), x.nbytes()) == 0;
}

bool isUntouched(const Base& base) {
    for (const auto& parameter : base.model->named_parameters())
        if (!sameBytes(parameter.value().detach(), base.bytes.at(parameter.key()))) return false;
    return true;
}

Base& baseFor(Bench& bench, Expert expert) {
    auto& base = bench.bases[expert];
    if (base.model) return base;
    const auto folder = required(wan::describeModelFolder(bench.c.at("model")));
    const auto part = !folder.hasTwoExperts()  ? wan::Part::Transformer
                      : expert == Expert::High ? wan::Part::HighNoise
                                               : wan::Part::LowNoise;
    base.model = required(wan::loadTransformer(folder, part));
    base.twoExperts = folder.hasTwoExperts();
    base.bytes = parametersOf(*base.model);
    base.velocity = velocity(bench.c, expert, *base.model);
    return base;
}

std::string modeName(ApplyMode mode) {
    return mode == ApplyMode::Merged ? "merged" : "branch";
}

/// Outputs are <prefix>s<strength>.velocity and <prefix>s<strength>.merged.<parameter>.
std::map<double, std::vector<std::string>> outputsByStrength(const Case& c, const std::string& prefix) {
    static const std::regex kForm(R"(s(-?[0-9]+(?:\.[0-9]+)?)\.(velocity|merged\..+))");
    std::map<double, std::vector<std::string>> found;
    for (const auto& [key, value] : c.outputs) {
        if (!key.starts_with(prefix)) continue;
        const auto rest = key.substr(prefix.size());
        std::smatch match;
        if (std::regex_match(rest, match, kForm)) found[std::stod(match[1])].push_back(key);
    }
    if (found.empty()) throw std::runtime_error("the case stores no outputs under '" + prefix + "'");
    return found;
}

void judgeFile(Bench& bench, const std::string& label, const std::filesystem::path& path, Expert expert,
               const std::string& prefix, DoraNorm norm) {
    auto& base = baseFor(bench, expert);
    adapters::AdapterLoadOptions options;
    options.doraNorm = norm;
    options.expert = base.twoExperts ? expert : Expert::Any;
    const auto adapter = required(Adapter::load(path, base.model->config(), options));
    if (bench.c.has(prefix + "base.velocity"))
        bench.report.compare(bench.c, prefix + "base.velocity", base.velocity, 0,
                             label + " " + prefix + "base.velocity");
    const auto expected = outputsByStrength(bench.c, prefix);
    for (const auto mode : {ApplyMode::Merged, ApplyMode::Branch}) {
        AdapterStack stack(base.model);
        for (const auto& [strength, keys] : expected) {
            required(stack.set({ActiveAdapter{adapter, strength}}, mode));
            const auto parameters = base.model->named_parameters();
            for (const auto& key : keys) {
                const auto name = label + " " + modeName(mode) + " " + key;
                const auto at = key.find(".merged.");
                if (at == std::string::npos)
                    bench.report.compare(bench.c, key, velocity(bench.c, expert, *base.model), 0, name);
                else if (mode == ApplyMode::Merged)
                    bench.report.compare(bench.c, key,
                                         parameters[key.substr(at + std::string(".merged.").size())].detach(), 0,
                                         name);
            }
        }
        required(stack.set({ActiveAdapter{adapter, 0.0}}, mode));
        bench.report.verdict(label + " " + modeName(mode) + " strength 0",
                             isUntouched(base) && sameBytes(velocity(bench.c, expert, *base.model), base.velocity),
                             "equals the base to the byte");
        required(stack.set({ActiveAdapter{adapter, 1.0}}, mode));
        stack.clear();
        bench.report.verdict(label + " " + modeName(mode) + " taken off",
                             isUntouched(base) && sameBytes(velocity(bench.c, expert, *base.model), base.velocity),
                             "equals the base to the byte");
    }
}

/// Which outputs a file has to give: "outputs": "diff.*", or "... expected values under bf16file.*" in its rule.
std::string prefixOf(const nlohmann::json& entry) {
    std::smatch match;
    const auto outputs = entry.value("outputs", std::string());
    if (std::regex_match(outputs, match, std::regex(R"((\w+\.)\*)"))) return match[1];
    if (!outputs.empty()) throw std::runtime_error("nothing here knows the outputs " + outputs);
    const auto rule = entry.value("scale_rule", std::string());
    if (std::regex_search(rule, match, std::regex(R"(expected values under (\w+\.)\*)"))) return match[1];
    return {};
}

void judgePair(const Case& c, Report& report, const std::string& file, Expert expert) {
    const auto path = c.folder / file;
    report.verdict(file + " by name", adapters::expertFromName(path) == expert, "the expert");
    const auto files = required(adapters::findAdapterFiles(path));
    const auto& mine = expert == Expert::High ? files.high : files.low;
    const auto& other = expert == Expert::High ? files.low : files.high;
    report.verdict(file + " in its pair", mine == path && !other.empty() && files.both.empty(), "both halves");
}

}  // namespace

void runLoraCase(const Case& c, Report& report) {
    torch::NoGradGuard noGrad;
    Bench bench{c, report, {}};
    const auto& files = c.json.at("files");
    if (files.empty()) throw std::runtime_error("the case lists no file");
    for (const auto& entry : files) {
        const auto file = entry.at("file").get<std::string>();
        const auto words = entry.value("expert", std::string());
        auto path = c.folder / file;
        if (!path.has_filename()) path = path.parent_path();
        std::vector<Expert> experts;
        if (words.find("high") != std::string::npos) experts.push_back(Expert::High);
        if (words.find("low") != std::string::npos) experts.push_back(Expert::Low);
        const bool single = words.empty() || words == "single" || words == "any" || words == "transformer";
        if (experts.empty() && single) experts.push_back(Expert::High);  // a model with one transformer
        if (experts.empty()) throw std::runtime_error("nothing here knows the expert '" + words + "'");
        const auto dialect = entry.value("dialect", std::string());
        if (dialect.find("pair") != std::string::npos) judgePair(c, report, file, experts.front());
        for (const auto expert : experts) {
            const auto named = prefixOf(entry);
            const auto prefix = named.empty() && expert == Expert::Low ? std::string("low.") : named;
            judgeFile(bench, file, path, expert, prefix, DoraNorm::Updated);
            const std::string variant = "base_norm_variant.";
            const bool hasVariant =
                std::ranges::any_of(c.outputs, [&](const auto& o) { return o.first.starts_with(variant); });
            if (hasVariant && expert == Expert::High) judgeFile(bench, file, path, expert, variant, DoraNorm::Base);
        }
    }
}

std::vector<Check> runPairNames(const std::filesystem::path& file) {
    Report report("lora", file.stem().string());
    std::ifstream in(file);
    const auto json = nlohmann::json::parse(in);
    const std::map<std::string, Expert> experts{
        {"high", Expert::High}, {"low", Expert::Low}, {"unknown", Expert::Any}};
    for (const auto& entry : json.at("names")) {
        const auto name = entry.at("name").get<std::string>();
        const auto want = entry.at("expert").get<std::string>();
        const auto found = adapters::expertFromName(pathFromUtf8(name));
        report.verdict(name, experts.at(want) == found, want);
    }
    return report.checks();
}

}  // namespace brandloom::parity
