#include <torch/torch.h>

#include <cmath>
#include <fstream>
#include <stdexcept>

#include "core/weights/tensor_file.h"
#include "tests/parity/parity.h"
#include "tests/unit/weights_values.h"

namespace brandloom::parity {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

bool sameValue(double ours, const json& expected) {
    if (expected.is_boolean()) return ours == (expected.get<bool>() ? 1.0 : 0.0);
    if (expected.is_string()) {
        const auto text = expected.get<std::string>();
        if (text == "nan") return std::isnan(ours);
        return ours == (text == "inf" ? INFINITY : -INFINITY);
    }
    return ours == expected.get<double>();
}

/// Empty when the file holds the expected tensors with their values, else what differs.
std::string differences(const weights::TensorFile& file, const json& entry) {
    if (!entry.contains("tensors")) return {};
    const auto& tensors = entry.at("tensors");
    const auto count = entry.value("tensor_count", tensors.size());
    if (file.tensors().size() != count)
        return std::to_string(file.tensors().size()) + " tensors instead of " + std::to_string(count);
    for (const auto& [name, expected] : tensors.items()) {
        const auto* info = file.find(name);
        if (info == nullptr) return "tensor '" + name + "' is missing";
        if (weights::dtypeName(info->dtype) != expected.at("dtype").get<std::string>())
            return name + ": number type";
        if (info->shape != expected.at("shape").get<std::vector<std::int64_t>>()) return name + ": shape";
        const auto buffer = weights::readTensor(file, *info);
        if (!buffer) return buffer.error().describe();
        if (!expected.contains("values")) continue;
        const auto& values = expected.at("values");
        if (values.size() != info->elementCount()) return name + ": number of values";
        const auto stride = static_cast<std::size_t>(weights::bitsPerElement(info->dtype)) / 8;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!sameValue(test::elementAt(info->dtype, buffer->data() + i * stride), values[i]))
                return name + ": value " + std::to_string(i);
    }
    if (entry.contains("metadata") && json(file.metadata()) != entry.at("metadata")) return "metadata";
    return {};
}

/// Opens and reads everything; a damaged storage may show only then.
Result<std::unique_ptr<weights::TensorFile>> openAndRead(const fs::path& path) {
    BRANDLOOM_TRY(auto file, weights::openTensorFile(path));
    for (const auto& info : file->tensors()) {
        BRANDLOOM_TRY(const auto bytes, weights::readTensor(*file, info));
        (void)bytes;
    }
    return file;
}

void judge(Report& report, const std::string& name, const fs::path& path, const json& entry) {
    const auto verdict = entry.at("verdict").get<std::string>();
    if (verdict != "refuse" && verdict != "load" && verdict != "either")
        return report.verdict(name, false, "nothing here knows the verdict " + verdict);
    const auto file = openAndRead(path);
    if (file) {
        const auto wrong = differences(**file, entry);
        if (verdict == "refuse")
            report.verdict(name, false,
                           "was loaded: " + entry.value("reason", std::string("it should be refused")));
        else
            report.verdict(name, wrong.empty(), wrong.empty() ? "loaded" : wrong);
        return;
    }
    const auto sentence = file.error().sentence();
    const auto stem = path.filename().string();
    const bool namesIt =
        sentence.find(stem) != std::string::npos || sentence.find(path.parent_path().string()) != std::string::npos;
    if (verdict == "load")
        report.verdict(name, false, "was refused: " + sentence);
    else
        report.verdict(name, namesIt, (namesIt ? "refused: " : "the message does not name the file: ") + sentence);
}

/// The index of a sharded folder, whatever its stem; the official name where there is none.
fs::path indexIn(const fs::path& folder) {
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().filename().string().ends_with(".index.json")) return entry.path();
    return folder / "diffusion_pytorch_model.safetensors.index.json";
}

/// Files anywhere below the folder, to see that reading wrote none.
std::size_t countFiles(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) count += entry.is_regular_file() ? 1 : 0;
    return count;
}

}  // namespace

std::vector<Check> runMalformed(const fs::path& folder) {
    std::ifstream stream(folder / "expected.json");
    if (!stream) throw std::runtime_error("expected.json is missing");
    const auto expected = json::parse(stream);
    Report report("malformed", "files");
    const auto before = countFiles(folder);
    for (const auto& [kind, entries] : expected.items()) {
        if (!entries.is_array()) continue;  // words about the set
        for (const auto& entry : entries) {
            if (kind == "sharded") {
                const auto name = entry.at("folder").get<std::string>();
                judge(report, kind + "/" + name, indexIn(folder / kind / name), entry);
            } else if (kind == "safetensors" || kind == "pth") {
                const auto name = entry.at("file").get<std::string>();
                judge(report, kind + "/" + name, folder / kind / name, entry);
            } else {
                report.verdict(kind, false, "nothing here knows this kind");
                break;
            }
        }
    }
    report.verdict("(folder)", countFiles(folder) == before, "no file was written");
    return report.checks();
}

}  // namespace brandloom::parity
