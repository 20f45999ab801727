// preset list [PROJECT], preset show|save|use|export|import|delete|restore
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/cli/cli_errors.h"
#include "app/cli/command.h"
#include "app/cli/generate_words.h"
#include "app/cli/preset_words.h"
#include "core/door/door_json.h"
#include "core/studio/presets/presets.h"
#include "core/studio/projects/projects.h"
#include "core/studio/training/presets.h"

namespace brandloom::cli {
namespace {

Result<std::unique_ptr<project::Project>> openForReading(const Path& folder) {
    if (folder.empty()) return std::unique_ptr<project::Project>();
    return project::Project::open(folder, project::Mode::Read);
}

class PresetList : public Command {
  public:
    void declare(Flags& flags) override {
        flags.add("--project", m_project, "Folder of a project, for its own Presets too");
        flags.add("--tag", m_tag, "Only those with this tag");
        flags.addSwitch("--trash", m_trash, "Those in the Trash of the project instead");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, openForReading(m_project));
        BRANDLOOM_TRY(auto presets, studio::listPresets(project.get(), m_trash));
        if (!m_tag.empty())
            std::erase_if(presets, [&](const auto& p) {
                return std::ranges::find(p.preset.tags, m_tag) == p.preset.tags.end();
            });
        BRANDLOOM_TRY(const auto trainings, studio::loadPresets());
        std::vector<JsonLine> rows, recipes;
        std::string text =
            presets.empty() ? "There are no such Presets." : "Presets for Shots (generate --preset):";
        for (const auto& preset : presets) {
            rows.push_back(presetLine(preset));
            text += "\n" + presetRow(preset);
        }
        text += "\n\nRecipes for trainings (train --preset):";
        for (const auto& recipe : trainings) {
            JsonLine name, description, row;
            name.add("en", recipe.nameEn).add("zh", recipe.nameZh);
            description.add("en", recipe.descriptionEn).add("zh", recipe.descriptionZh);
            row.add("id", recipe.id).add("name", name).add("description", description).add("fields", recipe.fields);
            row.addJson("training", door::toJson(recipe.training)).add("clipsPerFilm", recipe.clipsPerFilm);
            recipes.push_back(std::move(row));
            text += fmt::format("\n{}  ({} · {})\n  {}\n  {}", recipe.id, recipe.nameEn, recipe.nameZh,
                                recipe.descriptionEn, recipe.descriptionZh);
        }
        JsonLine line("presets");
        line.add("presets", rows).add("trainings", recipes);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_tag;
    bool m_trash = false;
};

class PresetShow : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("NAME", m_name, "Name of the Preset");
        flags.add("--project", m_project, "Folder of the project; left out: those that ship");
        flags.add("--version", m_number, "Version; 0: the one that is used");
        flags.addSwitch("--versions", m_all, "All of its versions, newest first");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, openForReading(m_project));
        std::vector<studio::ShownPreset> shown;
        if (m_all && project) {
            BRANDLOOM_TRY(shown, studio::presetVersions(*project, m_name));
        } else {
            BRANDLOOM_TRY(auto one, studio::showPreset(project.get(), m_name, m_number));
            shown.push_back(std::move(one));
        }
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& one : shown) {
            rows.push_back(presetLine(one));
            text += (text.empty() ? "" : "\n") + presetText(one);
        }
        JsonLine line("preset");
        line.add("presets", rows);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
    int m_number = 0;
    bool m_all = false;
};

