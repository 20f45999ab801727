#pragma once
// The error table of core/world.
#include <span>

#include "core/base/error.h"

namespace brandloom::world_errors {

inline constexpr ErrorSpec kBadSize{"world", "bad_size", "A clip of {width} x {height} pixels cannot be rendered.",
                                    "Choose a width and a height from 64 to 1920 pixels.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadFrameCount{
    "world", "bad_frame_count", "A clip of {frames} frames cannot be rendered.",
    "Choose 1, 5, 9, 13, 17 ... frames (a multiple of 4, plus 1), at most 481.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadSupersampling{"world", "bad_supersampling",
                                             "{value} x {value} samples per pixel cannot be rendered.",
                                             "Choose 1 to 6 samples along each side of a pixel.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadThreads{"world", "bad_threads", "A clip cannot be rendered with {value} threads.",
                                       "Choose 1 to 64 threads.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadShake{"world", "bad_shake", "A camera cannot sway by {value} of the picture.",
                                     "Choose 0 (none) to 0.1.", ErrorKind::Usage};
inline constexpr ErrorSpec kUnknownWord{"world", "unknown_word", "\"{word}\" is not a {axis} of the clip world.",
                                        "Choose one of: {allowed}.", ErrorKind::Usage};
inline constexpr ErrorSpec kEmptyFilm{"world", "empty_film", "A joined film needs at least one clip.",
                                      "Name one or more clips.", ErrorKind::Usage};

}  // namespace brandloom::world_errors

namespace brandloom::world {

std::span<const ErrorSpec* const> worldErrorSpecs();

}  // namespace brandloom::world
