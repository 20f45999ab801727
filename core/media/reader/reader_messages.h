#pragma once
// What a FilmReader and its process say to each other: messages of two lengths (little-endian, 32 bits each), a
// JSON text and plain bytes. Nothing that the process says is believed before it was checked here.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/clip_measures.h"
#include "core/media/picture_reader.h"
#include "core/media/shot_detection.h"
#include "core/media/sound_reader.h"
#include "core/media/thumbnail.h"

namespace brandloom::media {

struct Message {
    std::string text;                 ///< JSON, at most 8 MiB
    std::vector<std::uint8_t> bytes;  ///< at most 4 MiB
};
/// The text as bytes, to be filled or sent.
inline std::span<std::uint8_t> bytesOf(std::string& text) {
    return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}
using MessageHead = std::array<std::uint8_t, 8>;
MessageHead headOf(const Message& message);
/// Empty text and bytes of the lengths that a head names; none when they are beyond the limits.
std::optional<Message> roomFor(const MessageHead& head);

/// The first message to the process: the ropes that it shall put on.
struct ReaderLimits {
    std::uint64_t memoryBytes = 0;  ///< of address space
    int processorSeconds = 0;       ///< for each request, and again after each sign of life
};
struct LookRequest {
    LookOptions options;
};
struct ShotsRequest {};
struct MeasureRequest {
    MeasureRange range;
};
struct PicturesRequest {
    PicturesWanted wanted;
};
struct SoundRequest {
    SoundWanted wanted;
};
struct ReaderRequest {
    Path film;  ///< empty with ReaderLimits
    std::variant<ReaderLimits, LookRequest, ShotsRequest, MeasureRequest, PicturesRequest, SoundRequest> what;
};

/// The answer to ReaderLimits: what the system granted.
struct ReaderReady {
    bool systemCalls = false;
    bool memory = false;
};
/// Any number of Progress, of PicturesRequest as many FilmPicture and of
/// SoundRequest as many SoundSamples as it gives, then one of the others. The sentence
/// of an Error is that of our own tables.
using ReaderReply = std::variant<ReaderReady, Progress, Error, FilmLook, ShotList, ClipMeasures, FilmPicture,
                                 PicturesEnd, SoundSamples, SoundEnd>;

Message messageOf(const ReaderRequest& request);
Message messageOf(const ReaderReply& reply);
/// None for what is not as agreed.
std::optional<ReaderRequest> requestOf(const Message& message);
std::optional<ReaderReply> replyOf(const Message& message);

}  // namespace brandloom::media
