// compare SHOT SHOT... [--project DIR] [--metrics --sheet FILE --mp4 FILE], vote start|cast|result
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "app/cli/command.h"
#include "core/base/base_errors.h"
#include "core/studio/compare/compare_films.h"
#include "core/studio/compare/votes.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

/// A number of a Shot; none: it is something else.
std::optional<std::int64_t> shotNumber(const std::string& text) {
    std::int64_t out = 0;
    const auto* end = text.data() + text.size();
    if (text.empty() || std::from_chars(text.data(), end, out).ptr != end || out < 1) return std::nullopt;
    return out;
}

/// JSON has no word for it.
JsonLine& addNumber(JsonLine& line, const char* key, double value) {
    return std::isfinite(value) ? line.add(key, value) : line.add(key, "inf");
}

std::string listText(const std::vector<double>& values) {
    std::string out = "[";
    for (const double value : values)
        out += (out.size() > 1 ? "," : "") + (std::isfinite(value) ? fmt::format("{:.6g}", value) : "\"inf\"");
    return out + "]";
}

std::string nameOf(const studio::ShotSource& source) {
    return source.shot > 0 ? fmt::format("Shot {}", source.shot) : utf8FromPath(source.file.filename());
}

std::string decibels(double value) {
    return std::isfinite(value) ? fmt::format("{:.2f} dB", value) : std::string("the same pictures");
}

class Compare : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions(
            "SHOTS", m_names,
            "Two to four numbers of Shots, or films; the first is what the others are measured against",
            Need::Required);
        flags.add("--project", m_project, "Folder of the project that the numbers belong to");
        flags.addSwitch("--metrics", m_perFrame, "With --json: every frame");
        flags.add("--sheet", m_options.sheet, "PNG with their frames, one row each");
        flags.add("--mp4", m_options.film, "MP4 with all beside each other");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        for (const auto& name : m_names) {
            const auto number = shotNumber(name);
            m_options.films.push_back({number.value_or(0), number ? Path() : pathFromUtf8(name)});
        }
        std::unique_ptr<project::Project> project;
        if (!m_project.empty()) {
            BRANDLOOM_TRY(project, project::Project::open(m_project, project::Mode::Read));
        }
        BRANDLOOM_TRY(const auto done, studio::compareFilms(project.get(), m_options, out.listener(), stop));
        out.result(lineOf(done), textOf(done));
        return kDone;
    }

  private:
    JsonLine lineOf(const studio::CompareResult& r) const {
        std::vector<JsonLine> films;
        for (std::size_t i = 0; i < r.films.size(); ++i) {
            const auto& film = r.films[i];
            JsonLine row;
            row.add("shot", film.source.shot)
                .add("file", utf8FromPath(film.source.file))
                .add("flicker", film.meanFlicker);
            if (i > 0) {
                addNumber(row, "psnr", film.difference.meanPsnr).add("ssim", film.difference.meanSsim);
                row.add("paletteDistance", film.difference.meanPalette);
            }
            if (m_perFrame) {
                JsonLine each;
                each.addJson("flicker", listText(film.flicker)).addJson("psnr", listText(film.difference.psnr));
                each.addJson("ssim", listText(film.difference.ssim))
                    .addJson("paletteDistance", listText(film.difference.palette));
                row.add("frames", each);
            }
            films.push_back(std::move(row));
        }
        const auto& a = r.alignment;
        JsonLine line("compare"), chosen;
        chosen.add("width", a.width).add("height", a.height).add("fps", a.fps).add("frames", a.frames);
        chosen.add("sizesDiffer", a.sizesDiffer).add("aspectsDiffer", a.aspectsDiffer);
        chosen.add("ratesDiffer", a.ratesDiffer).add("lengthsDiffer", a.lengthsDiffer);
        line.add("alignment", chosen).add("films", films);
        return line;
    }

    static std::string textOf(const studio::CompareResult& r) {
        const auto& a = r.alignment;
        auto out =
            fmt::format("Compared at {}x{}, {:g} frames a second, {} frames.", a.width, a.height, a.fps, a.frames);
        if (a.sizesDiffer) out += " Sizes differ: all are scaled to that of the first.";
        if (a.aspectsDiffer) out += " Shapes differ: what does not fit is cut off.";
        if (a.ratesDiffer) out += " Rates differ: the picture of each time is taken.";
        if (a.lengthsDiffer) out += " Lengths differ: only until the shortest ends.";
        for (std::size_t i = 0; i < r.films.size(); ++i) {
            const auto& film = r.films[i];
            out += fmt::format("\n  {:<14} flicker {:.2f}", nameOf(film.source), film.meanFlicker);
            if (i > 0)
                out += fmt::format(", PSNR {}, SSIM {:.4f}, palette {:.2f} Lab", decibels(film.difference.meanPsnr),
                                   film.difference.meanSsim, film.difference.meanPalette);
        }
        return out;
    }

    Path m_project;
    std::vector<std::string> m_names;
    bool m_perFrame = false;
    studio::CompareOptions m_options;
};

