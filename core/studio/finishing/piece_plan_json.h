#pragma once
// What is kept of a Piece: everything it was made of, without paths of this machine but names of films.
// Thread-safe.
#include <string>

#include "core/studio/finishing/piece_stage.h"

namespace brandloom::studio {

std::string planJson(const PieceStage& stage, const StagedPiece& piece);

}  // namespace brandloom::studio
