#pragma once
// Styles and their immutable versions. At most one version of a Style is active. Thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/styles/records.h"

namespace brandloom::styles {

class StyleRepository {
  public:
    explicit StyleRepository(store::Store& store) : m_store(store) {}

    /// Errors: kStyleExists, kBadRecord (name empty or over 120 characters).
    Result<StyleId> add(const std::string& name);
    Result<std::optional<Style>> findByName(const std::string& name);
    /// The Style of that name, made when it does not exist.
    Result<StyleId> findOrAdd(const std::string& name);
    /// By name.
    Result<std::vector<Style>> list();

    /// Number = last number + 1; activates it when asked, all in one transaction. The blobs must be stored before.
    Result<StyleVersion> addVersion(const NewStyleVersion& version);
    Result<StyleVersion> version(StyleVersionId id);
    /// By number.
    Result<std::vector<StyleVersion>> versions(StyleId style);
    Result<std::optional<StyleVersion>> activeVersion(StyleId style);
    Status activate(StyleVersionId id);
    /// Activates the parent of the active version. Errors: kNoParent.
    Result<StyleVersion> rollBack(StyleId style);

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
