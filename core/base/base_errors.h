#pragma once
// The error table of core/base: one sentence and one remedy per code.
#include "core/base/error.h"

namespace brandloom::base_errors {

inline constexpr ErrorSpec kCancelled{"base", "cancelled", "The work was cancelled.", "", ErrorKind::Cancelled};
inline constexpr ErrorSpec kFileMissing{"base", "file_missing", "{file} does not exist.",
                                        "Check the path, or locate the file again."};
inline constexpr ErrorSpec kFileUnreadable{"base", "file_unreadable", "{file} could not be read: {reason}.",
                                           "Check that the file is complete and that you may read it."};
inline constexpr ErrorSpec kFileUnwritable{"base", "file_unwritable", "{file} could not be written: {reason}.",
                                           "Check the permissions and the free space of that folder."};
inline constexpr ErrorSpec kDiskFull{"base", "disk_full", "The disk is full: {file} could not be written.",
                                     "Free some space and try again; the earlier file was kept."};
inline constexpr ErrorSpec kNotRegularFile{"base", "not_regular_file", "{file} is not a regular file.",
                                           "Choose a file, not a folder, pipe or device."};
inline constexpr ErrorSpec kBadJson{"base", "bad_json", "{what} is not valid: {reason}.",
                                    "Check the place named, or make the file again."};
inline constexpr ErrorSpec kLibraryMissing{"base", "library_missing", "{file} could not be loaded: {reason}.",
                                           "Install Brandloom again, or run its doctor command."};
inline constexpr ErrorSpec kOutOfMemory{"base", "out_of_memory", "There is not enough memory for {what}.",
                                        "Close other programs or choose a smaller size."};
inline constexpr ErrorSpec kInvalidArgument{"base", "invalid_argument", "{what} is not allowed: {reason}.",
                                            "Use {allowed}.", ErrorKind::Usage};
inline constexpr ErrorSpec kInternal{"base", "internal", "Something unexpected happened in {where}: {reason}.",
                                     "Please send the log to the people who make Brandloom."};

}  // namespace brandloom::base_errors
