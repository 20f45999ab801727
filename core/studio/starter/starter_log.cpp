#include "core/studio/starter/starter_log.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/media/contact_sheet.h"

namespace brandloom::studio {
namespace {

constexpr double kLossSeconds = 30;

const char* wordFor(door::Expert expert) {
    switch (expert) {
        case door::Expert::None:
            return "trunk";
        case door::Expert::High:
            return "high";
        case door::Expert::Low:
            return "low";
    }
    return "trunk";
}

auto unwritable(const Path& file, const std::string& reason) {
    return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(file)}, {"reason", reason}});
}

}  // namespace

Result<std::unique_ptr<StarterLog>> StarterLog::open(const Path& folder) {
    std::error_code ec;
    std::filesystem::create_directories(folder / "sheets", ec);
    if (ec) return unwritable(folder, ec.message());
    std::unique_ptr<StarterLog> log(new StarterLog(folder));
    log->m_file.open(folder / "log.jsonl", std::ios::app | std::ios::binary);
    if (!log->m_file) return unwritable(folder / "log.jsonl", "it cannot be opened");
    log->m_thread = std::thread([raw = log.get()] { raw->loop(); });
    return log;
}

StarterLog::~StarterLog() {
    static_cast<void>(finish());
}

void StarterLog::take(const door::EventBody& body) {
    if (std::holds_alternative<door::Progressed>(body)) return;
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back({body, {}, {}});
    m_wake.notify_all();
}

void StarterLog::note(const std::string& kind, const std::string& json) {
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back({{}, kind, json});
    m_wake.notify_all();
}

Status StarterLog::finish() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_wake.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
    return m_status;
}

void StarterLog::loop() {
    platform::nameThisThread("starter log");
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
        if (m_waiting.empty()) break;
        const auto item = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        if (item.kind.empty())
            write(item.body);
        else
            line(item.kind, "\"value\": " + item.json);
        lock.lock();
    }
    flushLosses();
    if (!m_file && m_status) m_status = unwritable(m_folder / "log.jsonl", "writing failed");
}

void StarterLog::line(const std::string& kind, const std::string& rest) {
    m_file << fmt::format("{{\"kind\": \"{}\", \"time\": \"{}\", {}}}\n", kind, isoUtc(unixSeconds()), rest);
    m_file.flush();
}

void StarterLog::flushLosses() {
    if (m_losses.count == 0) return;
    line("loss", fmt::format("\"step\": {}, \"phase\": \"{}\", \"loss\": {:.5f}, \"rate\": {:.3g}, "
                             "\"secondsPerStep\": {:.4f}",
                             m_losses.step, wordFor(m_losses.expert), m_losses.sum / m_losses.count, m_losses.rate,
                             m_losses.seconds / m_losses.count));
    m_losses = {};
}

void StarterLog::write(const door::EventBody& body) {
    if (const auto* loss = std::get_if<door::LossReported>(&body)) {
        if (m_losses.count > 0 && m_losses.expert != loss->expert) flushLosses();
        if (m_losses.count++ == 0) m_losses.since = steadySeconds();
        m_losses.expert = loss->expert;
        m_losses.step = loss->step;
        m_losses.sum += loss->loss;
        m_losses.seconds += loss->secondsPerStep;
        m_losses.rate = loss->learningRate;
        if (steadySeconds() - m_losses.since >= kLossSeconds) flushLosses();
    } else if (const auto* held = std::get_if<door::HeldOutMeasured>(&body)) {
        line("held-out",
             fmt::format("\"step\": {}, \"phase\": \"{}\", \"levels\": [{}], \"losses\": [{:.4f}]", held->step,
                         wordFor(held->expert), fmt::join(held->levels, ", "), fmt::join(held->losses, ", ")));
    } else if (const auto* saved = std::get_if<door::CheckpointSaved>(&body)) {
        line("checkpoint", fmt::format("\"step\": {}", saved->step));
    } else if (const auto* skipped = std::get_if<door::StepSkipped>(&body)) {
        line("skipped", fmt::format("\"step\": {}, \"loss\": \"{}\"", skipped->step, skipped->value));
    } else if (const auto* preview = std::get_if<door::PreviewReady>(&body); preview && !preview->frames.empty()) {
        if (preview->step != m_sheetStep) m_sheet.clear();
        m_sheetStep = preview->step;
        m_sheet.push_back(preview->frames);
        media::ContactSheetOptions options;
        options.cellWidth = 96;
        const auto file = m_folder / "sheets" / fmt::format("step-{:08}.png", m_sheetStep);
        auto written = media::writeContactSheet(file, m_sheet, options);
        if (!written && m_status) m_status = std::move(written);
    }
}

}  // namespace brandloom::studio
