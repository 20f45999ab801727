#include "gui/settings/settings_presenter.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>
#include <algorithm>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::settings {

using bridge::fromUtf8;

SettingsPresenter::SettingsPresenter(bridge::Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_desk(session.settings()) {
    connect(&m_desk, &bridge::SettingsDesk::changed, this, [this] {
        if (m_desk.isKnown() && !listed(m_selected)) m_selected = QStringLiteral("starter");
        Q_EMIT changed();
    });
    connect(&m_desk, &bridge::SettingsDesk::progressed, this, &SettingsPresenter::checkProgressed);
    connect(&m_desk, &bridge::SettingsDesk::added, this, &SettingsPresenter::sayAdded);
    connect(&m_desk, &bridge::SettingsDesk::verified, this, &SettingsPresenter::sayVerified);
    connect(&m_desk, &bridge::SettingsDesk::failed, this,
            [this](const Error& error) { Q_EMIT message(Say::Error, bridge::describe(error).whole()); });
    connect(&session, &bridge::Session::projectChanged, this, &SettingsPresenter::changed);
}

void SettingsPresenter::open() {
    m_desk.refresh();
}

void SettingsPresenter::lookAtModels() {
    m_desk.describeAll();
}

QString SettingsPresenter::language() {
    return QLocale().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
}

QString SettingsPresenter::theme() {
    const QString chosen = bridge::userSettings()->value(QStringLiteral("window/theme")).toString();
    return chosen == QLatin1String("light") || chosen == QLatin1String("desktop") ? chosen : QStringLiteral("dark");
}

void SettingsPresenter::setScope(SettingScope scope) {
    if (scope == m_scope) return;
    m_scope = scope;
    Q_EMIT changed();
}

SettingScope SettingsPresenter::scope() const {
    return hasProject() ? m_scope : SettingScope::Person;
}

bool SettingsPresenter::hasProject() const {
    return m_session.project().has_value();
}

bool SettingsPresenter::isReadOnly() const {
    return scope() == SettingScope::Project && m_session.project()->readOnly;
}

/// What the setting "model" may be here. A value that no registered model has is one more.
std::vector<std::string> SettingsPresenter::choiceValues() const {
    std::vector<std::string> values;
    for (const auto& model : m_desk.models()) values.push_back(model.entry.name);
    const auto* setting = m_desk.setting(scope(), kModel);
    if (setting && !setting->value.empty() && std::ranges::find(values, setting->value) == values.end())
        values.push_back(setting->value);
    return values;
}

QStringList SettingsPresenter::modelChoices() const {
    QStringList names;
    for (const auto& value : choiceValues()) {
        const auto* model = listed(fromUtf8(value));
        names << (model ? ModelWords::name(*model) : fromUtf8(value));
    }
    return names;
}

int SettingsPresenter::modelChoice() const {
    const auto* setting = m_desk.setting(scope(), kModel);
    if (!setting || setting->value.empty()) return 0;
    const auto values = choiceValues();
    return static_cast<int>(std::ranges::find(values, setting->value) - values.begin());
}

void SettingsPresenter::chooseModel(int index) {
    const auto values = choiceValues();
    if (index < 0 || index >= static_cast<int>(values.size()) || index == modelChoice()) return;
    m_desk.set(scope(), kModel, values[static_cast<std::size_t>(index)]);
}

int SettingsPresenter::trashDays() const {
    const auto* setting = m_desk.setting(scope(), kTrashDays);
    return setting ? fromUtf8(setting->value).toInt() : 0;
}

void SettingsPresenter::setTrashDays(int days) {
    if (m_desk.setting(scope(), kTrashDays) && days != trashDays())
        m_desk.set(scope(), kTrashDays, std::to_string(days));
}

QString SettingsPresenter::origin(const char* key) const {
    const auto* setting = m_desk.setting(scope(), key);
    if (!setting) return {};
    switch (setting->origin) {
        case studio::SettingOrigin::Shipped:
            return tr("As shipped");
        case studio::SettingOrigin::Person:
            return scope() == SettingScope::Person ? tr("Chosen by you") : tr("As for all projects");
        case studio::SettingOrigin::Project:
            return tr("Only in this project");
    }
    return {};
}

bool SettingsPresenter::isOwn(const char* key) const {
    const auto* setting = m_desk.setting(scope(), key);
    return setting && setting->origin == (scope() == SettingScope::Project ? studio::SettingOrigin::Project
                                                                           : studio::SettingOrigin::Person);
}

void SettingsPresenter::takeBack(const char* key) {
    if (isOwn(key)) m_desk.set(scope(), key, std::nullopt);
}

const studio::ListedModel* SettingsPresenter::listed(const QString& id) const {
    const auto& all = m_desk.models();
    const auto found = std::ranges::find_if(
        all, [name = id.toStdString()](const auto& model) { return model.entry.name == name; });
    return found == all.end() ? nullptr : &*found;
}

ModelRow SettingsPresenter::rowOf(const studio::ListedModel& model) const {
    ModelRow row;
    row.id = fromUtf8(model.entry.name);
    row.name = ModelWords::name(model);
    row.title = ModelWords::title(model.entry.title);
    row.folder = fromUtf8(utf8FromPath(model.entry.folder));
    const auto* look = m_desk.look(model.entry.name);
    const auto state = [&row](Level level, const QString& words) {
        row.level = level;
        row.state = words;
    };
    const auto* check = m_desk.check(model.entry.name);
    const bool isWrong = (look && *look && !(*look)->description.findings.empty()) ||
                         (check && *check && !(*check)->findings.empty());
    const int missing = look && *look ? static_cast<int>((*look)->description.missing.size()) : 0;
    if (!model.exists)
        state(Level::Problem,
              model.isStarter ? tr("Its files are missing") : tr("The folder is not there any more"));
    else if (look && !*look)
        state(Level::Problem, tr("Cannot be read"));
    else if (isWrong)
        state(Level::Problem, tr("Something is wrong with the files"));
    else if (missing > 0)
        state(Level::Warning, tr("%n file(s) missing", nullptr, missing));
    else if (model.isStarter)
        state(Level::Ok, tr("Comes with Brandloom"));
    else if (!model.entry.verifiedUtc.empty())
        state(Level::Ok, tr("Verified %1", "a date").arg(ModelWords::day(model.entry.verifiedUtc)));
    else
        state(Level::Plain, tr("Not verified yet"));
    return row;
}

QVector<ModelRow> SettingsPresenter::models() const {
    QVector<ModelRow> rows;
    for (const auto& model : m_desk.models()) rows << rowOf(model);
    return rows;
}

void SettingsPresenter::select(const QString& id) {
    if (id == m_selected || !listed(id)) return;
    m_selected = id;
    Q_EMIT changed();
}

ModelFacts SettingsPresenter::facts() const {
    ModelFacts facts;
    const auto* model = listed(m_selected);
    if (!model) return facts;
    facts.row = rowOf(*model);
    facts.canRemove = !model->isStarter && checking() != facts.row.name;
    facts.canVerify = model->exists && !m_desk.verification();
    const auto* look = m_desk.look(model->entry.name);
    facts.isReading = model->exists && !look;
    facts.family = ModelWords::family(model->entry.kind);
    if (look && !*look) facts.problems = ModelWords::findings({look->error()});
    if (look && *look) {
        const auto& seen = (*look)->description;
        facts.row.title = ModelWords::title(seen.title);
        facts.family = ModelWords::family(seen.kind);
        facts.size = ModelWords::bytes(ModelWords::bytesOf(seen));
        facts.parameters = seen.parameterCount > 0 ? ModelWords::count(seen.parameterCount) : QString();
        facts.layout = ModelWords::layout(seen.layout);
        facts.parts = ModelWords::parts(seen);
        facts.missing = ModelWords::missing(seen.missing);
        facts.problems = ModelWords::findings(seen.findings);
    }
    if (const auto* check = m_desk.check(model->entry.name)) facts.check = ModelWords::check(*check);
    return facts;
}

void SettingsPresenter::addFolders(const QStringList& folders) {
    for (const QString& folder : folders) {
        const Path path = pathFromUtf8(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()).toStdString());
        const auto& all = m_desk.models();
        const auto known = std::ranges::find_if(all, [&](const auto& model) { return model.entry.folder == path; });
        if (known == all.end()) {
            m_desk.add(path);
            continue;
        }
        select(fromUtf8(known->entry.name));
        Q_EMIT message(Say::Info,
                       tr("%1 is in the list already.").arg(bridge::JobWords::quoted(ModelWords::name(*known))));
    }
}

