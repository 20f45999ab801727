#include "core/studio/demo/demo_sheet.h"

#include <algorithm>
#include <cstring>

#include "core/media/contact_sheet.h"
#include "core/media/lettering/lettering.h"
#include "core/media/png.h"

namespace brandloom::studio {
namespace {

constexpr int kColumns = 7;
constexpr int kCellWidth = 176;
constexpr int kTitleWidth = 230;
constexpr std::array<std::uint8_t, 3> kPale{165, 165, 172};

void paste(FrameBuffer& sheet, const FrameBuffer& part, int x, int y) {
    for (int row = 0; row < part.height(); ++row)
        std::memcpy(sheet.row(y + row) + static_cast<std::ptrdiff_t>(x) * 3, part.row(row),
                    static_cast<std::size_t>(part.strideBytes()));
}

Result<Frame> titleOf(const SheetRow& row, int width) {
    media::LineOptions title;
    title.width = std::min(width, kTitleWidth);
    title.bold = true;
    media::LineOptions detail;
    detail.width = std::max(1, width - title.width);
    detail.indent = 0;
    detail.colour = kPale;
    BRANDLOOM_TRY(const auto left, media::letterLine(row.title, title));
    BRANDLOOM_TRY(const auto right, media::letterLine(row.detail, detail));
    auto line = std::make_shared<FrameBuffer>(width, title.height);
    paste(*line, *left, 0, 0);
    if (width > title.width) paste(*line, *right, title.width, 0);
    return line;
}

}  // namespace

Status writeDemoSheet(const Path& target, const std::vector<SheetRow>& rows) {
    std::vector<Frame> parts;
    int width = 1;
    int height = 0;
    media::ContactSheetOptions options;
    options.columns = kColumns;
    options.cellWidth = kCellWidth;
    for (const auto& row : rows) {
        BRANDLOOM_TRY(const auto pictures, media::contactSheet({row.pictures}, options));
        BRANDLOOM_TRY(const auto title, titleOf(row, pictures->width()));
        for (const auto& part : {title, pictures}) {
            width = std::max(width, part->width());
            height += part->height();
            parts.push_back(part);
        }
    }
    FrameBuffer sheet(width, std::max(1, height));
    int y = 0;
    for (const auto& part : parts) {
        paste(sheet, *part, 0, y);
        y += part->height();
    }
    return media::writePng(target, sheet);
}

}  // namespace brandloom::studio
