#include "core/media/clip_measures.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"
#include "core/media/opencv_edge.h"

namespace brandloom::media {
namespace {

constexpr int kWholePictures = 9;       // looked at closely, at even distances
constexpr std::int64_t kWatched = 400;  // pictures that judge the camera of a long clip
constexpr std::int64_t kRun = 25;       // of them in a row
constexpr int kSmallSide = 256;         // longer side of the pictures that are compared with one another

/// Nothing changed: neither on the mean nor in any part by more than compression does (levels of 255).
bool showsTheSame(const cv::Mat& before, const cv::Mat& now) {
    if (before.size() != now.size()) return false;
    cv::Mat difference, parts;
    cv::absdiff(before, now, difference);
    if (cv::mean(difference)[0] > 0.35) return false;
    difference.convertTo(parts, CV_32F);
    cv::resize(parts, parts, {16, 16}, 0, 0, cv::INTER_AREA);
    double largest = 0;
    cv::minMaxLoc(parts, nullptr, &largest);
    return largest < 1.5;
}

cv::Mat greyOf(const FrameBuffer& picture) {
    cv::Mat grey;
    cv::cvtColor(matOf(picture), grey, cv::COLOR_RGB2GRAY);
    return grey;
}

/// The size of the small pictures of a film.
std::pair<int, int> smallSize(int width, int height) {
    const double scale = std::min(1.0, static_cast<double>(kSmallSide) / std::max(width, height));
    return {std::max(16, static_cast<int>(std::lround(width * scale))),
            std::max(16, static_cast<int>(std::lround(height * scale)))};
}

}  // namespace

double distance(const ClipMeasures& a, const ClipMeasures& b) {
    const auto count = std::min(a.hashes.size(), b.hashes.size());
    if (count == 0) return 64;
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += distance(a.hashes[i], b.hashes[i]);
    return sum / static_cast<double>(count);
}

struct ClipMeasurer::State {
    std::int64_t expected = 1;
    ClipMeasures out;
    CameraWatch camera;
    cv::Mat before;
    double freeze = 0;  // seconds for which nothing changed until now
    std::vector<Frame> wholes;

    [[nodiscard]] bool isWatched(std::int64_t index) const {
        if (expected <= kWatched) return true;
        const auto every = (expected + kWatched - 1) / kWatched;
        return index / kRun % every == 0;
    }
};

ClipMeasurer::ClipMeasurer(std::int64_t frames) : m_state(std::make_unique<State>()) {
    m_state->expected = std::max<std::int64_t>(1, frames);
}
ClipMeasurer::~ClipMeasurer() = default;

bool ClipMeasurer::wantsWhole() const {
    const auto taken = static_cast<std::int64_t>(m_state->wholes.size());
    // The middles of nine parts of the clip; of a shorter one every picture.
    return taken < kWholePictures &&
           m_state->out.frames >= (2 * taken + 1) * m_state->expected / (2 * kWholePictures);
}

void ClipMeasurer::add(const FrameBuffer& small, double seconds, double durationSeconds, const Frame& whole) {
    auto& s = *m_state;
    if (wantsWhole() && whole) s.wholes.push_back(whole);
    const auto index = s.out.frames++;
    s.out.seconds += std::max(0.0, durationSeconds);
    if (small.width() >= 16 && small.height() >= 16) {
        if (s.isWatched(index))
            s.camera.add(small, seconds);
        else
            s.camera.skip();
        cv::Mat now = greyOf(small);
        if (!s.before.empty() && showsTheSame(s.before, now)) {
            // The picture that is compared with stays: what creeps is no freeze.
            ++s.out.repeatedFrames;
            s.freeze += std::max(0.0, durationSeconds);
        } else {
            s.before = std::move(now);
            s.freeze = std::max(0.0, durationSeconds);
        }
        if (s.freeze > durationSeconds) s.out.longestFreezeSeconds = std::max(s.out.longestFreezeSeconds, s.freeze);
    }
}

ClipMeasures ClipMeasurer::finish() const {
    const auto& wholes = m_state->wholes;
    ClipMeasures out = m_state->out;
    out.camera = m_state->camera.finish();
    if (wholes.empty()) return out;
    out.width = wholes[0]->width();
    out.height = wholes[0]->height();
    std::vector<double> sharp;
    for (const auto& picture : wholes) {
        sharp.push_back(sharpnessOf(*picture));
        const auto e = exposureOf(*picture);
        const auto share = 1.0 / static_cast<double>(wholes.size());
        out.exposure.mean += share * e.mean;
        out.exposure.contrast += share * e.contrast;
        out.exposure.darkShare += share * e.darkShare;
        out.exposure.brightShare += share * e.brightShare;
    }
    std::ranges::sort(sharp);
    out.sharpness = sharp[sharp.size() / 2];
    out.bars = blackBarsOf(wholes);
    out.palette = paletteOf(wholes);
    for (const auto place : {std::size_t{0}, wholes.size() / 2, wholes.size() - 1})
        out.hashes.push_back(hashOf(*wholes[place]));
    return out;
}

Result<ClipMeasures> measureFrames(const std::vector<Frame>& frames, double fps) {
    return withoutThrowing("the measures of a clip", [&]() -> Result<ClipMeasures> {
        ClipMeasurer measurer(static_cast<std::int64_t>(frames.size()));
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const auto& frame = frames[i];
            const auto [w, h] = smallSize(frame->width(), frame->height());
            auto small = FrameBuffer(w, h);
            cv::Mat to = matOf(small);
            cv::resize(matOf(*frame), to, to.size(), 0, 0, cv::INTER_AREA);
            measurer.add(small, static_cast<double>(i) / fps, 1 / fps, frame);
        }
        return measurer.finish();
    });
}

