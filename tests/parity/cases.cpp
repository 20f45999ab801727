#include <torch/torch.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "core/weights/tensor_file.h"
#include "tests/parity/parity.h"

namespace brandloom::parity {
namespace fs = std::filesystem;
namespace {

torch::ScalarType scalarType(weights::DType dtype) {
    using weights::DType;
    switch (dtype) {
        case DType::F32:
            return torch::kFloat;
        case DType::F64:
            return torch::kDouble;
        case DType::BF16:
            return torch::kBFloat16;
        case DType::F16:
            return torch::kHalf;
        case DType::I64:
            return torch::kLong;
        case DType::I32:
            return torch::kInt;
        case DType::I16:
            return torch::kShort;
        case DType::I8:
            return torch::kChar;
        case DType::U8:
            return torch::kByte;
        case DType::Bool:
            return torch::kBool;
        default:
            throw std::runtime_error("a fixture has the number type " + std::string(weights::dtypeName(dtype)));
    }
}

const std::map<std::string, std::function<void(const Case&, Report&)>>& runners() {
    static const std::map<std::string, std::function<void(const Case&, Report&)>> kRunners{
        {"transformer", runTransformerCase},
        {"vae21", runVaeCase},
        {"vae22", runVaeCase},
        {"umt5", runUmt5Case},
        {"sampling", runSamplingCase},
        {"checkpoint", runCheckpointCase},
        {"lora", runLoraCase},
        {"training", runTrainingCase}};
    return kRunners;
}

std::vector<fs::path> sortedFolders(const fs::path& folder) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_directory()) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

Case readCase(const fs::path& folder, const std::string& area) {
    Case c;
    c.folder = folder;
    c.area = area;
    c.name = folder.filename().string();
    std::ifstream file(folder / "case.json");
    if (!file) throw std::runtime_error("case.json is missing");
    c.json = nlohmann::json::parse(file);
    c.inputs = readTensors(folder / "inputs.safetensors");
    c.outputs = readTensors(folder / "outputs.safetensors");
    return c;
}

std::vector<Check> runCase(const fs::path& folder, const std::string& area) {
    Report report(area, folder.filename().string());
    try {
        const auto c = readCase(folder, area);
        runners().at(area)(c, report);
        report.requireAllOutputs(c);
    } catch (const c10::Error& e) {
        report.verdict("(run)", false, e.what_without_backtrace());
    } catch (const std::exception& e) {
        report.verdict("(run)", false, e.what());
    }
    return report.checks();
}

void append(std::vector<Check>& all, std::vector<Check> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Check> failedArea(const std::string& area, const std::string& why) {
    Report report(area, "*");
    report.verdict("(area)", false, why);
    return report.checks();
}

}  // namespace

Tensors readTensors(const fs::path& path) {
    const auto file = weights::openTensorFile(path);
    if (!file) throw std::runtime_error(file.error().describe());
    Tensors tensors;
    for (const auto& info : (*file)->tensors()) {
        auto buffer = weights::readTensor(**file, info);
        if (!buffer) throw std::runtime_error(buffer.error().describe());
        tensors[info.name] = torch::from_blob(buffer->data(), info.shape, scalarType(info.dtype)).clone();
    }
    return tensors;
}

std::vector<std::string> areasIn(const fs::path& root) {
    std::vector<std::string> names;
    for (const auto& folder : sortedFolders(root))
        if (const auto name = folder.filename().string(); !name.starts_with('.')) names.push_back(name);
    return names;
}

std::vector<Check> runArea(const fs::path& root, const std::string& area) {
    try {
        const auto folder = root / area;
        if (!fs::is_directory(folder)) return failedArea(area, "there is no such folder");
        std::vector<Check> all;
        if (area == "malformed") return runMalformed(folder);
        if (area == "tokenizer") {
            if (fs::exists(folder / "cases.json")) return runTokenizer(folder, "cases");
            for (const auto& child : sortedFolders(folder))
                append(all, runTokenizer(child, child.filename().string()));
            return all;
        }
        if (!runners().contains(area)) return failedArea(area, "nothing here knows this area");
        for (const auto& child : sortedFolders(area == "checkpoint" ? folder / "cases" : folder))
            append(all, runCase(child, area));
        if (area == "lora" && fs::exists(folder / "pair_names.json"))
            append(all, runPairNames(folder / "pair_names.json"));
        if (all.empty()) return failedArea(area, "it holds no case");
        return all;
    } catch (const std::exception& e) {
        return failedArea(area, e.what());
    }
}

}  // namespace brandloom::parity
