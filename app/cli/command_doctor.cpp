// doctor [--engine]
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command.h"
#include "app/common/process.h"
#include "core/door/engine_loader.h"
#include "core/studio/health/health.h"

namespace brandloom::cli {
namespace {

class Doctor : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addSwitch("--engine", m_loadEngine, "Also load the engine and say what it works with");
    }

    Result<ExitCode> run(Output& out, const StopToken&) override {
        std::error_code ec;
        auto items = studio::machineHealth(std::filesystem::current_path(ec));
        if (m_loadEngine) addEngine(items);
        bool sound = true;
        for (const auto& item : items) {
            JsonLine line("health");
            line.add("id", item.id).add("health", studio::wordFor(item.health)).add("value", item.value);
            line.add("detail", item.detail);
            std::string text = fmt::format("{:8} {:9} {}", studio::wordFor(item.health), item.id, item.value);
            if (!item.detail.empty()) text += "\n" + std::string(19, ' ') + item.detail;
            out.say(line, text);
            sound = sound && item.health != studio::Health::Problem;
        }
        JsonLine line("doctor");
        line.add("sound", sound).add("version", app::version());
        out.result(line, sound ? "Brandloom can work here." : "Something is missing; see above.");
        return sound ? kDone : kFound;
    }

  private:
    static void addEngine(std::vector<studio::HealthItem>& items) {
        const auto at =
            std::find_if(items.begin(), items.end(), [](const auto& item) { return item.id == "engine"; });
        if (at == items.end()) return;
        const auto engine = door::engineLoader()();
        if (!engine) {
            *at = {"engine", studio::Health::Problem, "cannot be loaded", engine.error().describe()};
            return;
        }
        const auto info = (*engine)->info();
        *at = {"engine", studio::Health::Ok, fmt::format("LibTorch {} on {}", info.torchVersion, info.device),
               fmt::format("{} threads. {}", info.threads, info.gpuMessage)};
    }

    bool m_loadEngine = false;
};

}  // namespace

std::unique_ptr<Command> makeDoctor() {
    return std::make_unique<Doctor>();
}

}  // namespace brandloom::cli
