#pragma once
// The error table of core/media.
#include <span>

#include "core/base/error.h"

namespace brandloom::media_errors {

inline constexpr ErrorSpec kEmptyFile{"media", "empty_file", "{file} is empty.", "Choose a complete file."};
inline constexpr ErrorSpec kNotAFilm{"media", "not_a_film", "{file} is not a film that can be read: {reason}.",
                                     "Choose an MP4, MOV, MKV, WebM or AVI film, or convert it first."};
inline constexpr ErrorSpec kNoPicture{"media", "no_picture", "{file} has no picture track.",
                                      "Choose a film with pictures, not only sound."};
inline constexpr ErrorSpec kUnknownCodec{"media", "unknown_codec",
                                         "{file} uses the codec {codec}, which cannot be read here.",
                                         "Convert the film to H.264 first."};
inline constexpr ErrorSpec kNoFrames{"media", "no_frames", "No picture of {file} could be decoded.",
                                     "The file is damaged or incomplete; fetch it again."};
inline constexpr ErrorSpec kTooLarge{"media", "too_large", "{file} is too large: {size}.",
                                     "Use pictures of at most 16384 pixels a side and 67 megapixels."};
inline constexpr ErrorSpec kTooManyStreams{"media", "too_many_streams", "{file} has too many tracks.",
                                           "Convert the film to one picture and one sound track first."};
inline constexpr ErrorSpec kTimedOut{"media", "timed_out", "Reading {file} took too long and was given up.",
                                     "Copy the film to a local disk, or convert it first."};
inline constexpr ErrorSpec kSoundUnreadable{"media", "sound_unreadable",
                                            "The sound of {file} cannot be read: {reason}.",
                                            "Leave the sound out, or convert the film first."};
inline constexpr ErrorSpec kNoSound{"media", "no_sound", "{file} has no sound.",
                                    "Choose a WAV, MP3, FLAC or M4A file, or a film with sound."};
inline constexpr ErrorSpec kFilmTooShort{
    "media", "film_too_short", "{file} gives only {have} frames at {fps} frames a second; {need} are needed.",
    "Choose a longer film, or start earlier in it."};
inline constexpr ErrorSpec kBadOption{"media", "bad_option", "The {option} may not be {value}.", "Use {allowed}.",
                                      ErrorKind::Usage};
inline constexpr ErrorSpec kEncodeFailed{"media", "encode_failed", "{file} could not be made: {reason}.",
                                         "Check the free space of that folder and try again."};
inline constexpr ErrorSpec kVerifyFailed{"media", "verify_failed",
                                         "{file} was written but does not play back as it should: {reason}.",
                                         "It was removed again; try once more, and send the log if it repeats."};
inline constexpr ErrorSpec kBadPicture{
    "media", "bad_picture", "{file} is not a PNG picture that can be read: {reason}.", "Choose another picture."};
inline constexpr ErrorSpec kReaderStopped{
    "media", "reader_stopped", "{file} broke the program that looks at films ({how}); nothing else was touched.",
    "Do not use this file; fetch it again from where it came, or convert it with another program first."};
inline constexpr ErrorSpec kReaderMissing{
    "media", "reader_missing", "The program that looks at films, {file}, could not be started: {reason}.",
    "Install Brandloom again."};

}  // namespace brandloom::media_errors

namespace brandloom::media {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> mediaErrorSpecs();

}  // namespace brandloom::media
