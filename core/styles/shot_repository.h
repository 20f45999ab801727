#pragma once
// Shots (generated clips, named files). Thread-safe.
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"
#include "core/styles/records.h"

namespace brandloom::styles {

class ShotRepository {
  public:
    explicit ShotRepository(store::Store& store) : m_store(store) {}
    /// The file must be in place before. Errors: kBadRecord, kVersionMissing.
    Result<ShotId> add(const NewShot& shot);
    /// Also one in the Trash. Errors: kShotMissing.
    Result<Shot> find(ShotId id);
    /// Newest first, without those in the Trash.
    Result<std::vector<Shot>> list();
    Result<std::vector<Shot>> listTrash();

    /// With its undo record ("shot.delete"); the file stays. Errors: kShotMissing, kShotInTrash.
    Status moveToTrash(ShotId id);
    /// With its undo record ("shot.restore"). Errors: kShotMissing, kShotNotInTrash.
    Status restore(ShotId id);

    /// 0..5; undo command "shot.rate". Errors: kShotMissing.
    Status rate(ShotId id, int rating);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    Status setTrashed(ShotId id, bool trashed);
    store::Store& m_store;
};

}  // namespace brandloom::styles
