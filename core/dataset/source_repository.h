#pragma once
// Films by content, and what was measured in them. What reading a film tells is kept without an undo record; what a
// person says of it (where it is, who holds the rights) has one. Thread-safe.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/records.h"
#include "core/store/store.h"

namespace brandloom::dataset {

class SourceRepository {
  public:
    explicit SourceRepository(store::Store& store) : m_store(store) {}

    /// Every film of a dataset (not valid: of the project), in the order they became known.
    Result<std::vector<Source>> list(DatasetId dataset = {});
    /// None when no film of that hash is known.
    Result<std::optional<Source>> find(const std::string& sha256);

    /// Makes the rows, or adds what they did not know; where a film was seen last stays as it is. One transaction.
    /// A problem that was there goes when codec is given. Errors: kBadRecord.
    Status keep(std::span<const NewSource> sources);

    /// Kept by content: measured again replaces. One transaction. Errors: kBadRecord.
    Status keepMeasures(std::span<const Measures> measures);
    /// Of the clips of a dataset: one per range that was measured, in the order of the clips.
    Result<std::vector<Measures>> measures(DatasetId dataset);
    /// Of one clip; none: its range was not measured, or it was taken away.
    Result<std::optional<Measures>> measures(ClipId clip);
    /// Clips of a dataset whose range was not measured in `version` or later, oldest first.
    Result<std::vector<Clip>> clipsToMeasure(DatasetId dataset, int version);

  private:
    store::Store& m_store;
};

}  // namespace brandloom::dataset
