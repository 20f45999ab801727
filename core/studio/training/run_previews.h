#pragma once
// Inside core/studio/training: previews of a run as files in its folder, so
// that they are there when it goes on: previews/step-000412-1.png (pictures
// side by side, made small) and .txt (their number, then the prompt).
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/events.h"

namespace brandloom::studio {

/// `number`: of the prompt among those of its step, from 1. Errors: those of
/// writing.
Status writeRunPreview(const Path& runFolder, const door::PreviewReady& preview, int number);
/// By step, then number; what cannot be read is left out.
std::vector<door::PreviewReady> readRunPreviews(const Path& runFolder);
/// Of later steps: the run goes on before them. What cannot be removed stays.
void forgetRunPreviews(const Path& runFolder, int afterStep);

}  // namespace brandloom::studio
