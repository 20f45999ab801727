#pragma once
// How loud a sound is: EBU R128 / ITU-R BS.1770-4 at 48 kHz, two channels of equal weight. Pure, thread-safe.
#include <optional>

#include "core/media/sound_samples.h"

namespace brandloom::finishing {

/// Integrated loudness in LUFS: K-weighted blocks of 400 ms every 100 ms, gated at -70 LUFS and at 10 LU below
/// their mean. None for less than 400 ms and for silence.
std::optional<double> loudnessOf(const media::SoundSamples& sound);

/// True peak in dBTP: four times oversampled (BS.1770-4, annex 2). -200 for silence.
double truePeakOf(const media::SoundSamples& sound);

void multiply(media::SoundSamples& sound, double factor);
double factorOf(double decibels);

/// Softens what would go over `ceiling` (dBTP) and leaves the rest: 5 ms ahead, 80 ms back, the same on both sides.
void limitPeaks(media::SoundSamples& sound, double ceiling);

}  // namespace brandloom::finishing