void SettingsPresenter::sayAdded(const QString& model) {
    select(model);
    const auto* look = m_desk.look(model.toStdString());
    if (!look || !*look) return;
    const QString name = bridge::JobWords::quoted(model);
    const auto missing = static_cast<int>((*look)->description.missing.size());
    if (missing > 0)
        Q_EMIT message(Say::Warning,
                       tr("%1 was added, but %n of its files are missing.", nullptr, missing).arg(name));
    else
        Q_EMIT message(Say::Success, tr("%1 was added. Its files stay where they are.").arg(name));
}

void SettingsPresenter::removeSelected() {
    if (facts().canRemove) m_desk.remove(m_selected.toStdString());
}

void SettingsPresenter::verifySelected() {
    if (facts().canVerify) m_desk.verify(m_selected.toStdString());
}

void SettingsPresenter::cancelVerify() {
    m_desk.cancelVerify();
}

void SettingsPresenter::sayVerified(const QString& model) {
    const auto* check = m_desk.check(model.toStdString());
    const auto* entry = listed(model);
    if (!check || !entry) return;
    const QString name = bridge::JobWords::quoted(ModelWords::name(*entry));
    if (!*check)
        Q_EMIT message(Say::Error, bridge::describe(check->error()).whole());
    else if (!(*check)->findings.empty())
        Q_EMIT message(Say::Error, tr("%1 is not sound.").arg(name));
    else if (!(*check)->missing.empty())
        Q_EMIT message(Say::Warning, tr("What is there of %1 is sound, but files are missing.").arg(name));
    else
        Q_EMIT message(Say::Success, tr("%1 is whole and sound.").arg(name));
}

QString SettingsPresenter::checking() const {
    const auto& running = m_desk.verification();
    const auto* model = running ? listed(fromUtf8(running->model)) : nullptr;
    return model ? ModelWords::name(*model) : QString();
}

QString SettingsPresenter::checkWords() const {
    const auto& running = m_desk.verification();
    return running ? ModelWords::progress(*running) : QString();
}

QString SettingsPresenter::checkLeft() const {
    const auto& running = m_desk.verification();
    if (!running || running->isStopping || !running->progress.secondsLeft) return {};
    return tr("about %1 left").arg(bridge::JobWords::duration(*running->progress.secondsLeft));
}

double SettingsPresenter::checkShare() const {
    const auto& running = m_desk.verification();
    if (!running || running->progress.total <= 0) return 0;
    return static_cast<double>(running->progress.done) / static_cast<double>(running->progress.total);
}

bool SettingsPresenter::isStoppingCheck() const {
    return m_desk.verification() && m_desk.verification()->isStopping;
}

}  // namespace brandloom::settings
