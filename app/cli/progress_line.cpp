#include "app/cli/progress_line.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

#include "core/base/clock.h"
#include "core/base/platform.h"

namespace brandloom::cli {
namespace {

constexpr double kRedrawSeconds = 0.1;
constexpr double kLineSeconds = 10;

}  // namespace

std::string durationText(double seconds) {
    const auto s = static_cast<long>(std::lround(std::max(0.0, seconds)));
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
    return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
}

std::string bytesText(std::int64_t bytes) {
    const auto b = static_cast<double>(bytes);
    return b < 1e9 ? fmt::format("{:.0f} MB", b / 1e6) : fmt::format("{:.1f} GB", b / 1e9);
}

ProgressLine::ProgressLine() : m_terminal(platform::errorIsTerminal()) {}

void ProgressLine::clear() {
    if (!m_drawn) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_drawn = false;
}

void ProgressLine::show(const door::EventBody& body) {
    const double now = steadySeconds();
    const std::string before = m_phase;
    const auto text = textOf(body, now);
    const bool isNew = m_phase != before;
    if (text.empty() || (!isNew && now - m_lastShown < (m_terminal ? kRedrawSeconds : kLineSeconds))) return;
    m_lastShown = now;
    if (m_terminal) {
        std::fputs(("\r\033[K" + text).c_str(), stderr);
        m_drawn = true;
    } else {
        std::fputs((text + "\n").c_str(), stderr);
    }
    std::fflush(stderr);
}

std::string ProgressLine::textOf(const door::EventBody& body, double now) {
    if (const auto* progressed = std::get_if<door::Progressed>(&body))
        return progressText(progressed->progress, now);
    if (const auto* loss = std::get_if<door::LossReported>(&body)) return lossText(*loss, now);
    return {};
}

std::string ProgressLine::progressText(const Progress& p, double now) {
    if (p.phase != m_phase) {
        m_phase = p.phase;
        m_phaseStart = now;
    }
    std::string out = p.phase;
    if (p.total > 0) out += fmt::format("  {}/{}", p.done, p.total);
    auto left = p.secondsLeft;
    if (!left) left = EtaMeter(m_phaseStart).secondsLeft(now, p.done, p.total);
    if (left && *left >= 1) out += "  " + durationText(*left) + " left";
    return out;
}

std::string ProgressLine::lossText(const door::LossReported& loss, double now) {
    m_phase = "training";
    // From the first step that was seen here: what comes between steps (measuring, previews) takes its time too.
    if (!m_firstLoss) m_firstLoss = {now - loss.secondsPerStep, loss.step - 1};
    (loss.expert == door::Expert::High ? m_high : m_low) = loss.loss;
    std::string out = fmt::format("training  {}/{}", loss.step, loss.totalSteps);
    if (m_high) out += fmt::format("  high {:.4f}", *m_high);
    if (m_low) out += fmt::format("  low {:.4f}", *m_low);
    out += fmt::format("  {:.2f} s/step", loss.secondsPerStep);
    const auto& [since, stepsBefore] = *m_firstLoss;
    const auto left = EtaMeter(since).secondsLeft(now, loss.step - stepsBefore, loss.totalSteps - stepsBefore);
    if (left && *left >= 1) out += "  " + durationText(*left) + " left";
    return out;
}

}  // namespace brandloom::cli
