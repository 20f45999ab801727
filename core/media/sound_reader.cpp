#include "core/media/sound_reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/media/media_errors.h"
#include "core/media/sound_track.h"

namespace brandloom::media {
namespace {

constexpr std::int64_t kPiece = 1 << 17;

/// The next `count` samples; mono on both sides.
Result<SoundSamples> nextPiece(SoundTrack& track, std::int64_t count) {
    SoundSamples piece;
    piece.left.resize(static_cast<std::size_t>(count));
    piece.right.resize(static_cast<std::size_t>(count));
    const std::array rows{reinterpret_cast<std::uint8_t*>(piece.left.data()),
                          reinterpret_cast<std::uint8_t*>(piece.right.data())};
    BRANDLOOM_CHECK(track.read(static_cast<int>(count), rows.data()));
    if (track.channels() == 1) piece.right = piece.left;
    // What is no number would spoil all that is mixed with it.
    for (auto* row : {&piece.left, &piece.right})
        for (float& sample : *row) sample = std::isfinite(sample) ? std::clamp(sample, -8.0F, 8.0F) : 0.0F;
    return piece;
}

}  // namespace

Result<SoundEnd> readSound(const Path& file, const SoundWanted& wanted, const SoundSink& sink,
                           const StopToken& stop, const Limits& limits) {
    if (!(wanted.seconds > 0) || wanted.seconds > kLongestSound)
        return fail(media_errors::kBadOption, {{"option", "length of a sound"},
                                               {"value", std::to_string(wanted.seconds) + " seconds"},
                                               {"allowed", "a length above 0, at most 900 seconds"}});
    BRANDLOOM_TRY(auto track, SoundTrack::openAlone(file, stop, limits));
    const auto most = std::llround(wanted.seconds * SoundTrack::kRate);
    std::int64_t given = 0;
    while (!track.isOver() && given < most) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto count = std::min<std::int64_t>(kPiece, most - given);
        BRANDLOOM_TRY(auto piece, nextPiece(track, count));
        if (track.isOver()) {
            const auto heard = std::clamp<std::int64_t>(track.heardUntil() - given, 0, count);
            piece.left.resize(static_cast<std::size_t>(heard));
            piece.right.resize(static_cast<std::size_t>(heard));
        }
        given += count;
        if (piece.size() > 0) sink(std::move(piece));
    }
    return SoundEnd{!track.isOver(), track.isDamaged()};
}

}  // namespace brandloom::media
