#include "app/cli/flags.h"

namespace brandloom::cli {

void addFlags(Flags& flags, door::TrainOptions& o) {
    flags.add("--steps", o.steps, "Optimiser steps per expert");
    flags.add("--rank", o.rank, "Rank of the LoRA");
    flags.add("--alpha", o.alpha, "Scale of the LoRA: alpha / rank");
    flags.add("--targets", o.targets, "Parts to train, a comma list of q,k,v,o,ffn");
    flags.add("--experts", o.experts, "Experts to train: both, high or low");
    flags.add("--block-steps", o.blockSteps, "Steps on one expert before the other takes over");
    flags.add("--batch", o.batch, "Samples per step");
    flags.add("--learning-rate", o.learningRate, "Learning rate of AdamW");
    flags.add("--weight-decay", o.weightDecay, "Weight decay of AdamW");
    flags.add("--warmup-steps", o.warmupSteps, "Linear warm-up steps per expert");
    flags.add("--gradient-clip", o.gradientClip, "Largest global norm of the gradient; 0: no limit");
    flags.add("--shift", o.shift, "Timestep shift; 0: the model's");
    flags.add("--text-dropout", o.textDropout, "Chance of training with the empty prompt, 0 to 1");
    flags.add("--seed", o.seed, "Seed of the training");
    flags.add("--preview-every", o.previewEvery, "Steps between previews; 0: none");
    flags.add("--preview-prompt", o.previewPrompt, "Prompt of the previews; empty: the first caption");
    flags.add("--preview-steps", o.previewSteps, "Solver steps of a preview");
    flags.add("--preview-seed", o.previewSeed, "Seed of the previews");
    flags.add("--checkpoint-every", o.checkpointEvery, "Steps between checkpoints; 0: only at the end");
}

void addFlags(Flags& flags, door::GenerateRequest& r) {
    flags.add("--prompt", r.prompt, "What the Shot shows, Chinese or English", Need::Required);
    flags.add("--negative-prompt", r.negativePrompt, "What it must not show; left out: the model's default");
    flags.add("--seed", r.seed, "Seed: the same seed gives the same Shot");
    flags.add("--steps", r.steps, "Solver steps; 0: the model's default");
    flags.add("--shift", r.shift, "Timestep shift; 0: the model's default");
    flags.add("--guidance-low", r.guidanceLow, "Guidance of the low-noise expert; left out: the model's default");
    flags.add("--guidance-high", r.guidanceHigh,
              "Guidance of the high-noise expert; left out: the model's default");
    flags.add("--solver", r.solver, "unipc, dpm++ or euler; empty: the model's default");
    flags.add("--width", r.width, "Width in pixels; 0: the model's default");
    flags.add("--height", r.height, "Height in pixels; 0: the model's default");
    flags.add("--frames", r.frames, "Frames, 4n+1; 0: the model's default");
    flags.add("--preview-every", r.previewEvery, "Solver steps between partial pictures; 0: none");
}

}  // namespace brandloom::cli
