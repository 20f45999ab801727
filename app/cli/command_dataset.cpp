// dataset add PROJECT FILE..., dataset list PROJECT, dataset show PROJECT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "app/cli/cli_errors.h"
#include "app/cli/dataset_words.h"
#include "core/studio/import/import_films.h"
#include "core/studio/lint/learning_model.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

using cli::lineOf;
using cli::textOf;
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

JsonLine lineOf(const studio::AddedFilm& film) {
    JsonLine line;
    line.add("film", utf8FromPath(film.film)).add("outcome", wordFor(film.outcome)).add("clips", film.clips);
    line.add("languages", film.languages);
    if (!film.knownAs.empty()) line.add("knownAs", utf8FromPath(film.knownAs));
    if (film.isFoundAgain) line.add("foundAgain", true);
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
            if (film.isFoundAgain)
                return fmt::format("  {}: found again, it was {}", utf8FromPath(film.film),
                                   utf8FromPath(film.knownAs));
            return fmt::format("  {}: is there already, as {}", utf8FromPath(film.film),
                               utf8FromPath(film.knownAs));
        case Outcome::Refused:
            return fmt::format("  {} {} It was left out.", film.error->sentence(), film.error->remedy());
    }
    return {};
}

/// How far films are on their way into a dataset, for programs that read along.
JsonLine lineOf(const studio::ImportTold& told) {
    using What = studio::ImportTold::What;
    static constexpr std::array<const char*, 5> kStages{"found", "looked", "refused", "measured", "not_measured"};
    JsonLine line("import");
    line.add("stage", kStages[static_cast<std::size_t>(told.what)]);
    if (told.what == What::Found) {
        std::vector<std::string> films;
        for (const auto& film : told.films) films.push_back(utf8FromPath(film));
        line.add("films", films);
        return line;
    }
    line.add("film", utf8FromPath(told.films.front()));
    if (told.number >= 0) line.add("number", told.number);
    if (!told.picture.empty()) line.add("picture", utf8FromPath(told.picture));
    if (told.clip.isValid()) line.add("clip", told.clip.value);
    if (told.error) line.add("code", told.error->code).add("message", told.error->sentence());
    return line;
}

std::string measuredText(int measured, int failed) {
    if (measured + failed == 0) return {};
    std::string out = fmt::format("{} clip{} measured", measured, measured == 1 ? "" : "s");
    if (failed > 0) out += fmt::format(", {} could not be", failed);
    return "\n" + out + ".";
}

class DatasetAdd : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPositions(
            "FILES", m_options.films,
            "Films, and folders of films; their texts lie beside them as NAME.zh.txt, NAME.en.txt or NAME.txt",
            Need::Optional);
        flags.add("--name", m_options.dataset,
                  "Name of the dataset; left out: the only one, or a first one called Dataset");
        flags.add("--split", m_options.split,
                  "Clips of a film: none (the whole film), shots (one per shot) or fixed (pieces of one length)");
        flags.add("--piece", m_options.pieceSeconds, "With --split fixed: seconds of a piece");
        flags.add("--held-out", m_options.heldOutShare,
                  "Share of the clips that is only measured, whole films; a new dataset has 0.2");
        flags.add("--seed", m_seed, "Seed of the choice of held-out films; a new dataset has 1");
        flags.addSwitch("--no-measures", m_withoutMeasures, "Leave measuring the clips to a later --continue");
        flags.addSwitch("--continue", m_goesOn, "Go on with what was interrupted; without FILES");
    }

    void setGiven(const std::vector<std::string>& flags) override {
        for (const auto& flag : flags)
            if (flag == "--seed") m_options.seed = m_seed;
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_CHECK(checkWords());
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        const auto told = [&](const studio::ImportTold& step) {
            if (out.isJson()) out.say(lineOf(step), {});
        };
        if (m_goesOn) return goOn(*project, out, listener, told, stop);
        m_options.measure = !m_withoutMeasures;
        BRANDLOOM_TRY(const auto added, studio::importFilms(*project, m_options, listener, stop, told));
        tell(out, added);
        return added.refused == 0 ? kDone : kFound;
    }

  private:
    Status checkWords() {
        if (m_goesOn == m_options.films.empty()) return {};
        return fail(cli_errors::kBadUsage,
                    {{"reason", m_goesOn ? "--continue takes no films" : "no film and no folder is named"},
                     {"command", "brandloom-cli dataset add"}});
    }

    static void tell(Output& out, const studio::ImportedFilms& added) {
        std::vector<JsonLine> films;
        std::string text;
        for (const auto& film : added.films) {
            films.push_back(lineOf(film));
            text += textOf(film) + "\n";
        }
        auto line = lineOf(added.dataset, "dataset");
        line.add("added", added.added).add("refused", added.refused).add("measured", added.measured);
        line.add("notMeasured", added.notMeasured).add("results", films);
        text += added.dataset.name.empty() ? "Nothing was added." : textOf(added.dataset);
        out.result(line, text + measuredText(added.measured, added.notMeasured));
    }

    static Result<ExitCode> goOn(project::Project& project, Output& out, const studio::Listener& listener,
                                 const studio::ImportSink& told, const StopToken& stop) {
        BRANDLOOM_TRY(const auto done, studio::continueImports(project, listener, stop, told));
        bool isGood = true;
        for (const auto& added : done.imports) {
            tell(out, added);
            isGood = isGood && added.refused == 0;
        }
        JsonLine line("continued");
        line.add("imports", static_cast<int>(done.imports.size())).add("measured", done.measured);
        line.add("notMeasured", done.notMeasured);
        const auto measured = measuredText(done.measured, done.notMeasured);
        const bool nothing = done.imports.empty() && measured.empty();
        out.result(line,
                   nothing ? "Nothing was left to do." : "Everything that was interrupted is done." + measured);
        return isGood ? kDone : kFound;
    }

    Path m_project;
    studio::ImportOptions m_options;
    std::uint64_t m_seed = 1;
    bool m_withoutMeasures = false;
    bool m_goesOn = false;
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
        flags.add("--model", m_model, "Count the tokens of captions for this model: its name or folder");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto content, studio::showDataset(*project, m_name));
        studio::LearningModel model;
        studio::CaptionTokens tokens;
        if (!m_model.empty()) {
            BRANDLOOM_TRY(model, studio::learningModel(door::engineLoader(), m_model));
            BRANDLOOM_TRY(tokens, studio::tokensOfCaptions(model, content.clips));
        }
        std::vector<JsonLine> rows;
        std::string text = textOf(content.summary);
        for (const auto& clip : content.clips) {
            auto row = lineOf(clip);
            text += "\n" + textOf(clip);
            if (!m_model.empty()) {
                JsonLine counted;
                for (const auto& [language, count] : tokens[clip.id.value]) {
                    counted.add(language.c_str(), count);
                    text += fmt::format("\n{:>14}: {} tokens of {}{}", language, count, model.tokens,
                                        count > model.tokens ? ", the end is not read" : "");
                }
                row.add("tokens", counted);
            }
            rows.push_back(std::move(row));
        }
        auto line = lineOf(content.summary, "dataset");
        if (!m_model.empty()) line.add("model", model.name).add("mostTokens", model.tokens);
        line.add("rows", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
    Path m_model;
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
