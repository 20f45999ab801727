// export PROJECT SHOT... --target ...
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <set>

#include "app/cli/command.h"
#include "app/cli/finishing_words.h"
#include "core/base/base_errors.h"
#include "core/finishing/finishing_errors.h"
#include "core/finishing/look_document.h"
#include "core/studio/finishing/export_pieces.h"
#include "core/studio/presets/presets.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

tl::unexpected<Error> bad(const char* what, const std::string& reason, const char* allowed) {
    return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
}

std::optional<double> numberFrom(std::string_view text) {
    double out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(out)) return std::nullopt;
    return out;
}

/// "3", "3@0.5-2", "film.mp4@1-": a Shot of the project by its number, or a film, and the seconds of it.
Result<studio::ShotOnTimeline> shotFrom(const std::string& text) {
    studio::ShotOnTimeline out;
    std::string name = text;
    const auto wrong = [&](const char* reason) {
        return bad("The Shot", fmt::format("\"{}\" {}", text, reason),
                   "NUMBER, FILM, or either with @START-END in seconds");
    };
    const auto at = text.rfind('@');
    const auto dash = at == std::string::npos ? std::string::npos : text.find('-', at);
    if (dash != std::string::npos) {
        const auto from = text.substr(at + 1, dash - at - 1), to = text.substr(dash + 1);
        const auto start = from.empty() ? 0 : numberFrom(from), end = to.empty() ? 0 : numberFrom(to);
        if (!start || !end) return wrong("has a range that is none");
        out.start = *start;
        out.end = *end;
        name = text.substr(0, at);
    }
    const auto* end = name.data() + name.size();
    if (name.empty()) return wrong("names nothing");
    if (std::from_chars(name.data(), end, out.shot).ptr != end) {
        out.shot = 0;
        out.film = pathFromUtf8(name);
    } else if (out.shot < 1) {
        return wrong("is no number of a Shot");
    }
    return out;
}

/// "\\n" as typed in a shell becomes a line break.
std::string withBreaks(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isBreak = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n';
        out += isBreak ? '\n' : text[i];
        if (isBreak) ++i;
    }
    return out;
}

/// "0.5-2 Text", "2- Text" (to the end), "Text" (all the time).
Result<finishing::CaptionLine> captionFrom(const std::string& text, std::size_t number) {
    finishing::CaptionLine out;
    const auto space = text.find(' ');
    const auto range = text.substr(0, space);
    const auto dash = range.find('-');
    const bool isRange = space != std::string::npos && dash != std::string::npos &&
                         range.find_first_not_of("0123456789.-") == std::string::npos;
    if (!isRange) {
        out.text = text;
    } else {
        const auto start = numberFrom(std::string_view(range).substr(0, dash));
        const auto last = std::string_view(range).substr(dash + 1);
        const auto end = last.empty() ? 0 : numberFrom(last);
        const auto wrong = [&](const char* reason) {
            return fail(finishing_errors::kBadCaption, {{"number", std::to_string(number)}, {"reason", reason}});
        };
        if (!start || !end) return wrong("its times are no numbers");
        if (*end != 0 && *end <= *start) return wrong("it ends before it begins");
        out = {text.substr(space + 1), *start, *end};
    }
    out.text = withBreaks(out.text);
    return out;
}

class ExportCommand : public Command {
  public:
    void declare(Flags& flags) override {
        auto& look = m_options.look;
        auto& sound = m_options.sound;
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPositions("SHOTS", m_shots, "Numbers of Shots, or films, in their order; @START-END takes a part",
                           Need::Required);
        flags.add("--target", m_targets,
                  "Platform or shape: 16:9, 9:16, 1:1, 4:5, douyin, tiktok, youtube ...; may be given again");
        flags.add("--preset", m_preset, "Preset whose look and targets it has; flags that are given go before it");
        flags.add("--cross-fade", m_crossFade, "Seconds that Shots overlap; 0: hard cuts");
        flags.add("--fit", m_fit, "crop (fill the frame) or pad (bars in the brand's background colour)");
        flags.add("--focus", m_focus, "X,Y from 0 to 1: what a crop keeps");
        flags.add("--fade-in", look.fadeIn, "Seconds from black");
        flags.add("--fade-out", look.fadeOut, "Seconds to black");
        flags.add("--caption", m_captions,
                  "\"START-END TEXT\" in seconds, or TEXT for all of it; may be given again");
        flags.add("--caption-size", look.captionSize, "Of its letters, as a share of the shorter side");
        flags.add("--caption-bottom", look.captionBottom,
                  "Lower edge of captions as a share of the height; 0: that of the safe zone");
        flags.add("--logo-corner", m_corner, "top-left, top-right, bottom-left or bottom-right");
        flags.add("--logo-size", look.logoSize, "Of its height, as a share of the shorter side");
        flags.addSwitch("--logo-plate", look.logoPlate, "A plate in the brand's background colour under the logo");
        flags.addSwitch("--no-logo", m_noLogo, "Without the brand's logo");
        flags.addSwitch("--no-legal-line", m_noLegal, "Without the brand's legal line");
        flags.add("--label", m_label, "AI label: platform (as the platform's country speaks), zh, en, both or off");
        flags.add("--voice", m_options.voice, "Sound file that is spoken");
        flags.add("--voice-start", sound.voiceStart, "Seconds until it begins");
        flags.add("--music", m_options.music, "Sound file that plays below, stepping back under the voice");
        flags.add("--music-below", sound.musicBelow, "Decibels that it is softer than the voice");
        flags.add("--duck", sound.duckBy, "Decibels that it steps back further while somebody speaks");
        flags.add("--music-fade", sound.musicFadeOut, "Seconds that it fades at the end");
        flags.add("--title", m_options.title, "Title; left out: the prompt of the first Shot");
        flags.add("--producer", m_options.producer, "Who answers for it, in the metadata; left out: the brand");
        flags.add("--name", m_options.nameTemplate,
                  "Name of the files: {title} {target} {brand} {date} {time} {size}");
        flags.add("--out", m_options.outDir, "Folder; left out: pieces/ of the project");
        flags.add("--cover", m_options.coverSeconds,
                  "Seconds of the picture that is the cover; left out: a third of it");
        flags.addSwitch("--no-cover", m_noCover, "Without a cover picture");
        flags.addSwitch("--check", m_options.isCheckOnly, "Only the checklist; nothing is written");
        flags.addSwitch("--strict", m_options.isStrict, "Write nothing that the checklist has a problem with");
        flags.add("--quality", m_options.quality, "x264 quality, 0 to 51, lower is better");
        flags.add("--speed", m_options.speed, "x264 preset: ultrafast ... veryslow");
    }