class PresetSave : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Name; of one that is there the next version is made");
        flags.add("--from", m_from, "Preset to begin with; left out: the one of that name, where there is one");
        flags.add("--shot", m_shot, "Number of a Shot to begin with");
        flags.add("--style", m_styles, "NAME[@VERSION][:STRENGTH[,STRENGTH_LOW]]; may be given again; empty: none");
        flags.add("--prompt", m_prompt, "Prompt with slots: \"a {object=red mug} on {place}\"");
        flags.add("--negative", m_negative, "What it must not show");
        flags.add("--description", m_description, "What it is good for");
        flags.add("--tag", m_tags, "Tag, may be given again: all of them");
        flags.add("--steps", m_steps, "Solver steps; 0: the model's own");
        flags.add("--solver", m_solver, "Solver");
        flags.add("--shift", m_shift, "Timestep shift; 0: the model's own");
        flags.add("--guidance", m_guidance, "LOW or LOW,HIGH per expert");
        flags.add("--size", m_size, "Width and height such as 832x480");
        flags.add("--frames", m_frames, "Frames, 4n+1");
        flags.add("--target", m_targets, "Platform of its Pieces, may be given again");
    }
    void setGiven(const std::vector<std::string>& flags) override { m_given.insert(flags.begin(), flags.end()); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(auto preset, beginning(*project));
        preset.name = m_name;
        preset.nameZh = {};
        BRANDLOOM_CHECK(change(preset));
        BRANDLOOM_TRY(const auto saved, studio::savePreset(*project, std::move(preset), out.listener()));
        auto line = presetLine(saved, "preset_saved");
        out.result(line, fmt::format("Saved as version {}.\n{}", saved.number, presetText(saved)));
        return kDone;
    }

  private:
    Result<styles::ShotPreset> beginning(project::Project& project) const {
        if (m_shot > 0) return studio::presetOfShot(project, m_shot, m_name);
        const auto& from = m_from.empty() ? m_name : m_from;
        auto shown = studio::showPreset(&project, from);
        if (shown) return std::move(shown->preset);
        if (!m_from.empty()) return fail(std::move(shown).error());
        return styles::ShotPreset();
    }

    Status change(styles::ShotPreset& preset) const {
        if (m_given.contains("--style")) {
            preset.styles.clear();
            for (const auto& text : m_styles) {
                if (text.empty()) continue;
                BRANDLOOM_TRY(const auto choice, readStyle(text));
                preset.styles.push_back(
                    {choice.name, choice.version, {}, {}, choice.strengthHigh, choice.strengthLow});
            }
        }
        if (m_prompt) preset.frame = *m_prompt;
        if (m_negative) preset.negativePrompt = *m_negative;
        if (m_description) preset.description = *m_description;
        if (m_given.contains("--tag")) preset.tags = m_tags;
        if (m_given.contains("--target")) preset.targets = m_targets;
        if (m_given.contains("--steps")) preset.steps = m_steps;
        if (m_given.contains("--solver")) preset.solver = m_solver;
        if (m_shift) preset.shift = *m_shift;
        if (m_given.contains("--frames")) preset.frames = m_frames;
        door::GenerateRequest request;
        if (!m_size.empty()) {
            BRANDLOOM_CHECK(readSize(m_size, request));
            preset.width = request.width;
            preset.height = request.height;
        }
        if (!m_guidance.empty()) {
            BRANDLOOM_CHECK(readGuidance(m_guidance, request));
            preset.guidanceLow = request.guidanceLow;
            preset.guidanceHigh = request.guidanceHigh;
        }
        return {};
    }

    Path m_project;
    std::string m_name, m_from, m_solver, m_guidance, m_size;
    int m_shot = 0, m_steps = 0, m_frames = 0;
    std::optional<double> m_shift;
    std::optional<std::string> m_prompt, m_negative, m_description;
    std::vector<std::string> m_styles, m_tags, m_targets;
    std::set<std::string> m_given;
};

class PresetExport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("NAME", m_name, "Name of the Preset");
        flags.add("--out", m_file, "JSON file to make", Need::Required);
        flags.add("--project", m_project, "Folder of the project; left out: those that ship");
        flags.add("--version", m_number, "Version; 0: the one that is used");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, openForReading(m_project));
        BRANDLOOM_CHECK(studio::exportPreset(project.get(), m_name, m_number, m_file));
        JsonLine line("preset_exported");
        line.add("file", utf8FromPath(m_file));
        out.result(line, utf8FromPath(m_file));
        return kDone;
    }

  private:
    Path m_project, m_file;
    std::string m_name;
    int m_number = 0;
};

class PresetImport : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("FILE", m_file, "JSON file of a Preset");
        flags.add("--name", m_name, "Another name than it says");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto shown, studio::importPreset(*project, m_file, m_name, out.listener()));
        out.result(presetLine(shown, "preset_imported"), presetText(shown));
        return kDone;
    }

  private:
    Path m_project, m_file;
    std::string m_name;
};

/// preset use, preset delete and preset restore.
class PresetTurn : public Command {
  public:
    enum class What { Use, Delete, Restore };
    explicit PresetTurn(What what) : m_what(what) {}
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Name of the Preset");
        if (m_what == What::Use) flags.add("--version", m_number, "Version to go back (or on) to");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        if (m_what == What::Use) {
            BRANDLOOM_TRY(const auto shown, studio::usePresetVersion(*project, m_name, m_number, out.listener()));
            out.result(presetLine(shown, "preset_used"), presetText(shown));
            return kDone;
        }
        const bool isDelete = m_what == What::Delete;
        BRANDLOOM_CHECK(studio::trashPreset(*project, m_name, isDelete, out.listener()));
        JsonLine line(isDelete ? "deleted" : "restored");
        line.add("preset", m_name);
        out.result(line,
                   fmt::format(fmt::runtime(isDelete ? "The Preset {} is in the Trash." : "The Preset {} is back."),
                               m_name));
        return kDone;
    }

  private:
    What m_what;
    Path m_project;
    std::string m_name;
    int m_number = 1;
};

}  // namespace

std::unique_ptr<Command> makePresetList() {
    return std::make_unique<PresetList>();
}
std::unique_ptr<Command> makePresetShow() {
    return std::make_unique<PresetShow>();
}
std::unique_ptr<Command> makePresetSave() {
    return std::make_unique<PresetSave>();
}
std::unique_ptr<Command> makePresetExport() {
    return std::make_unique<PresetExport>();
}
std::unique_ptr<Command> makePresetImport() {
    return std::make_unique<PresetImport>();
}
std::unique_ptr<Command> makePresetUse() {
    return std::make_unique<PresetTurn>(PresetTurn::What::Use);
}
std::unique_ptr<Command> makePresetDelete() {
    return std::make_unique<PresetTurn>(PresetTurn::What::Delete);
}
std::unique_ptr<Command> makePresetRestore() {
    return std::make_unique<PresetTurn>(PresetTurn::What::Restore);
}

}  // namespace brandloom::cli
