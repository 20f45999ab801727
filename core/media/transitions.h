#pragma once
// Cuts, dissolves and fades in a row of small pictures. Pure arithmetic; one thread at a time.
//
// A cut: a difference that is large beside those around it. A dissolve mixes two pictures a and b that share
// little: half way the mixture lies near (a + b) / 2, and its detail (mean square of the differences of
// neighbouring pixels) is about half of theirs, which no movement does. A fade: contrast falls to nothing or rises
// from it, evenly.
#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "core/base/frame_buffer.h"

namespace brandloom::media {

enum class TransitionKind { Cut, Dissolve, Fade };

/// Pictures [firstFrame, firstFrame + frameCount) show both shots, or less than one. A cut has none of its own:
/// firstFrame is the first of the new shot.
struct Transition {
    TransitionKind kind = TransitionKind::Cut;
    std::int64_t firstFrame = 0;
    std::int64_t frameCount = 0;
    bool operator==(const Transition&) const = default;
};

struct TransitionOptions {
    double minDifference = 4;  ///< mean difference of two pictures at a cut, of 255
    double minRatio = 4;       ///< of that difference to the mean of those around it (fast movement has large ones)
    double minPeak = 2.2;      ///< of that difference to the largest of those around it
    int neighbours = 3;        ///< differences on each side that it is compared with
    double minDecorrelation =
        0.45;  ///< of a dissolve: mean square difference of its ends to the sum of their variances
    double longestFlatSeconds = 3;  ///< what is even for longer between two shots is no part of a fade
};

/// The positions of cuts in a row of differences: differences[i] lies between pictures i and i+1, acrossNext[i]
/// between pictures i and i+2 (the last has none and counts as different). A cut at i means that picture i+1 begins
/// a shot.
std::vector<std::size_t> cutsIn(const std::vector<double>& differences, const std::vector<double>& acrossNext,
                                const TransitionOptions& options = {});

class TransitionFinder {
  public:
    static constexpr int kWidth = 48;  ///< of the pictures that it wants
    static constexpr int kHeight = 27;

    explicit TransitionFinder(double fps, const TransitionOptions& options = {});
    /// A picture of kWidth x kHeight. Keeps about 220 bytes of it.
    void add(const Frame& picture);
    /// In order, none over another. A film may begin or end with a fade.
    [[nodiscard]] std::vector<Transition> finish() const;

  private:
    /// Longest reach to each side of a picture, in looked-at pictures: dissolves of up to about 46 of them.
    static constexpr int kReach = 24;
    struct Around {
        std::array<float, kReach + 1>
            apart{};                           ///< [h]: mean square difference of the pictures h before and h after
        std::array<float, kReach + 1> bend{};  ///< [h]: of the picture itself and the mean of those two
    };
    using Range = std::pair<int, int>;  // [first, end) in looked-at pictures

    void look(const Frame& picture);
    [[nodiscard]] std::vector<Range> fades() const;
    [[nodiscard]] std::vector<Range> dissolves(const std::vector<int>& cuts, const std::vector<Range>& fades) const;
    [[nodiscard]] double strength(int centre, int reach) const;
    [[nodiscard]] bool isConvincing(int centre, int reach) const;
    [[nodiscard]] double halfLength(int centre, int reach) const;
    [[nodiscard]] int reachAround(int centre, const std::vector<int>& cuts, const std::vector<Range>& fades) const;
    [[nodiscard]] int middleNear(int centre, int reach) const;
    [[nodiscard]] Range dissolveAround(int centre, const std::vector<int>& cuts,
                                       const std::vector<Range>& fades) const;
    [[nodiscard]] int ramp(int from, int step) const;
    [[nodiscard]] int seen() const { return static_cast<int>(m_spread.size()); }

    TransitionOptions m_options;
    int m_every = 1;  ///< gradual ones are looked for in every so many pictures: about 25 to 30 a second
    double m_lookedFps = 25;
    int m_reach = kReach;  ///< a second, at most kReach
    std::int64_t m_count = 0;
    Frame m_before, m_beforeThat;
    std::vector<double> m_differences, m_acrossNext;  // of all pictures
    std::deque<Frame> m_recent;                       // looked-at pictures, at most 2 kReach + 1
    std::vector<float> m_spread, m_detail;            // of looked-at pictures: variance, detail
    std::vector<Around> m_around;                     // of looked-at pictures, from picture 0 on, kReach late
};

}  // namespace brandloom::media
