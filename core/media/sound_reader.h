#pragma once
// The sound of a file as a row of pieces, from its first sample on.
#include <functional>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/limits.h"
#include "core/media/sound_samples.h"

namespace brandloom::media {

inline constexpr double kLongestSound = 900;  ///< seconds

struct SoundWanted {
    double seconds = kLongestSound;  ///< at most; what comes later is not read
};
using SoundSink = std::function<void(SoundSamples piece)>;  ///< each at most 2^17 samples

struct SoundEnd {
    bool isLonger = false;   ///< there is more than was wanted
    bool isDamaged = false;  ///< packets were missing or broken: silence there
};

/// WAV, MP3, FLAC, M4A, OGG or a film; mono becomes both sides. Errors: kSoundUnreadable, kNoSound, kBadOption,
/// those of opening a film.
Result<SoundEnd> readSound(const Path& file, const SoundWanted& wanted, const SoundSink& sink,
                           const StopToken& stop = {}, const Limits& limits = {});

}  // namespace brandloom::media
