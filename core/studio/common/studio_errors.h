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

}  // namespace brandloom::studio_errors

namespace brandloom::studio {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> studioErrorSpecs();

}  // namespace brandloom::studio
