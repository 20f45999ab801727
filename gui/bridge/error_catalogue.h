#pragma once
// Inside gui/bridge: the parts of the table of errors.
#include "gui/bridge/error_text.h"

namespace brandloom::bridge {

/// Of files of weights.
std::span<const ErrorWords> weightErrorWords();
/// Of backups, archives and the Trash of projects.
std::span<const ErrorWords> projectErrorWords();
/// Of the queue.
std::span<const ErrorWords> jobErrorWords();
/// Of curation, frozen versions, queries and layouts of datasets.
std::span<const ErrorWords> datasetErrorWords();
/// Of the brand.
std::span<const ErrorWords> brandErrorWords();
/// Of Pieces, Presets and votes.
std::span<const ErrorWords> finishingErrorWords();

}  // namespace brandloom::bridge
