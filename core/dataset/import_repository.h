#pragma once
// Films on their way into a dataset, so that what was interrupted can go on. No undo records: what a person sees
// changed is written by DatasetRepository::add. Thread-safe.
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/typed_id.h"
#include "core/store/store.h"

namespace brandloom::dataset {

using ImportId = TypedId<struct ImportTag>;

/// What became of file `number` of an import.
struct ImportOutcome {
    int number = 0;
    std::string state;    ///< "added", "known", "refused"
    std::string problem;  ///< JSON of the error; empty: none
};

/// An import that did not end.
struct ImportJob {
    ImportId id;
    std::string dataset;
    std::string options;             ///< JSON, as it was given
    std::vector<std::string> files;  ///< all of them, absolute, in their order
};

class ImportRepository {
  public:
    explicit ImportRepository(store::Store& store) : m_store(store) {}

    /// `files`: absolute. All of it or nothing.
    Result<ImportId> begin(const std::string& dataset, const std::string& options,
                           std::span<const std::string> files);
    /// The import has ended, and what became of its files: those that are not named were not looked at.
    Status end(ImportId import, std::span<const ImportOutcome> outcomes);
    /// Oldest first.
    Result<std::vector<ImportJob>> unfinished();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::dataset
