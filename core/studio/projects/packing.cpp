#include "core/studio/projects/packing.h"

#include "core/studio/projects/progress_sink.h"

namespace brandloom::studio {

Result<project::Packed> packProject(const Path& folder, const Path& archive, const Listener& listener,
                                    const StopToken& stop) {
    Teller teller(listener);
    return project::packProject(folder, archive, stop, progressSinkOf(teller));
}

Result<UnpackedAndChecked> unpackProject(const Path& archive, const Path& folder, const Listener& listener,
                                         const StopToken& stop) {
    Teller teller(listener);
    UnpackedAndChecked out;
    BRANDLOOM_TRY(out.unpacked, project::unpackProject(archive, folder, stop, progressSinkOf(teller)));
    BRANDLOOM_TRY(const auto project, project::Project::open(out.unpacked.folder, project::Mode::Read));
    BRANDLOOM_TRY(out.check, project->check(stop, progressSinkOf(teller)));
    return out;
}

}  // namespace brandloom::studio
