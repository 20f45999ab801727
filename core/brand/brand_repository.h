#pragma once
// Where the brand of a project is kept. Thread-safe.
#include <span>

#include "core/base/result.h"
#include "core/brand/brand.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"

namespace brandloom::brand {

struct ChangedBrand {
    Brand brand;      ///< as it is now
    int changes = 0;  ///< fields and logos that are otherwise now
};

class BrandRepository {
  public:
    explicit BrandRepository(store::Store& store) : m_store(store) {}

    /// Empty in a project that an older program made and that is only read.
    Result<Brand> read();
    /// One transaction with one undo record of the document "brand"; `command` is a stable word: "brand.set",
    /// "brand.import". What is so already counts for nothing. The blobs of logos must be stored before. Errors:
    /// those of edited().
    Result<ChangedBrand> edit(const BrandEdit& edit, const char* command);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::brand
