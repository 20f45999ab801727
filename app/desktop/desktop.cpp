#include "app/desktop/desktop.h"

#include <QApplication>
#include <QEvent>
#include <QSettings>
#include <QTimer>

#include "core/base/environment.h"
#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::desktop {
namespace {

/// Waits for the window's first paint, then does the rest.
class FirstPaint : public QObject {
  public:
    FirstPaint(QWidget* window, std::function<void()> then) : QObject(window), m_then(std::move(then)) {
        window->installEventFilter(this);
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::UpdateRequest || event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            // After this event the picture is on the screen; a queued call comes behind it.
            QTimer::singleShot(0, this, [this] {
                m_then();
                deleteLater();
            });
        }
        return false;
    }

  private:
    std::function<void()> m_then;
};

}  // namespace

void prepareEnvironment(char** argv) {
    // Waiting OpenMP threads sleep instead of spinning: on busy cores that is many times faster.
    platform::needEnvironment("OMP_WAIT_POLICY", "passive", argv);
    if (qEnvironmentVariableIsEmpty("QT_MEDIA_BACKEND")) qputenv("QT_MEDIA_BACKEND", "ffmpeg");
}

Desktop::Desktop(QApplication& app, std::shared_ptr<bridge::StudioPort> port) {
    widgets::installAccessibility();
    const QString theme = bridge::userSettings()->value(QStringLiteral("window/theme")).toString();
    widgets::Theme::instance().setMode(widgets::Theme::instance().modeFrom(theme));
    widgets::Theme::instance().install(app);
    m_language = std::make_unique<shell::Language>();
    m_language->set(shell::Language::preferred());
    m_session = std::make_unique<bridge::Session>(std::move(port));
    m_window = std::make_unique<shell::MainWindow>(*m_session, *m_language);
}

Desktop::~Desktop() = default;

void Desktop::show(const QString& project, std::function<void()> painted) {
    new FirstPaint(m_window.get(), [this, project, painted = std::move(painted)] {
        m_window->warmUp(project);
        if (painted) painted();
    });
    m_window->show();
}

}  // namespace brandloom::desktop
