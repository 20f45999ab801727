#include "core/media/probe.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/media/film_source.h"
#include "core/media/media_errors.h"
#include "core/media/picture_maker.h"

namespace brandloom::media {
namespace {

/// What the packets of the picture track say.
struct Scan {
    std::vector<double> seconds;
    std::int64_t withoutTime = 0;  // shown too, nobody says when
    double lastDuration = 0;
    bool reachedEnd = false;
};

Result<Scan> scanPackets(FilmSource& film, const Limits& limits) {
    Scan out;
    PacketPtr packet(av_packet_alloc());
    while (static_cast<std::int64_t>(out.seconds.size()) + out.withoutTime < limits.maxScanPackets) {
        BRANDLOOM_TRY(const bool more, film.readPacket(packet.get()));
        if (!more) {
            out.reachedEnd = !film.isDamaged();
            break;
        }
        // Edit lists mark what is decoded but never shown.
        if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) continue;
        const auto stamp = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
        if (stamp == AV_NOPTS_VALUE) {
            ++out.withoutTime;
            continue;
        }
        out.seconds.push_back(film.secondsOf(stamp));
        out.lastDuration = static_cast<double>(packet->duration) * av_q2d(film.stream()->time_base);
    }
    std::sort(out.seconds.begin(), out.seconds.end());
    return out;
}

/// Steps that differ from the median by more than rounding of the time base (and a tenth of the step).
bool isIrregular(const std::vector<double>& seconds, double timeBase) {
    if (seconds.size() < 3) return false;
    std::vector<double> steps;
    for (std::size_t i = 1; i < seconds.size(); ++i) steps.push_back(seconds[i] - seconds[i - 1]);
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
    const double median = steps[steps.size() / 2];
    const double allowed = std::max(1.5 * timeBase, 0.1 * median);
    return std::any_of(steps.begin(), steps.end(), [&](double s) { return std::abs(s - median) > allowed; });
}

void judgeTimes(const FilmSource& film, const Scan& scan, MediaInfo& info) {
    const AVStream* stream = film.stream();
    const double step = av_q2d(stream->time_base);
    const auto scanned = static_cast<std::int64_t>(scan.seconds.size());
    if (stream->avg_frame_rate.num > 0 && stream->avg_frame_rate.den > 0) info.fps = av_q2d(stream->avg_frame_rate);
    if (scan.reachedEnd && scanned > 1) {
        const double span = scan.seconds.back() - scan.seconds.front();
        const double last = scan.lastDuration > 0 ? scan.lastDuration : span / static_cast<double>(scanned - 1);
        info.durationSeconds =
            span + last + static_cast<double>(scan.withoutTime) * span / static_cast<double>(scanned - 1);
        if (span > 0) info.fps = static_cast<double>(scanned - 1) / span;
    } else if (stream->duration > 0) {
        info.durationSeconds = static_cast<double>(stream->duration) * step;
    } else if (film.format()->duration > 0) {
        info.durationSeconds = static_cast<double>(film.format()->duration) / AV_TIME_BASE;
    }
    if (scan.reachedEnd) {
        info.frameCount = scanned + scan.withoutTime;
        info.frameCountIsExact = true;
    } else if (stream->nb_frames > 0) {
        info.frameCount = stream->nb_frames;
    } else {
        info.frameCount = std::llround(info.durationSeconds * info.fps);
    }
    info.isVariableRate = isIrregular(scan.seconds, step);
}

void describe(const FilmSource& film, const AVFrame* first, const PictureMaker& maker, MediaInfo& info) {
    info.container = film.format()->iformat->name;
    info.codec = avcodec_get_name(film.stream()->codecpar->codec_id);
    info.width = maker.width();
    info.height = maker.height();
    info.codedWidth = first->width;
    info.codedHeight = first->height;
    info.rotationDegrees = degreesOf(orientationOf(film.stream()));
    info.isHdr = first->color_trc == AVCOL_TRC_SMPTE2084 || first->color_trc == AVCOL_TRC_ARIB_STD_B67;
    if (const auto* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(first->format)); format != nullptr) {
        info.pixelFormat = format->name;
        info.bitDepth = format->comp[0].depth;
    }
    for (unsigned i = 0; i < film.format()->nb_streams; ++i)
        if (film.format()->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO) info.hasAudio = true;
}

}  // namespace

Result<MediaInfo> probe(const Path& path, const StopToken& stop, const Limits& limits) {
    BRANDLOOM_TRY(const auto film, FilmSource::open(path, stop, limits));
    MediaInfo info;
    {
        FramePtr first(av_frame_alloc());
        BRANDLOOM_TRY(const bool any, film->decodeNext(first.get()));
        if (!any) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(path)}});
        BRANDLOOM_TRY(const auto maker, PictureMaker::forFirstFrame(*film, first.get(), limits));
        describe(*film, first.get(), maker, info);
    }
    // Packets again from the start: decoding has read ahead by an unknown number.
    BRANDLOOM_TRY(const auto again, FilmSource::open(path, stop, limits));
    BRANDLOOM_TRY(const auto scan, scanPackets(*again, limits));
    judgeTimes(*again, scan, info);
    return info;
}

}  // namespace brandloom::media
