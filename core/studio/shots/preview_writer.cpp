#include "core/studio/shots/preview_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/base/process_policy.h"
#include "core/media/contact_sheet.h"

namespace brandloom::studio {
namespace {

constexpr int kLargestCell = 320;

Status writePreview(const Path& folder, const door::PreviewReady& preview) {
    media::ContactSheetOptions options;
    options.cellWidth = std::min(kLargestCell, preview.frames.front()->width());
    return media::writeContactSheet(folder / fmt::format("step_{:04}.png", preview.step), {preview.frames},
                                    options);
}

}  // namespace

Result<std::unique_ptr<PreviewWriter>> PreviewWriter::open(const Path& folder) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    return std::unique_ptr<PreviewWriter>(new PreviewWriter(folder));
}

PreviewWriter::PreviewWriter(Path folder) : m_folder(std::move(folder)), m_thread([this] { loop(); }) {}

PreviewWriter::~PreviewWriter() {
    static_cast<void>(finish());
}

void PreviewWriter::take(const door::EventBody& body) {
    const auto* preview = std::get_if<door::PreviewReady>(&body);
    if (preview == nullptr || preview->frames.empty()) return;
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back(*preview);
    m_wake.notify_all();
}

Status PreviewWriter::finish() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_wake.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
    return m_status;
}

void PreviewWriter::loop() {
    platform::nameThisThread("previews");
    platform::lowestThisThreadPriority();
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
        if (m_waiting.empty()) return;
        const auto preview = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (!m_status) continue;
        lock.unlock();
        auto written = writePreview(m_folder, preview);
        lock.lock();
        if (!written) m_status = std::move(written);
    }
}

}  // namespace brandloom::studio
