#include "app/cli/preset_words.h"

#include <fmt/format.h>

#include "app/cli/cli_errors.h"
#include "core/base/clock.h"
#include "core/styles/prompt_frame.h"

namespace brandloom::cli {
namespace {

std::string slotsText(const std::string& frame) {
    std::string out;
    if (const auto slots = styles::slotsOf(frame))
        for (const auto& slot : *slots)
            out += fmt::format("{}{}{}", out.empty() ? "" : ", ", slot.name,
                               slot.usual.empty() ? std::string() : fmt::format(" ({})", slot.usual));
    return out;
}

}  // namespace

JsonLine presetLine(const studio::ShownPreset& shown, const std::string& type) {
    const auto& p = shown.preset;
    std::vector<JsonLine> slots;
    if (const auto all = styles::slotsOf(p.frame))
        for (const auto& slot : *all) {
            JsonLine row;
            row.add("name", slot.name).add("usual", slot.usual);
            slots.push_back(std::move(row));
        }
    std::vector<std::string> missing;
    for (const auto& error : shown.missing) missing.push_back(error.sentence());
    JsonLine line(type);
    line.add("name", p.name).add("nameZh", p.nameZh).add("ships", shown.isShipped);
    line.add("version", shown.number).add("versions", shown.versions).add("tags", p.tags);
    if (shown.createdAt > 0) line.add("created", isoUtc(shown.createdAt));
    line.add("slots", slots).add("missing", missing).addJson("preset", styles::presetJson(p));
    return line;
}

std::string presetRow(const studio::ShownPreset& shown) {
    const auto& p = shown.preset;
    auto out = fmt::format("  {}", p.name);
    if (!p.nameZh.empty() && p.nameZh != p.name) out += fmt::format(" · {}", p.nameZh);
    out += shown.isShipped ? std::string("  [ships]")
                           : fmt::format("  version {} of {}", shown.number, shown.versions);
    if (!p.tags.empty()) out += fmt::format("  #{}", fmt::join(p.tags, " #"));
    return out + (shown.missing.empty() ? "" : "  (a Style is missing)");
}

std::string presetText(const studio::ShownPreset& shown) {
    const auto& p = shown.preset;
    auto out = presetRow(shown).substr(2);
    const auto add = [&](const char* what, const std::string& value) {
        if (!value.empty()) out += fmt::format("\n  {:<12} {}", what, value);
    };
    add("", p.description);
    add("", p.descriptionZh);
    add("prompt", p.frame);
    add("slots", slotsText(p.frame));
    if (p.negativePrompt) add("negative", *p.negativePrompt);
    for (const auto& style : p.styles)
        add("Style", fmt::format("{}{} at {:g}, {:g}", style.name,
                                 style.version > 0 ? fmt::format("@{}", style.version) : std::string(),
                                 style.strengthHigh, style.strengthLow));
    if (p.steps > 0) add("steps", std::to_string(p.steps));
    add("solver", p.solver);
    if (p.width > 0) add("size", fmt::format("{}x{}", p.width, p.height));
    if (p.frames > 0) add("frames", std::to_string(p.frames));
    add("targets", fmt::format("{}", fmt::join(p.targets, ", ")));
    for (const auto& error : shown.missing) out += "\n  " + error.sentence() + " " + error.remedy();
    return out;
}

Result<std::map<std::string, std::string>> readSlots(const std::vector<std::string>& texts) {
    std::map<std::string, std::string> out;
    for (const auto& text : texts) {
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string::npos)
            return fail(cli_errors::kBadUsage,
                        {{"reason", fmt::format("--slot wants NAME=VALUE, not \"{}\"", text)},
                         {"command", "brandloom-cli generate"}});
        out[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return out;
}

}  // namespace brandloom::cli
