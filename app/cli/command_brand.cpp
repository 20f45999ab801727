// brand show PROJECT, brand set PROJECT --name ..., brand import PROJECT [FILE...] [--from-dataset]
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/base/base_errors.h"
#include "core/brand/brand_checks.h"
#include "core/brand/brand_document.h"
#include "core/studio/brand/brand.h"
#include "core/studio/fonts/brand_fonts.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

using studio::BrandChanged;
using studio::ShownBrand;

/// What is to be known of a font before it is used; empty: all is well.
std::string faultOf(const studio::BrandFont& font, bool isForChinese) {
    if (!font.isInstalled)
        return fmt::format("The font {} is not installed here; another one stands in for it.", font.family);
    if (!isForChinese || font.chineseShare >= 1) return {};
    if (font.chineseShare < 0.5)
        return fmt::format("The font {} has no Chinese; another one stands in for it.", font.family);
    return fmt::format("The font {} lacks some Chinese characters; another one stands in for them.", font.family);
}

std::vector<std::string> fontFaults(const brand::Brand& brand) {
    std::vector<std::string> out;
    const auto look = [&](const std::string& family, bool isForChinese) {
        if (family.empty()) return;
        if (auto fault = faultOf(studio::checkFont(family), isForChinese); !fault.empty())
            out.push_back(std::move(fault));
    };
    look(brand.fontLatin, false);
    look(brand.fontChinese, true);
    return out;
}

std::vector<JsonLine> linesOf(const std::vector<brand::Colour>& colours) {
    std::vector<JsonLine> out;
    for (const auto& colour : colours) {
        JsonLine line;
        line.add("name", colour.name).add("hex", colour.hex).add("share", colour.share);
        line.add("role", std::string(word(colour.role)));
        out.push_back(std::move(line));
    }
    return out;
}

std::vector<JsonLine> linesOf(const std::vector<studio::LogoFile>& logos) {
    std::vector<JsonLine> out;
    for (const auto& [logo, file] : logos) {
        JsonLine line;
        line.add("ground", std::string(word(logo.ground))).add("file", utf8FromPath(file));
        line.add("sha256", logo.blob).add("clearSpace", logo.clearSpace);
        line.add("width", logo.width).add("height", logo.height);
        out.push_back(std::move(line));
    }
    return out;
}

std::vector<JsonLine> linesOf(const std::vector<brand::ContrastCheck>& checks) {
    std::vector<JsonLine> out;
    for (const auto& check : checks) {
        JsonLine line;
        line.add("text", check.text).add("textName", check.textName).add("ground", check.ground);
        line.add("groundName", check.groundName).add("ratio", check.ratio);
        line.add("verdict", std::string(word(check.legibility))).add("subtitle", check.isSubtitle);
        line.add("nearest", check.nearest);
        out.push_back(std::move(line));
    }
    return out;
}

JsonLine lineOf(const ShownBrand& shown, const std::vector<std::string>& faults, const char* type) {
    const auto& b = shown.brand;
    JsonLine line(type);
    line.add("name", b.name).add("colours", linesOf(b.colours)).add("logos", linesOf(shown.logos));
    line.add("fontLatin", b.fontLatin).add("fontChinese", b.fontChinese);
    line.add("toneZh", b.tone.zh).add("toneEn", b.tone.en).add("bannedWords", b.bannedWords);
    line.add("legalZh", b.legalLine.zh).add("legalEn", b.legalLine.en);
    line.add("contrasts", linesOf(shown.contrasts)).add("fontFaults", faults);
    return line;
}

std::string textOf(const brand::ContrastCheck& check) {
    const auto text = check.textName.empty() ? check.text : check.textName + " " + check.text;
    const auto ground = check.groundName.empty() ? check.ground : check.groundName + " " + check.ground;
    const char* verdict = check.legibility == brand::Legibility::Passes      ? "can be read"
                          : check.legibility == brand::Legibility::LargeOnly ? "only for large text (below 4.5)"
                                                                             : "cannot be read (below 3)";
    auto out = fmt::format("  {} on {}: {:.2f}, {}", text, ground, check.ratio, verdict);
    if (!check.nearest.empty()) out += ", nearest that passes " + check.nearest;
    return out + (check.isSubtitle ? "  [subtitles]" : "");
}

std::string textOf(const ShownBrand& shown, const std::vector<std::string>& faults) {
    const auto& b = shown.brand;
    if (b.isEmpty()) return "Nothing was said of the brand yet.";
    std::string out = b.name.empty() ? "(no name)" : b.name;
    const auto add = [&](const char* what, const std::string& value) {
        if (!value.empty()) out += fmt::format("\n  {:<12} {}", what, value);
    };
    for (const auto& c : b.colours) {
        add("colour",
            fmt::format("{} {}{}{}", c.hex, c.name, c.share > 0 ? fmt::format("  {:.0f} %", 100 * c.share) : "",
                        c.role == brand::ColourRole::None ? "" : fmt::format("  ({})", word(c.role))));
    }
    for (const auto& [logo, file] : shown.logos)
        add("logo", fmt::format("{}x{} on {} ground, {:.2f} of its height kept clear, {}", logo.width, logo.height,
                                word(logo.ground), logo.clearSpace, utf8FromPath(file)));
    add("font", b.fontLatin);
    add("font zh", b.fontChinese);
    add("tone zh", b.tone.zh);
    add("tone en", b.tone.en);
    add("banned", fmt::format("{}", fmt::join(b.bannedWords, ", ")));
    add("legal zh", b.legalLine.zh);
    add("legal en", b.legalLine.en);
    for (const auto& check : shown.contrasts) out += "\n" + textOf(check);
    for (const auto& fault : faults) out += "\n" + fault;
    return out;
}

