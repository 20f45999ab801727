#pragma once
// Which clips are held out, and the content hash of a dataset. Pure functions. Thread-safe.
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/records.h"

namespace brandloom::dataset {

/// Clips that must be on the same side, as a number for each, counted from 0: of one film, or of one scene in
/// whichever films. When all hang together so (one film): clips of one scene, and those whose ranges overlap.
std::vector<std::size_t> splitGroups(std::span<const Clip> clips);

/// The split of `clips`, in their order: a function of seed, share and content alone. Whole groups are held out,
/// those that a person chose first, then drawn by the seed (the order of SHA-256 of seed and content), until
/// share * clips (at least one) are, and at least one group stays to learn from. Rejected clips go with their group
/// but do not count. A single clip is learnt from. share 0: only what a person chose is held out.
/// Error: kSplitConflict, when a person wants clips of one group on both sides.
Result<std::vector<Split>> splitOf(std::span<const Clip> clips, std::uint64_t seed, double share);

/// SHA-256 over content, range, crop, split and captions of all clips that a training sees (those that are not
/// rejected), whatever their order and wherever their films lie. The range counts in frames of the source.
std::string contentVersion(std::span<const Clip> clips);

}  // namespace brandloom::dataset
