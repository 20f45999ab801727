#include "gui/shell/top_bar.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>

#include "gui/bridge/job_words.h"
#include "gui/shell/command_search.h"
#include "gui/widgets/button.h"
#include "gui/widgets/meter.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::shell {

using namespace widgets;

namespace {

constexpr int kNarrow = 1360;  ///< below: no meter bars, shorter search
constexpr int kProjectName = 220;

class MarkView : public PaintedWidget {
  public:
    MarkView() { setFixedSize(22, 22); }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.drawPixmap(0, 0, markPixmap(22, devicePixelRatioF()));
    }
};

}  // namespace

TopBar::TopBar(const Commands& commands, QWidget* window) : Surface(Token::Panel, Qt::BottomEdge) {
    setFixedHeight(44);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 0, 12, 1);
    row->setSpacing(0);
    auto* mark = new MarkView;
    row->addWidget(mark);
    row->addSpacing(18);
    m_menus = new QMenuBar;
    m_menus->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_menus->setNativeMenuBar(false);
    row->addWidget(m_menus);
    row->addSpacing(16);
    m_project = new Button(ButtonKind::Normal);
    m_project->setIconName(QStringLiteral("project"));
    m_project->setOpensMenu(true);
    row->addWidget(m_project);
    row->addSpacing(12);
    row->addStretch(1);
    m_search = new CommandSearch(commands, window);
    row->addWidget(m_search, 4);
    row->addStretch(1);
    row->addSpacing(12);
    row->addWidget(m_cpu = new Meter);
    row->addSpacing(14);
    row->addWidget(m_memory = new Meter);
    row->addSpacing(14);
    m_language = new Segmented(24);
    m_language->setOptions({QStringLiteral("EN"), QStringLiteral("中")});
    row->addWidget(m_language);
    connect(m_language, &Segmented::chosen, this,
            [this](int index) { Q_EMIT languageChosen(index == 0 ? QStringLiteral("en") : QStringLiteral("zh")); });
    m_timer.setInterval(2000);
    connect(&m_timer, &QTimer::timeout, this, &TopBar::readMachine);
    m_timer.start();
    m_last = platform::cpuTimes();
}

void TopBar::setProjectMenu(QMenu* menu) {
    connect(m_project, &QAbstractButton::clicked, menu,
            [this, menu] { menu->popup(m_project->mapToGlobal(QPoint(0, m_project->height() + 2))); });
}

void TopBar::setProjectName(const QString& name) {
    m_projectName = name;
    const QString shown = name.isEmpty() ? tr("No project") : name;
    const QFontMetricsF metrics(fontFor(Role::BodyMedium, shown));
    m_project->setText(metrics.elidedText(shown, Qt::ElideMiddle, kProjectName));
    m_project->setToolTip(name);
    m_project->setAccessibleName(tr("Project: %1").arg(shown));
}

void TopBar::setLanguage(const QString& code) {
    m_language->setCurrent(code == QLatin1String("zh") ? 1 : 0);
}

void TopBar::retranslate() {
    m_search->retranslate();
    m_language->setAccessibleName(tr("Language"));
    m_cpu->setNames(tr("CPU"), tr("%1 %").arg(100));
    m_memory->setNames(tr("Mem", "memory, as short as possible"),
                       QStringLiteral("00.0 / %1 GB")
                           .arg(qRound(bridge::JobWords::memoryGigabytes(platform::memoryTotalBytes()))));
    setProjectName(m_projectName);
    readMachine();
}

void TopBar::readMachine() {
    const platform::CpuTimes now = platform::cpuTimes();
    const double total = static_cast<double>(now.total - m_last.total);
    const double part = total > 0 ? static_cast<double>(now.busy - m_last.busy) / total : 0.0;
    if (total > 0) m_last = now;
    m_cpu->setValue(part, tr("%1 %").arg(qRound(part * 100)));
    const double all = bridge::JobWords::memoryGigabytes(platform::memoryTotalBytes());
    const double used = all - bridge::JobWords::memoryGigabytes(platform::memoryAvailableBytes());
    const QLocale locale;
    m_memory->setValue(
        all > 0 ? used / all : 0,
        QStringLiteral("%1 / %2 GB").arg(locale.toString(used, 'f', 1), locale.toString(all, 'f', 0)));
}

void TopBar::resizeEvent(QResizeEvent*) {
    const bool narrow = width() < kNarrow;
    m_cpu->setBarShown(!narrow);
    m_memory->setBarShown(!narrow);
    m_search->setMaximumWidth(narrow ? 240 : 320);
}

}  // namespace brandloom::shell
