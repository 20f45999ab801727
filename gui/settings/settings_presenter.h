#pragma once
// What the page Settings shows and does, without widgets. GUI thread.
#include <QObject>
#include <QStringList>
#include <QVector>

#include "gui/bridge/session.h"
#include "gui/settings/model_words.h"

namespace brandloom::settings {

using bridge::SettingScope;

enum class Say { Info, Success, Warning, Error };

/// One row of the list.
struct ModelRow {
    QString id;  ///< the registered name
    QString name;
    QString title;
    QString folder;
    QString state;  ///< "Comes with Brandloom", "2 files missing", "Verified 14 November 2026"
    Level level = Level::Plain;
    bool operator==(const ModelRow&) const = default;
};

/// The chosen model. Empty texts are not known yet.
struct ModelFacts {
    ModelRow row;
    bool isReading = false;  ///< it is being looked at
    QString family;
    QString size;  ///< on disk
    QString parameters;
    QString layout;
    QVector<MarkedLine> parts;
    QVector<MarkedLine> missing;
    QVector<MarkedLine> problems;
    QVector<MarkedLine> check;
    bool canVerify = false;
    bool canRemove = false;
    bool operator==(const ModelFacts&) const = default;
};

class SettingsPresenter : public QObject {
    Q_OBJECT
  public:
    explicit SettingsPresenter(bridge::Session& session, QObject* parent = nullptr);
    /// Reads everything again.
    void open();
    /// Looks at models that were not looked at yet (the engine is loaded for that).
    void lookAtModels();

    // --- the window
    /// "en" or "zh".
    [[nodiscard]] static QString language();
    /// "dark", "light" or "desktop".
    [[nodiscard]] static QString theme();

    // --- choices
    /// Project: only while one is open.
    void setScope(SettingScope scope);
    [[nodiscard]] SettingScope scope() const;
    [[nodiscard]] bool hasProject() const;
    /// Choices may be shown, but not changed.
    [[nodiscard]] bool isReadOnly() const;
    /// Names for the models that may be chosen, and which one is.
    [[nodiscard]] QStringList modelChoices() const;
    [[nodiscard]] int modelChoice() const;
    void chooseModel(int index);
    [[nodiscard]] int trashDays() const;
    void setTrashDays(int days);
    /// Where the value of a setting comes from, in words.
    [[nodiscard]] QString origin(const char* key) const;
    /// True when it is said in this scope and can be taken back.
    [[nodiscard]] bool isOwn(const char* key) const;
    void takeBack(const char* key);

    // --- models
    [[nodiscard]] QVector<ModelRow> models() const;
    [[nodiscard]] const QString& selected() const { return m_selected; }
    void select(const QString& id);
    [[nodiscard]] ModelFacts facts() const;
    void addFolders(const QStringList& folders);
    void removeSelected();
    void verifySelected();
    void cancelVerify();
    /// The name of the model that is checked; empty: none.
    [[nodiscard]] QString checking() const;
    [[nodiscard]] QString checkWords() const;
    /// "about 2 min left"; empty: unknown.
    [[nodiscard]] QString checkLeft() const;
    /// 0..1
    [[nodiscard]] double checkShare() const;
    [[nodiscard]] bool isStoppingCheck() const;

    static constexpr const char* kModel = "model";
    static constexpr const char* kTrashDays = "trash-days";

  Q_SIGNALS:
    void changed();
    void checkProgressed();
    void message(brandloom::settings::Say tone, const QString& sentence);

  private:
    [[nodiscard]] ModelRow rowOf(const studio::ListedModel& model) const;
    [[nodiscard]] const studio::ListedModel* listed(const QString& id) const;
    [[nodiscard]] std::vector<std::string> choiceValues() const;
    void sayAdded(const QString& model);
    void sayVerified(const QString& model);
    bridge::Session& m_session;
    bridge::SettingsDesk& m_desk;
    SettingScope m_scope = SettingScope::Person;
    QString m_selected = QStringLiteral("starter");
};

}  // namespace brandloom::settings
