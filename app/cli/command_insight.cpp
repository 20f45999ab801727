// dataset search|split|trigger|remove|version|buckets|score|rights|relink PROJECT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/dataset_words.h"
#include "core/base/clock.h"
#include "core/studio/datasets/insight.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

using cli::lineOf;
using cli::textOf;

constexpr double kSecondsADay = 86400;

/// PROJECT and --name, which all of these have.
class DatasetCommand : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.add("--name", m_name, "Name of the dataset; left out: the only one");
    }

  protected:
    [[nodiscard]] Result<std::unique_ptr<project::Project>> reading() const {
        return project::Project::open(m_project, project::Mode::Read);
    }
    [[nodiscard]] Result<std::unique_ptr<project::Project>> writing() const {
        return studio::openProjectForWriting(m_project);
    }
    Path m_project;
    std::string m_name;
};

class DatasetSearch : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.addPosition(
            "QUERY", m_query,
            "Words, and fields such as rating>=4, tag:x, camera:pan_left, missing:caption, duration<2");
        flags.add("--from", m_from, "Clips to leave out at the beginning");
        flags.add("--most", m_most, "Clips to tell at most");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, reading());
        BRANDLOOM_TRY(const auto found, studio::searchDataset(*project, m_name, m_query, m_from, m_most));
        std::vector<JsonLine> rows;
        auto text = fmt::format("{} of {} clips", found.total, found.all);
        for (const auto& clip : found.clips) {
            rows.push_back(lineOf(clip));
            text += "\n" + textOf(clip);
        }
        JsonLine line("search");
        line.add("total", found.total).add("all", found.all).add("rows", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    std::string m_query;
    std::uint64_t m_from = 0;
    std::uint64_t m_most = 100;
};

class DatasetSplit : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.add("--held-out", m_options.heldOutShare, "Share of the clips that is only measured, 0 to 0.5");
        flags.add("--seed", m_seed, "Seed of the choice");
    }
    void setGiven(const std::vector<std::string>& flags) override {
        for (const auto& flag : flags)
            if (flag == "--seed") m_options.seed = m_seed;
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        m_options.dataset = m_name;
        BRANDLOOM_TRY(const auto project, writing());
        BRANDLOOM_TRY(const auto done, studio::splitDataset(*project, m_options, out.listener()));
        auto line = lineOf(done.dataset, "split");
        line.add("groups", done.groups).add("heldOutGroups", done.heldOutGroups).add("clean", done.isClean);
        out.result(line, textOf(done.dataset) +
                             fmt::format("\n  {} of {} films and scenes that stay together are held out",
                                         done.heldOutGroups, done.groups));
        return kDone;
    }

  private:
    studio::SplitOptions m_options;
    std::uint64_t m_seed = 1;
};

class DatasetTrigger : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.addPositions("WORDS", m_words, "Words that each caption is meant to hold; left out: tells them",
                           Need::Optional);
        flags.addSwitch("--clear", m_isCleared, "There are none from now on");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        std::vector<std::string> words;
        if (m_words.empty() && !m_isCleared) {
            BRANDLOOM_TRY(const auto project, reading());
            BRANDLOOM_TRY(words, studio::triggerWords(*project, m_name));
        } else {
            BRANDLOOM_TRY(const auto project, writing());
            BRANDLOOM_TRY(words, studio::setTriggerWords(*project, m_name, m_words, out.listener()));
        }
        JsonLine line("trigger");
        line.add("words", words);
        out.result(line, words.empty() ? "There is no trigger word." : fmt::format("{}", fmt::join(words, ", ")));
        return kDone;
    }

  private:
    std::vector<std::string> m_words;
    bool m_isCleared = false;
};

class DatasetRemove : public DatasetCommand {
  public:
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, writing());
        BRANDLOOM_TRY(const auto was, studio::removeDataset(*project, m_name, out.listener()));
        out.result(lineOf(was, "dataset_removed"),
                   fmt::format("{} was taken away with its {} clips; 'project undo' brings it back.", was.name,
                               was.clips));
        return kDone;
    }
};

