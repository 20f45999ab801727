#pragma once
// The error table of core/styles.
#include <span>

#include "core/base/error.h"

namespace brandloom::styles_errors {

inline constexpr ErrorSpec kRunMissing{"styles", "run_missing", "Training run {id} does not exist.",
                                       "Choose another run."};
inline constexpr ErrorSpec kStyleMissing{"styles", "style_missing", "The Style {style} does not exist.",
                                         "Choose a Style of this project."};
inline constexpr ErrorSpec kVersionMissing{"styles", "version_missing", "Style version {id} does not exist.",
                                           "Choose another version."};
inline constexpr ErrorSpec kStyleExists{"styles", "style_exists", "There is already a Style called \"{style}\".",
                                        "Choose another name."};
inline constexpr ErrorSpec kStyleInTrash{"styles", "style_in_trash", "The Style {style} is in the Trash.",
                                         "Restore it, or choose another Style."};
inline constexpr ErrorSpec kVersionInTrash{"styles", "version_in_trash",
                                           "Version {version} of the Style {style} is in the Trash.",
                                           "Restore it, or choose another version."};
inline constexpr ErrorSpec kNotInTrash{"styles", "not_in_trash", "The Style {style} is not in the Trash.",
                                       "See what is there with 'style list --trash'.", ErrorKind::Usage};
inline constexpr ErrorSpec kNoParent{"styles", "no_parent",
                                     "The Style {style} has no earlier version to go back to.",
                                     "Train or import another version first."};
inline constexpr ErrorSpec kBadRecord{"styles", "bad_record", "{what} may not be {value}.", "Use {allowed}.",
                                      ErrorKind::Usage};
inline constexpr ErrorSpec kShotMissing{"styles", "shot_missing", "There is no Shot {id}.",
                                        "Choose a Shot of this project.", ErrorKind::Usage};
inline constexpr ErrorSpec kShotInTrash{"styles", "shot_in_trash", "The Shot {id} is in the Trash.",
                                        "Restore it, or choose another Shot."};
inline constexpr ErrorSpec kShotNotInTrash{"styles", "shot_not_in_trash", "The Shot {id} is not in the Trash.",
                                           "Choose one of those that are there.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadFrame{"styles", "bad_frame", "The prompt \"{frame}\" cannot be filled in: {reason}.",
                                     "Write a slot as its name in braces, and a brace itself twice.",
                                     ErrorKind::Usage};
inline constexpr ErrorSpec kSlotUnknown{"styles", "slot_unknown", "The prompt has no slot \"{slot}\".",
                                        "It has these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kSlotEmpty{"styles", "slot_empty", "Nothing was said for the slot \"{slot}\".",
                                      "Say it with --slot {slot}=WORDS.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadPreset{"styles", "bad_preset", "{what} is not a Preset that can be used: {reason}.",
                                      "Correct that place, or export the Preset again."};
inline constexpr ErrorSpec kPresetMissing{"styles", "preset_missing", "There is no Preset \"{preset}\".",
                                          "See which there are with 'preset list'.", ErrorKind::Usage};
inline constexpr ErrorSpec kInterrupted{"styles", "interrupted",
                                        "The training was interrupted because the program ended.",
                                        "Its last checkpoint was kept; go on with the training from there."};

}  // namespace brandloom::styles_errors

namespace brandloom::styles {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> stylesErrorSpecs();

}  // namespace brandloom::styles
