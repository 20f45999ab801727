#pragma once
// The error table of core/studio.
#include <span>

#include "core/base/error.h"

namespace brandloom::studio_errors {

inline constexpr ErrorSpec kNoProject{"studio", "no_project", "No project is open.",
                                      "Open a project, or create one.", ErrorKind::Usage};
inline constexpr ErrorSpec kProjectReadOnly{"studio", "project_read_only",
                                            "The project {project} is open for reading only.",
                                            "Close it where it is being written, then open it again."};
inline constexpr ErrorSpec kBusy{"studio", "busy", "A job is running.", "Wait until it ends, or stop it first."};
inline constexpr ErrorSpec kFileExists{"studio", "file_exists", "{file} already exists.",
                                       "Choose another name; nothing was overwritten."};
inline constexpr ErrorSpec kBadFilmName{"studio", "bad_film_name", "{file} is not a name for a film.",
                                        "Choose a name that ends in .mp4.", ErrorKind::Usage};
inline constexpr ErrorSpec kStyleOfOtherModel{"studio", "style_of_other_model",
                                              "The Style {style} was trained for another model.",
                                              "Choose the model that it was trained for, or train it again."};
inline constexpr ErrorSpec kStyleEmpty{"studio", "style_empty", "The Style {style} has no active version.",
                                       "Train it, or activate one of its versions."};
inline constexpr ErrorSpec kStyleNoVersion{"studio", "style_no_version",
                                           "The Style {style} has no version {version}.",
                                           "Choose one of the versions that it has."};
inline constexpr ErrorSpec kRecipeAbsent{"studio", "recipe_absent", "{file} carries no recipe.",
                                         "Choose a film that Brandloom made, or the JSON file beside it."};
inline constexpr ErrorSpec kRecipeOtherModel{"studio", "recipe_other_model",
                                             "This recipe was made with {theirs}, not with {ours}.",
                                             "Choose the model that it was made with."};
inline constexpr ErrorSpec kRecipeFileMissing{"studio", "recipe_file_missing",
                                              "This recipe needs {name}, which was not found by its content.",
                                              "Open the project that has it, or say where the file is."};
inline constexpr ErrorSpec kNoStartFrame{"studio", "no_start_frame",
                                         "The model {model} cannot begin with a given picture.",
                                         "Choose a TI2V model, or leave the picture out.", ErrorKind::Usage};

inline constexpr ErrorSpec kModelUnknown{"studio", "model_unknown", "There is no model or folder {name}.",
                                         "See the registered models with 'model list', or name a folder.",
                                         ErrorKind::Usage};
inline constexpr ErrorSpec kModelFolderGone{"studio", "model_folder_gone",
                                            "The model {name} was in {folder}, which is not there any more.",
                                            "Put the folder back, or remove the name and add the model again."};
inline constexpr ErrorSpec kModelNameTaken{"studio", "model_name_taken",
                                           "The name {name} already stands for the model in {folder}.",
                                           "Choose another name, or remove that one first.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadModelName{
    "studio", "bad_model_name", "{name} is not a name for a model.",
    "Use up to 64 letters, digits or signs without slashes, not beginning with a dash or a dot, and not 'starter'.",
    ErrorKind::Usage};
inline constexpr ErrorSpec kRegistryDamaged{
    "studio", "registry_damaged", "The list of models {file} cannot be read: {reason}.",
    "Correct the file or move it away; the models themselves are untouched."};
inline constexpr ErrorSpec kStarterStays{"studio", "starter_stays", "The starter model ships with the studio.",
                                         "Use a name of your own; the starter can neither be added nor removed.",
                                         ErrorKind::Usage};

inline constexpr ErrorSpec kExportOnlyOwn{
    "studio", "export_only_own", "The format {dialect} cannot hold what the Style {style} learned.",
    "Export its own files (--dialect own), which Brandloom reads.", ErrorKind::Usage};
inline constexpr ErrorSpec kPresetUnknown{"studio", "preset_unknown", "There is no preset \"{preset}\".",
                                          "Choose one of these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kPresetStyleMissing{
    "studio", "preset_style_missing",
    "The Preset {preset} needs the Style {style}, which this project does not have.",
    "Import that Style, or save the Preset with another one."};
inline constexpr ErrorSpec kNothingToResume{"studio", "nothing_to_resume",
                                            "No training of this project was interrupted.",
                                            "Start a new one, or name the run to go on with.", ErrorKind::Usage};
inline constexpr ErrorSpec kRunFinished{"studio", "run_finished", "Training run {run} has taken all of its steps.",
                                        "Ask for more steps or another setting, and a new run goes on from it.",
                                        ErrorKind::Usage};
inline constexpr ErrorSpec kNoCheckpoint{"studio", "no_checkpoint",
                                         "Training run {run} has no checkpoint of step {step}.",
                                         "Choose one of these steps: {steps}.", ErrorKind::Usage};
inline constexpr ErrorSpec kCaptionerAbsent{"studio", "captioner_absent",
                                            "The captioner {program} cannot be started: {reason}.",
                                            "Check its path, and that it may be executed."};
inline constexpr ErrorSpec kCaptionerFailed{
    "studio", "captioner_failed", "The captioner {program} gave no caption: {reason}.",
    "Try it by hand: it reads a line of JSON and answers with one, as the handbook of 'caption suggest' says."};
inline constexpr ErrorSpec kRunUnreadable{
    "studio", "run_unreadable", "The settings of training run {run} cannot be read.", "Start a new training."};
inline constexpr ErrorSpec kJobUnreadable{"studio", "job_unreadable",
                                          "What job {id} of the queue is to do cannot be read.",
                                          "Cancel it and add it anew."};

}  // namespace brandloom::studio_errors

namespace brandloom::studio {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> studioErrorSpecs();

}  // namespace brandloom::studio