JsonLine lineOf(const studio::VersionSummary& v, const char* type) {
    JsonLine line(type);
    line.add("number", v.version.number).add("title", v.version.name).add("version", v.version.contentHash);
    line.add("created", isoUtc(v.version.createdAt)).add("clips", v.clips).add("now", v.isNow);
    return line;
}

std::string textOf(const studio::VersionSummary& v) {
    return fmt::format("{:>4}  {}  {}  {} clip{}{}{}", v.version.number, v.version.contentHash.substr(0, 12),
                       isoUtc(v.version.createdAt), v.clips, v.clips == 1 ? "" : "s",
                       v.version.name.empty() ? "" : "  " + v.version.name, v.isNow ? "  (as it is now)" : "");
}

class DatasetVersion : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.addSwitch("--freeze", m_isFrozen, "Keep the dataset as it is now, for good");
        flags.add("--title", m_title, "With --freeze: a name for it");
        flags.add("--show", m_shown, "Tell the clips of a version: its number, title or first digits");
        flags.add("--compare", m_compared, "Tell what changed since that version");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        if (m_isFrozen) return freeze(out);
        if (m_shown || m_compared) return tellOne(out);
        BRANDLOOM_TRY(const auto project, reading());
        BRANDLOOM_TRY(const auto all, studio::datasetVersions(*project, m_name));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& version : all) {
            rows.push_back(lineOf(version, ""));
            text += (text.empty() ? "" : "\n") + textOf(version);
        }
        JsonLine line("versions");
        line.add("versions", rows);
        out.result(line, all.empty() ? "No version was frozen yet; make one with --freeze." : text);
        return kDone;
    }

  private:
    Result<ExitCode> freeze(Output& out) {
        BRANDLOOM_TRY(const auto project, writing());
        BRANDLOOM_TRY(const auto made, studio::freezeDataset(*project, m_name, m_title, out.listener()));
        auto line = lineOf(made, "version");
        line.add("new", made.version.isNew);
        out.result(line, textOf(made) + (made.version.isNew ? "" : "; it was frozen already"));
        return kDone;
    }

    Result<ExitCode> tellOne(Output& out) {
        BRANDLOOM_TRY(const auto project, reading());
        BRANDLOOM_TRY(const auto one, studio::datasetVersion(*project, m_name, m_shown ? *m_shown : *m_compared));
        auto line = lineOf(
            studio::VersionSummary{one.version, static_cast<int>(one.content.clips.size()), one.untilNow.empty()},
            "version");
        std::vector<JsonLine> rows;
        std::string text = fmt::format("Version {} of {}", one.version.number, one.content.dataset);
        if (m_shown) {
            for (const auto& clip : one.content.clips) {
                rows.push_back(lineOf(clip));
                text += "\n" + textOf(clip);
            }
            line.add("rows", rows);
        } else {
            for (const auto& difference : one.untilNow) {
                rows.push_back(differenceLine(difference));
                text += "\n" + differenceText(difference);
            }
            if (rows.empty()) text += ": nothing changed since";
            line.add("changes", rows);
        }
        out.result(line, text);
        return kDone;
    }

    static const char* wordFor(dataset::ClipDifference::What what) {
        using What = dataset::ClipDifference::What;
        return what == What::Added ? "added" : what == What::Removed ? "removed" : "changed";
    }
    static const dataset::Clip& clipOf(const dataset::ClipDifference& d) {
        return d.what == dataset::ClipDifference::What::Removed ? d.before : d.after;
    }
    static JsonLine differenceLine(const dataset::ClipDifference& d) {
        JsonLine line;
        line.add("what", wordFor(d.what)).add("clip", clipOf(d).id.value).add("film", clipOf(d).sourcePath);
        line.add("parts", d.parts);
        return line;
    }
    static std::string differenceText(const dataset::ClipDifference& d) {
        return fmt::format("  {:>8} {:>5}  {}{}{}", wordFor(d.what), clipOf(d).id.value, clipOf(d).sourcePath,
                           d.parts.empty() ? "" : ": ", fmt::join(d.parts, ", "));
    }

    bool m_isFrozen = false;
    std::string m_title;
    std::optional<std::string> m_shown, m_compared;
};

