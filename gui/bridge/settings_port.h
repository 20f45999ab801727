#pragma once
// What the window needs of settings and models, as an interface (see StudioPort). The contracts are those of
// core/studio/projects/settings.h and core/studio/models/models.h. All block and are called on background threads,
// several at once.
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/studio/models/models.h"
#include "core/studio/projects/setting_types.h"

namespace brandloom::bridge {

/// Whose choices: the person's, or those of the open project.
enum class SettingScope { Person, Project };

class SettingsPort {
  public:
    virtual ~SettingsPort() = default;
    /// Error for a project when none is open: studio kNoProject.
    virtual Result<std::vector<studio::Setting>> settings(SettingScope scope) = 0;
    /// Value none: taken back.
    virtual Result<studio::Setting> setSetting(SettingScope scope, const std::string& key,
                                               const std::optional<std::string>& value) = 0;
    /// Loads no engine.
    virtual Result<std::vector<studio::ListedModel>> models() = 0;
    virtual Result<studio::ShownModel> showModel(const std::string& name) = 0;
    virtual Result<studio::AddedModel> addModel(const Path& folder) = 0;
    virtual Result<studio::RegisteredModel> removeModel(const std::string& name) = 0;
    /// `progress` may be called from any thread.
    virtual Result<door::VerifyModelResult> verifyModel(const std::string& name, const ProgressSink& progress,
                                                        const StopToken& stop) = 0;
};

}  // namespace brandloom::bridge
