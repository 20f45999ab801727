#pragma once
// Settings and models as the window knows them. GUI thread; what touches the disk or the engine runs on threads of
// its own, so that a look at a model or a long check holds up nothing else.
#include <QObject>
#include <QThreadPool>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gui/bridge/settings_port.h"
#include "gui/bridge/studio_port.h"

namespace brandloom::bridge {

/// A check of a whole model, while it runs.
struct Verification {
    std::string model;
    Progress progress;
    bool isStopping = false;
};

class SettingsDesk : public QObject {
    Q_OBJECT
  public:
    using Look = Result<studio::ShownModel>;
    using Check = Result<door::VerifyModelResult>;

    explicit SettingsDesk(std::shared_ptr<StudioPort> port, QObject* parent = nullptr);
    ~SettingsDesk() override;

    /// Reads settings and the list of models again, then changed().
    void refresh();
    /// False until they were read for the first time.
    [[nodiscard]] bool isKnown() const { return m_known; }
    /// Of a project: empty while none is open.
    [[nodiscard]] const std::vector<studio::Setting>& settings(SettingScope scope) const;
    [[nodiscard]] const studio::Setting* setting(SettingScope scope, const std::string& key) const;
    /// The value that holds now: of the project where one is open.
    [[nodiscard]] std::string value(const std::string& key) const;
    /// Holds at once; failed() and the value from before when it could not be written.
    void set(SettingScope scope, const std::string& key, const std::optional<std::string>& value);

    [[nodiscard]] const std::vector<studio::ListedModel>& models() const { return m_models; }
    /// Asks what the models are that were not looked at yet. Loads the engine, in the background.
    void describeAll();
    /// Null: not looked at yet.
    [[nodiscard]] const Look* look(const std::string& model) const;
    /// Then added(), or failed().
    void add(const Path& folder);
    /// Forgets the name; no file is touched.
    void remove(const std::string& model);

    /// One at a time; ends with verified().
    void verify(const std::string& model);
    void cancelVerify();
    [[nodiscard]] const std::optional<Verification>& verification() const { return m_verification; }
    /// How the last check of this model ended in this session; null: it was not checked. Never cancelled.
    [[nodiscard]] const Check* check(const std::string& model) const;

    /// The window closes: what runs ends soon, nothing new begins. The destructor waits.
    void stop();

  Q_SIGNALS:
    void changed();
    void progressed();
    void added(const QString& model);
    void verified(const QString& model);
    void failed(const brandloom::Error& error);

  private:
    struct Inbox;
    template <class Work, class Then>
    void run(QThreadPool& pool, Work work, Then then);
    void ended(const std::string& model, Check result);

    std::shared_ptr<StudioPort> m_port;
    std::vector<studio::Setting> m_settings[2];
    std::vector<studio::ListedModel> m_models;
    std::map<std::string, Look> m_looks;
    std::set<std::string> m_looking;
    std::map<std::string, Check> m_checks;
    std::optional<Verification> m_verification;
    std::shared_ptr<Inbox> m_inbox;
    StopSource m_stop;
    int m_writing = 0;  ///< settings on their way to the disk
    bool m_known = false;
    bool m_closed = false;
    // One thread each; last, so that they end before what they report to.
    QThreadPool m_disk;
    QThreadPool m_engine;
    QThreadPool m_check;
};

}  // namespace brandloom::bridge
