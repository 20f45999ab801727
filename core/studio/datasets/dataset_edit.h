#pragma once
// Inside core/studio/datasets: what its use cases share.
#include <string>

#include "core/dataset/records.h"
#include "core/media/probe.h"
#include "core/project/project.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {

inline Status checkWritable(const project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

/// What probing a film of this content told.
dataset::NewSource sourceFrom(const Path& film, const std::string& sha256, const media::MediaInfo& info);

inline void tellChanged(const Listener& listener, std::int64_t dataset) {
    Teller(listener).recorded({Recorded::What::Dataset, dataset, 0});
}

}  // namespace brandloom::studio
