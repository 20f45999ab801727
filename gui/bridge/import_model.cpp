#include "gui/bridge/import_model.h"

#include <QFileInfo>
#include <QMetaObject>
#include <QTimer>
#include <mutex>
#include <vector>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"

namespace brandloom::bridge {
namespace {

constexpr int kBatchMs = 33;

}  // namespace

struct ImportModel::Inbox {
    std::mutex mutex;  // all below
    std::vector<studio::ImportUpdate> waiting;
    ImportModel* owner = nullptr;
    bool isWoken = false;

    void put(const studio::ImportUpdate& update) {
        const std::lock_guard lock(mutex);
        if (owner == nullptr) return;
        using What = studio::ImportUpdate::What;
        // Of progress only the newest counts.
        if (update.what == What::Progressed && !waiting.empty() && waiting.back().what == What::Progressed)
            waiting.back() = update;
        else
            waiting.push_back(update);
        if (isWoken) return;
        isWoken = true;
        QMetaObject::invokeMethod(owner, "flush", Qt::QueuedConnection);
    }
};

ImportModel::ImportModel(QObject* parent) : QObject(parent) {}

ImportModel::~ImportModel() {
    if (!m_inbox) return;
    const std::lock_guard lock(m_inbox->mutex);
    m_inbox->owner = nullptr;
}

studio::ImportListener ImportModel::begin() {
    if (m_inbox) {
        const std::lock_guard lock(m_inbox->mutex);
        m_inbox->owner = nullptr;
    }
    m_inbox = std::make_shared<Inbox>();
    m_inbox->owner = this;
    m_films.clear();
    m_phase.clear();
    m_done = m_total = 0;
    m_secondsLeft.reset();
    m_active = true;
    Q_EMIT changed();
    return [inbox = m_inbox](const studio::ImportUpdate& update) { inbox->put(update); };
}

void ImportModel::cancelBegin() {
    m_active = false;
    Q_EMIT changed();
}

void ImportModel::flush() {
    std::vector<studio::ImportUpdate> batch;
    const auto inbox = m_inbox;
    {
        const std::lock_guard lock(inbox->mutex);
        batch.swap(inbox->waiting);
    }
    for (const auto& update : batch) apply(update);
    if (!batch.empty()) Q_EMIT changed();
    // What comes within the next pictures of the screen is shown together.
    QTimer::singleShot(kBatchMs, this, [this, inbox] {
        {
            const std::lock_guard lock(inbox->mutex);
            if (inbox->waiting.empty()) {
                inbox->isWoken = false;
                return;
            }
        }
        if (inbox == m_inbox) flush();
    });
}

void ImportModel::apply(const studio::ImportUpdate& update) {
    using What = studio::ImportUpdate::What;
    const bool isKnown = update.number >= 0 && update.number < m_films.size();
    switch (update.what) {
        case What::Found:
            m_films.clear();
            for (const auto& film : update.films) {
                const QString file = fromUtf8(utf8FromPath(film));
                m_films.push_back({file, QFileInfo(file).fileName(), {}, {}});
            }
            break;
        case What::Looked:
            if (isKnown) m_films[update.number].picture = fromUtf8(utf8FromPath(update.picture));
            break;
        case What::Refused:
            if (isKnown && update.error) m_films[update.number].refused = describe(*update.error).whole();
            break;
        case What::Progressed: {
            const QString phase = fromUtf8(update.phase);
            const bool isMeasuring = phase == QLatin1String("measuring") && m_phase != phase;
            m_phase = phase;
            m_done = update.done;
            m_total = update.total;
            m_secondsLeft = update.secondsLeft;
            if (isMeasuring) Q_EMIT added();
            break;
        }
        case What::Ended:
            m_active = false;
            Q_EMIT ended(update);
            break;
    }
}

}  // namespace brandloom::bridge