ExitCode tell(Output& out, const BrandChanged& done) {
    const auto faults = fontFaults(done.shown.brand);
    auto line = lineOf(done.shown, faults, "brand_changed");
    std::vector<std::string> left;
    std::string text = done.changes == 0 ? "Nothing had to be changed." : fmt::format("Changes: {}.", done.changes);
    for (const auto& error : done.leftOut) {
        left.push_back(error.sentence());
        text += "\nLeft out: " + error.sentence() + " " + error.remedy();
    }
    line.add("changes", done.changes).add("leftOut", left);
    out.result(line, text + "\n" + textOf(done.shown, faults));
    return kDone;
}

class BrandShow : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("PROJECT", m_project, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto shown, studio::showBrand(*project));
        const auto faults = fontFaults(shown.brand);
        out.result(lineOf(shown, faults, "brand"), textOf(shown, faults));
        return kDone;
    }

  private:
    Path m_project;
};

class BrandSet : public Command {
  public:
    void declare(Flags& flags) override {
        auto& edit = m_options.edit;
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.add("--name", edit.name, "Name of the brand; empty text takes any of these away");
        flags.add("--colour", m_colours, "NAME=#RRGGBB, then a share (20%) or a role; may be given again");
        flags.add("--remove-colour", edit.removeColours, "Name of a colour, may be given again");
        flags.add("--logo", m_logo, "PNG of the logo on light ground");
        flags.add("--logo-dark", m_logoDark, "PNG of the logo on dark ground");
        flags.add("--clear-space", m_options.clearSpace, "Kept free around logos, as a share of their height");
        flags.add("--remove-logo", m_removeLogos, "dark or light, may be given again");
        flags.add("--font-latin", edit.fontLatin, "Family for Latin");
        flags.add("--font-chinese", edit.fontChinese, "Family for Chinese");
        flags.add("--tone-zh", edit.toneZh, "How it speaks, in Chinese");
        flags.add("--tone-en", edit.toneEn, "How it speaks, in English");
        flags.add("--banned", m_banned, "All words that it does not use, between commas");
        flags.add("--legal-zh", edit.legalZh, "Legal line in Chinese");
        flags.add("--legal-en", edit.legalEn, "Legal line in English");
    }
    void setGiven(const std::vector<std::string>& flags) override {
        for (const auto& flag : flags) m_hasChange |= flag.starts_with("--") && flag != "--json";
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        for (const auto& text : m_colours) {
            BRANDLOOM_TRY(auto colour, brand::colourFromText(text));
            m_options.edit.putColours.push_back(std::move(colour));
        }
        for (const auto& text : m_removeLogos) {
            const auto ground = brand::groundFrom(text);
            if (!ground)
                return fail(
                    base_errors::kInvalidArgument,
                    {{"what", "The ground of a logo"}, {"reason", "it is neither"}, {"allowed", "dark or light"}});
            m_options.edit.removeLogos.push_back(*ground);
        }
        if (m_banned) m_options.edit.bannedWords = brand::listFromText(*m_banned);
        if (!m_logo.empty()) m_options.logos.push_back({brand::LogoGround::Light, m_logo, {}});
        if (!m_logoDark.empty()) m_options.logos.push_back({brand::LogoGround::Dark, m_logoDark, {}});
        if (!m_hasChange)
            return fail(base_errors::kInvalidArgument, {{"what", "This change of the brand"},
                                                        {"reason", "nothing is named that shall be otherwise"},
                                                        {"allowed", "a flag that 'brand set --help' tells"}});
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::setBrand(*project, m_options, out.listener()));
        return tell(out, done);
    }

  private:
    Path m_project;
    bool m_hasChange = false;
    studio::SetBrandOptions m_options;
    std::vector<std::string> m_colours, m_removeLogos;
    Path m_logo, m_logoDark;
    std::optional<std::string> m_banned;
};

class BrandImport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPositions(
            "FILES", m_options.files,
            "Pictures and films for their colours, JSON or lines of \"key: value\" for what they say",
            Need::Optional);
        flags.addSwitch("--from-dataset", m_options.fromDataset,
                        "Colours of the clips that are picked, else of all that are not rejected");
        flags.add("--dataset", m_options.dataset, "Name of the dataset; left out: the only one");
        flags.addSwitch("--replace", m_options.isReplacing, "Found colours take the place of those there");
        flags.add("--count", m_options.count, "Colours to look for at most, 1 to 16");
        flags.add("--lang", m_options.language, "Language of the names of new colours: zh or en");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::importBrand(*project, m_options, out.listener(), stop));
        return tell(out, done);
    }

  private:
    Path m_project;
    studio::ImportBrandOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeBrandShow() {
    return std::make_unique<BrandShow>();
}
std::unique_ptr<Command> makeBrandSet() {
    return std::make_unique<BrandSet>();
}
std::unique_ptr<Command> makeBrandImport() {
    return std::make_unique<BrandImport>();
}

}  // namespace brandloom::cli
