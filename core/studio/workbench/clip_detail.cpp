#include "core/studio/workbench/clip_detail.h"

#include <filesystem>
#include <system_error>

#include "core/dataset/source_repository.h"
#include "core/door/door_json.h"
#include "core/media/conform.h"
#include "core/media/measures_document.h"
#include "core/studio/datasets/curation.h"

namespace brandloom::studio {
namespace {

ClipLook lookOf(const media::ClipMeasures& m) {
    ClipLook look;
    look.camera = std::string(media::word(m.camera.kind));
    look.motion = m.camera.motion;
    look.sharpness = m.sharpness;
    look.exposure = m.exposure.mean;
    look.frozenSeconds = m.longestFreezeSeconds;
    look.hasBars = m.bars.left + m.bars.top + m.bars.right + m.bars.bottom > 0;
    return look;
}

void tellOfFilm(const dataset::Source& film, ClipDetail& out) {
    out.filmSeconds = film.seconds;
    out.fps = film.fps;
    out.filmWidth = film.width;
    out.filmHeight = film.height;
    out.isVariableRate = film.isVariableRate.value_or(false);
    out.isStill = film.isStill;
    out.hasSound = film.hasAudio.value_or(false);
    out.codec = film.codec;
    out.rightsHolder = film.rightsHolder;
    out.rightsUntil = film.rightsUntil;
}

}  // namespace

ClipCard cardOf(const dataset::Clip& clip, const FilmCache& cache) {
    ClipCard card;
    card.id = clip.id.value;
    card.film = pathFromUtf8(clip.sourcePath);
    card.picture = cache.pictureOf(clip.sourceSha256);
    card.startSeconds = clip.startSeconds.value_or(0);
    if (clip.endSeconds) card.seconds = *clip.endSeconds - card.startSeconds;
    card.width = clip.width;
    card.height = clip.height;
    for (const auto& caption : clip.captions) {
        card.captions[caption.language] = caption.text;
        if (caption.isDraft) card.drafts.insert(caption.language);
    }
    card.isHeldOut = clip.split == dataset::Split::HeldOut;
    card.pick = clip.pick;
    card.rating = clip.rating;
    card.tags = clip.tags;
    return card;
}

Result<ClipDetail> clipDetail(project::Project& project, std::int64_t id, double modelFps) {
    BRANDLOOM_TRY(const auto clips, chosenClips(project, {{id}, {}, {}}));
    const auto& clip = clips.front();
    ClipDetail out;
    out.card = cardOf(clip, FilmCache(project));
    out.firstFrame = clip.firstFrame;
    out.frameCount = clip.frameCount;
    std::error_code ignored;
    out.isThere = std::filesystem::is_regular_file(out.card.film, ignored);
    if (clip.crop) out.crop = CropBox{clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height};
    BRANDLOOM_TRY(const auto film, dataset::SourceRepository(project.store()).find(clip.sourceSha256));
    if (film) tellOfFilm(*film, out);
    BRANDLOOM_TRY(const auto kept, dataset::SourceRepository(project.store()).measures(clip.id));
    if (kept && kept->version == media::kMeasuresVersion) {
        if (const auto measures = media::measuresFromDocument(kept->document)) out.look = lookOf(*measures);
        if (const auto why = door::fromJson<Error>(kept->problem); why && !out.look) out.problem = *why;
    }
    out.modelFps = modelFps;
    if (out.card.seconds > 0)
        out.modelFrames = media::longestClipLength(media::framesThatFit(out.card.seconds, out.fps, modelFps));
    return out;
}

}  // namespace brandloom::studio
