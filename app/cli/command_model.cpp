// model add|list|show|verify|remove|convert
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/door/door_json.h"
#include "core/studio/models/models.h"

namespace brandloom::cli {
namespace {

std::string sizeText(std::int64_t bytes) {
    const double value = static_cast<double>(bytes);
    if (value >= 1e9) return fmt::format("{:.1f} GB", value / 1e9);
    if (value >= 1e6) return fmt::format("{:.1f} MB", value / 1e6);
    return fmt::format("{:.0f} KB", value / 1e3);
}

std::string countText(std::int64_t count) {
    const double value = static_cast<double>(count);
    return value >= 1e9 ? fmt::format("{:.1f} billion", value / 1e9) : fmt::format("{:.1f} million", value / 1e6);
}

std::vector<JsonLine> linesOf(const std::vector<Error>& findings) {
    std::vector<JsonLine> lines;
    for (const auto& finding : findings) {
        JsonLine line;
        line.add("module", finding.module).add("code", finding.code);
        line.add("message", finding.sentence()).add("remedy", finding.remedy());
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string textOf(const std::vector<Error>& findings) {
    std::string out;
    for (const auto& finding : findings) out += "\n  " + finding.sentence() + " " + finding.remedy();
    return out;
}

std::string missingText(const std::vector<std::string>& missing) {
    std::string out;
    for (const auto& file : missing) out += "\n  missing   " + file;
    return out;
}

JsonLine entryLine(const char* type, const studio::RegisteredModel& m) {
    JsonLine line(type);
    line.add("name", m.name).add("folder", utf8FromPath(m.folder)).add("kind", m.kind).add("title", m.title);
    line.add("contentId", m.contentId).add("added", m.addedUtc).add("verified", m.verifiedUtc);
    return line;
}

std::string descriptionText(const door::ModelDescription& d) {
    const auto& s = d.defaults;
    std::string out = fmt::format("\n  what      {} ({}), {} layout, {} expert{}", d.title, d.kind, d.layout,
                                  d.experts, d.experts == 1 ? "" : "s");
    if (d.dim > 0)
        out += fmt::format("\n  size      width {}, {} layers, {} parameters, {} text tokens", d.dim, d.layers,
                           countText(d.parameterCount), d.textTokens);
    for (const auto& part : d.parts)
        out += fmt::format("\n  {:9} {}  {} {} {}", part.part == "tokenizer" ? "tokenizer" : "weights", part.file,
                           part.part, part.numberType, sizeText(part.bytes));
    out += missingText(d.missing);
    out += fmt::format("\n  sampling  {} steps of {}, shift {}, guidance {} low and {} high, boundary {}", s.steps,
                       s.solver, s.shift, s.guidanceLow, s.guidanceHigh, s.boundary);
    out += fmt::format("\n  film      {} frames of {}x{} at {} fps", s.frames, s.width, s.height, s.fps);
    out += fmt::format("\n  id        {}", d.contentId);
    return out + textOf(d.findings);
}

class ModelAdd : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("FOLDER", m_options.folder, "Folder of the model, or one of its files");
        flags.add("--name", m_options.name, "Name to use for it; left out: made from what it is");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto added, studio::addModel(door::engineLoader(), m_options));
        auto line = entryLine("model", added.entry);
        line.addJson("description", door::toJson(added.description));
        out.result(line, fmt::format("{} now stands for {}.{}", added.entry.name, utf8FromPath(added.entry.folder),
                                     descriptionText(added.description)));
        return kDone;
    }

  private:
    studio::AddModelOptions m_options;
};

class ModelList : public Command {
  public:
    void declare(Flags&) override {}
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto models, studio::listModels());
        for (const auto& model : models) {
            auto line = entryLine("model", model.entry);
            line.add("exists", model.exists).add("starter", model.isStarter);
            const auto state = !model.exists                     ? "  folder is gone"
                               : model.isStarter                 ? "  ships with the studio"
                               : model.entry.verifiedUtc.empty() ? "  not verified"
                                                                 : "  verified " + model.entry.verifiedUtc;
            out.say(line, fmt::format("{:24} {:20} {}{}", model.entry.name, model.entry.title,
                                      utf8FromPath(model.entry.folder), state));
        }
        return kDone;
    }
};

