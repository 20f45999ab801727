#include "core/studio/library/library.h"

#include <algorithm>
#include <charconv>

#include "core/base/base_errors.h"
#include "core/finishing/piece_repository.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/finishing/pieces.h"
#include "core/studio/presets/presets.h"
#include "core/studio/shots/shots.h"
#include "core/studio/styles/styles.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"

namespace brandloom::studio {
namespace {

constexpr LibraryKind kKinds[]{LibraryKind::Shot, LibraryKind::Piece, LibraryKind::Style, LibraryKind::Preset};

std::string lowered(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool hasWords(const LibraryItem& item, const std::string& words) {
    const auto text = lowered(item.name + " " + item.detail + " " + utf8FromPath(item.file.filename()));
    const auto wanted = lowered(words);
    for (std::size_t at = 0; at < wanted.size();) {
        const auto begin = wanted.find_first_not_of(' ', at);
        if (begin == std::string::npos) break;
        const auto end = std::min(wanted.find(' ', begin), wanted.size());
        if (text.find(wanted.substr(begin, end - begin)) == std::string::npos) return false;
        at = end;
    }
    return true;
}

Result<std::vector<LibraryItem>> shotsOf(project::Project& project, bool trash) {
    BRANDLOOM_TRY(const auto shots, listShots(project, trash));
    std::vector<LibraryItem> out;
    for (const auto& shot : shots)
        out.push_back({LibraryKind::Shot,
                       shot.id.value,
                       shot.prompt,
                       {},
                       project.folder() / pathFromUtf8(shot.relativePath),
                       shot.rating,
                       shot.createdAt});
    return out;
}

Result<std::vector<LibraryItem>> piecesOf(project::Project& project, bool trash) {
    BRANDLOOM_TRY(const auto pieces, listPieces(project, trash));
    std::vector<LibraryItem> out;
    for (const auto& piece : pieces)
        out.push_back({LibraryKind::Piece, piece.id, piece.title, piece.target,
                       project.folder() / pathFromUtf8(piece.relativePath), piece.rating, piece.createdAt});
    return out;
}

Result<std::vector<LibraryItem>> stylesOfProject(project::Project& project, bool trash) {
    BRANDLOOM_TRY(const auto styles, styles::StyleRepository(project.store()).list());
    std::vector<LibraryItem> out;
    for (const auto& style : styles)
        if (style.inTrash == trash)
            out.push_back({LibraryKind::Style,
                           style.id.value,
                           style.name,
                           "v" + std::to_string(style.activeVersionNumber),
                           {},
                           0,
                           style.createdAt});
    return out;
}

Result<std::vector<LibraryItem>> presetsOf(project::Project& project, bool trash) {
    BRANDLOOM_TRY(const auto presets, listPresets(&project, trash));
    std::vector<LibraryItem> out;
    for (const auto& shown : presets) {
        std::string tags;
        for (const auto& tag : shown.preset.tags) tags += (tags.empty() ? "" : " ") + tag;
        out.push_back({LibraryKind::Preset, 0, shown.preset.name, tags, {}, 0, shown.createdAt});
    }
    return out;
}

Result<std::vector<LibraryItem>> itemsOf(project::Project& project, LibraryKind kind, bool trash) {
    switch (kind) {
        case LibraryKind::Shot:
            return shotsOf(project, trash);
        case LibraryKind::Piece:
            return piecesOf(project, trash);
        case LibraryKind::Style:
            return stylesOfProject(project, trash);
        case LibraryKind::Preset:
            break;
    }
    return presetsOf(project, trash);
}

tl::unexpected<Error> bad(const char* what, const std::string& value, const char* allowed) {
    return fail(base_errors::kInvalidArgument,
                {{"what", what}, {"reason", "it is " + value}, {"allowed", allowed}});
}

}  // namespace

std::string wordFor(LibraryKind kind) {
    switch (kind) {
        case LibraryKind::Shot:
            return "shot";
        case LibraryKind::Piece:
            return "piece";
        case LibraryKind::Style:
            return "style";
        case LibraryKind::Preset:
            break;
    }
    return "preset";
}

std::optional<LibraryKind> libraryKindFrom(const std::string& word) {
    for (const auto kind : kKinds)
        if (word == wordFor(kind)) return kind;
    return std::nullopt;
}

Result<std::vector<LibraryItem>> listLibrary(project::Project& project, const LibraryFilter& filter) {
    std::vector<LibraryItem> out;
    for (const auto kind : kKinds) {
        if (filter.kind && *filter.kind != kind) continue;
        BRANDLOOM_TRY(auto items, itemsOf(project, kind, filter.trash));
        for (auto& item : items)
            if (item.rating >= filter.leastRating && hasWords(item, filter.words)) out.push_back(std::move(item));
    }
    return out;
}

Status rateItem(project::Project& project, LibraryKind kind, std::int64_t id, int rating,
                const Listener& listener) {
    if (rating < 0 || rating > 5) return bad("A rating", std::to_string(rating), "0 to 5");
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    if (kind == LibraryKind::Shot) {
        BRANDLOOM_CHECK(styles::ShotRepository(project.store()).rate(ShotId{id}, rating));
        Teller(listener).recorded({Recorded::What::Shot, id, 0});
        return {};
    }
    if (kind == LibraryKind::Piece) {
        BRANDLOOM_CHECK(finishing::PieceRepository(project.store()).rate(id, rating));
        Teller(listener).recorded({Recorded::What::Piece, id, 0});
        return {};
    }
    return bad("What is rated", "a " + wordFor(kind), "a Shot or a Piece");
}

Status trashItem(project::Project& project, LibraryKind kind, const std::string& which, bool trashed,
                 const Listener& listener) {
    if (kind == LibraryKind::Preset) return trashPreset(project, which, trashed, listener);
    if (kind == LibraryKind::Style) {
        const auto done =
            trashed ? deleteStyle(project, which, 0, listener) : restoreStyle(project, which, 0, listener);
        if (!done) return fail(done.error());
        return {};
    }
    std::int64_t id = 0;
    const auto* end = which.data() + which.size();
    if (which.empty() || std::from_chars(which.data(), end, id).ptr != end)
        return bad("The number of a Shot or Piece", which, "a number, as 'library list' shows it");
    if (kind == LibraryKind::Piece)
        return trashed ? deletePiece(project, id, listener) : restorePiece(project, id, listener);
    return trashed ? deleteShot(project, ShotId{id}, listener) : restoreShot(project, ShotId{id}, listener);
}

}  // namespace brandloom::studio
