// preset list
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/door/door_json.h"
#include "core/studio/training/presets.h"

namespace brandloom::cli {
namespace {

class PresetList : public Command {
  public:
    void declare(Flags&) override {}
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto presets, studio::loadPresets());
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& preset : presets) {
            JsonLine name, description, row;
            name.add("en", preset.nameEn).add("zh", preset.nameZh);
            description.add("en", preset.descriptionEn).add("zh", preset.descriptionZh);
            row.add("id", preset.id).add("name", name).add("description", description).add("fields", preset.fields);
            row.addJson("training", door::toJson(preset.training)).add("clipsPerFilm", preset.clipsPerFilm);
            rows.push_back(std::move(row));
            text += fmt::format("{}{}  ({} · {})\n  {}\n  {}", text.empty() ? "" : "\n", preset.id, preset.nameEn,
                                preset.nameZh, preset.descriptionEn, preset.descriptionZh);
        }
        JsonLine line("presets");
        line.add("presets", rows);
        out.result(line, text);
        return kDone;
    }
};

}  // namespace

std::unique_ptr<Command> makePresetList() {
    return std::make_unique<PresetList>();
}

}  // namespace brandloom::cli
