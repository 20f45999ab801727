#include "app/cli/finishing_words.h"

#include <fmt/format.h>

namespace brandloom::cli {
namespace {

std::vector<JsonLine> linesOf(const std::vector<finishing::Finding>& findings) {
    std::vector<JsonLine> out;
    for (const auto& finding : findings) {
        JsonLine line;
        line.add("weight", wordFor(finding.weight)).add("code", finding.what.code);
        line.add("message", finding.what.sentence()).add("fix", finding.what.remedy());
        out.push_back(std::move(line));
    }
    return out;
}

JsonLine lineOf(const studio::ExportedPiece& piece) {
    JsonLine line;
    line.add("target", piece.platform.id).add("id", piece.id).add("file", utf8FromPath(piece.file));
    line.add("cover", utf8FromPath(piece.cover)).add("sha256", piece.sha256);
    line.add("width", piece.width).add("height", piece.height).add("frames", piece.frames);
    line.add("fps", piece.fps).add("seconds", piece.seconds);
    if (piece.loudness) line.add("loudness", *piece.loudness).add("truePeak", piece.truePeak);
    line.add("findings", linesOf(piece.findings));
    if (piece.error) line.add("error", piece.error->sentence()).add("remedy", piece.error->remedy());
    return line;
}

std::string textOf(const studio::ExportedPiece& piece, bool isCheckOnly) {
    auto out = fmt::format("{}: {}x{}, {:.2f} s at {:g} frames a second", piece.platform.nameEn, piece.width,
                           piece.height, piece.seconds, piece.fps);
    out += piece.loudness ? fmt::format(", {:.1f} LUFS, peaks {:.1f} dBTP\n", *piece.loudness, piece.truePeak)
                          : std::string(", silent\n");
    if (piece.error)
        out += fmt::format("  NOT WRITTEN  {} {}\n", piece.error->sentence(), piece.error->remedy());
    else if (!isCheckOnly)
        out += fmt::format("  {}\n", utf8FromPath(piece.file));
    if (!piece.cover.empty()) out += fmt::format("  {}\n", utf8FromPath(piece.cover));
    for (const auto& finding : piece.findings)
        out +=
            fmt::format("  {:<8} {} {}\n", wordFor(finding.weight), finding.what.sentence(), finding.what.remedy());
    if (piece.findings.empty()) out += "  The checklist has nothing to say.\n";
    return out;
}

}  // namespace

JsonLine exportLine(const studio::ExportResult& result) {
    std::vector<JsonLine> pieces;
    for (const auto& piece : result.pieces) pieces.push_back(lineOf(piece));
    JsonLine line("export");
    line.add("pieces", pieces);
    return line;
}

std::string exportText(const studio::ExportResult& result, bool isCheckOnly) {
    std::string out;
    for (const auto& piece : result.pieces) out += textOf(piece, isCheckOnly);
    if (!out.empty()) out.pop_back();
    return out;
}

bool hasProblem(const studio::ExportResult& result) {
    for (const auto& piece : result.pieces)
        for (const auto& finding : piece.findings)
            if (finding.weight == finishing::Weight::Problem) return true;
    return false;
}

}  // namespace brandloom::cli
