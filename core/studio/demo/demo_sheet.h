#pragma once
// The demo's contact sheet: rows of pictures, each under a line that says what it shows.
#include <string>
#include <vector>

#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::studio {

struct SheetRow {
    std::string title;
    std::string detail;  ///< after the title, paler; may be empty
    std::vector<Frame> pictures;
};

/// Errors: those of core/media's contact sheet, lettering and PNG.
Status writeDemoSheet(const Path& target, const std::vector<SheetRow>& rows);

}  // namespace brandloom::studio
