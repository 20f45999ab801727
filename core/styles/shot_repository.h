#pragma once
// Shots (generated clips, named files). Thread-safe.
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/styles/records.h"

namespace brandloom::styles {

class ShotRepository {
  public:
    explicit ShotRepository(store::Store& store) : m_store(store) {}
    /// The file must be in place before. Errors: kBadRecord, kVersionMissing.
    Result<ShotId> add(const NewShot& shot);
    Result<Shot> find(ShotId id);
    /// Newest first.
    Result<std::vector<Shot>> list();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
