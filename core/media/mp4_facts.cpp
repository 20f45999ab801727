#include "core/media/mp4_facts.h"

#include <array>
#include <string_view>

#include "core/base/platform.h"
#include "core/media/film_source.h"

namespace brandloom::media {
namespace {

/// Whether the box "moov" comes before "mdat".
Result<bool> indexIsInFront(const Path& path) {
    BRANDLOOM_TRY(const auto file, platform::ReadOnlyFile::open(path));
    std::uint64_t at = 0;
    while (at + 16 <= file.size()) {
        std::array<std::uint8_t, 16> head{};
        BRANDLOOM_CHECK(file.readAt(at, head));
        const auto number = [&](std::size_t from, std::size_t bytes) {
            std::uint64_t value = 0;
            for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | head[from + i];
            return value;
        };
        const std::string_view kind(reinterpret_cast<const char*>(head.data()) + 4, 4);
        if (kind == "moov") return true;
        const auto size = number(0, 4) == 1 ? number(8, 8) : number(0, 4);
        if (kind == "mdat" || size < 8 || size > file.size()) return false;
        at += size;
    }
    return false;
}

std::string text(const char* name) {
    return name != nullptr ? name : "";
}

}  // namespace

Result<Mp4Facts> mp4Facts(const Path& file, const StopToken& stop) {
    Mp4Facts out;
    BRANDLOOM_TRY(out.indexInFront, indexIsInFront(file));
    BRANDLOOM_TRY(const auto film, FilmSource::open(file, stop, Limits{}));
    const auto* stream = film->stream();
    const auto* codec = stream->codecpar;
    out.primaries = text(av_color_primaries_name(codec->color_primaries));
    out.transfer = text(av_color_transfer_name(codec->color_trc));
    out.matrix = text(av_color_space_name(codec->color_space));
    out.range = text(av_color_range_name(codec->color_range));
    if (stream->avg_frame_rate.den > 0) out.fps = av_q2d(stream->avg_frame_rate);
    out.frames = stream->nb_frames;
    if (stream->duration != AV_NOPTS_VALUE)
        out.seconds = static_cast<double>(stream->duration) * av_q2d(stream->time_base);
    return out;
}

}  // namespace brandloom::media
