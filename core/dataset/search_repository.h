#pragma once
// Finding clips with the query line (query.h), in SQL over the index of the project. Thread-safe.
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/records.h"
#include "core/store/store.h"

namespace brandloom::dataset {

class SearchRepository {
  public:
    explicit SearchRepository(store::Store& store) : m_store(store) {}

    /// Clips of a dataset for which all of the query holds, oldest first. Where the project may be written the
    /// index is brought up to date first. `now`: seconds since 1970, for rights that have expired; 0: the clock's.
    /// Errors: kBadQuery.
    Result<std::vector<ClipId>> find(DatasetId dataset, const std::string& query, double now = 0);
    /// The same clips with all that is known of them, at most `most` from the `from`-th.
    Result<std::vector<Clip>> clips(const std::vector<ClipId>& ids, std::size_t from, std::size_t most);
    /// Tags of the clips of a dataset that were not taken away and on how many of them each is, most first, at most
    /// `most`.
    Result<std::vector<std::pair<std::string, std::int64_t>>> tags(DatasetId dataset, int most);

  private:
    store::Store& m_store;
};

}  // namespace brandloom::dataset
