#include "core/finishing/timeline.h"

#include <algorithm>
#include <cmath>

#include "core/finishing/finishing_errors.h"

namespace brandloom::finishing {
namespace {

constexpr double kStillSeconds = 3;    // a single picture stands so long, unless somebody says otherwise
constexpr double kLongestPiece = 900;  // seconds: its sound is mixed in memory

Error badPart(std::size_t number, const std::string& reason) {
    return Error(finishing_errors::kBadPart, {{"number", std::to_string(number + 1)}, {"reason", reason}});
}

std::string secondsText(double seconds) {
    auto text = std::to_string(seconds);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text + " s";
}

Result<PlacedPart> placed(const PiecePart& part, const PieceSource& source, std::size_t number, double fps) {
    // What a file says of its length is rounded.
    const double slack = source.fps > 0 ? 0.5 / source.fps : 0;
    const bool isStill = source.seconds <= 0;
    const double end = part.end > 0 ? part.end : isStill ? part.start + kStillSeconds : source.seconds;
    if (!(part.start >= 0) || !std::isfinite(part.start) || !std::isfinite(part.end) || part.end < 0)
        return fail(badPart(number, "its range has no meaning"));
    if (!isStill && end > source.seconds + slack)
        return fail(badPart(number, "it ends at " + secondsText(end) + ", after the Shot, which has " +
                                        secondsText(source.seconds)));
    if (!isStill && part.start >= end)
        return fail(badPart(
            number, "it starts at " + secondsText(part.start) + ", not before its end at " + secondsText(end)));
    PlacedPart out;
    out.source = part.source;
    out.start = part.start;
    out.end = end;
    out.count = std::max<std::int64_t>(1, std::llround((end - part.start) * fps));
    if (static_cast<double>(out.count) > kLongestPiece * fps) return fail(finishing_errors::kPieceTooLong, {});
    if (!(part.crossFade >= 0) || !std::isfinite(part.crossFade))
        return fail(badPart(number, "its cross-fade has no meaning"));
    out.crossFade = static_cast<std::int64_t>(std::llround(std::min(part.crossFade, kLongestPiece) * fps));
    return out;
}

}  // namespace

Result<Timeline> placeParts(const std::vector<PiecePart>& parts, const std::vector<PieceSource>& sources,
                            double fps) {
    if (parts.empty()) return fail(finishing_errors::kNoParts, {});
    Timeline out;
    out.fps = fps;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        BRANDLOOM_TRY(auto part, placed(parts[i], sources.at(static_cast<std::size_t>(parts[i].source)), i, fps));
        if (i == 0) {
            part.crossFade = 0;
        } else {
            const auto& before = out.parts.back();
            // A frame of its own is left to the part before, and one to this part.
            const auto most =
                std::max<std::int64_t>(0, std::min(before.count - before.crossFade - 1, part.count - 1));
            if (part.crossFade > most) {
                part.crossFade = most;
                if (out.shortenedFade == 0) out.shortenedFade = static_cast<int>(i) + 1;
            }
            part.first = before.first + before.count - part.crossFade;
        }
        out.parts.push_back(part);
    }
    out.frames = out.parts.back().first + out.parts.back().count;
    if (out.seconds() > kLongestPiece) return fail(finishing_errors::kPieceTooLong, {});
    return out;
}

FrameContent contentOf(const Timeline& timeline, std::int64_t n) {
    n = std::clamp<std::int64_t>(n, 0, timeline.frames - 1);
    // The last part that has begun.
    auto at = timeline.parts.size() - 1;
    while (at > 0 && timeline.parts[at].first > n) --at;
    const auto picture = [&](const PlacedPart& part) {
        const double seconds = part.start + (static_cast<double>(n - part.first) + 0.5) / timeline.fps;
        return PictureAt{part.source, std::clamp(seconds, part.start, std::max(part.start, part.end))};
    };
    const auto& part = timeline.parts[at];
    const auto inFade = n - part.first;
    if (inFade >= part.crossFade) return {picture(part), std::nullopt, 0};
    const double share = (static_cast<double>(inFade) + 0.5) / static_cast<double>(part.crossFade);
    return {picture(timeline.parts[at - 1]), picture(part), share};
}

double fadeAt(const Timeline& timeline, const PieceLook& look, std::int64_t n) {
    const double middle = (static_cast<double>(n) + 0.5) / timeline.fps;
    double share = 1;
    if (look.fadeIn > 0) share = std::min(share, middle / look.fadeIn);
    if (look.fadeOut > 0) share = std::min(share, (timeline.seconds() - middle) / look.fadeOut);
    return std::clamp(share, 0.0, 1.0);
}

FrameRange framesOf(const CaptionLine& caption, const Timeline& timeline) {
    const auto frame = [&](double seconds) {
        return std::clamp<std::int64_t>(std::llround(std::clamp(seconds, 0.0, 1e6) * timeline.fps), 0,
                                        timeline.frames);
    };
    return {frame(caption.start), caption.end > 0 ? frame(caption.end) : timeline.frames};
}

}  // namespace brandloom::finishing
