#include <array>

#include "app/cli/command.h"

namespace brandloom::cli {

std::span<const CommandEntry> commandTable() {
    static constexpr auto kAll = std::to_array<CommandEntry>({
        {"project new", "Make a project folder", makeProjectNew},
        {"project info", "What a project holds", makeProjectInfo},
        {"project check", "Read every recorded file and compare it with its hash", makeProjectCheck},
        {"project backup", "Copy the database into the project's folder of backups", makeProjectBackup},
        {"project restore", "List the backups, or put one in the place of the database", makeProjectRestore},
        {"project pack", "Write the whole project into one file", makeProjectPack},
        {"project unpack", "Make a project from such a file", makeProjectUnpack},
        {"project recovery", "What the last program left unfinished", makeProjectRecovery},
        {"project trash", "What is in the Trash, and removing it for good", makeProjectTrash},
        {"project undo", "Set back the last change", makeProjectUndo},
        {"project redo", "Make the change again that was undone last", makeProjectRedo},
        {"project history", "What was changed, newest first", makeProjectHistory},
        {"dataset add", "Add films and the texts beside them to a dataset", makeDatasetAdd},
        {"dataset list", "The datasets of a project", makeDatasetList},
        {"dataset show", "The clips of a dataset", makeDatasetShow},
        {"film info", "What films are: size, length, rate, codec; small pictures of them", makeFilmInfo},
        {"film shots", "Where films cut, dissolve and fade", makeFilmShots},
        {"film measure", "What films are like: camera, sharpness, exposure, bars, colours", makeFilmMeasure},
        {"train", "Train a Style from a dataset or from films", makeTrain},
        {"preset list", "Recipes for trainings, by what they are good for", makePresetList},
        {"style list", "The Styles of a project", makeStyleList},
        {"style show", "The versions of a Style", makeStyleShow},
        {"style activate", "Choose the version that is used", makeStyleActivate},
        {"style rollback", "Go back to the version before", makeStyleRollback},
        {"style export", "Write a Style for another program", makeStyleExport},
        {"style import", "Take an adapter file as a Style", makeStyleImport},
        {"style delete", "Put a Style, or one version of it, into the Trash", makeStyleDelete},
        {"style restore", "Take it out of the Trash again", makeStyleRestore},
        {"shot list", "The Shots of a project", makeShotList},
        {"shot delete", "Put a Shot into the Trash", makeShotDelete},
        {"shot restore", "Take it out of the Trash again", makeShotRestore},
        {"generate", "Make a Shot from a prompt", makeGenerate},
        {"doctor", "What this machine can do", makeDoctor},
        {"demo", "The whole job once: film, training, the same prompts without and with the Style", makeDemo},
        {"world render", "Render a clip of the procedural world as a film with captions", makeWorldRender},
        {"starter vae", "Train the video VAE of a starter model on the procedural world", makeStarterVae},
        {"starter text", "Train the text encoder of a starter model on captions", makeStarterText},
        {"starter evaluate", "What a starter model is worth: VAE, prompts followed, steadiness",
         makeStarterEvaluate},
        {"starter transformer", "Train the transformer of a starter model on the procedural world",
         makeStarterTransformer},
        {"model add", "Give a model folder a name", makeModelAdd},
        {"model list", "Models that have a name", makeModelList},
        {"model show", "What a model is, what is there and what is missing", makeModelShow},
        {"model verify", "Read every tensor, hash every file, tell the experts apart", makeModelVerify},
        {"model remove", "Forget a name; the files stay", makeModelRemove},
        {"model convert", "Write the .pth files of a model as safetensors", makeModelConvert},
        {"encode-text", "Write the text embedding of a prompt", makeEncodeText},
        {"vae encode", "Write a film as latents", makeVaeEncode},
        {"vae decode", "Make a film from latents", makeVaeDecode},
        {"adapter inspect", "What an adapter file is and which model it fits", makeAdapterInspect},
        {"adapter convert", "Write an adapter for another program", makeAdapterConvert},
        {"adapter merge", "Write a copy of a model with adapters added to its weights", makeAdapterMerge},
    });
    return kAll;
}

std::span<const GroupEntry> commandGroups() {
    static constexpr auto kAll = std::to_array<GroupEntry>({
        {"project", "Make and look at projects"},
        {"dataset", "Films that Styles are trained on"},
        {"film", "Look at films without a project"},
        {"model", "Models and the names that stand for them"},
        {"preset", "Recipes for trainings"},
        {"style", "Styles of a project, their versions and files"},
        {"shot", "Films that were made in a project"},
        {"vae", "Films as latents and back"},
        {"adapter", "Adapter files of this and other programs"},
        {"starter", "Making a starter model from the procedural world"},
        {"world", "The procedural world of the starter model"},
    });
    return kAll;
}

}  // namespace brandloom::cli
