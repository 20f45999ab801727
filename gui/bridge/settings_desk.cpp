#include "gui/bridge/settings_desk.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <algorithm>
#include <mutex>

#include "core/base/log.h"
#include "gui/bridge/error_text.h"

namespace brandloom::bridge {
namespace {

constexpr int kIntervalMs = 33;

struct Read {
    Result<std::vector<studio::Setting>> person;
    Result<std::vector<studio::Setting>> project;
    Result<std::vector<studio::ListedModel>> models;
};

}  // namespace

/// The newest progress of a check, handed to the GUI thread at most 30 times a second.
struct SettingsDesk::Inbox {
    std::mutex mutex;  // all below
    QElapsedTimer since;
    Progress newest;
    bool isWoken = false;

    /// True when the GUI thread is to be told.
    bool put(const Progress& progress) {
        const std::lock_guard lock(mutex);
        const bool isNew = progress.phase != newest.phase;
        newest = progress;
        if (isWoken || (!isNew && since.isValid() && since.elapsed() < kIntervalMs)) return false;
        since.start();
        return isWoken = true;
    }
    Progress take() {
        const std::lock_guard lock(mutex);
        isWoken = false;
        return newest;
    }
};

template <class Work, class Then>
void SettingsDesk::run(QThreadPool& pool, Work work, Then then) {
    if (m_closed) return;
    pool.start([this, port = m_port, work = std::move(work), then = std::move(then)] {
        auto found = work(port->settings());
        QMetaObject::invokeMethod(
            this, [found = std::move(found), then] { then(found); }, Qt::QueuedConnection);
    });
}

SettingsDesk::SettingsDesk(std::shared_ptr<StudioPort> port, QObject* parent)
    : QObject(parent), m_port(std::move(port)) {
    for (QThreadPool* pool : {&m_disk, &m_engine, &m_check}) pool->setMaxThreadCount(1);
}

SettingsDesk::~SettingsDesk() {
    stop();
    for (QThreadPool* pool : {&m_disk, &m_engine, &m_check}) pool->waitForDone();
}

void SettingsDesk::stop() {
    m_closed = true;
    m_stop.request_stop();
    for (QThreadPool* pool : {&m_engine, &m_check}) pool->clear();
}

void SettingsDesk::refresh() {
    run(
        m_disk,
        [](SettingsPort& port) {
            return Read{port.settings(SettingScope::Person), port.settings(SettingScope::Project), port.models()};
        },
        [this](const Read& found) {
            m_known = true;
            if (m_writing == 0) {
                m_settings[0] = found.person.value_or(std::vector<studio::Setting>());
                m_settings[1] = found.project.value_or(std::vector<studio::Setting>());
            }
            m_models = found.models.value_or(std::vector<studio::ListedModel>());
            Q_EMIT changed();
            if (!found.person) Q_EMIT failed(found.person.error());
            if (!found.models) Q_EMIT failed(found.models.error());
        });
}

const std::vector<studio::Setting>& SettingsDesk::settings(SettingScope scope) const {
    return m_settings[scope == SettingScope::Project ? 1 : 0];
}

const studio::Setting* SettingsDesk::setting(SettingScope scope, const std::string& key) const {
    const auto& all = settings(scope);
    const auto found = std::ranges::find(all, key, &studio::Setting::key);
    return found == all.end() ? nullptr : &*found;
}

std::string SettingsDesk::value(const std::string& key) const {
    const studio::Setting* found = setting(SettingScope::Project, key);
    if (!found) found = setting(SettingScope::Person, key);
    return found ? found->value : std::string();
}

void SettingsDesk::set(SettingScope scope, const std::string& key, const std::optional<std::string>& value) {
    if (m_closed) return;
    for (auto& setting : m_settings[scope == SettingScope::Project ? 1 : 0]) {
        if (setting.key != key || !value) continue;
        setting.value = *value;
        setting.origin =
            scope == SettingScope::Project ? studio::SettingOrigin::Project : studio::SettingOrigin::Person;
    }
    ++m_writing;
    run(
        m_disk, [scope, key, value](SettingsPort& port) { return port.setSetting(scope, key, value); },
        [this](const Result<studio::Setting>& written) {
            --m_writing;
            if (!written) Q_EMIT failed(written.error());
            if (m_writing == 0) refresh();  // one scope may shine through in the other
        });
    Q_EMIT changed();
}

void SettingsDesk::describeAll() {
    for (const auto& model : m_models) {
        const std::string name = model.entry.name;
        if (!model.exists || m_looks.contains(name) || !m_looking.insert(name).second) continue;
        run(
            m_engine, [name](SettingsPort& port) { return port.showModel(name); },
            [this, name](const Look& found) {
                m_looking.erase(name);
                m_looks.insert_or_assign(name, found);
                Q_EMIT changed();
            });
    }
}

const SettingsDesk::Look* SettingsDesk::look(const std::string& model) const {
    const auto found = m_looks.find(model);
    return found == m_looks.end() ? nullptr : &found->second;
}

void SettingsDesk::add(const Path& folder) {
    run(
        m_engine, [folder](SettingsPort& port) { return port.addModel(folder); },
        [this](const Result<studio::AddedModel>& made) {
            if (!made) return Q_EMIT failed(made.error());
            const auto& entry = made->entry;
            m_looks.insert_or_assign(entry.name,
                                     studio::ShownModel{utf8FromPath(entry.folder), entry, made->description});
            m_models.push_back({entry, true, false});
            refresh();
            Q_EMIT added(fromUtf8(entry.name));
        });
}

void SettingsDesk::remove(const std::string& model) {
    run(
        m_disk, [model](SettingsPort& port) { return port.removeModel(model); },
        [this, model](const Result<studio::RegisteredModel>& gone) {
            if (!gone) return Q_EMIT failed(gone.error());
            m_looks.erase(model);
            m_checks.erase(model);
            std::erase_if(m_models, [&](const auto& listed) { return listed.entry.name == model; });
            Q_EMIT changed();
            refresh();
        });
}

void SettingsDesk::verify(const std::string& model) {
    if (m_verification || m_closed) return;
    m_stop = StopSource();
    m_inbox = std::make_shared<Inbox>();
    m_verification = Verification{model, {"loading", 0, 0, {}}, false};
    const auto tell = [this, inbox = m_inbox](const Progress& progress) {
        if (!inbox->put(progress)) return;
        QMetaObject::invokeMethod(
            this,
            [this, inbox] {
                const Progress newest = inbox->take();
                if (inbox != m_inbox || !m_verification) return;
                m_verification->progress = newest;
                Q_EMIT progressed();
            },
            Qt::QueuedConnection);
    };
    run(
        m_check,
        [model, tell, stop = m_stop.get_token()](SettingsPort& port) {
            return port.verifyModel(model, tell, stop);
        },
        [this, model](const Check& result) { ended(model, result); });
    Q_EMIT changed();
}

void SettingsDesk::ended(const std::string& model, Check result) {
    m_verification.reset();
    m_inbox.reset();
    const bool isCancelled = !result && result.error().isCancelled();
    if (isCancelled)
        m_checks.erase(model);
    else
        m_checks.insert_or_assign(model, std::move(result));
    Q_EMIT changed();
    if (!isCancelled) Q_EMIT verified(fromUtf8(model));
    refresh();
}

void SettingsDesk::cancelVerify() {
    if (!m_verification || m_verification->isStopping) return;
    m_verification->isStopping = true;
    m_stop.request_stop();
    Q_EMIT changed();
}

const SettingsDesk::Check* SettingsDesk::check(const std::string& model) const {
    const auto found = m_checks.find(model);
    return found == m_checks.end() ? nullptr : &found->second;
}

}  // namespace brandloom::bridge
