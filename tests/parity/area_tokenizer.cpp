#include <torch/types.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "core/text/clean.h"
#include "core/text/tokenizer.h"
#include "tests/parity/parity.h"
#include "tests/parity/tokenize.h"

namespace brandloom::parity {
namespace {

using Ids = std::vector<std::int64_t>;
using nlohmann::json;

text::Tokenizer tokenizerAt(const std::filesystem::path& path) {
    auto tokenizer = text::Tokenizer::load(path);
    if (!tokenizer) throw std::runtime_error(tokenizer.error().describe());
    return std::move(*tokenizer);
}

std::string textOf(const Ids& ids) {
    return json(ids).dump();
}

/// The ids of the reference class, without its padding.
Ids idsOf(const json& entry) {
    auto ids = entry.at("ids").get<Ids>();
    if (entry.contains("length"))
        ids.resize(entry.at("length").get<std::size_t>());
    else if (entry.contains("mask"))
        ids.resize(static_cast<std::size_t>(std::ranges::count(entry.at("mask").get<Ids>(), 1)));
    return ids;
}

/// Where the reference class and the SentencePiece library differ, the case stores both and either is right.
bool isOfLibrary(const Ids& ours, const json& entry) {
    return entry.contains("sentencepiece_ids") && ours == entry.at("sentencepiece_ids").get<Ids>();
}

/// spiece.model, or the only file of that ending under another name.
std::filesystem::path modelIn(const std::filesystem::path& folder) {
    auto found = folder / "spiece.model";
    if (std::filesystem::exists(found)) return found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".model") found = entry.path();
    return found;
}

/// The mask covers the ids, and what is behind them is padding.
bool hasMask(const Ids& ids, const Ids& mask) {
    Ids ours(mask.size(), 0);
    if (ids.size() > ours.size()) return false;
    std::fill_n(ours.begin(), ids.size(), 1);
    return ours == mask;
}

const std::map<std::string, text::CleanMode> kModes{{"whitespace", text::CleanMode::Whitespace},
                                                    {"lower", text::CleanMode::Lower},
                                                    {"canonicalize", text::CleanMode::Canonicalize}};

}  // namespace

std::vector<std::int64_t> promptIds(const wan::ModelFolder& folder, const std::string& prompt,
                                    std::int64_t maxTokens) {
    if (!folder.has(wan::Part::Tokenizer)) throw std::runtime_error("the folder has no tokenizer");
    const auto tokenizer = tokenizerAt(folder.parts.at(wan::Part::Tokenizer));
    return tokenizer.encode(text::cleanPrompt(prompt), static_cast<int>(maxTokens));
}

std::vector<Check> runTokenizer(const std::filesystem::path& folder, const std::string& name) {
    Report report("tokenizer", name);
    try {
        std::ifstream stream(folder / "cases.json");
        if (!stream) throw std::runtime_error("cases.json is missing");
        const auto cases = json::parse(stream);
        const auto tokenizer = tokenizerAt(modelIn(folder));
        const auto maxTokens = cases.at("max_length").get<int>();
        int index = 0;
        for (const auto& entry : cases.at("cases")) {
            const auto category = entry.at("category").get<std::string>();
            const auto label = category + " " + std::to_string(index++);
            std::size_t judged = 0;
            for (const auto& [mode, wanted] : entry.items()) {
                if (!wanted.is_object()) continue;  // the text, its category and other notes
                ++judged;
                const auto kind = kModes.find(mode);
                if (kind == kModes.end()) {
                    report.verdict(label + " " + mode, false, "nothing here knows this way of cleaning");
                    continue;
                }
                const auto expected = wanted.at("cleaned").get<std::string>();
                const auto cleaned = text::cleanPrompt(entry.at("text").get<std::string>(), kind->second);
                report.verdict(label + " " + mode, cleaned == expected,
                               cleaned == expected ? "" : json(cleaned).dump());
                const auto ids = tokenizer.encode(expected, maxTokens);
                const bool same = ids == idsOf(wanted);
                report.verdict(label + " ids of " + mode, same || isOfLibrary(ids, wanted), textOf(ids));
                if (wanted.contains("mask") &&
                    (same || !isOfLibrary(ids, wanted)))  // the mask is that of the class
                    report.verdict(label + " mask of " + mode, hasMask(ids, wanted.at("mask")), "");
            }
            if (judged == 0) report.verdict(label, false, "it holds nothing to compare with");
        }
        if (index == 0) report.verdict("(cases)", false, "there are none");
    } catch (const std::exception& e) {
        report.verdict("(run)", false, e.what());
    }
    return report.checks();
}

}  // namespace brandloom::parity
