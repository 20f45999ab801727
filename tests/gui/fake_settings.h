#pragma once
// Settings and models without a disk and an engine: in memory, with models in every state.
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "gui/bridge/settings_port.h"

namespace brandloom::tests {

class FakeSettings : public bridge::SettingsPort {
  public:
    FakeSettings();

    Result<std::vector<studio::Setting>> settings(bridge::SettingScope scope) override;
    Result<studio::Setting> setSetting(bridge::SettingScope scope, const std::string& key,
                                       const std::optional<std::string>& value) override;
    Result<std::vector<studio::ListedModel>> models() override;
    Result<studio::ShownModel> showModel(const std::string& name) override;
    Result<studio::AddedModel> addModel(const Path& folder) override;
    Result<studio::RegisteredModel> removeModel(const std::string& name) override;
    Result<door::VerifyModelResult> verifyModel(const std::string& name, const ProgressSink& progress,
                                                const StopToken& stop) override;

    void setProjectOpen(bool open);
    /// Two more models: one whole, one of which files are missing.
    void addSomeModels();
    /// The thread that looked at a model last.
    [[nodiscard]] std::thread::id lookThread() const;
    [[nodiscard]] int looks() const;
    /// A check waits half way until it is let go or cancelled.
    void hold(bool on);
    /// The next check finds this.
    void finds(const Error& finding);
    void refuseWriting(bool on);
    /// Settings are not written until this is let go.
    void holdWriting(bool on);

  private:
    Result<std::vector<studio::Setting>> listed(bridge::SettingScope scope) const;
    mutable std::mutex m_mutex;  // all below
    std::condition_variable_any m_wake;
    std::map<std::string, std::string> m_said[2];
    std::vector<studio::ListedModel> m_models;
    std::map<std::string, door::ModelDescription> m_descriptions;
    std::vector<Error> m_findings;
    std::thread::id m_lookThread;
    int m_looks = 0;
    bool m_hasProject = false;
    bool m_isHolding = false;
    bool m_refuses = false;
    bool m_isWritingHeld = false;
};

}  // namespace brandloom::tests