namespace {

/// `times`: of the pictures that the finder saw; what lasts to the last of them ends at `end`.
std::vector<InnerTransition> withSeconds(const std::vector<Transition>& found, const std::vector<double>& times,
                                         double end) {
    std::vector<InnerTransition> out;
    const auto at = [&](std::int64_t frame) {
        return frame < static_cast<std::int64_t>(times.size()) ? times[static_cast<std::size_t>(frame)] : end;
    };
    for (const auto& t : found) out.push_back({t.kind, at(t.firstFrame), at(t.firstFrame + t.frameCount)});
    return out;
}

}  // namespace

Result<ClipMeasures> measureFilm(const Path& film, const MeasureRange& range, const StopToken& stop,
                                 const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto info, probe(film, stop));
    BRANDLOOM_TRY(auto decoder, Decoder::open(film, stop));
    const double end = range.endSeconds > 0 ? range.endSeconds : info.durationSeconds;
    const double fps = info.fps > 0 ? info.fps : 25;
    const auto total = static_cast<std::int64_t>((end - range.startSeconds) * 1000);
    const auto [w, h] = smallSize(decoder.width(), decoder.height());
    if (range.startSeconds > 2) BRANDLOOM_CHECK(decoder.seekBefore(range.startSeconds));
    return withoutThrowing("the measures of " + utf8FromPath(film), [&, w = w, h = h]() -> Result<ClipMeasures> {
        ClipMeasurer measurer(std::llround((end - range.startSeconds) * fps));
        TransitionFinder finder(fps);
        std::vector<double> times;
        for (;;) {
            BRANDLOOM_CHECK(checkCancelled(stop));
            BRANDLOOM_TRY(const bool more, decoder.advance());
            if (!more || (range.endSeconds > 0 && decoder.seconds() >= range.endSeconds - 1e-6)) break;
            if (decoder.seconds() < range.startSeconds - 1e-6) continue;
            BRANDLOOM_TRY(const auto small, decoder.smallPicture(w, h));
            BRANDLOOM_TRY(const auto tiny,
                          decoder.smallPicture(TransitionFinder::kWidth, TransitionFinder::kHeight));
            finder.add(tiny);
            times.push_back(decoder.seconds());
            Frame whole;
            if (measurer.wantsWhole()) {
                BRANDLOOM_TRY(whole, decoder.picture());
            }
            const double duration = decoder.durationSeconds() > 0 ? decoder.durationSeconds() : 1 / fps;
            measurer.add(*small, decoder.seconds(), duration, whole);
            const auto done = static_cast<std::int64_t>((decoder.seconds() - range.startSeconds) * 1000);
            report(progress,
                   {"measuring", std::clamp<std::int64_t>(done, 0, std::max<std::int64_t>(total, 0)), total, {}});
        }
        if (times.empty()) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(film)}});
        auto out = measurer.finish();
        out.transitions = withSeconds(finder.finish(), times, range.startSeconds + out.seconds);
        return out;
    });
}

}  // namespace brandloom::media
