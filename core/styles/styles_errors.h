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
inline constexpr ErrorSpec kNoParent{"styles", "no_parent",
                                     "The Style {style} has no earlier version to go back to.",
                                     "Train or import another version first."};
inline constexpr ErrorSpec kBadRecord{"styles", "bad_record", "{what} may not be {value}.", "Use {allowed}.",
                                      ErrorKind::Usage};
inline constexpr ErrorSpec kInterrupted{"styles", "interrupted",
                                        "The training was interrupted because the program ended.",
                                        "Its last checkpoint was kept; go on with the training from there."};

}  // namespace brandloom::styles_errors

namespace brandloom::styles {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> stylesErrorSpecs();

}  // namespace brandloom::styles
