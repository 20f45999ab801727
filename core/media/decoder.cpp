#include "core/media/decoder.h"

#include <algorithm>
#include <optional>

#include "core/base/base_errors.h"
#include "core/media/film_source.h"
#include "core/media/media_errors.h"
#include "core/media/picture_maker.h"

namespace brandloom::media {

namespace {

constexpr double kSameTime = 1e-4;      // time stamps of containers are rounded
constexpr double kFirstStepBack = 0.5;  // seconds, when a key frame turned out to lie after the target

}  // namespace

struct Decoder::State {
    std::unique_ptr<FilmSource> film;
    Limits limits;
    FramePtr current{av_frame_alloc()};
    FramePtr ahead{av_frame_alloc()};  // decoded, not yet handed out (after open)
    bool hasAhead = false;
    std::optional<PictureMaker> maker;
    double seconds = 0;
    double duration = 0;
    double frameSeconds = 0;  // mean of the track, 0 when unknown
    std::optional<double> expectedNext;
    std::int64_t count = 0;

    void take() {
        if (const auto pts = current->best_effort_timestamp; pts != AV_NOPTS_VALUE) {
            seconds = film->secondsOf(pts);
        } else {
            seconds = expectedNext.value_or(0);
        }
        const auto base = film->stream()->time_base;
        duration =
            current->pkt_duration > 0 ? static_cast<double>(current->pkt_duration) * av_q2d(base) : frameSeconds;
        expectedNext = seconds + duration;
        ++count;
    }

    Result<std::optional<double>> decodeTo(double seconds);
};

Decoder::Decoder(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

Result<Decoder> Decoder::open(const Path& path, StopToken stop, const Limits& limits) {
    auto state = std::make_unique<State>();
    state->limits = limits;
    BRANDLOOM_TRY(state->film, FilmSource::open(path, std::move(stop), limits));
    const auto rate = av_guess_frame_rate(state->film->format(), state->film->stream(), nullptr);
    if (rate.num > 0 && rate.den > 0) state->frameSeconds = 1.0 / av_q2d(rate);
    BRANDLOOM_TRY(const bool any, state->film->decodeNext(state->ahead.get()));
    if (!any) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(path)}});
    state->hasAhead = true;
    BRANDLOOM_TRY(auto maker, PictureMaker::forFirstFrame(*state->film, state->ahead.get(), limits));
    state->maker.emplace(std::move(maker));
    return Decoder(std::move(state));
}

Result<bool> Decoder::advance() {
    auto& s = *m_state;
    av_frame_unref(s.current.get());
    if (s.hasAhead) {
        std::swap(s.current, s.ahead);
        s.hasAhead = false;
    } else {
        BRANDLOOM_TRY(const bool more, s.film->decodeNext(s.current.get()));
        if (!more) return false;
    }
    s.take();
    return true;
}

Result<Frame> Decoder::picture() {
    return m_state->maker->make(m_state->current.get());
}

Result<Frame> Decoder::smallPicture(int width, int height) {
    return m_state->maker->makeSmall(m_state->current.get(), width, height);
}

HeldPicture Decoder::hold() const {
    return {av_frame_clone(m_state->current.get()), [](const void* held) {
                auto* frame = static_cast<AVFrame*>(const_cast<void*>(held));
                av_frame_free(&frame);
            }};
}

Result<Frame> Decoder::picture(const HeldPicture& held) {
    if (!held) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_state->film->path())}});
    return m_state->maker->make(static_cast<const AVFrame*>(held.get()));
}

Result<Frame> Decoder::smallPicture(const HeldPicture& held, int width, int height) {
    if (!held) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_state->film->path())}});
    return m_state->maker->makeSmall(static_cast<const AVFrame*>(held.get()), width, height);
}

Result<std::optional<DecodedFrame>> Decoder::next() {
    BRANDLOOM_TRY(const bool more, advance());
    if (!more) return std::optional<DecodedFrame>();
    BRANDLOOM_TRY(auto shown, picture());
    return DecodedFrame{std::move(shown), seconds(), durationSeconds(), m_state->count - 1};
}

Status Decoder::seekBefore(double seconds) {
    auto& s = *m_state;
    s.hasAhead = false;
    s.expectedNext.reset();
    s.count = 0;
    av_frame_unref(s.ahead.get());
    return s.film->seekBefore(seconds);
}

/// Decodes on to the picture at `seconds`; `ahead` is the one after it. The time of the first picture on the way.
Result<std::optional<double>> Decoder::State::decodeTo(double seconds) {
    std::optional<double> start;
    for (;;) {
        BRANDLOOM_TRY(const bool more, film->decodeNext(ahead.get()));
        if (!more) return start;
        const auto stamp = ahead->best_effort_timestamp;
        hasAhead = start && stamp != AV_NOPTS_VALUE && film->secondsOf(stamp) > seconds + kSameTime;
        if (hasAhead) return start;
        std::swap(current, ahead);
        av_frame_unref(ahead.get());
        take();
        if (!start) start = this->seconds;
    }
}

Status Decoder::seekTo(double seconds) {
    auto& s = *m_state;
    std::optional<double> firstStart;  // of the key frame that the first try began with
    for (double back = 0;; back = back > 0 ? 4 * back : kFirstStepBack) {
        const double from = std::max(0.0, seconds - back);
        BRANDLOOM_CHECK(seekBefore(from));
        BRANDLOOM_TRY(const auto only, s.film->passOverUntil(seconds + kSameTime));
        BRANDLOOM_TRY(auto start, s.decodeTo(seconds));
        if (only && (!start || s.current->pts != *only)) {
            BRANDLOOM_CHECK(seekBefore(from));
            BRANDLOOM_TRY(start, s.decodeTo(seconds));
        }
        if (!start && from <= 0) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(s.film->path())}});
        // FFmpeg's H.264 decoder keeps back the last picture of a film that it entered at the last key frame.
        const bool isWhole = s.hasAhead || (firstStart && start && *start < *firstStart - kSameTime);
        if (from <= 0 || (start && s.seconds <= seconds + kSameTime && isWhole)) return {};
        if (!firstStart) firstStart = start;
    }
}

double Decoder::seconds() const {
    return m_state->seconds;
}
double Decoder::durationSeconds() const {
    return m_state->duration;
}
int Decoder::width() const {
    return m_state->maker->width();
}
int Decoder::height() const {
    return m_state->maker->height();
}
double Decoder::fps() const {
    return m_state->frameSeconds > 0 ? 1.0 / m_state->frameSeconds : 0.0;
}
bool Decoder::isDamaged() const {
    return m_state->film->isDamaged();
}

}  // namespace brandloom::media
