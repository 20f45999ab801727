#pragma once
// One number for a dataset, 0 to 100, and the parts that it is made of. It is advice: nothing depends on it. Pure
// functions. Thread-safe.
//
// Each part has a value from 0 to 1 over the clips that are not rejected (n of them) and a weight:
//   amount     20  min(1, n / 40): trainings of a look are usually given 20 to 50 clips
//   variety    15  half min(1, films / 8), half the evenness of the camera's kinds: their entropy over log 3, at
//   most 1 sharpness  10  mean of clamp((sharpness - 0.2) / 0.3): a blur metric's value at the clip's own size
//   faults     10  1 - share of clips with black bars, a standstill over a second, or too few frames for the model
//   captions   20  mean over clips of 0 without a text, 0.5 with a draft only, else 1; a text of fewer than 12
//   signs
//                  (Chinese) or 30 letters counts half; times 0.5 + 0.5 * share of clips with all trigger words
//   languages   5  min over max of the clips that have Chinese and English; 0.7 when all are in one language
//   copies     10  1 - share of clips that differ by at most 7 of 64 bits of their middle picture's hash from an
//                  earlier one of another range
//   rights     10  share of clips whose film has a holder and is not past its last day
// A part that needs measures (the cameras of variety, sharpness, faults but the length, copies) is taken over the
// clips that were measured; its `known` is their share. The score is the mean of the values, weighted with weight *
// known; the confidence is the share of the weights that was known.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/records.h"

namespace brandloom::dataset {

struct ScoreClip {
    Clip clip;
    std::optional<Measures> measures;  ///< none: not measured, or in vain
    std::string rightsHolder;
    std::optional<double> rightsUntil;
    int frames = 0;  ///< that there are at the model's rate
};

struct ScoreOptions {
    std::vector<std::string> triggerWords;
    int leastFrames = 9;
    double now = 0;  ///< seconds since 1970
};

struct ScorePart {
    std::string name;   ///< "amount" ... as above
    double weight = 0;  ///< of 100
    double value = 0;   ///< 0..1
    double known = 1;   ///< 0..1
    std::string query;  ///< finds the clips to put right; empty: there is no such query
};

struct Score {
    double value = 0;       ///< 0..100
    double confidence = 0;  ///< 0..1
    int clips = 0;
    std::vector<ScorePart> parts;
};

Score scoreOf(std::span<const ScoreClip> clips, const ScoreOptions& options);

}  // namespace brandloom::dataset
