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
    "Lower the learning rate and start again; nothing earlier was changed."};
inline constexpr ErrorSpec kLatentNotFinite{"training", "latent_not_finite",
                                            "The picture data of clip {clip} is damaged.",
                                            "Remove that clip or import it again."};
inline constexpr ErrorSpec kBadGenerateOption{
    "generation", "bad_option", "The {option} of a Shot may not be {value}.", "Use {allowed}.", ErrorKind::Usage};
inline constexpr ErrorSpec kSampleNotFinite{"generation", "sample_not_finite",
                                            "The {expert}-noise expert gave a broken picture at step {step}.",
                                            "Check the model files, or lower the strength of the Style."};
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
inline constexpr ErrorSpec kBadSampling{"sampling", "bad_option", "The {option} may not be {value}.",
                                        "Use {allowed}.", ErrorKind::Usage};

}  // namespace brandloom::engine_errors

namespace brandloom::door {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> engineErrorSpecs();

}  // namespace brandloom::door
