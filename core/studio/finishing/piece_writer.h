#pragma once
// The files of a Piece: the MP4, decoded back and checked before it takes its name, and its cover. Thread-safe.
#include <string>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/studio/finishing/piece_stage.h"

namespace brandloom::studio {

struct PieceFiles {
    Path film;   ///< .mp4, not there yet
    Path cover;  ///< .png, not there yet; empty: none
};
struct WrittenPiece {
    std::string sha256;
    std::string coverSha256;
    std::optional<double> loudness;  ///< as decoded
    double truePeak = 0;
};
/// After an error or a stop neither file is there. Errors: those of media::Mp4Writer and of the frames, finishing
/// kExportFaulty, kCancelled. Progress: phase "exporting" (frames).
Result<WrittenPiece> writePiece(const PieceStage& stage, StagedPiece& piece, const std::string& plan,
                                const PieceFiles& files, const StopToken& stop, const ProgressSink& progress);

}  // namespace brandloom::studio
