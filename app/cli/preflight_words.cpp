#include "app/cli/preflight_words.h"

#include <fmt/format.h>

namespace brandloom::cli {
namespace {

std::string gigabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

std::string sentenceOf(const studio::PreflightFinding& f) {
    using Rule = studio::PreflightRule;
    switch (f.rule) {
        case Rule::ProjectReadOnly:
            return "The project is open for reading only. Close it where it is being written.";
        case Rule::EngineMissing:
            return "The library that trains is missing. Install Brandloom again.";
        case Rule::ModelMissing:
            return fmt::format(
                "There is no model {}. Name another with --model, or leave that out for the starter.", f.detail);
        case Rule::NothingToLearn:
            return "There is nothing to learn from. Name films, or add some with 'dataset add'.";
        case Rule::SourceGone:
            return fmt::format(
                "Of the films to learn from {} cannot be found, such as {}. Put them back, or see 'dataset "
                "relink'.",
                f.count, f.detail);
        case Rule::TooFewClips:
            return fmt::format("Few clips to learn from ({}) are learnt by heart. Add more films.", f.count);
        case Rule::CaptionsMissing:
            return fmt::format("Without a caption: {}. Write them, or see 'caption suggest'.", f.count);
        case Rule::LintFault:
            return fmt::format("{}: {}. See 'dataset lint'{}.", f.lintRule, f.count,
                               f.isFixable ? "; 'dataset fix' puts it right" : "");
        case Rule::DiskLow:
            return fmt::format(
                "The disk has {} free and {} would be good. Free some, or keep fewer checkpoints "
                "(--keep-checkpoints).",
                gigabytes(f.has), gigabytes(f.needs));
        case Rule::MemoryOver:
            return fmt::format(
                "It needs {} of memory of the {} that there are. Try --gradient-checkpointing, a "
                "smaller --batch or --base-dtype bf16.",
                gigabytes(f.needs), gigabytes(f.has));
    }
    return {};
}

}  // namespace

JsonLine lineOf(const studio::Preflight& preflight) {
    std::vector<JsonLine> rows;
    for (const auto& f : preflight.findings) {
        JsonLine row;
        row.add("rule", std::string(studio::word(f.rule))).add("blocks", f.blocks).add("count", f.count);
        row.add("detail", f.detail).add("lintRule", f.lintRule).add("fixable", f.isFixable);
        row.add("has", static_cast<std::int64_t>(f.has)).add("needs", static_cast<std::int64_t>(f.needs));
        rows.push_back(std::move(row));
    }
    JsonLine line("checked");
    line.add("blocks", preflight.blocks()).add("clips", preflight.clips).add("findings", rows);
    line.add("diskFreeBytes", static_cast<std::int64_t>(preflight.diskFreeBytes));
    line.add("diskNeededBytes", static_cast<std::int64_t>(preflight.diskNeededBytes));
    return line;
}

std::string textOf(const studio::Preflight& preflight) {
    std::string out = preflight.blocks()           ? "It cannot begin yet."
                      : preflight.findings.empty() ? "Everything is there."
                                                   : "It can begin, and could be better.";
    for (const auto& f : preflight.findings) out += fmt::format("\n  {} {}", f.blocks ? "!" : "-", sentenceOf(f));
    return out;
}

}  // namespace brandloom::cli
