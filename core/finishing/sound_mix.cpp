#include "core/finishing/sound_mix.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/finishing/loudness.h"

namespace brandloom::finishing {
namespace {

using media::SoundSamples;

constexpr int kRate = SoundSamples::kRate;
constexpr double kWork = -23;  // LUFS that voice and music are brought to before they are mixed

std::size_t samplesIn(double seconds) {
    return static_cast<std::size_t>(std::llround(std::max(0.0, seconds) * kRate));
}

/// At kWork; whether there was anything to hear.
bool level(SoundSamples& sound) {
    if (const auto loudness = loudnessOf(sound)) {
        multiply(sound, factorOf(kWork - *loudness));
        return true;
    }
    // Too short to be measured: by its peak.
    const double peak = truePeakOf(sound);
    if (peak < -70) return false;
    multiply(sound, factorOf(-12 - peak));
    return true;
}

SoundSamples silence(std::size_t size) {
    return {std::vector<float>(size), std::vector<float>(size)};
}

/// From `start` on, cut off at the end.
SoundSamples placedAt(const SoundSamples& sound, double start, std::size_t size) {
    auto out = silence(size);
    const auto from = std::min(samplesIn(start), size);
    const auto count = static_cast<std::ptrdiff_t>(std::min(sound.size(), size - from));
    std::copy_n(sound.left.begin(), count, out.left.begin() + static_cast<std::ptrdiff_t>(from));
    std::copy_n(sound.right.begin(), count, out.right.begin() + static_cast<std::ptrdiff_t>(from));
    return out;
}

/// Again and again until `size`; where it begins anew the end goes over into the beginning within 0.5 s.
SoundSamples repeated(const SoundSamples& sound, std::size_t size) {
    if (sound.size() >= size || sound.size() < 2) return placedAt(sound, 0, size);
    const auto over = std::min(samplesIn(0.5), sound.size() / 4);
    const auto period = sound.size() - over;
    auto out = silence(size);
    for (std::size_t begin = 0; begin < size; begin += period)
        for (std::size_t i = 0; i < sound.size() && begin + i < size; ++i) {
            double share = 1;
            if (begin > 0 && i < over) share = static_cast<double>(i) / static_cast<double>(over);
            if (i >= period) share = static_cast<double>(sound.size() - i) / static_cast<double>(over);
            out.left[begin + i] += static_cast<float>(static_cast<double>(sound.left[i]) * share);
            out.right[begin + i] += static_cast<float>(static_cast<double>(sound.right[i]) * share);
        }
    return out;
}

constexpr double kBlock = 0.01;                // seconds that speech is looked for in
constexpr double kAhead = 0.25, kAfter = 0.5;  // seconds that the music is down before and after a word
constexpr double kDown = 0.2, kUp = 0.8;       // seconds that it takes for that
constexpr double kSpeech = -45;                // dB, of a voice at kWork

/// For each block whether somebody speaks in it or near it.
std::vector<bool> speech(const SoundSamples& voice) {
    const auto block = samplesIn(kBlock);
    const auto count = (voice.size() + block - 1) / block;
    std::vector<bool> out(count);
    const auto before = static_cast<std::size_t>(kAhead / kBlock),
               after = static_cast<std::size_t>(kAfter / kBlock);
    for (std::size_t b = 0; b < count; ++b) {
        double sum = 0;
        const auto first = b * block, end = std::min(voice.size(), first + block);
        for (std::size_t i = first; i < end; ++i)
            sum +=
                std::pow(static_cast<double>(voice.left[i]), 2) + std::pow(static_cast<double>(voice.right[i]), 2);
        const double mean = sum / (2.0 * static_cast<double>(end - first));
        if (10 * std::log10(std::max(mean, 1e-30)) < kSpeech) continue;
        for (std::size_t k = b > before ? b - before : 0; k < std::min(count, b + after); ++k) out[k] = true;
    }
    return out;
}

/// The music steps back while somebody speaks.
void duck(SoundSamples& music, const SoundSamples& voice, double by) {
    const auto speaks = speech(voice);
    const auto block = samplesIn(kBlock);
    const double down = by / (kDown * kRate), up = by / (kUp * kRate);
    double now = !speaks.empty() && speaks.front() ? -by : 0;
    for (std::size_t i = 0; i < music.size(); ++i) {
        const bool isDown = i / block < speaks.size() && speaks[i / block];
        now = isDown ? std::max(-by, now - down) : std::min(0.0, now + up);
        const auto factor = static_cast<float>(factorOf(now));
        music.left[i] *= factor;
        music.right[i] *= factor;
    }
}

void fadeEnd(SoundSamples& sound, double seconds) {
    const auto count = std::min(samplesIn(seconds), sound.size() / 2);
    for (std::size_t i = 0; i < count; ++i) {
        const auto share = static_cast<float>(static_cast<double>(i) / static_cast<double>(count));
        sound.left[sound.size() - 1 - i] *= share;
        sound.right[sound.size() - 1 - i] *= share;
    }
}

void add(SoundSamples& to, const SoundSamples& from, double decibels) {
    const auto factor = static_cast<float>(factorOf(decibels));
    for (std::size_t i = 0; i < to.size(); ++i) {
        to.left[i] += from.left[i] * factor;
        to.right[i] += from.right[i] * factor;
    }
}

/// To the target; what the limiter takes away is given back once more.
void finish(MixedSound& mix, const SoundTarget& target) {
    constexpr int kRounds = 3;
    for (int round = 0; round < kRounds; ++round) {
        const auto loudness = loudnessOf(mix.samples);
        if (loudness && std::abs(target.loudness - *loudness) < 0.05 && round > 0) break;
        if (loudness) multiply(mix.samples, factorOf(target.loudness - *loudness));
        // The encoder puts some peaks a little higher than they were.
        if (truePeakOf(mix.samples) > target.truePeak - 0.5) limitPeaks(mix.samples, target.truePeak - 0.5);
    }
    mix.loudness = loudnessOf(mix.samples);
    mix.truePeak = truePeakOf(mix.samples);
}

}  // namespace

MixedSound mixSound(const PieceSound& options, const SoundSamples& voice, const SoundSamples& music,
                    const SoundTarget& target) {
    const auto size = samplesIn(target.seconds);
    MixedSound out;
    out.samples = silence(size);
    SoundSamples spoken, bed;
    if (options.voice) {
        spoken = voice;
        out.isVoiceSilent = !level(spoken);
        out.voiceNeeds = options.voiceStart + spoken.seconds();
        spoken = placedAt(spoken, options.voiceStart, size);
        add(out.samples, spoken, 0);
    }
    if (options.music) {
        bed = music;
        out.isMusicSilent = !level(bed);
        bed = repeated(bed, size);
        if (options.voice && !out.isVoiceSilent) duck(bed, spoken, options.duckBy);
        fadeEnd(bed, options.musicFadeOut);
        add(out.samples, bed, options.voice ? -options.musicBelow : 0);
    }
    finish(out, target);
    return out;
}

}  // namespace brandloom::finishing
