#include "core/media/ffmpeg_handles.h"

#include <array>
#include <cstdarg>
#include <mutex>

#include "core/base/log.h"

namespace brandloom::media {
namespace {

void toOurLog(void* context, int level, const char* format, va_list args) {
    if (level > AV_LOG_ERROR) return;
    std::array<char, 512> line{};
    int printPrefix = 1;
    av_log_format_line2(context, level, format, args, line.data(), static_cast<int>(line.size()), &printPrefix);
    std::string text = line.data();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty()) logMessage(LogLevel::Debug, text);
}

}  // namespace

std::string ffmpegReason(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

void quietFfmpeg() {
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(toOurLog); });
}

FramePtr makeVideoFrame(AVPixelFormat format, int width, int height) {
    FramePtr frame(av_frame_alloc());
    if (!frame) return nullptr;
    frame->format = format;
    frame->width = width;
    frame->height = height;
    if (av_frame_get_buffer(frame.get(), 64) < 0) return nullptr;
    return frame;
}

}  // namespace brandloom::media
