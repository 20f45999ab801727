// style list|show|activate|rollback|export|import|delete|restore PROJECT NAME[@V]
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/cli_errors.h"
#include "app/cli/command.h"
#include "app/cli/generate_words.h"
#include "core/base/clock.h"
#include "core/studio/projects/projects.h"
#include "core/studio/styles/style_files.h"
#include "core/studio/styles/styles.h"

namespace brandloom::cli {
namespace {

int numberOf(const studio::StyleContent& content, StyleVersionId id) {
    for (const auto& version : content.versions)
        if (version.id == id) return version.number;
    return 0;
}

JsonLine lineOf(const studio::StyleContent& content, const styles::StyleVersion& v) {
    JsonLine line;
    line.add("version", v.number).add("active", v.active).add("inTrash", v.inTrash);
    line.add("parent", numberOf(content, v.parent)).add("run", v.run.value).add("created", isoUtc(v.createdAt));
    line.add("modelContentId", v.modelContentId).add("datasetVersion", v.datasetVersion);
    std::vector<JsonLine> adapters, previews;
    for (const auto& adapter : v.adapters) {
        JsonLine one;
        one.add("expert", styles::wordFor(adapter.expert)).add("sha256", adapter.blobId);
        adapters.push_back(std::move(one));
    }
    for (const auto& preview : v.previews) {
        JsonLine one;
        one.add("step", preview.step).add("prompt", preview.prompt).add("sha256", preview.blobId);
        previews.push_back(std::move(one));
    }
    line.add("adapters", adapters).add("previews", previews);
    if (!v.metricsJson.empty()) line.addJson("metrics", v.metricsJson);
    if (!v.configurationJson.empty()) line.addJson("configuration", v.configurationJson);
    return line;
}

JsonLine lineOf(const studio::StyleContent& content, const char* type) {
    JsonLine line(type);
    line.add("name", content.style.name).add("active", content.style.activeVersionNumber);
    line.add("inTrash", content.style.inTrash).add("created", isoUtc(content.style.createdAt));
    std::vector<JsonLine> versions;
    for (const auto& version : content.versions) versions.push_back(lineOf(content, version));
    line.add("versions", versions);
    return line;
}

std::string textOf(const studio::StyleContent& content) {
    const auto& style = content.style;
    std::string out = style.name;
    if (style.inTrash) return out + "  in the Trash";
    out += style.activeVersionNumber > 0 ? fmt::format("  version {} is active", style.activeVersionNumber)
                                         : std::string("  no version is active");
    out += fmt::format(", {} version{}", style.versionCount, style.versionCount == 1 ? "" : "s");
    return out;
}

std::string textOf(const studio::StyleContent& content, const styles::StyleVersion& v, const Path& project) {
    std::string out = fmt::format("\n  {} {}  {}  {}", v.active ? '*' : ' ', v.number, isoUtc(v.createdAt),
                                  v.run.isValid() ? fmt::format("run {}", v.run.value) : std::string("imported"));
    if (const int parent = numberOf(content, v.parent); parent > 0)
        out += fmt::format(", after version {}", parent);
    if (!v.datasetVersion.empty()) out += ", dataset " + v.datasetVersion.substr(0, 12);
    if (v.inTrash) out += ", in the Trash";
    for (const auto& preview : v.previews)
        out += fmt::format("\n      preview after step {}: {}", preview.step,
                           utf8FromPath(project / "blobs" / preview.blobId.substr(0, 2) / preview.blobId));
    return out;
}

class StyleList : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addSwitch("--trash", m_trash, "Only what is in the Trash");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto styles, studio::listStyles(*project, m_trash));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& content : styles) {
            rows.push_back(lineOf(content, ""));
            text += (text.empty() ? "" : "\n") + textOf(content);
            for (const auto& version : content.versions)
                if (m_trash && version.inTrash && !content.style.inTrash)
                    text += fmt::format("\n  {}@{}  in the Trash", content.style.name, version.number);
        }
        JsonLine line("styles");
        line.add("styles", rows);
        const char* nothing = m_trash ? "The Trash is empty." : "There is no Style yet; make one with 'train'.";
        out.result(line, styles.empty() ? nothing : text);
        return kDone;
    }

  private:
    Path m_project;
    bool m_trash = false;
};

