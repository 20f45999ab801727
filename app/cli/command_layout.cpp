// dataset export|import PROJECT PLACE, caption export|import PROJECT PLACE
#include <fmt/format.h>

#include <charconv>

#include "app/cli/dataset_words.h"
#include "core/base/base_errors.h"
#include "core/studio/datasets/caption_exchange.h"
#include "core/studio/datasets/layouts.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

/// "832x480"
Status readSize(const std::string& text, dataset::TomlSize& size) {
    const auto x = text.find('x');
    const auto part = [&](std::size_t from, std::size_t to, int& field) {
        const auto* end = text.data() + to;
        const auto [at, error] = std::from_chars(text.data() + from, end, field);
        return error == std::errc() && at == end;
    };
    if (x != std::string::npos && part(0, x, size.width) && part(x + 1, text.size(), size.height)) return {};
    return fail(base_errors::kInvalidArgument, {{"what", "The size \"" + text + "\""},
                                                {"reason", "it cannot be read"},
                                                {"allowed", "WIDTHxHEIGHT, such as 832x480"}});
}

class DatasetExport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("FOLDER", m_options.folder, "New or empty folder");
        flags.add("--name", m_options.dataset, "Name of the dataset; left out: the only one");
        flags.add("--layout", m_options.layout, "plain (films and texts), musubi, diffusion-pipe or ai-toolkit");
        flags.add("--lang", m_options.language,
                  "Language of the one text that other programs read; left out: English where there is");
        flags.add("--size", m_size, "Width and height that the other program trains");
        flags.add("--frames", m_options.size.frames, "Frames that it trains at most, 4n+1");
        flags.addSwitch("--sound", m_options.sound, "Parts of films keep their sound");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_CHECK(readSize(m_size, m_options.size));
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto done, studio::exportDataset(*project, m_options, listener, stop));
        std::vector<std::string> descriptions;
        auto text = fmt::format("{} clips in {}: {} whole films copied, {} parts cut and encoded again", done.clips,
                                utf8FromPath(done.folder), done.copied, done.cut);
        if (m_options.sound && done.cut > 0) text += fmt::format(", {} of them with sound", done.withSound);
        if (done.textless > 0) text += fmt::format("\n  {} without a text", done.textless);
        if (done.rejected > 0) text += fmt::format("\n  {} rejected clips were left out", done.rejected);
        for (const auto& file : done.descriptions) {
            descriptions.push_back(utf8FromPath(file));
            text += "\n  " + descriptions.back();
        }
        JsonLine line("exported");
        line.add("folder", utf8FromPath(done.folder)).add("clips", done.clips).add("copied", done.copied);
        line.add("cut", done.cut)
            .add("withSound", done.withSound)
            .add("textless", done.textless)
            .add("rejected", done.rejected);
        line.add("descriptions", descriptions);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    studio::ExportDatasetOptions m_options;
    std::string m_size = "832x480";
};

class DatasetImport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("PLACE", m_options.place,
                          "Folder of films and texts, or the TOML file of musubi-tuner or diffusion-pipe");
        flags.add("--name", m_options.dataset, "Dataset to add to; left out: as it was called, or the only one");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto done, studio::importDataset(*project, m_options, listener, stop));
        int refused = 0;
        std::string text;
        for (const auto& film : done.films) {
            if (!film.error) continue;
            ++refused;
            text += fmt::format("  {} It was left out.\n", film.error->sentence());
        }
        text += textOf(done.dataset);
        if (done.hadSideCar)
            text +=
                fmt::format("\n  {} clips in their original films, {} in the exported ones, {} texts changed since",
                            done.originals, done.copies, done.edited);
        auto line = lineOf(done.dataset, "imported");
        line.add("sideCar", done.hadSideCar).add("originals", done.originals).add("copies", done.copies);
        line.add("edited", done.edited).add("refused", refused);
        out.result(line, text);
        return refused == 0 ? kDone : kFound;
    }

  private:
    Path m_project;
    studio::ImportDatasetOptions m_options;
};

class CaptionExport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("FILE", m_options.file, "New file: NAME.csv, or JSON lines under any other name");
        flags.add("--name", m_options.dataset, "Name of the dataset; left out: the only one");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const int count, studio::exportCaptions(*project, m_options));
        JsonLine line("captions_exported");
        line.add("file", utf8FromPath(m_options.file)).add("captions", count);
        out.result(line, fmt::format("{} captions in {}", count, utf8FromPath(m_options.file)));
        return kDone;
    }

  private:
    Path m_project;
    studio::ExportCaptionsOptions m_options;
};

class CaptionImport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("PLACE", m_options.place, "CSV, JSON lines, or a folder of texts named as the films");
        flags.add("--name", m_options.dataset, "Name of the dataset; left out: the only one");
        addBulkFlags(flags, m_options.bulk);
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::importCaptions(*project, m_options, out.listener()));
        std::string text = done.bulk.isDone
                               ? fmt::format("{} of {} captions changed.", done.bulk.changes, done.bulk.clips)
                               : fmt::format("It would change {} captions; nothing was done. Say --yes to do it.",
                                             done.bulk.changes);
        for (const auto& name : done.unknown) text += "\n  no clip for " + name;
        JsonLine line("captions_imported");
        line.add("captions", done.bulk.clips).add("changes", done.bulk.changes).add("done", done.bulk.isDone);
        line.add("unknown", done.unknown);
        out.result(line, text);
        return done.unknown.empty() ? kDone : kFound;
    }

  private:
    Path m_project;
    studio::ImportCaptionsOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeDatasetExport() {
    return std::make_unique<DatasetExport>();
}
std::unique_ptr<Command> makeDatasetImport() {
    return std::make_unique<DatasetImport>();
}
std::unique_ptr<Command> makeCaptionExport() {
    return std::make_unique<CaptionExport>();
}
std::unique_ptr<Command> makeCaptionImport() {
    return std::make_unique<CaptionImport>();
}

}  // namespace brandloom::cli
