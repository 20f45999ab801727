#include "core/studio/datasets/clips_of_film.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

namespace brandloom::studio {

std::vector<std::vector<dataset::Caption>> captionsOf(const std::vector<dataset::CaptionFile>& files,
                                                      std::size_t clips) {
    std::vector<std::vector<dataset::Caption>> out(clips);
    for (std::size_t i = 0; i < clips; ++i)
        for (const auto& file : files) out[i].push_back({file.language, dataset::captionOf(file, i, clips)});
    return out;
}

std::optional<std::vector<dataset::Caption>> renewedCaptions(const dataset::Clip& clip,
                                                             const std::vector<dataset::Caption>& said) {
    std::vector<dataset::Caption> wanted;
    std::ranges::copy_if(clip.captions, std::back_inserter(wanted), [](const dataset::Caption& caption) {
        return caption.author != dataset::CaptionAuthor::File;
    });
    for (const auto& caption : said)
        if (std::ranges::find(wanted, caption.language, &dataset::Caption::language) == wanted.end())
            wanted.push_back(caption);
    auto now = clip.captions;
    std::ranges::sort(now, std::ranges::greater(), &dataset::Caption::language);
    std::ranges::sort(wanted, std::ranges::greater(), &dataset::Caption::language);
    if (now == wanted) return std::nullopt;
    return wanted;
}

std::vector<media::ShotRange> piecesOf(const media::ShotRange& whole, double fps, double seconds) {
    const auto length = std::max<std::int64_t>(1, std::llround(seconds * fps));
    std::vector<media::ShotRange> out;
    for (std::int64_t first = 0; first < whole.frameCount; first += length) {
        const auto count = std::min(length, whole.frameCount - first);
        if (!out.empty() && 2 * count < length) break;
        auto piece = whole;
        piece.firstFrame = first;
        piece.frameCount = count;
        piece.startSeconds = static_cast<double>(first) / fps;
        piece.endSeconds = std::min(whole.endSeconds, static_cast<double>(first + count) / fps);
        if (piece.endSeconds > piece.startSeconds) out.push_back(piece);
    }
    return out;
}

}  // namespace brandloom::studio
