#pragma once
// Styles and their immutable versions. At most one version of a Style is active. What a person deletes goes to the
// Trash, where it keeps its name and its files. What a person changes is written with its undo record ("style.*")
// in the same transaction. Thread-safe.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"
#include "core/styles/records.h"

namespace brandloom::styles {

class StyleRepository {
  public:
    explicit StyleRepository(store::Store& store) : m_store(store) {}

    /// Errors: kStyleExists, kStyleInTrash, kBadRecord (name empty or over 120 characters).
    Result<StyleId> add(const std::string& name);
    /// Also one in the Trash.
    Result<std::optional<Style>> findByName(const std::string& name);
    /// The Style of that name, made when it does not exist. Error: kStyleInTrash.
    Result<StyleId> findOrAdd(const std::string& name);
    /// By name; those in the Trash too.
    Result<std::vector<Style>> list();

    /// Number = last number + 1; activates it when asked, and ends its run when `end` says how, all in one
    /// transaction. The blobs must be stored before. A run gives one version of each step: of one that has it
    /// already (a program that died went on) that version, as it is.
    Result<StyleVersion> addVersion(const NewStyleVersion& version, std::optional<RunState> end = {});
    Result<StyleVersion> version(StyleVersionId id);
    /// addVersion() to the Style of that name, made when it does not exist, as one change that a person made: undo
    /// puts into the Trash what it made.
    Result<StyleVersion> import(const std::string& style, NewStyleVersion version);
    /// By number; those in the Trash too.
    Result<std::vector<StyleVersion>> versions(StyleId style);
    Result<std::optional<StyleVersion>> activeVersion(StyleId style);
    /// Errors: kVersionMissing, kVersionInTrash.
    Status activate(StyleVersionId id);
    /// Activates the nearest ancestor of the active version that is not in the Trash. Errors: kNoParent.
    Result<StyleVersion> rollBack(StyleId style);

    /// The whole Style. Errors: kStyleMissing, kStyleInTrash.
    Status moveToTrash(StyleId style);
    /// One version. Was it the active one, its nearest ancestor that is left becomes active, else the newest
    /// version that is left, else none. Errors: kVersionMissing, kVersionInTrash.
    Status moveToTrash(StyleVersionId version);
    /// Errors: kStyleMissing, kNotInTrash.
    Status restore(StyleId style);
    /// It does not become active. Errors: kVersionMissing, kNotInTrash.
    Status restore(StyleVersionId version);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
