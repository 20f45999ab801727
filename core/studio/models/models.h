#pragma once
// The use cases of models: a name for a folder, what it is, whether it is sound, safetensors in place of .pth.
// Blocking; what reads weights takes as long as the disk does.
#include <optional>
#include <vector>

#include "core/door/engine_loader.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct AddModelOptions {
    Path folder;       ///< or one file
    std::string name;  ///< empty: made from the model's title, such as "wan2.2-t2v-a14b"
};

/// Describes the folder and writes its name down. A model with missing files is added all the same; the description
/// says what is missing. Errors: kStarterStays, kBadModelName, kModelNameTaken, those of describeModel.
struct AddedModel {
    RegisteredModel entry;
    door::ModelDescription description;
};
Result<AddedModel> addModel(const door::EngineFactory& engine, const AddModelOptions& options);

struct ListedModel {
    RegisteredModel entry;
    bool exists = true;      ///< its folder is there
    bool isStarter = false;  ///< ships with the studio; the first of the list
};
/// No engine is loaded.
Result<std::vector<ListedModel>> listModels();

struct ShownModel {
    std::string folder;
    std::optional<RegisteredModel> entry;  ///< none: not registered
    door::ModelDescription description;
};
Result<ShownModel> showModel(const door::EngineFactory& engine, const Path& nameOrFolder);

/// Forgets the name; the files stay. Errors: kStarterStays, kModelUnknown.
Result<RegisteredModel> removeModel(const std::string& name);

/// Reads everything; a sound registered model is marked with the time. Findings are no failure of the call.
Result<door::VerifyModelResult> verifyModel(const door::EngineFactory& engine, const Path& nameOrFolder,
                                            bool experts, const Listener& listener, const StopToken& stop);

/// `output` empty: beside the .pth files. A registered name goes on standing for the folder that it stood for.
Result<door::ConvertModelResult> convertModel(const door::EngineFactory& engine, const Path& nameOrFolder,
                                              const Path& output, const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
