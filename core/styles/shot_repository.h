#pragma once
// Shots (generated clips, named files) and the source Clips. Thread-safe.
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

class ClipRepository {
  public:
    explicit ClipRepository(store::Store& store) : m_store(store) {}
    Result<ClipId> add(const NewClip& clip);
    /// Oldest first.
    Result<std::vector<Clip>> list();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
