#pragma once
// The use cases "export a Style for another program" and "import a Style". Seconds of work for large files; call
// them on a job's thread.
#include <string>
#include <vector>

#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/records.h"

namespace brandloom::studio {

struct ExportStyleOptions {
    std::string name;
    int version = 0;  ///< 0: the active one
    Path target;      ///< file, for peft a folder; two experts become two with _high_noise and _low_noise
    /// kohya, comfy, diffusers or peft, written and read back by the engine; or own: the files as they are, which
    /// is the only one that holds a learned prompt.
    std::string dialect = "comfy";
    std::string numberType;  ///< f32, bf16 or f16; empty: as it is
    bool oneFile = false;    ///< diffusers: both experts in one file
    bool stamp = false;      ///< write the time into the metadata
    bool overwrite = false;
};

/// The files made. Errors: those of usableVersion (styles.h), kFileExists (own),
/// kExportOnlyOwn, base kInvalidArgument,
/// kBlobMissing, kBlobDamaged, those of the engine and of writing.
Result<std::vector<std::string>> exportStyle(project::Project& project, const door::EngineFactory& engine,
                                             const ExportStyleOptions& options, const StopToken& stop);

struct ImportStyleOptions {
    Path source;       ///< file of any dialect, PEFT folder, or folder with a high and a low half
    std::string name;  ///< of the Style; the next version is made when it exists
    Path modelDir;     ///< name or folder; empty: the starter model
};

/// A new version, active, of what fits the model; undo puts it into the Trash. Errors: kProjectReadOnly, styles
/// kStyleInTrash, kBadRecord, kModelUnknown, those of the engine (not an adapter, of another model, not finite).
Result<styles::StyleVersion> importStyle(project::Project& project, const door::EngineFactory& engine,
                                         const ImportStyleOptions& options, const Listener& listener,
                                         const StopToken& stop);

}  // namespace brandloom::studio