Result<std::vector<std::int64_t>> shotNumbers(const std::vector<std::string>& texts) {
    std::vector<std::int64_t> out;
    for (const auto& text : texts) {
        const auto number = shotNumber(text);
        if (!number)
            return fail(base_errors::kInvalidArgument, {{"what", "A Shot of a vote"},
                                                        {"reason", fmt::format("it is \"{}\"", text)},
                                                        {"allowed", "its number, as 'shot list' shows it"}});
        out.push_back(*number);
    }
    return out;
}

class VoteStart : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_options.name, "Name of the vote");
        flags.add("--a", m_first, "Number of a Shot of the one side, may be given again");
        flags.add("--b", m_second, "Number of a Shot of the other side, as often");
        flags.add("--name-a", m_options.firstName, "What the one side is called at the end");
        flags.add("--name-b", m_options.secondName, "What the other side is called at the end");
        flags.add("--seed", m_options.seed, "Draws order and sides: the same seed, the same vote");
        flags.add("--out", m_options.folder, "Folder for copies that tell nothing: pair-01-left.mp4 ...");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(m_options.first, shotNumbers(m_first));
        BRANDLOOM_TRY(m_options.second, shotNumbers(m_second));
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto vote, studio::startVote(*project, m_options, out.listener(), stop));
        std::vector<JsonLine> rows;
        std::string text = fmt::format("The vote \"{}\" has {} pairs.", vote.name, vote.pairs.size());
        for (const auto& pair : vote.pairs) {
            JsonLine row;
            row.add("pair", pair.number)
                .add("left", utf8FromPath(pair.left))
                .add("right", utf8FromPath(pair.right));
            rows.push_back(std::move(row));
            if (!pair.left.empty())
                text +=
                    fmt::format("\n  {:2}  {}  {}", pair.number, utf8FromPath(pair.left), utf8FromPath(pair.right));
        }
        JsonLine line("vote_started");
        line.add("vote", vote.name).add("pairs", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::vector<std::string> m_first, m_second;
    studio::StartVoteOptions m_options;
};

class VoteCast : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Name of the vote");
        flags.add("--pair", m_pair, "Number of the pair");
        flags.add("--choice", m_choice, "left, right or tie", Need::Required);
        flags.add("--voter", m_voter, "Who votes; of a pair the last ballot of each voter counts");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_CHECK(studio::castVote(*project, m_name, m_pair, m_choice, m_voter, out.listener()));
        JsonLine line("vote_cast");
        line.add("vote", m_name).add("pair", m_pair);
        out.result(line, "Counted.");
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name, m_choice, m_voter = "me";
    int m_pair = 1;
};

class VoteResultCommand : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Name of the vote");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto outcome, studio::voteOutcome(*project, m_name));
        const auto& [vote, r] = outcome;
        JsonLine line("vote_result"), interval;
        interval.add("low", r.interval.low).add("high", r.interval.high);
        line.add("vote", vote.name).add("a", vote.firstName).add("b", vote.secondName).add("votesA", r.first);
        line.add("votesB", r.second).add("ties", r.ties).add("voters", r.voters).add("shareA", r.share);
        line.add("interval", interval).add("verdict", wordFor(r.verdict)).add("seed", std::to_string(vote.seed));
        auto text = fmt::format("{}: {}   {}: {}   ties: {}   voters: {}\n", vote.firstName, r.first,
                                vote.secondName, r.second, r.ties, r.voters);
        text += fmt::format("{} is preferred in {:.0f} % of the votes without ties (95 %: {:.0f} to {:.0f} %).\n",
                            vote.firstName, 100 * r.share, 100 * r.interval.low, 100 * r.interval.high);
        text += r.verdict == compare::Verdict::NotEnough
                    ? std::string("There are not enough votes yet to say which is better.")
                    : fmt::format("{} is better.",
                                  r.verdict == compare::Verdict::First ? vote.firstName : vote.secondName);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
};

}  // namespace

std::unique_ptr<Command> makeCompare() {
    return std::make_unique<Compare>();
}
std::unique_ptr<Command> makeVoteStart() {
    return std::make_unique<VoteStart>();
}
std::unique_ptr<Command> makeVoteCast() {
    return std::make_unique<VoteCast>();
}
std::unique_ptr<Command> makeVoteResult() {
    return std::make_unique<VoteResultCommand>();
}

}  // namespace brandloom::cli
