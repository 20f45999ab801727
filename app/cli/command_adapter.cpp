// adapter inspect|convert|merge
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/command.h"
#include "core/door/door_json.h"
#include "core/studio/models/adapters.h"

namespace brandloom::cli {
namespace {

std::string rangeText(double low, double high) {
    return low == high ? fmt::format("{}", low) : fmt::format("{} to {}", low, high);
}

std::string textOf(const door::AdapterFileDescription& d) {
    std::string out = fmt::format("{}\n  kind     {} in {} keys, {}", d.file, d.kind, d.dialect, d.numberType);
    if (d.expert != "any") out += fmt::format("\n  expert   {}-noise", d.expert);
    if (!d.base.empty()) out += fmt::format("\n  base     {}", d.base);
    if (d.highestRank > 0)
        out += fmt::format("\n  rank     {}, scale {}", rangeText(double(d.lowestRank), double(d.highestRank)),
                           rangeText(d.lowestScale, d.highestScale));
    if (d.modules > 0)
        out += fmt::format("\n  changes  {} modules in {} blocks: {}", d.modules, d.blocks,
                           fmt::join(d.targets, ", "));
    for (const auto& [key, value] : d.metadata) {
        constexpr std::size_t kShown = 80;
        out += fmt::format("\n  {} = {}", key, value.size() > kShown ? value.substr(0, kShown) + " ..." : value);
    }
    return out;
}

class AdapterInspect : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("ADAPTER", m_source, "File, PEFT folder, or folder with a high and a low half");
        flags.add("--model", m_model, "Name or folder of a model that it must fit");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto adapter, studio::inspectAdapter(door::engineLoader(), m_source, m_model));
        JsonLine line("adapter");
        line.addJson("description", door::toJson(adapter));
        std::string text;
        for (const auto& file : adapter.files) text += (text.empty() ? "" : "\n") + textOf(file);
        if (adapter.swapped) text += "\nThe names of the two files are exchanged; what the files say was believed.";
        if (adapter.fits) text += "\nIt fits the model.";
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_source;
    Path m_model;
};

class AdapterConvert : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("ADAPTER", m_source, "File, PEFT folder, or folder with a high and a low half");
        flags.add("--out", m_target,
                  "File to make (peft: folder); two experts become two with _high_noise and _low_noise",
                  Need::Required);
        flags.add("--dialect", m_request.dialect, "kohya, comfy, diffusers or peft");
        flags.add("--number-type", m_request.numberType, "f32, bf16 or f16; empty: as it is");
        flags.addSwitch("--one-file", m_request.oneFile, "diffusers: both experts in one file");
        flags.add("--title", m_request.title, "Title for the metadata; empty: the name of the file");
        flags.addSwitch("--stamp", m_request.stamp, "Write the time, and keep session ids and paths");
        flags.addSwitch("--overwrite", m_request.overwrite, "Replace files that are there");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        m_request.source = utf8FromPath(m_source);
        m_request.target = utf8FromPath(m_target);
        BRANDLOOM_TRY(const auto result, studio::convertAdapter(door::engineLoader(), m_request));
        JsonLine line("converted");
        line.add("dialect", m_request.dialect).add("files", result.files);
        out.result(line, fmt::format("{}", fmt::join(result.files, "\n")));
        return kDone;
    }

  private:
    Path m_source;
    Path m_target;
    door::ConvertAdapterRequest m_request;
};

class AdapterMerge : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions("ADAPTERS", m_options.adapters,
                           "FILE, FILE:STRENGTH or FILE:HIGH,LOW; a folder holds a pair", Need::Required);
        flags.add("--model", m_options.model, "Name or folder of the model; left out: the starter model");
        flags.add("--out", m_options.outFolder, "New folder for the changed model", Need::Required);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto merged, studio::mergeAdapters(door::engineLoader(), m_options, listener, stop));
        JsonLine line("merged");
        line.add("folder", merged.modelDir).add("changedTensors", merged.changedTensors);
        line.add("contentId", merged.contentId);
        out.result(line, fmt::format("{}\n  {} tensors were changed", merged.modelDir, merged.changedTensors));
        return kDone;
    }

  private:
    studio::MergeAdaptersOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeAdapterInspect() {
    return std::make_unique<AdapterInspect>();
}
std::unique_ptr<Command> makeAdapterConvert() {
    return std::make_unique<AdapterConvert>();
}
std::unique_ptr<Command> makeAdapterMerge() {
    return std::make_unique<AdapterMerge>();
}

}  // namespace brandloom::cli