class StyleShow : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Name of the Style");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto content, studio::showStyle(*project, m_name));
        std::string text = textOf(content);
        for (const auto& version : content.versions) text += textOf(content, version, project->folder());
        out.result(lineOf(content, "style"), text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
};

/// The commands that change which Style or version is used.
class StyleChange : public Command {
  public:
    using Change = Result<studio::StyleContent> (*)(project::Project&, const std::string&, int,
                                                    const studio::Listener&);
    StyleChange(Change change, const char* help) : m_change(change), m_help(help) {}
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, m_help);
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto choice, readStyleVersion(m_name));
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto content, m_change(*project, choice.name, choice.version, listener));
        out.result(lineOf(content, "style"), textOf(content));
        return kDone;
    }

  private:
    Change m_change;
    const char* m_help;
    Path m_project;
    std::string m_name;
};

class StyleExport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Style as NAME or NAME@VERSION; without a version the active one");
        flags.add("--out", m_options.target,
                  "File to make (peft: folder); two experts become two with _high_noise and _low_noise",
                  Need::Required);
        flags.add("--dialect", m_options.dialect,
                  "kohya, comfy, diffusers or peft; own: the files as they are, for a learned prompt");
        flags.add("--number-type", m_options.numberType, "f32, bf16 or f16; empty: as it is");
        flags.addSwitch("--one-file", m_options.oneFile, "diffusers: both experts in one file");
        flags.addSwitch("--stamp", m_options.stamp, "Write the time into the metadata");
        flags.addSwitch("--overwrite", m_options.overwrite, "Replace files that are there");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto choice, readStyleVersion(m_name));
        m_options.name = choice.name;
        m_options.version = choice.version;
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto files, studio::exportStyle(*project, door::engineLoader(), m_options, stop));
        JsonLine line("exported");
        line.add("style", m_options.name).add("dialect", m_options.dialect).add("files", files);
        out.result(line, fmt::format("{}", fmt::join(files, "\n")));
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
    studio::ExportStyleOptions m_options;
};

class StyleImport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("ADAPTER", m_options.source,
                          "File, PEFT folder, or folder with a high and a low half, of any dialect");
        flags.add("--name", m_options.name, "Name of the Style; its next version is made when it exists",
                  Need::Required);
        flags.add("--model", m_options.modelDir, "Name or folder of its model; left out: the starter model");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto made,
                      studio::importStyle(*project, door::engineLoader(), m_options, listener, stop));
        BRANDLOOM_TRY(const auto content, studio::showStyle(*project, made.styleName));
        out.result(lineOf(content, "style"), textOf(content));
        return kDone;
    }

  private:
    Path m_project;
    studio::ImportStyleOptions m_options;
};

Result<studio::StyleContent> activate(project::Project& project, const std::string& name, int version,
                                      const studio::Listener& listener) {
    if (version == 0)
        return fail(cli_errors::kBadUsage,
                    {{"reason", "Which version of " + name + " is wanted is missing, as " + name + "@2"},
                     {"command", "brandloom-cli style activate"}});
    return studio::activateStyle(project, name, version, listener);
}

Result<studio::StyleContent> rollBack(project::Project& project, const std::string& name, int,
                                      const studio::Listener& listener) {
    return studio::rollBackStyle(project, name, listener);
}

}  // namespace

std::unique_ptr<Command> makeStyleActivate() {
    return std::make_unique<StyleChange>(activate, "Version as NAME@VERSION");
}
std::unique_ptr<Command> makeStyleRollback() {
    return std::make_unique<StyleChange>(rollBack, "Name of the Style");
}
std::unique_ptr<Command> makeStyleDelete() {
    return std::make_unique<StyleChange>(studio::deleteStyle, "Style as NAME, or one version as NAME@VERSION");
}
std::unique_ptr<Command> makeStyleRestore() {
    return std::make_unique<StyleChange>(studio::restoreStyle, "Style as NAME, or one version as NAME@VERSION");
}
std::unique_ptr<Command> makeStyleExport() {
    return std::make_unique<StyleExport>();
}
std::unique_ptr<Command> makeStyleImport() {
    return std::make_unique<StyleImport>();
}
std::unique_ptr<Command> makeStyleList() {
    return std::make_unique<StyleList>();
}
std::unique_ptr<Command> makeStyleShow() {
    return std::make_unique<StyleShow>();
}

}  // namespace brandloom::cli
