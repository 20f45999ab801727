#pragma once
// The use cases "pack a project into one file" and "unpack one". As long as copying its files takes; thread-safe.
#include "core/project/pack.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Phases "copying" (pages), "packing" (bytes). Errors: those of
/// project::packProject.
Result<project::Packed> packProject(const Path& folder, const Path& archive, const Listener& listener,
                                    const StopToken& stop);

struct UnpackedAndChecked {
    project::UnpackedProject unpacked;
    project::CheckReport check;  ///< of every recorded file
};
/// Phases "unpacking" (bytes of the archive), "checking" (files). A project whose check finds something stays where
/// it was unpacked to. Errors: those of project::unpackProject.
Result<UnpackedAndChecked> unpackProject(const Path& archive, const Path& folder, const Listener& listener,
                                         const StopToken& stop);

}  // namespace brandloom::studio
