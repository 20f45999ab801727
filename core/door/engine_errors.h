#pragma once
// Every failure that may come through the door: torch-free, so that the window can name each one.
#include <span>

#include "core/base/error.h"

namespace brandloom::engine_errors {

inline constexpr ErrorSpec kBuildMismatch{
    "engine", "build_mismatch", "The engine library belongs to another build ({theirs} instead of {ours}).",
    "Build or install Brandloom again as a whole."};
inline constexpr ErrorSpec kEngineUnavailable{"engine", "engine_unavailable",
                                              "The engine could not be started: {reason}.",
                                              "Run the doctor command, then build or install Brandloom again."};
inline constexpr ErrorSpec kEngineFault{"engine", "engine_fault", "The engine failed while {what}: {reason}.",
                                        "Nothing else was lost; try again, and send the log if it happens twice."};
inline constexpr ErrorSpec kOutOfMemory{"engine", "out_of_memory", "There was not enough memory while {what}.",
                                        "Choose a smaller size or fewer frames, or close other programs."};
inline constexpr ErrorSpec kBadClipSize{"training", "bad_clip_size",
                                        "Clip {index} is {have} but the training expects {want}.",
                                        "Import the clip again so that it is cut to the model's size."};
inline constexpr ErrorSpec kNoClips{"training", "no_clips", "There is no clip to train on.",
                                    "Add at least one film to the dataset.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadTrainOption{"training", "bad_option",
                                           "The training option {option} may not be {value}.", "Use {allowed}.",
                                           ErrorKind::Usage};
inline constexpr ErrorSpec kLossNotFinite{
    "training", "loss_not_finite",
    "The loss became {value} at step {step} on the {expert}-noise expert (clip {clip}).",
    "Lower the learning rate and go on from the last checkpoint; what was learned before is in it."};
inline constexpr ErrorSpec kLatentNotFinite{"training", "latent_not_finite",
                                            "The picture data of clip {clip} is damaged.",
                                            "Remove that clip or import it again."};
inline constexpr ErrorSpec kResumeMismatch{
    "training", "resume_mismatch", "{file} belongs to another training: {what} is {theirs} there and {ours} here.",
    "Go on with the settings of that training, or branch a new one from it."};
inline constexpr ErrorSpec kStateDamaged{"training", "state_damaged",
                                         "{file} cannot be used to go on with a training: {reason}.",
                                         "Go on from an earlier checkpoint."};
inline constexpr ErrorSpec kDiskTooSmall{
    "training", "disk_too_small", "{folder} has {free} free, but a checkpoint of this training needs {need}.",
    "Free some space and go on from the last checkpoint; what was saved before is kept."};
inline constexpr ErrorSpec kTrainingOutOfMemory{
    "training", "out_of_memory", "There was not enough memory for a training step.",
    "Set {option} to {value} and train again; a checkpoint that was saved before is kept."};
inline constexpr ErrorSpec kStarterTaken{"starter", "taken", "{folder} already holds a training of the {stage}.",
                                         "Go on with it (--resume), or choose another folder.", ErrorKind::Usage};
inline constexpr ErrorSpec kStarterBusy{"starter", "busy", "Another program trains in {folder}.",
                                        "Stop it first, or choose another folder."};
inline constexpr ErrorSpec kStarterNoState{"starter", "no_state", "{folder} holds no checkpoint of the {stage}.",
                                           "Start the training without --resume.", ErrorKind::Usage};
inline constexpr ErrorSpec kStarterPart{"starter", "part_missing",
                                        "There is no {part} to begin with in the given folders.",
                                        "Name a folder that has one with --init.", ErrorKind::Usage};
inline constexpr ErrorSpec kStarterParts{
    "starter", "parts_differ", "The {part} and the {other} do not fit together: {reason}.",
    "Take both from the same model, or begin with fresh weights.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadGenerateOption{
    "generation", "bad_option", "The {option} of a Shot may not be {value}.", "Use {allowed}.", ErrorKind::Usage};
inline constexpr ErrorSpec kSampleNotFinite{"generation", "sample_not_finite",
                                            "The {expert}-noise expert gave a broken picture at step {step}.",
                                            "Check the model files, or lower the strength of the Style."};
inline constexpr ErrorSpec kTextNotFinite{"generation", "text_not_finite",
                                          "The text encoder gave broken numbers for the prompt.",
                                          "Check the model files."};
inline constexpr ErrorSpec kPictureNotFinite{"generation", "picture_not_finite",
                                             "The VAE gave a broken picture at frame {frame}.",
                                             "Check the model files."};
inline constexpr ErrorSpec kTooLittleMemory{"generation", "too_little_memory",
                                            "This Shot needs about {need} of memory, and this machine has {have}.",
                                            "Choose a smaller size, fewer frames or a smaller model."};
inline constexpr ErrorSpec kAdapterUnknownKey{"adapters", "unknown_key",
                                              "{file} holds a part that this model does not have: {key}.",
                                              "Use a Style that was trained for this model."};
inline constexpr ErrorSpec kAdapterShape{"adapters", "wrong_shape",
                                         "{file} does not fit this model: {key} is {have} instead of {want}.",
                                         "Use a Style that was trained for this model."};
inline constexpr ErrorSpec kAdapterNotFinite{"adapters", "not_finite", "{file} holds broken numbers in {key}.",
                                             "Use an earlier version of that Style."};
inline constexpr ErrorSpec kAdapterIncomplete{
    "adapters", "incomplete", "{file} is not a whole LoRA: {key} is missing.", "Export the Style again."};

inline constexpr ErrorSpec kAdapterUnknownPart{
    "adapters", "unknown_part", "{file} holds parts that Brandloom cannot use: {key}.",
    "Export it as a plain LoRA for a Wan text-to-video model; nothing of it was used."};
inline constexpr ErrorSpec kAdapterKeyTwice{"adapters", "key_twice", "{file} changes {key} twice.",
                                            "Export it again with the program that made it."};
inline constexpr ErrorSpec kAdapterWrongBase{"adapters", "wrong_base",
                                             "{file} was made for {theirs}, but this model is {ours}.",
                                             "Choose {theirs} as the model, or a Style made for {ours}."};
inline constexpr ErrorSpec kAdapterScale{"adapters", "unclear_scale",
                                         "The strength of {key} in {file} is unclear: {reason}.",
                                         "Export it again with the program that made it."};
inline constexpr ErrorSpec kAdapterConfig{"adapters", "bad_config",
                                          "{file} does not describe an adapter that can be used: {reason}.",
                                          "Export it as a plain LoRA."};
inline constexpr ErrorSpec kAdapterNone{"adapters", "no_adapter", "{folder} holds no adapter.",
                                        "Choose a safetensors file, or the folder that holds it."};
inline constexpr ErrorSpec kAdapterSeveral{"adapters", "several_adapters",
                                           "{folder} holds {count} adapters, among them {first} and {other}.",
                                           "Choose one of the files."};
inline constexpr ErrorSpec kAdapterSwapped{
    "adapters", "swapped", "{file} is for the {theirs}-noise expert but was given for the {ours}-noise expert.",
    "Exchange the two files."};
inline constexpr ErrorSpec kAdapterNoExpert{"adapters", "no_expert",
                                            "{file} holds nothing for the {expert}-noise expert.",
                                            "Choose the other file of the pair."};
inline constexpr ErrorSpec kAdapterKind{"adapters", "unsupported_kind", "{file} has {kind} in {key}, which {what}.",
                                        "Use a plain LoRA, or another file format."};
inline constexpr ErrorSpec kAdapterExportDiffers{
    "adapters", "export_differs", "The exported {file} does not read back as it was written: {key}.",
    "It was removed; try again, and send the log if it happens twice."};
inline constexpr ErrorSpec kMergeNumberType{
    "adapters", "merge_number_type", "{key} of {file} is stored as {type}, into which nothing can be merged.",
    "Use the model's bf16, f16 or f32 files."};
inline constexpr ErrorSpec kOutputTaken{"adapters", "output_taken", "{file} exists already.",
                                        "Choose another name, or move it away first."};
inline constexpr ErrorSpec kNotASoftPrompt{"adapters", "not_a_prompt", "{file} is not a learned prompt: {reason}.",
                                           "Choose a file that a prompt training wrote."};

inline constexpr ErrorSpec kNotAModel{"wan", "not_a_model", "{folder} is not a model folder: {reason}.",
                                      "Choose the folder that holds the model's weight files."};
inline constexpr ErrorSpec kBadModelConfig{"wan", "bad_config", "{file} does not describe this model: {reason}.",
                                           "Fetch that file again from where the model came from."};
inline constexpr ErrorSpec kBadDefaults{"wan", "bad_defaults",
                                        "{file} has an unusable value for {field}: {reason}.",
                                        "Correct that line or remove the file."};
inline constexpr ErrorSpec kPartMissing{"wan", "part_missing", "The model has no {part}: {file} is not there.",
                                        "Add {file} to {folder}."};
inline constexpr ErrorSpec kWrongTensors{"wan", "wrong_tensors",
                                         "{file} is not a {part} of the Wan family: {problems}.",
                                         "Fetch the file again, or choose the one that belongs to this model."};
inline constexpr ErrorSpec kOtherMember{"wan", "other_member",
                                        "{file} holds {what}, which makes no films from text.",
                                        "Choose a text-to-video model of the Wan family."};
inline constexpr ErrorSpec kSeveralFiles{"wan", "several_files",
                                         "{folder} holds more than one {part}: {first} and {other}.",
                                         "Choose the file of the transformer instead of the folder."};
inline constexpr ErrorSpec kExpertsSame{"wan", "experts_same", "{high} and {low} hold the same weights.",
                                        "Fetch the one that is wrong again; the two experts differ."};
inline constexpr ErrorSpec kExpertsSwapped{"wan", "experts_swapped",
                                           "{high} holds the low-noise expert, and {low} the high-noise one.",
                                           "Exchange the two files or folders, then verify the model again."};
inline constexpr ErrorSpec kWeightNotFinite{"wan", "weight_not_finite", "{file} holds broken numbers in {key}.",
                                            "Fetch that file again from where the model came from."};
inline constexpr ErrorSpec kNothingToConvert{"wan", "nothing_to_convert",
                                             "{folder} has no .pth file left to convert.", "Use it as it is."};
inline constexpr ErrorSpec kNotLatents{"wan", "not_latents",
                                       "{file} does not hold latents of this model: {reason}.",
                                       "Choose a file that 'vae encode' wrote with the same model."};
inline constexpr ErrorSpec kBadVideo{"wan", "bad_video", "The film cannot be encoded: {have}.", "Use {want}."};
inline constexpr ErrorSpec kBadSampling{"sampling", "bad_option", "The {option} may not be {value}.",
                                        "Use {allowed}.", ErrorKind::Usage};

}  // namespace brandloom::engine_errors

namespace brandloom::door {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> engineErrorSpecs();

}  // namespace brandloom::door
