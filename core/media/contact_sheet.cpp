#include "core/media/contact_sheet.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/media/film_source.h"
#include "core/media/media_errors.h"
#include "core/media/png.h"
#include "core/media/resize.h"

namespace brandloom::media {
namespace {

tl::unexpected<Error> badOption(const char* option, const std::string& value, const char* allowed) {
    return fail(media_errors::kBadOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

void fill(FrameBuffer& sheet, const std::array<std::uint8_t, 3>& colour) {
    const auto bytes = sheet.bytes();
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) std::copy(colour.begin(), colour.end(), &bytes[i]);
}

void paste(FrameBuffer& sheet, const FrameBuffer& cell, int x, int y) {
    for (int row = 0; row < cell.height(); ++row)
        std::memcpy(sheet.row(y + row) + static_cast<std::ptrdiff_t>(x) * 3, cell.row(row),
                    static_cast<std::size_t>(cell.strideBytes()));
}

/// Frame of a clip for column c of n: first and last are always shown.
std::size_t frameFor(std::size_t frames, int column, int columns) {
    if (columns < 2) return frames / 2;
    return static_cast<std::size_t>(
        std::lround(static_cast<double>(column) * static_cast<double>(frames - 1) / (columns - 1)));
}

}  // namespace

Result<Frame> contactSheet(const std::vector<std::vector<Frame>>& clips, const ContactSheetOptions& o) {
    if (clips.empty() || std::any_of(clips.begin(), clips.end(), [](const auto& c) { return c.empty(); }))
        return badOption("clip list", "empty", "at least one clip, each with a frame");
    if (o.columns < 1 || o.columns > 1000) return badOption("columns", std::to_string(o.columns), "1 to 1000");
    if (o.cellWidth < 1 || o.cellWidth > 4096 || o.gutter < 0 || o.gutter > 256)
        return badOption("cell width or gutter", std::to_string(o.cellWidth), "1 to 4096 and 0 to 256 pixels");
    const auto& first = *clips[0][0];
    const int cellHeight = std::max(
        1, static_cast<int>(std::lround(static_cast<double>(o.cellWidth) * first.height() / first.width())));
    std::size_t longest = 0;
    for (const auto& clip : clips) longest = std::max(longest, clip.size());
    const int columns = std::min(o.columns, static_cast<int>(longest));
    const auto width = static_cast<std::int64_t>(columns) * (o.cellWidth + o.gutter) + o.gutter;
    const auto height = static_cast<std::int64_t>(clips.size()) * (cellHeight + o.gutter) + o.gutter;
    BRANDLOOM_CHECK(checkSize("contact sheet", width, height, Limits{}));

    auto sheet = std::make_shared<FrameBuffer>(static_cast<int>(width), static_cast<int>(height));
    fill(*sheet, o.background);
    for (std::size_t r = 0; r < clips.size(); ++r) {
        const int shown = std::min(columns, static_cast<int>(clips[r].size()));
        for (int c = 0; c < shown; ++c) {
            const auto& frame = *clips[r][frameFor(clips[r].size(), c, shown)];
            const auto crop = centredCrop(frame.width(), frame.height(), o.cellWidth, cellHeight);
            BRANDLOOM_TRY(const auto cell, cropAndScale(frame, crop, o.cellWidth, cellHeight));
            paste(*sheet, *cell, o.gutter + c * (o.cellWidth + o.gutter),
                  o.gutter + static_cast<int>(r) * (cellHeight + o.gutter));
        }
    }
    return sheet;
}

Status writeContactSheet(const Path& target, const std::vector<std::vector<Frame>>& clips,
                         const ContactSheetOptions& options) {
    BRANDLOOM_TRY(const auto sheet, contactSheet(clips, options));
    return writePng(target, *sheet);
}

}  // namespace brandloom::media
