#pragma once
// Inside core/studio/import: the options of an import as a project keeps them while it is on its way.
#include <optional>
#include <string>

#include "core/studio/import/import_films.h"

namespace brandloom::studio {

/// Errors: base kInvalidArgument.
Status check(const ImportOptions& options);
/// JSON of all but the films and the dataset.
std::string textOf(const ImportOptions& options);
/// None for what textOf() does not write.
std::optional<ImportOptions> optionsFrom(const std::string& text);

}  // namespace brandloom::studio
