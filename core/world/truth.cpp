#include "core/world/truth.h"

#include <algorithm>
#include <new>

#include "core/world/det_math.h"
#include "core/world/scene.h"
#include "core/world/tracer.h"
#include "core/world/world_errors.h"

namespace brandloom::world {
namespace {

PixelBox boxOf(const std::vector<std::uint8_t>& mask, int width, int height) {
    PixelBox box{width, height, 0, 0};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (mask[static_cast<std::size_t>(y * width + x)] != 0)
                box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1),
                       std::max(box.bottom, y + 1)};
    return box.isEmpty() ? PixelBox{} : box;
}

FrameTruth frameTruth(const ClipSpec& spec, const ClipDraw& draw, const RenderOptions& options, int frame) {
    const double u = clipTime(frame, options.frames);
    const FrameScene scene = frameScene(spec, draw, options, frame);
    FrameTruth truth;
    truth.camera = filmedPose(spec, draw, options, frame);
    truth.subject = subjectPose(spec, draw, u);
    truth.mask.resize(static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height));
    const BandJob all{&scene, options.width, options.height, 0, options.height, options.supersampling};
    tracerOf(spec.subject).cover(all, truth.mask.data());
    truth.box = boxOf(truth.mask, options.width, options.height);
    return truth;
}

}  // namespace

std::vector<CameraPose> cameraPath(const ClipSpec& spec, int frames) {
    const ClipDraw draw = drawClip(spec);
    std::vector<CameraPose> out;
    for (int f = 0; f < frames; ++f) out.push_back(cameraPose(spec, draw, clipTime(f, frames)));
    return out;
}

std::vector<SubjectPose> subjectPath(const ClipSpec& spec, int frames) {
    const ClipDraw draw = drawClip(spec);
    std::vector<SubjectPose> out;
    for (int f = 0; f < frames; ++f) out.push_back(subjectPose(spec, draw, clipTime(f, frames)));
    return out;
}

std::optional<PixelPoint> project(const CameraPose& pose, Vec3 point, int width, int height) {
    const Vec3 forward = normalize(pose.target - pose.position);
    const Vec3 right = normalize(cross(forward, {0, 1, 0}));
    const Vec3 up = cross(right, forward);
    const Vec3 to = point - pose.position;
    const float depth = dot(to, forward);
    if (depth <= 1e-3f) return std::nullopt;
    const float pixel = 2.0f * pose.halfFieldTan / static_cast<float>(std::min(width, height));
    return PixelPoint{0.5f * static_cast<float>(width) + dot(to, right) / (depth * pixel),
                      0.5f * static_cast<float>(height) - dot(to, up) / (depth * pixel)};
}

Result<ClipTruth> clipTruth(const ClipSpec& spec, const RenderOptions& options, const StopToken& stop) {
    BRANDLOOM_CHECK(checkOptions(options));
    try {
        const ClipDraw draw = drawClip(spec);
        ClipTruth truth{spec, effectiveCamera(spec), options.width, options.height, {}};
        for (int f = 0; f < options.frames; ++f) {
            BRANDLOOM_CHECK(checkCancelled(stop));
            truth.frames.push_back(frameTruth(spec, draw, options, f));
        }
        return truth;
    } catch (const std::bad_alloc&) {
        return fail(base_errors::kOutOfMemory, {{"what", "the masks of a clip"}});
    }
}

Result<FilmTruth> filmTruth(std::span<const ClipSpec> clips, const RenderOptions& options) {
    BRANDLOOM_CHECK(checkOptions(options));
    if (clips.empty()) return fail(world_errors::kEmptyFilm, {});
    FilmTruth film;
    film.clips.assign(clips.begin(), clips.end());
    film.framesPerClip = options.frames;
    film.frames = options.frames * static_cast<int>(clips.size());
    for (std::size_t i = 1; i < clips.size(); ++i) film.cuts.push_back(options.frames * static_cast<int>(i));
    return film;
}

Result<std::vector<Frame>> renderFilm(std::span<const ClipSpec> clips, const RenderOptions& options,
                                      const StopToken& stop, const ProgressSink& progress) {
    BRANDLOOM_TRY(const FilmTruth film, filmTruth(clips, options));
    std::vector<Frame> out;
    for (const ClipSpec& clip : film.clips) {
        const auto before = static_cast<std::int64_t>(out.size());
        const ProgressSink shifted = [&](const Progress& p) {
            report(progress, {p.phase, before + p.done, film.frames, std::nullopt});
        };
        BRANDLOOM_TRY(std::vector<Frame> frames, renderClip(clip, options, stop, shifted));
        out.insert(out.end(), frames.begin(), frames.end());
    }
    return out;
}

}  // namespace brandloom::world