class DatasetBuckets : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.add("--model", m_model, "Name or folder of the model; left out: the starter model");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, reading());
        BRANDLOOM_TRY(const auto b, studio::bucketsOfDataset(*project, door::engineLoader(), m_name, m_model));
        std::vector<JsonLine> rows;
        auto text =
            fmt::format("{} for {}: {} fps, sides multiples of {}", b.dataset, b.model, b.fps, b.rule.multiple);
        for (const auto& bucket : b.list.buckets) {
            JsonLine row;
            row.add("width", bucket.width).add("height", bucket.height).add("frames", bucket.frames);
            row.add("clips", bucket.clips).add("heldOut", bucket.heldOut).add("enlarged", bucket.enlarged);
            row.add("keptShare", bucket.keptShare).add("starved", bucket.isStarved);
            rows.push_back(std::move(row));
            text += fmt::format("\n  {:>4}x{:<4} {:>3} frames  {:>4} clips, {} held out, {:.0f} % of the picture",
                                bucket.width, bucket.height, bucket.frames, bucket.clips, bucket.heldOut,
                                100 * bucket.keptShare);
            if (bucket.enlarged > 0) text += fmt::format(", {} enlarged", bucket.enlarged);
            if (bucket.isStarved) text += ", starved";
        }
        if (b.list.tooShort > 0) text += fmt::format("\n  {} clips are too short for it", b.list.tooShort);
        text += fmt::format("\n  A training cuts all of them to {}x{} and sees {:.0f} % of their pictures.",
                            b.rule.width, b.rule.height, 100 * b.trainedShare);
        JsonLine line("buckets");
        line.add("dataset", b.dataset).add("model", b.model).add("fps", b.fps).add("multiple", b.rule.multiple);
        line.add("frames", b.rule.frames).add("width", b.rule.width).add("height", b.rule.height);
        line.add("tooShort", b.list.tooShort).add("trainedShare", b.trainedShare).add("buckets", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_model;
};

std::string textOf(const dataset::ScorePart& part) {
    if (part.known <= 0) return fmt::format("  {:<10} not measured ({:.0f})", part.name, part.weight);
    auto out = fmt::format("  {:<10} {:>5.1f} of {:>2.0f}", part.name, part.weight * part.value, part.weight);
    if (part.known < 0.995) out += fmt::format(", {:.0f} % of it measured", 100 * part.known);
    return part.value < 0.995 && !part.query.empty() ? out + "   see: " + part.query : out;
}

class DatasetScore : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.add("--fps", m_fps, "Rate of the model that is to learn, for clips that are too short");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, reading());
        BRANDLOOM_TRY(const auto score, studio::scoreDataset(*project, m_name, m_fps));
        std::vector<JsonLine> parts;
        auto text = fmt::format("{:.0f} of 100 for {} clips", score.value, score.clips);
        if (score.confidence < 0.995)
            text += fmt::format("; {:.0f} % of it is known, the rest was not measured yet", 100 * score.confidence);
        for (const auto& part : score.parts) {
            JsonLine row;
            row.add("name", part.name).add("weight", part.weight).add("value", part.value);
            row.add("known", part.known).add("query", part.query);
            parts.push_back(std::move(row));
            text += "\n" + textOf(part);
        }
        JsonLine line("score");
        line.add("score", score.value).add("confidence", score.confidence).add("clips", score.clips);
        line.add("parts", parts);
        out.result(line, text);
        return kDone;
    }

  private:
    double m_fps = 16;
};

