#pragma once
// The sound of a Piece: one voice above a music bed that steps back under it, at the loudness that the platform
// wants. Pure, thread-safe; some ms for each second of sound.
#include <optional>

#include "core/finishing/piece.h"
#include "core/media/sound_samples.h"

namespace brandloom::finishing {

struct SoundTarget {
    double seconds = 0;
    double loudness = -14;  ///< LUFS
    double truePeak = -1;   ///< dBTP
};

struct MixedSound {
    media::SoundSamples samples;     ///< as long as the target says
    std::optional<double> loudness;  ///< none: shorter than 400 ms, or silent
    double truePeak = -200;          ///< dBTP
    bool isVoiceSilent = false;
    bool isMusicSilent = false;
    double voiceNeeds = 0;  ///< seconds until the voice ends
};

/// `voice` and `music` may be empty. Music that is too short begins anew, what is too long ends with the Piece.
/// Voice and music are brought to one loudness first, so that how loud a file happens to be does not matter.
MixedSound mixSound(const PieceSound& options, const media::SoundSamples& voice, const media::SoundSamples& music,
                    const SoundTarget& target);

}  // namespace brandloom::finishing
