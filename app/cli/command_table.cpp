#include <array>

#include "app/cli/command.h"

namespace brandloom::cli {

std::span<const CommandEntry> commandTable() {
    static constexpr std::array<CommandEntry, 8> kAll{{
        {"project new", "Make a project folder", makeProjectNew},
        {"project info", "What a project holds", makeProjectInfo},
        {"project check", "Read every recorded file and compare it with its hash", makeProjectCheck},
        {"train", "Train a Style from films", makeTrain},
        {"generate", "Make a Shot from a prompt", makeGenerate},
        {"doctor", "What this machine can do", makeDoctor},
        {"demo", "The whole job once: film, training, the same prompts without and with the Style", makeDemo},
        {"world render", "Render a clip of the procedural world as a film with captions", makeWorldRender},
    }};
    return kAll;
}

std::span<const GroupEntry> commandGroups() {
    static constexpr std::array<GroupEntry, 2> kAll{{
        {"project", "Make and look at projects"},
        {"world", "The procedural world of the starter model"},
    }};
    return kAll;
}

}  // namespace brandloom::cli