std::string lastDay(const std::optional<double>& until) {
    return until ? isoUtc(*until - kSecondsADay).substr(0, 10) : "always";
}

JsonLine lineOf(const dataset::Source& s) {
    JsonLine line;
    line.add("film", s.path).add("sha256", s.sha256).add("holder", s.rightsHolder);
    line.add("until", s.rightsHolder.empty() && !s.rightsUntil ? "" : lastDay(s.rightsUntil));
    return line;
}

class DatasetRights : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.add("--film", m_options.films.films,
                  "Path, name or first digits of the hash, may be given again; left out: all films");
        flags.add("--holder", m_options.holder, "Who holds the rights; empty: nobody");
        flags.add("--until", m_options.until, "Last day of use, such as 2027-12-31, or always");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        m_options.films.dataset = m_name;
        const bool isChange = m_options.holder || m_options.until;
        BRANDLOOM_TRY(const auto project, isChange ? writing() : reading());
        BRANDLOOM_TRY(const auto done, studio::filmRights(*project, m_options, out.listener()));
        std::vector<JsonLine> rows;
        std::string text = isChange ? fmt::format("{} of {} films changed.", done.changes, done.films) : "";
        for (const auto& source : done.sources) {
            rows.push_back(lineOf(source));
            text += fmt::format("{}  {}: {}", text.empty() ? "" : "\n", source.path,
                                source.rightsHolder.empty()
                                    ? "nobody said who holds the rights"
                                    : source.rightsHolder + ", " +
                                          (source.rightsUntil ? "until " + lastDay(source.rightsUntil) : "always"));
        }
        JsonLine line("rights");
        line.add("films", done.films).add("changes", done.changes).add("rows", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    studio::RightsOptions m_options;
};

class DatasetRelink : public DatasetCommand {
  public:
    void declare(Flags& flags) override {
        DatasetCommand::declare(flags);
        flags.addPositions("PLACES", m_options.places, "Files, or folders to search with all that lies in them",
                           Need::Required);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        m_options.dataset = m_name;
        BRANDLOOM_TRY(const auto project, writing());
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto done, studio::relinkFilms(*project, m_options, listener, stop));
        std::vector<std::string> found, missing;
        auto text = fmt::format("{} of {} missing films found.", done.found.size(), done.missing);
        for (const auto& source : done.found) {
            found.push_back(source.path);
            text += "\n  found    " + source.path;
        }
        for (const auto& source : done.stillMissing) {
            missing.push_back(source.path);
            text += "\n  missing  " + source.path;
        }
        JsonLine line("relinked");
        line.add("missing", done.missing).add("found", found).add("stillMissing", missing);
        out.result(line, text);
        return missing.empty() ? kDone : kFound;
    }

  private:
    studio::RelinkOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeDatasetSearch() {
    return std::make_unique<DatasetSearch>();
}
std::unique_ptr<Command> makeDatasetSplit() {
    return std::make_unique<DatasetSplit>();
}
std::unique_ptr<Command> makeDatasetTrigger() {
    return std::make_unique<DatasetTrigger>();
}
std::unique_ptr<Command> makeDatasetRemove() {
    return std::make_unique<DatasetRemove>();
}
std::unique_ptr<Command> makeDatasetVersion() {
    return std::make_unique<DatasetVersion>();
}
std::unique_ptr<Command> makeDatasetBuckets() {
    return std::make_unique<DatasetBuckets>();
}
std::unique_ptr<Command> makeDatasetScore() {
    return std::make_unique<DatasetScore>();
}
std::unique_ptr<Command> makeDatasetRights() {
    return std::make_unique<DatasetRights>();
}
std::unique_ptr<Command> makeDatasetRelink() {
    return std::make_unique<DatasetRelink>();
}

}  // namespace brandloom::cli
