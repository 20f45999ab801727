#include "core/studio/world/render_world_clip.h"

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/base/thread_budget.h"
#include "core/media/encoder.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/world/captions.h"
#include "core/world/renderer.h"

namespace brandloom::studio {
namespace {

struct Files {
    Path film, en, zh;
};

Result<Files> filesFor(const Path& outFile) {
    BRANDLOOM_TRY(const Path film, newFilmPath(outFile));
    Files out{film, film, film};
    out.en.replace_extension(".en.txt");
    out.zh.replace_extension(".zh.txt");
    std::error_code ec;
    for (const Path& file : {out.en, out.zh})
        if (std::filesystem::exists(file, ec))
            return fail(studio_errors::kFileExists, {{"file", utf8FromPath(file)}});
    return out;
}

std::string captionFor(const world::ClipSpec& spec, world::Language language, bool namesCamera) {
    if (namesCamera) return world::canonicalCaption(spec, language);
    world::CaptionOptions options;
    options.language = language;
    options.dropProbability = 0;
    options.dropCamera = true;
    return world::caption(spec, spec.seed, options).text;
}

Status writeAll(const Files& files, const WorldClip& clip, const std::vector<Frame>& frames,
                const media::Mp4Options& mp4, const StopToken& stop, const ProgressSink& progress) {
    BRANDLOOM_CHECK(writeFileAtomically(files.en, clip.captionEn + "\n"));
    BRANDLOOM_CHECK(writeFileAtomically(files.zh, clip.captionZh + "\n"));
    return media::writeMp4(files.film, frames, mp4, stop, progress);
}

}  // namespace

Result<WorldClip> renderWorldClip(const WorldClipOptions& o, const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    const ProgressSink progress = [&](const Progress& p) { teller.tell(door::Progressed{p}); };
    BRANDLOOM_TRY(const auto files, filesFor(o.outFile));
    BRANDLOOM_TRY(const auto spec, world::parseSpec(o.spec));
    if (o.fps < 1 || o.fps > 120)
        return fail(base_errors::kInvalidArgument, {{"what", "The frame rate"},
                                                    {"reason", "it is " + std::to_string(o.fps)},
                                                    {"allowed", "1 to 120 frames a second"}});
    world::RenderOptions render{o.width, o.height, o.frames, o.supersampling, 1, o.shake};
    render.threads = std::min(threadBudget().compute, 64);
    BRANDLOOM_TRY(const auto frames, world::renderClip(spec, render, stop, progress));
    WorldClip out{files.film, world::formatSpec(spec), captionFor(spec, world::Language::En, o.nameCamera),
                  captionFor(spec, world::Language::Zh, o.nameCamera)};
    media::Mp4Options mp4;
    mp4.fps = o.fps;
    mp4.metadata = {{"title", out.captionEn}, {"comment", out.spec}};
    if (auto done = writeAll(files, out, frames, mp4, stop, progress); !done) {
        platform::removeFile(files.en);
        platform::removeFile(files.zh);
        return fail(std::move(done).error());
    }
    return out;
}

}  // namespace brandloom::studio