class ModelShow : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("MODEL", m_model, "Name, folder or file of the model");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto shown, studio::showModel(door::engineLoader(), m_model));
        JsonLine line("model");
        line.add("folder", shown.folder);
        if (shown.entry) line.add("name", shown.entry->name).add("verified", shown.entry->verifiedUtc);
        line.addJson("description", door::toJson(shown.description));
        std::string text = shown.folder;
        if (shown.entry) text = shown.entry->name + "\n  folder    " + shown.folder;
        if (shown.entry && !shown.entry->verifiedUtc.empty()) text += "\n  verified  " + shown.entry->verifiedUtc;
        out.result(line, text + descriptionText(shown.description));
        return kDone;
    }

  private:
    Path m_model;
};

class ModelVerify : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("MODEL", m_model, "Name, folder or file of the model");
        flags.addSwitch("--files-only", m_filesOnly, "Do not let the experts denoise a picture to tell them apart");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto result,
                      studio::verifyModel(door::engineLoader(), m_model, !m_filesOnly, listener, stop));
        const bool sound = result.findings.empty() && result.missing.empty();
        JsonLine line("verified");
        line.add("sound", sound).add("findings", linesOf(result.findings));
        line.addJson("result", door::toJson(result));
        std::string text;
        for (const auto& file : result.files)
            text += fmt::format("{}  {} {}\n", file.sha256.empty() ? std::string(64, '?') : file.sha256, file.file,
                                sizeText(file.bytes));
        text += fmt::format("{} tensors are whole and finite; experts: {}; {}.", result.tensors,
                            result.experts.verdict, durationText(result.seconds));
        if (result.experts.verdict == "right" || result.experts.verdict == "swapped")
            text += fmt::format(
                "\n  error with much noise: high {:.3f}, low {:.3f}; with little noise: high {:.3f}, low {:.3f}",
                result.experts.highAtHigh, result.experts.lowAtHigh, result.experts.highAtLow,
                result.experts.lowAtLow);
        text += missingText(result.missing) + textOf(result.findings);
        text += sound ? "\nThe model is sound." : "\nThe model is not sound.";
        out.result(line, text);
        return sound ? kDone : kFound;
    }

  private:
    Path m_model;
    bool m_filesOnly = false;
};

class ModelRemove : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("NAME", m_name, "Name to forget; the files stay"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto removed, studio::removeModel(utf8FromPath(m_name)));
        out.result(entryLine("removed", removed),
                   fmt::format("{} stands for nothing any more; {} was left as it is.", removed.name,
                               utf8FromPath(removed.folder)));
        return kDone;
    }

  private:
    Path m_name;
};

class ModelConvert : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("MODEL", m_model, "Name, folder or file of the model");
        flags.add("--out", m_output,
                  "New folder for the whole model; left out: beside each .pth file, which stays");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto result,
                      studio::convertModel(door::engineLoader(), m_model, m_output, listener, stop));
        JsonLine line("converted");
        line.addJson("result", door::toJson(result));
        std::string text;
        for (const auto& file : result.files) text += file + "\n";
        text += fmt::format("Converted in {}; the weights are the same as before.", durationText(result.seconds));
        if (m_output.empty()) text += " The .pth files are not needed any more.";
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_model;
    Path m_output;
};

}  // namespace

std::unique_ptr<Command> makeModelAdd() {
    return std::make_unique<ModelAdd>();
}
std::unique_ptr<Command> makeModelList() {
    return std::make_unique<ModelList>();
}
std::unique_ptr<Command> makeModelShow() {
    return std::make_unique<ModelShow>();
}
std::unique_ptr<Command> makeModelVerify() {
    return std::make_unique<ModelVerify>();
}
std::unique_ptr<Command> makeModelRemove() {
    return std::make_unique<ModelRemove>();
}
std::unique_ptr<Command> makeModelConvert() {
    return std::make_unique<ModelConvert>();
}

}  // namespace brandloom::cli
