#pragma once
// Which clips are held out, and the content hash of a dataset. Pure functions. Thread-safe.
#include <span>
#include <string>
#include <vector>

#include "core/dataset/records.h"

namespace brandloom::dataset {

/// The split of `clips`, in their order: a function of seed, share and content alone. Whole source films are held
/// out, drawn by the seed (the order of SHA-256 of seed and content), until share * clips (at least one) are, and
/// at least one film stays to learn from. Of a single film its clips are drawn in the same way; a single clip is
/// learnt from. share 0: nothing is held out.
std::vector<Split> splitBySource(std::span<const Clip> clips, std::uint64_t seed, double share);

/// SHA-256 over content, range, split and captions of all clips, whatever their order and wherever their films lie.
/// The range counts in frames of the source.
std::string contentVersion(std::span<const Clip> clips);

}  // namespace brandloom::dataset
