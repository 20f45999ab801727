// dataset add PROJECT FILE..., dataset list PROJECT, dataset show PROJECT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/command.h"
#include "core/studio/datasets/datasets.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

using Outcome = studio::AddedFilm::Outcome;

const char* wordFor(Outcome outcome) {
    switch (outcome) {
        case Outcome::Added:
            return "added";
        case Outcome::CaptionsRenewed:
            return "captions_renewed";
        case Outcome::KnownAlready:
            return "known";
        case Outcome::Refused:
            return "refused";
    }
    return "refused";
}

JsonLine lineOf(const studio::DatasetSummary& d, const char* type) {
    JsonLine line(type);
    line.add("name", d.name).add("version", d.version).add("films", d.films).add("clips", d.clips);
    line.add("heldOutClips", d.heldOutClips).add("clipsWithoutText", d.clipsWithoutText);
    line.add("seconds", d.seconds).add("seed", static_cast<std::int64_t>(d.seed));
    line.add("heldOutShare", d.heldOutShare);
    return line;
}

std::string textOf(const studio::DatasetSummary& d) {
    std::string out =
        fmt::format("{}: {} clip{} of {} film{}, {}, {} held out", d.name, d.clips, d.clips == 1 ? "" : "s",
                    d.films, d.films == 1 ? "" : "s", durationText(d.seconds), d.heldOutClips);
    if (d.clipsWithoutText > 0) out += fmt::format(", {} without text", d.clipsWithoutText);
    return out + ", version " + d.version.substr(0, 12);
}

JsonLine lineOf(const studio::AddedFilm& film) {
    JsonLine line;
    line.add("film", utf8FromPath(film.film)).add("outcome", wordFor(film.outcome)).add("clips", film.clips);
    line.add("languages", film.languages);
    if (!film.knownAs.empty()) line.add("knownAs", utf8FromPath(film.knownAs));
    if (film.error) {
        JsonLine error;
        error.add("module", film.error->module).add("code", film.error->code);
        error.add("message", film.error->sentence()).add("remedy", film.error->remedy());
        line.add("error", error);
    }
    return line;
}

std::string textOf(const studio::AddedFilm& film) {
    switch (film.outcome) {
        case Outcome::Added:
            return fmt::format(
                "  {}: {} clip{}, {}", utf8FromPath(film.film), film.clips, film.clips == 1 ? "" : "s",
                film.languages.empty() ? "no text beside it"
                                       : fmt::format("captions {}", fmt::join(film.languages, ", ")));
        case Outcome::CaptionsRenewed:
            return fmt::format("  {}: was there already, its captions are those beside it now",
                               utf8FromPath(film.film));
        case Outcome::KnownAlready:
            return fmt::format("  {}: is there already, as {}", utf8FromPath(film.film),
                               utf8FromPath(film.knownAs));
        case Outcome::Refused:
            return fmt::format("  {} {} It was left out.", film.error->sentence(), film.error->remedy());
    }
    return {};
}

JsonLine lineOf(const dataset::Clip& clip) {
    JsonLine captions;
    for (const auto& caption : clip.captions) captions.add(caption.language.c_str(), caption.text);
    JsonLine line;
    line.add("id", clip.id.value).add("film", clip.sourcePath).add("sha256", clip.sourceSha256);
    line.add("split", clip.split == dataset::Split::HeldOut ? "held_out" : "train");
    line.add("firstFrame", clip.firstFrame).add("frames", clip.frameCount);
    line.add("start", clip.startSeconds.value_or(0)).add("end", clip.endSeconds.value_or(0));
    line.add("width", clip.width).add("height", clip.height).add("captions", captions);
    return line;
}

class DatasetAdd : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPositions("FILES", m_options.films,
                           "Films; their texts lie beside them as NAME.zh.txt, NAME.en.txt or NAME.txt",
                           Need::Required);
        flags.add("--name", m_options.dataset,
                  "Name of the dataset; left out: the only one, or a first one called Dataset");
        flags.add("--split", m_options.split, "Clips of a film: none (the whole film) or shots (one per shot)");
        flags.add("--held-out", m_options.heldOutShare,
                  "Share of the clips that is only measured, whole films; a new dataset has 0.2");
        flags.add("--seed", m_seed, "Seed of the choice of held-out films; a new dataset has 1");
    }

    void setGiven(const std::vector<std::string>& flags) override {
        for (const auto& flag : flags)
            if (flag == "--seed") m_options.seed = m_seed;
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto added, studio::addFilms(*project, m_options, listener, stop));
        std::vector<JsonLine> films;
        std::string text;
        for (const auto& film : added.films) {
            films.push_back(lineOf(film));
            text += textOf(film) + "\n";
        }
        auto line = lineOf(added.dataset, "dataset");
        line.add("added", added.added).add("refused", added.refused).add("results", films);
        text += added.dataset.name.empty() ? "Nothing was added." : textOf(added.dataset);
        out.result(line, text);
        return added.refused == 0 ? kDone : kFound;
    }

  private:
    Path m_project;
    studio::AddFilmsOptions m_options;
    std::uint64_t m_seed = 1;
};

class DatasetList : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("PROJECT", m_project, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto datasets, studio::listDatasets(*project));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& dataset : datasets) {
            rows.push_back(lineOf(dataset, ""));
            text += (text.empty() ? "" : "\n") + textOf(dataset);
        }
        JsonLine line("datasets");
        line.add("datasets", rows);
        out.result(line, datasets.empty() ? "There is no dataset yet; make one with 'dataset add'." : text);
        return kDone;
    }

  private:
    Path m_project;
};

class DatasetShow : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.add("--name", m_name, "Name of the dataset; left out: the only one");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto content, studio::showDataset(*project, m_name));
        std::vector<JsonLine> rows;
        std::string text = textOf(content.summary);
        for (const auto& clip : content.clips) {
            rows.push_back(lineOf(clip));
            text += fmt::format("\n  {:>9} {} frames from {}, {:.2f} to {:.2f} s  {}",
                                clip.split == dataset::Split::HeldOut ? "held out" : "train", clip.frameCount,
                                clip.firstFrame, clip.startSeconds.value_or(0), clip.endSeconds.value_or(0),
                                clip.sourcePath);
            for (const auto& caption : clip.captions)
                text += fmt::format("\n{:>14}: {}", caption.language, caption.text);
        }
        auto line = lineOf(content.summary, "dataset");
        line.add("rows", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
};

}  // namespace

std::unique_ptr<Command> makeDatasetAdd() {
    return std::make_unique<DatasetAdd>();
}
std::unique_ptr<Command> makeDatasetList() {
    return std::make_unique<DatasetList>();
}
std::unique_ptr<Command> makeDatasetShow() {
    return std::make_unique<DatasetShow>();
}

}  // namespace brandloom::cli
