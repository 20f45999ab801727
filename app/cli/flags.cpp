#include "app/cli/flags.h"

#include <cctype>

#include "core/door/starter_tools.h"
#include "core/studio/training/train_fields.h"

namespace brandloom::cli {

std::string fieldOf(const std::string& flag) {
    std::string out;
    for (std::size_t i = 2; i < flag.size(); ++i) {
        const bool isDash = flag[i] == '-' && i + 1 < flag.size();
        if (isDash) ++i;
        out += isDash ? static_cast<char>(std::toupper(static_cast<unsigned char>(flag[i]))) : flag[i];
    }
    return out;
}

void addFlags(Flags& flags, studio::TrainStyleOptions& options) {
    for (const auto& field : studio::trainFields()) {
        const auto name = studio::flagOf(field);
        std::visit(
            [&](auto place) {
                auto& target = place(options);
                if constexpr (std::is_same_v<decltype(target), bool&>)
                    flags.addSwitch(name, target, field.help);
                else
                    flags.add(name, target, field.help);
            },
            field.place);
    }
}

void addFlags(Flags& flags, door::StarterOptions& o) {
    flags.add("--size", o.size, "Width and height of the clips in pixels, a multiple of 32");
    flags.add("--frames", o.frames, "Frames of a clip, 4n+1");
    flags.add("--samples", o.samples, "Samples of the whole training, experts included");
    flags.add("--minutes", o.minutes, "Work at most so long, save and end; 0: until all is done");
    flags.add("--batch", o.batch, "Samples per step");
    flags.add("--learning-rate", o.learningRate, "Largest learning rate of AdamW; it falls towards the end");
    flags.add("--warmup-steps", o.warmupSteps, "Linear warm-up steps");
    flags.add("--ema-decay", o.emaDecay, "Averaged weights, which are what is written as a model: decay per step");
    flags.add("--text-dropout", o.textDropout, "Chance of training with the empty prompt, 0 to 1");
    flags.add("--expert-share", o.expertShare, "Share of the samples for the two experts, after the trunk");
    flags.add("--dtype", o.dtype, "Number type of the large products: fp32 or bf16");
    flags.add("--seed", o.seed, "Seed of clips and training");
    flags.add("--clips", o.clips, "Clips that are rendered in all");
    flags.add("--first-clips", o.firstClips, "Clips that are rendered before the first step");
    flags.add("--samples-per-clip", o.samplesPerClip, "One clip more after so many samples, until all are there");
    flags.add("--held-out", o.heldOut, "Clips of held-out combinations that are only measured");
    flags.addSwitch("--fresh", o.fresh, "Begin with random weights although there are some to begin with");
    flags.add("--dim", o.dim, "Fresh transformer: width, a multiple of 128");
    flags.add("--layers", o.layers, "Fresh transformer: blocks");
    flags.add("--ffn-dim", o.ffnDim, "Fresh transformer: inner width of a block");
    flags.add("--text-tokens", o.textTokens, "Longest prompt in tokens");
    flags.add("--vae-base", o.vaeBase, "Fresh VAE: channels of its first level");
    flags.add("--vae-crop", o.vaeCrop, "Side of the squares that the VAE learns from, in pixels");
    flags.add("--measure-every", o.measureEvery, "Steps between measurements of held-out clips; 0: none");
    flags.add("--sheet-every", o.sheetEvery, "Steps between sheets of sample clips; 0: none");
    flags.add("--checkpoint-minutes", o.checkpointMinutes, "Minutes between checkpoints");
}

void addFlags(Flags& flags, door::GenerateRequest& r) {
    flags.add("--prompt", r.prompt, "What the Shot shows, Chinese or English");
    flags.add("--negative", r.negativePrompt, "What it must not show; left out: the model's default");
    flags.add("--seed", r.seed, "Seed: the same seed gives the same Shot");
    flags.add("--steps", r.steps, "Solver steps; 0: the model's default");
    flags.add("--shift", r.shift, "Timestep shift; 0: the model's default");
    flags.add("--solver", r.solver,
              "unipc, dpm++, euler, diffusers-unipc, diffusers-euler or distilled; empty: the model's default");
    flags.add("--frames", r.frames, "Frames, 4n+1; 0: the model's default");
    flags.add("--dtype", r.dtype, "Number type, fp32 or bf16; empty: fp32 for small models, else bf16");
    flags.add("--guidance-mode", r.guidanceMode,
              "Passes with and without the prompt: batched or sequential; empty: by this machine's memory");
    flags.add("--residency", r.residency,
              "What stays in memory: all, expert or stream; empty: as the forecast says");
    flags.add("--preview-every", r.previewEvery, "Solver steps between previews; 0: none, with --preview 5");
}

}  // namespace brandloom::cli