    void setGiven(const std::vector<std::string>& flags) override { m_given.insert(flags.begin(), flags.end()); }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_CHECK(readWords());
        BRANDLOOM_TRY(const auto project, m_options.isCheckOnly
                                              ? project::Project::open(m_project, project::Mode::Read)
                                              : studio::openProjectForWriting(m_project));
        if (!m_preset.empty()) BRANDLOOM_CHECK(takePreset(*project));
        BRANDLOOM_TRY(const auto done, studio::exportPieces(project.get(), m_options, out.listener(), stop));
        out.result(exportLine(done), exportText(done, m_options.isCheckOnly));
        for (const auto& piece : done.pieces)
            if (piece.error) return exitCodeOf(*piece.error);
        return m_options.isCheckOnly && hasProblem(done) ? kFound : kDone;
    }

  private:
    Status takePreset(project::Project& project) {
        BRANDLOOM_TRY(const auto shown, studio::showPreset(&project, m_preset));
        BRANDLOOM_TRY(const auto theirs, finishing::lookFromDocument(shown.preset.lookJson));
        if (!m_given.contains("--target") && !shown.preset.targets.empty())
            m_options.targets = shown.preset.targets;
        auto& look = m_options.look;
        const auto take = [&](const char* flag, auto finishing::PieceLook::*field) {
            if (!m_given.contains(flag)) look.*field = theirs.*field;
        };
        using Look = finishing::PieceLook;
        take("--fit", &Look::fit);
        take("--focus", &Look::focusX);
        take("--focus", &Look::focusY);
        take("--fade-in", &Look::fadeIn);
        take("--fade-out", &Look::fadeOut);
        take("--no-logo", &Look::logo);
        take("--logo-corner", &Look::logoCorner);
        take("--logo-size", &Look::logoSize);
        take("--logo-plate", &Look::logoPlate);
        take("--caption-size", &Look::captionSize);
        take("--caption-bottom", &Look::captionBottom);
        take("--no-legal-line", &Look::legalLine);
        take("--label", &Look::label);
        return {};
    }

    Status readWords() {
        for (const auto& text : m_shots) {
            BRANDLOOM_TRY(auto shot, shotFrom(text));
            shot.crossFade = m_options.shots.empty() ? 0 : m_crossFade;
            m_options.shots.push_back(std::move(shot));
        }
        for (const auto& text : m_captions) {
            BRANDLOOM_TRY(auto caption, captionFrom(text, m_options.captions.size() + 1));
            m_options.captions.push_back(std::move(caption));
        }
        if (!m_targets.empty()) m_options.targets = m_targets;
        auto& look = m_options.look;
        const auto fit = finishing::fitFrom(m_fit);
        const auto corner = finishing::cornerFrom(m_corner);
        const auto label = finishing::labelWordsFrom(m_label);
        if (!fit) return bad("The fit", fmt::format("it is \"{}\"", m_fit), "crop or pad");
        if (!corner)
            return bad("The corner", fmt::format("it is \"{}\"", m_corner),
                       "top-left, top-right, bottom-left or bottom-right");
        if (!label)
            return bad("The AI label", fmt::format("it is \"{}\"", m_label), "platform, zh, en, both or off");
        look.fit = *fit;
        look.logoCorner = *corner;
        look.label = *label;
        look.logo = !m_noLogo;
        look.legalLine = !m_noLegal;
        m_options.cover = !m_noCover;
        const auto comma = m_focus.find(',');
        const auto x = numberFrom(std::string_view(m_focus).substr(0, comma));
        const auto y =
            comma == std::string::npos ? std::nullopt : numberFrom(std::string_view(m_focus).substr(comma + 1));
        if (!x || !y)
            return bad("The place that a crop keeps", fmt::format("it is \"{}\"", m_focus), "X,Y, as in 0.5,0.3");
        look.focusX = *x;
        look.focusY = *y;
        return {};
    }

    Path m_project;
    studio::ExportOptions m_options;
    std::vector<std::string> m_shots, m_captions, m_targets;
    std::string m_preset;
    std::set<std::string> m_given;
    double m_crossFade = 0;
    std::string m_fit = "crop", m_corner = "top-right", m_label = "platform", m_focus = "0.5,0.5";
    bool m_noLogo = false, m_noLegal = false, m_noCover = false;
};

}  // namespace

std::unique_ptr<Command> makeExport() {
    return std::make_unique<ExportCommand>();
}

}  // namespace brandloom::cli
