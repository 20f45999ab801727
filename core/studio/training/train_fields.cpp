#include "core/studio/training/train_fields.h"

#include <cctype>

namespace brandloom::studio {
namespace {

using O = TrainStyleOptions;
using G = FieldGroup;

constexpr TrainField kFields[] = {
    {"clipsPerFilm", "Clips cut from each film, or clip of the dataset, at most", G::Learns,
     +[](O& o) -> int& { return o.clipsPerFilm; }, 1, 1000},
    {"method",
     "What learns: lora, rslora, p-tuning (vectors before the prompt) or full",
     G::Learns,
     +[](O& o) -> std::string& { return o.training.method; },
     0,
     0,
     {"lora", "rslora", "p-tuning", "full"}},
    {"steps", "Optimiser steps per expert", G::Pace, +[](O& o) -> int& { return o.training.steps; }, 1, 10000000},
    {"rank", "Rank of the LoRA", G::Learns, +[](O& o) -> int& { return o.training.rank; }, 1, 1024},
    {"alpha", "Scale of the LoRA: alpha / rank", G::Learns, +[](O& o) -> double& { return o.training.alpha; },
     1e-06, 1000000.0},
    {"targets", "Parts to train, a comma list of q,k,v,o,ffn, or attention, or all", G::Learns,
     +[](O& o) -> std::string& { return o.training.targets; }},
    {"dropout", "Share of the LoRA's inputs left out while it learns", G::Learns,
     +[](O& o) -> double& { return o.training.dropout; }, 0, 0.99},
    {"virtualTokens", "Vectors that p-tuning learns", G::Learns,
     +[](O& o) -> int& { return o.training.virtualTokens; }, 1, 4096},
    {"promptHidden", "Width of the network that makes them; 0: learned directly", G::Learns,
     +[](O& o) -> int& { return o.training.promptHidden; }, 0, 65536},
    {"experts",
     "Experts to train: both, high or low",
     G::Learns,
     +[](O& o) -> std::string& { return o.training.experts; },
     0,
     0,
     {"both", "high", "low"}},
    {"blockSteps", "Steps on one expert before the other takes over", G::Pace,
     +[](O& o) -> int& { return o.training.blockSteps; }, 1, 1000000},
    {"batch", "Samples per pass", G::Memory, +[](O& o) -> int& { return o.training.batch; }, 1, 256},
    {"accumulation", "Passes per step", G::Memory, +[](O& o) -> int& { return o.training.accumulation; }, 1, 4096},
    {"learningRate", "Learning rate of AdamW", G::Pace, +[](O& o) -> double& { return o.training.learningRate; }, 0,
     10},
    {"weightDecay", "Weight decay of AdamW", G::Pace, +[](O& o) -> double& { return o.training.weightDecay; }, 0,
     10},
    {"warmupSteps", "Linear warm-up steps per expert", G::Pace,
     +[](O& o) -> int& { return o.training.warmupSteps; }, 0, 1000000},
    {"gradientClip", "Largest global norm of the gradient; 0: no limit", G::Pace,
     +[](O& o) -> double& { return o.training.gradientClip; }, 0, 1000000.0},
    {"timesteps",
     "Noise levels: shifted, uniform or logit-normal",
     G::Noise,
     +[](O& o) -> std::string& { return o.training.timesteps; },
     0,
     0,
     {"shifted", "uniform", "logit-normal"}},
    {"shift", "Timestep shift; 0: with shifted the model's, else none", G::Noise,
     +[](O& o) -> double& { return o.training.shift; }, 0, 1000},
    {"textDropout", "Chance of training with the empty prompt, 0 to 1", G::Noise,
     +[](O& o) -> double& { return o.training.textDropout; }, 0, 1},
    {"emaDecay", "Averaged weights beside the trained ones, decay per step; 0: none", G::Pace,
     +[](O& o) -> double& { return o.training.emaDecay; }, 0, 0.999999},
    {"baseDtype",
     "Number type of the model while it trains: fp32, or bf16 for half its memory",
     G::Memory,
     +[](O& o) -> std::string& { return o.training.baseDtype; },
     0,
     0,
     {"fp32", "bf16"}},
    {"gradientCheckpointing", "Less memory, a third more time", G::Memory,
     +[](O& o) -> bool& { return o.training.gradientCheckpointing; }},
    {"badLossLimit", "Steps in a row without a usable loss before giving up", G::Watches,
     +[](O& o) -> int& { return o.training.badLossLimit; }, 1, 1000000},
    {"heldOut", "With --validate-every: share of the clips that is only measured (a dataset says itself which)",
     G::Watches, +[](O& o) -> double& { return o.heldOut; }, 0, 0.5},
    {"validateEvery", "Steps between measurements of held-out clips; 0: none", G::Watches,
     +[](O& o) -> int& { return o.training.validateEvery; }, 0, 1000000000},
    {"patience", "Measurements without a better one before the end; 0: never", G::Watches,
     +[](O& o) -> int& { return o.training.patience; }, 0, 1000000},
    {"seed", "Seed of the training", G::Noise, +[](O& o) -> std::uint64_t& { return o.training.seed; }, 0, 1.8e+19},
    {"previewEvery", "Steps between previews; 0: none", G::Watches,
     +[](O& o) -> int& { return o.training.previewEvery; }, 0, 1000000000},
    {"previewPrompt", "Prompt of the previews, of several one a line; empty: the first caption", G::Watches,
     +[](O& o) -> std::string& { return o.training.previewPrompt; }},
    {"previewSteps", "Solver steps of a preview", G::Watches, +[](O& o) -> int& { return o.training.previewSteps; },
     1, 1000},
    {"previewSeed", "Seed of the previews", G::Watches,
     +[](O& o) -> std::uint64_t& { return o.training.previewSeed; }, 0, 1.8e+19},
    {"checkpointEvery", "Steps between checkpoints; 0: only at the end", G::Watches,
     +[](O& o) -> int& { return o.training.checkpointEvery; }, 0, 1000000000},
    {"keepCheckpoints", "Newest checkpoints that stay; 0: all", G::Watches,
     +[](O& o) -> int& { return o.keepCheckpoints; }, 0, 1000000},
};

}  // namespace

std::span<const TrainField> trainFields() {
    return kFields;
}

std::string flagOf(const TrainField& field) {
    std::string out = "--";
    for (const char c : std::string_view(field.name)) {
        const auto letter = static_cast<unsigned char>(c);
        if (std::isupper(letter) != 0) out += '-';
        out += static_cast<char>(std::tolower(letter));
    }
    return out;
}

FieldValue valueOf(const TrainField& field, const TrainStyleOptions& options) {
    // The places only look; they take what may be changed because setValue() changes it.
    auto& all = const_cast<TrainStyleOptions&>(options);
    return std::visit([&](auto place) { return FieldValue(place(all)); }, field.place);
}

void setValue(const TrainField& field, const FieldValue& value, TrainStyleOptions& options) {
    std::visit(
        [&](auto place) {
            using T = std::remove_reference_t<decltype(place(options))>;
            if (const auto* given = std::get_if<T>(&value)) place(options) = *given;
        },
        field.place);
}

}  // namespace brandloom::studio
