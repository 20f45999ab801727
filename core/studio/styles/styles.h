#pragma once
// The use cases "which Styles are there", activate, roll back, delete and restore. Some ms of disk work each;
// thread-safe. What changes is told as Recorded::What::Style and can be undone (studio/projects/undo.h).
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/records.h"

namespace brandloom::studio {

/// A Style with its versions, by number; those in the Trash are among them.
struct StyleContent {
    styles::Style style;
    std::vector<styles::StyleVersion> versions;
};

/// By name; `trash`: only what is in the Trash (whole Styles, and Styles with a version there), else only Styles
/// that are not.
Result<std::vector<StyleContent>> listStyles(project::Project& project, bool trash);

/// Also one in the Trash. Error: styles kStyleMissing.
Result<StyleContent> showStyle(project::Project& project, const std::string& name);

/// Version `number` of that Style; 0: the active one. Errors: styles kStyleMissing, kStyleInTrash, kVersionInTrash,
/// studio kStyleEmpty, kStyleNoVersion.
Result<styles::StyleVersion> usableVersion(project::Project& project, const std::string& name, int number);

/// Makes that version the active one. Errors: kProjectReadOnly, those of usableVersion.
Result<StyleContent> activateStyle(project::Project& project, const std::string& name, int number,
                                   const Listener& listener);

/// Back to the parent of the active version. Errors: kProjectReadOnly, styles kStyleMissing, kStyleInTrash,
/// kNoParent.
Result<StyleContent> rollBackStyle(project::Project& project, const std::string& name, const Listener& listener);

/// Puts the Style (number 0) or one version of it into the Trash; its files stay. Errors: kProjectReadOnly, those
/// of usableVersion.
Result<StyleContent> deleteStyle(project::Project& project, const std::string& name, int number,
                                 const Listener& listener);

/// Takes it out of the Trash again. Errors: kProjectReadOnly, styles kStyleMissing, kNotInTrash, studio
/// kStyleNoVersion.
Result<StyleContent> restoreStyle(project::Project& project, const std::string& name, int number,
                                  const Listener& listener);

}  // namespace brandloom::studio
