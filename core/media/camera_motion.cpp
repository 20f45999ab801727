#include "core/media/camera_motion.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/media/camera_flow.h"

namespace brandloom::media {
namespace {

// Per second, in widths and heights of the picture.
constexpr double kStillShift = 0.03;
constexpr double kStillZoom = 0.03;
constexpr double kStillShear = 0.06;
constexpr double kStillTurn = 0.04;
constexpr double kPanShift = 0.06;
constexpr double kPushZoom = 0.06;
constexpr double kSway = 0.04;
constexpr double kSmoothSeconds = 0.25;  // to each side: what is slower is a path, not a sway

struct Step {
    PairMotion speed;  // per second
    double seconds = 0;
    bool follows = false;  // on the step before
};

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double medianOf(const std::vector<Step>& steps, double PairMotion::*field) {
    std::vector<double> values;
    values.reserve(steps.size());
    for (const auto& step : steps) values.push_back(step.speed.*field);
    return median(std::move(values));
}

/// How far a speed is from its mean over the steps around it: the standard deviation if that were normal (1.48
/// times the median, which single wrong steps do not move).
double swayOf(const std::vector<Step>& steps, double PairMotion::*field) {
    std::vector<double> off;
    std::size_t first = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].follows) first = i;
        double mean = 0, count = 0;
        const auto near = [&](std::size_t k) {
            return std::abs(steps[k].seconds - steps[i].seconds) <= kSmoothSeconds;
        };
        for (std::size_t k = i + 1; k-- > first && near(k);) mean += steps[k].speed.*field, ++count;
        for (std::size_t k = i + 1; k < steps.size() && steps[k].follows && near(k); ++k)
            mean += steps[k].speed.*field, ++count;
        off.push_back(std::abs(steps[i].speed.*field - mean / count));
    }
    return 1.4826 * median(std::move(off));
}

}  // namespace

CameraKind kindOf(const CameraMotion& m) {
    if (m.sway > kSway) return CameraKind::Handheld;
    const double shift = std::abs(m.right), zoom = std::abs(m.zoom);
    if (shift < kStillShift && std::abs(m.down) < kStillShift && zoom < kStillZoom &&
        std::abs(m.shear) < kStillShear && std::abs(m.turn) < kStillTurn)
        return CameraKind::Static;
    if (zoom > kPushZoom && zoom > shift && zoom > std::abs(m.shear))
        return m.zoom > 0 ? CameraKind::PushIn : CameraKind::PullOut;
    // Around a subject its middle stays and what is near moves against what is far; on a pan all moves one way.
    const bool together = m.centre / m.right > 0.7 && m.shear / m.right > -1.2 && m.shear / m.right < 3.2;
    if (shift > kPanShift && shift > zoom && shift > std::abs(m.down) && together)
        return m.right > 0 ? CameraKind::PanLeft : CameraKind::PanRight;
    return CameraKind::Other;
}

struct CameraWatch::State {
    PairFlow flow;
    cv::Mat before;
    double beforeSeconds = 0;
    bool isFollowing = false;
    std::vector<Step> steps;
};

CameraWatch::CameraWatch() : m_state(std::make_unique<State>()) {}
CameraWatch::~CameraWatch() = default;

void CameraWatch::skip() {
    m_state->before.release();
    m_state->isFollowing = false;
}

void CameraWatch::add(const FrameBuffer& picture, double seconds) {
    auto& s = *m_state;
    cv::Mat now = flowPicture(picture);
    if (!s.before.empty() && seconds > s.beforeSeconds) {
        auto p = s.flow.between(s.before, now);
        const double rate = 1 / (seconds - s.beforeSeconds);
        for (auto* value : {&p.right, &p.down, &p.zoom, &p.shear, &p.turn, &p.centre, &p.mean}) *value *= rate;
        s.steps.push_back({p, seconds, s.isFollowing});
        s.isFollowing = true;
    }
    s.before = std::move(now);
    s.beforeSeconds = seconds;
}

CameraMotion CameraWatch::finish() const {
    const auto& steps = m_state->steps;
    CameraMotion out;
    out.right = medianOf(steps, &PairMotion::right);
    out.down = medianOf(steps, &PairMotion::down);
    out.zoom = medianOf(steps, &PairMotion::zoom);
    out.shear = medianOf(steps, &PairMotion::shear);
    out.turn = medianOf(steps, &PairMotion::turn);
    out.centre = medianOf(steps, &PairMotion::centre);
    // What jumps on its own jumps one way; a hand sways both ways.
    out.sway = std::min(swayOf(steps, &PairMotion::right), swayOf(steps, &PairMotion::down));
    for (const auto& step : steps) out.motion += step.speed.mean / static_cast<double>(steps.size());
    out.kind = kindOf(out);
    return out;
}

}  // namespace brandloom::media
