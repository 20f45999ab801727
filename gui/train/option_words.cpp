#include "gui/train/option_words.h"

#include <string_view>

namespace brandloom::train {
namespace {

struct Words {
    const char* name;
    const char* label;
    const char* tooltip;
};

constexpr Words kWords[] = {
    {"clipsPerFilm", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Clips per film"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "How many clips are cut from each film, or from each clip of the dataset, at most.")},
    {"method", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "What learns"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "LoRA adds small weights; rsLoRA scales them for high ranks; p-tuning learns words in front "
                       "of the prompt; full changes every weight.")},
    {"steps", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Steps per expert"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "How often the weights are changed. More learns more, until clips are learnt by heart.")},
    {"rank", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Rank"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "How much a LoRA can hold. Higher holds more detail, needs more memory and larger files.")},
    {"alpha", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Alpha"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "The scale of the LoRA is alpha divided by rank. It follows the rank until it is set here.")},
    {"targets", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Parts"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "Which parts of each block learn: q,v are enough for a look; attention or all hold products better.")},
    {"dropout", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Dropout"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "Share of the LoRA's inputs that is left out at random. A little helps when there are few clips.")},
    {"virtualTokens", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Learned words"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "p-tuning: how many word vectors are learnt.")},
    {"promptHidden", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Inner width"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "p-tuning: width of the small network that makes the vectors; 0 learns them directly.")},
    {"experts", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Experts"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "Wan 2.2 has two: the high-noise one learns movement and layout, the low-noise one texture and colour.")},
    {"blockSteps", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Steps in a row"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Steps on one expert before the other takes over. Longer rows change experts less often.")},
    {"batch", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Samples at once"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "More are steadier and need more memory.")},
    {"accumulation", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Passes per step"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "Several passes make one step: as steady as more samples at once, in less memory, but slower.")},
    {"learningRate", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Learning rate"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "How far each step goes. Too high and the loss jumps or becomes no number; too low and nothing changes.")},
    {"weightDecay", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Weight decay"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Pulls weights towards zero, against learning by heart.")},
    {"warmupSteps", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Warm-up steps"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "The rate rises over so many steps before it falls slowly to the end.")},
    {"gradientClip", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Gradient limit"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Steps larger than this are shortened; 0 never does.")},
    {"timesteps", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Noise levels"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Which noise levels are learnt most: shifted is how the model makes films; uniform and "
                       "logit-normal are other choices.")},
    {"shift", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Shift"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Moves the noise levels towards strong noise; 0 takes the model's own.")},
    {"textDropout", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Without caption"),
     QT_TRANSLATE_NOOP(
         "brandloom::train::OptionWords",
         "Share of the steps that learn without words, so that the Style also works with short prompts.")},
    {"emaDecay", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Averaging"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Keeps a slow average of the weights, which becomes the Style; 0 does not. 0.99 is a good "
                       "value for long runs.")},
    {"baseDtype", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Number type"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "bf16 halves the model's memory while it trains; what is learnt stays precise.")},
    {"gradientCheckpointing", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Recompute blocks"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Needs much less memory and a third more time; the result is the same.")},
    {"badLossLimit", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Give up after"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Steps in a row without a usable loss after which the training ends.")},
    {"heldOut", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Held-out share"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Share of the clips that is only measured, never learnt; a dataset says itself which.")},
    {"validateEvery", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Measure every"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Steps between measurements of the held-out clips; 0 measures none.")},
    {"patience", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Patience"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Measurements without a better one after which the training ends early; 0 never does.")},
    {"seed", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Seed"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "The same seed, clips and settings give the same Style on the same machine.")},
    {"previewEvery", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Preview every"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Steps between previews; 0 makes none. Previews take time.")},
    {"previewPrompt", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Preview prompts"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "One a line. Each preview shows all of them, from the same seed.")},
    {"previewSteps", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Preview quality"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Solver steps of a preview: more is sharper and slower.")},
    {"previewSeed", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Preview seed"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "The seed of every preview, so that they can be compared.")},
    {"checkpointEvery", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Save every"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords",
                       "Steps between checkpoints, from which a training can go on; 0 saves only at the end.")},
    {"keepCheckpoints", QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "Checkpoints kept"),
     QT_TRANSLATE_NOOP("brandloom::train::OptionWords", "The newest so many stay, and the best one; 0 keeps all.")},
};

const Words* wordsOf(std::string_view name) {
    for (const Words& words : kWords)
        if (name == words.name) return &words;
    return nullptr;
}

}  // namespace

QString OptionWords::label(const studio::TrainField& field) {
    const Words* words = wordsOf(field.name);
    return words != nullptr ? tr(words->label) : QString();
}

QString OptionWords::tooltip(const studio::TrainField& field) {
    const Words* words = wordsOf(field.name);
    return words != nullptr ? tr(words->tooltip) : QString();
}

QString OptionWords::group(studio::FieldGroup group) {
    switch (group) {
        case studio::FieldGroup::Learns:
            return tr("What learns", "group of settings");
        case studio::FieldGroup::Pace:
            return tr("Pace");
        case studio::FieldGroup::Noise:
            return tr("Noise and chance");
        case studio::FieldGroup::Watches:
            return tr("Watching and saving");
        case studio::FieldGroup::Memory:
            return tr("Memory");
    }
    return {};
}

QString OptionWords::choice(const QString& value) {
    if (value == QLatin1String("both")) return tr("both");
    if (value == QLatin1String("high")) return tr("high noise");
    if (value == QLatin1String("low")) return tr("low noise");
    return value;  // names that the literature has
}

}  // namespace brandloom::train
