#include "gui/train/train_page.h"

#include <QEvent>

#include "gui/train/run_view.h"
#include "gui/train/setup_view.h"
#include "gui/widgets/message_bar.h"

namespace brandloom::train {

TrainPage::TrainPage(bridge::Session& session, QWidget* parent)
    : QStackedWidget(parent), m_presenter(session), m_style(session) {
    addWidget(m_setup = new SetupView(m_presenter));
    addWidget(m_run = new RunView(m_presenter, m_style));
    connect(&m_presenter, &TrainPresenter::setupChanged, m_setup, &SetupView::refresh);
    connect(&session.job(), &bridge::JobModel::changed, m_run, &RunView::refresh);
    connect(&session.job(), &bridge::JobModel::began, m_setup, &SetupView::refresh);
    connect(&session.job(), &bridge::JobModel::ended, m_setup, &SetupView::refresh);
    connect(&m_presenter, &TrainPresenter::pageChanged, this, [this] {
        setCurrentIndex(m_presenter.showsRun() ? 1 : 0);
        m_run->refresh();
    });
    connect(&m_presenter, &TrainPresenter::message, this, [this](Say say, const QString& sentence) {
        using widgets::Tone;
        const Tone tone = say == Say::Error     ? Tone::Error
                          : say == Say::Warning ? Tone::Warning
                          : say == Say::Success ? Tone::Success
                                                : Tone::Info;
        if (m_presenter.showsRun()) return m_run->say(say, sentence);
        m_setup->messages().say(tone, sentence);
    });
    connect(m_setup, &SetupView::newProjectRequested, this, &TrainPage::newProjectRequested);
    connect(m_setup, &SetupView::pageRequested, this, &TrainPage::pageRequested);
    connect(m_setup, &SetupView::showRunRequested, &m_presenter, [this] { m_presenter.showRun(true); });
    retranslate();
}

void TrainPage::retranslate() {
    m_setup->retranslate();
    m_run->retranslate();
}

void TrainPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QStackedWidget::changeEvent(event);
}

}  // namespace brandloom::train
