#include "gui/widgets/loss_plot.h"

#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <array>
#include <cmath>
#include <limits>

#include "gui/widgets/plot_library.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {
namespace {

constexpr int kLines = 2;
constexpr int kLegend = 40;
/// Weight of the mean: a sixth of the curve, so that short and long runs look alike.
double smoothing(qsizetype buckets) {
    return 1.0 - 2.0 / (1.0 + std::max(4.0, static_cast<double>(buckets) / 6.0));
}

constexpr std::array kInk{Token::Series1, Token::Series2};

/// The crosshair card: painted above the plot, never in the way of the mouse.
class Crosshair : public QWidget {
  public:
    explicit Crosshair(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }
    double x = -1;  ///< pixels; < 0: hidden
    QRect plot;
    QString heading;
    QStringList names;
    QVector<double> values;

  protected:
    void paintEvent(QPaintEvent*) override {
        if (x < 0 || values.isEmpty()) return;
        QPainter painter(this);
        QColor line = color(Token::T1);
        line.setAlphaF(0.7F);
        painter.fillRect(QRectF(qRound(x), plot.top(), 1, plot.height()), line);
        const double height = 16 + 20 + 18.0 * static_cast<double>(values.size());
        double left = x + 14;
        if (left + 204 > plot.right()) left = x - 14 - 204;
        const QRectF card(left, plot.top() + 8, 204, height);
        drawBox(painter, card, 8, color(Token::Overlay), color(Token::Line2));
        drawLine(painter, QRectF(card.left() + 10, card.top() + 7, 184, 18), heading,
                 {Role::SmallMedium, Token::T1, Qt::AlignLeft, Qt::ElideRight, true});
        for (int i = 0; i < values.size(); ++i) {
            const QRectF row(card.left() + 10, card.top() + 28 + 18 * i, 184, 18);
            drawLine(painter, row, names.value(i), {Role::Small, Token::T2});
            if (std::isfinite(values[i]))
                drawLine(
                    painter, row, QLocale().toString(values[i], 'f', 4),
                    {Role::SmallMedium, kInk[static_cast<std::size_t>(i)], Qt::AlignRight, Qt::ElideNone, true});
        }
    }
};

QString lossText(double value) {
    return QLocale().toString(value, 'f', value < 0.1 ? 4 : 3);
}

}  // namespace

struct LossPlot::Parts {
    QCustomPlot* plot = nullptr;
    Segmented* scale = nullptr;
    Crosshair* cross = nullptr;
    std::array<LossSeries, kLines> series;
    std::array<QCPGraph*, kLines> dots{};
    std::array<QCPGraph*, kLines> lines{};
    QCPGraph* marks = nullptr;
    QVector<double> checkpoints;
    LossPlotWords words;
    int total = 0;
    bool log = true;
};

LossPlot::LossPlot(QWidget* parent) : PaintedWidget(parent), m_parts(std::make_unique<Parts>()) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kLegend, 0, 0);
    m_parts->plot = new QCustomPlot(this);
    m_parts->plot->setMouseTracking(true);
    m_parts->plot->installEventFilter(this);
    m_parts->plot->setNoAntialiasingOnDrag(true);
    m_parts->plot->setFocusPolicy(Qt::NoFocus);
    column->addWidget(m_parts->plot);
    m_parts->scale = new Segmented(24, this);
    connect(m_parts->scale, &Segmented::chosen, this, [this](int index) {
        m_parts->log = index == 0;
        refresh();
    });
    for (std::size_t i = 0; i < kLines; ++i) m_parts->dots[i] = m_parts->plot->addGraph();
    for (std::size_t i = 0; i < kLines; ++i) m_parts->lines[i] = m_parts->plot->addGraph();
    m_parts->marks = m_parts->plot->addGraph();
    m_parts->cross = new Crosshair(m_parts->plot);
    setMinimumHeight(180);
    style();
    connect(&Theme::instance(), &Theme::themeChanged, this, [this] {
        style();
        refresh();
    });
}

LossPlot::~LossPlot() = default;

void LossPlot::setWords(const LossPlotWords& words) {
    m_parts->words = words;
    m_parts->scale->setOptions({words.log, words.linear});
    m_parts->scale->setCurrent(m_parts->log ? 0 : 1);
    m_parts->scale->resize(m_parts->scale->sizeHint());
    m_parts->scale->move(width() - m_parts->scale->width(), 8);
    update();
}

void LossPlot::style() {
    QCustomPlot& plot = *m_parts->plot;
    plot.setBackground(QBrush(color(Token::App)));
    QFont font = Theme::instance().font(Role::Micro);
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelFont(font);
        axis->setTickLabelColor(color(Token::T3));
        axis->setTickLabelPadding(8);
        axis->grid()->setPen(QPen(color(Token::Line1), 0));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setSubGridVisible(false);
    }
    for (std::size_t i = 0; i < kLines; ++i) {
        QColor faint = color(kInk[i]);
        faint.setAlphaF(0.3F);
        m_parts->dots[i]->setLineStyle(QCPGraph::lsNone);
        m_parts->dots[i]->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, faint, faint, 2.6));
        m_parts->lines[i]->setPen(QPen(color(kInk[i]), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_parts->lines[i]->setAntialiased(true);
    }
    m_parts->marks->setPen(QPen(color(Token::T2), 1));
    m_parts->marks->setLineStyle(QCPGraph::lsNone);
    m_parts->marks->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssTriangle, QPen(Qt::NoPen), color(Token::T2), 7));
}

void LossPlot::clear() {
    for (LossSeries& s : m_parts->series) s.clear();
    m_parts->checkpoints.clear();
    m_parts->cross->x = -1;
    refresh();
}

void LossPlot::setTotalSteps(int total) {
    if (total == m_parts->total) return;
    m_parts->total = total;
    refresh();
}

void LossPlot::append(int line, double step, double loss) {
    if (line >= 0 && line < kLines && std::isfinite(loss))
        m_parts->series[static_cast<std::size_t>(line)].append(step, loss);
}

void LossPlot::addCheckpoint(double step) {
    m_parts->checkpoints.append(step);
}

const LossSeries& LossPlot::series(int line) const {
    return m_parts->series[static_cast<std::size_t>(line)];
}

void LossPlot::rescale() {
    double low = std::numeric_limits<double>::max(), high = 0, last = 10;
    for (const LossSeries& s : m_parts->series)
        for (const LossSeries::Bucket& b : s.buckets()) {
            low = std::min(low, b.low);
            high = std::max(high, b.high);
            last = std::max(last, b.x);
        }
    if (high <= 0) low = 0.05, high = 0.5;
    QCustomPlot& plot = *m_parts->plot;
    plot.xAxis->setRange(0, m_parts->total > 0 ? m_parts->total : last);
    if (m_parts->log) {
        plot.yAxis->setScaleType(QCPAxis::stLogarithmic);
        const auto ticker = QSharedPointer<QCPAxisTickerLog>::create();
        const double decades = std::log10(high / std::max(low, 1e-9));
        ticker->setLogBase(decades > 2 ? 10 : 2);
        plot.yAxis->setTicker(ticker);
        plot.yAxis->setRange(std::max(low, 1e-9) / 1.25, high * 1.25);
        plot.yAxis->setNumberFormat(QStringLiteral("gb"));
        plot.yAxis->setNumberPrecision(3);
    } else {
        plot.yAxis->setScaleType(QCPAxis::stLinear);
        plot.yAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
        plot.yAxis->setRange(0, high * 1.06);
        plot.yAxis->setNumberFormat(QStringLiteral("gb"));
        plot.yAxis->setNumberPrecision(3);
    }
}

void LossPlot::refresh() {
    rescale();
    for (std::size_t i = 0; i < kLines; ++i) {
        const LossSeries& s = m_parts->series[i];
        QVector<double> x, y, lineX;
        x.reserve(s.buckets().size() * 2);
        y.reserve(s.buckets().size() * 2);
        for (const LossSeries::Bucket& b : s.buckets()) {
            lineX.append(b.x);
            x.append(b.x);
            y.append(b.low);
            if (b.count < 2) continue;
            x.append(b.x);
            y.append(b.high);
        }
        m_parts->dots[i]->setData(x, y, true);
        m_parts->lines[i]->setData(lineX, s.smoothed(smoothing(s.buckets().size())), true);
    }
    const QCPRange range = m_parts->plot->yAxis->range();
    const double floor = m_parts->log ? range.lower * std::pow(range.upper / range.lower, 0.012)
                                      : range.lower + 0.012 * range.size();
    m_parts->marks->setData(m_parts->checkpoints, QVector<double>(m_parts->checkpoints.size(), floor), true);
    m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
    update();
}

QString LossPlot::spokenText() const {
    QStringList parts{accessibleName()};
    for (int i = 0; i < kLines; ++i)
        if (series(i).points() > 0)
            parts << m_parts->words.series.value(i) + QLatin1Char(' ') + lossText(series(i).latest());
    return parts.join(QStringLiteral(", "));
}

void LossPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 0;
    bool any = false;
    for (std::size_t i = 0; i < kLines; ++i) {
        if (m_parts->series[i].points() == 0) continue;
        any = true;
        painter.setPen(QPen(color(kInk[i]), 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x + 1, 20), QPointF(x + 17, 20));
        x += 24;
        x += drawLine(painter, QRectF(x, 6, 300, 28), m_parts->words.series.value(static_cast<int>(i)),
                      {Role::Body, Token::T2, Qt::AlignLeft, Qt::ElideNone}) +
             6;
        const TextStyle figure{Role::BodyStrong, Token::T1, Qt::AlignLeft, Qt::ElideNone, true};
        x += drawLine(painter, QRectF(x, 6, 120, 28), lossText(m_parts->series[i].latest()), figure) + 22;
    }
    if (!any) drawLine(painter, QRectF(0, 6, width() - 160.0, 28), m_parts->words.empty, {Role::Body, Token::T3});
}

void LossPlot::resizeEvent(QResizeEvent*) {
    m_parts->scale->move(width() - m_parts->scale->width(), 8);
    m_parts->cross->resize(width(), qMax(0, height() - kLegend));
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
    Crosshair& cross = *m_parts->cross;
    if (event->type() == QEvent::Resize) cross.setGeometry(m_parts->plot->rect());
    if (event->type() == QEvent::Leave) {
        cross.x = -1;
        cross.update();
    }
    if (event->type() == QEvent::MouseMove) {
        const double at = static_cast<QMouseEvent*>(event)->position().x();
        const double step = m_parts->plot->xAxis->pixelToCoord(at);
        cross.plot = m_parts->plot->axisRect()->rect();
        cross.values.clear();
        cross.names = m_parts->words.series;
        double nearest = -1;
        for (std::size_t i = 0; i < kLines; ++i) {
            const auto data = m_parts->lines[i]->data();
            if (data->isEmpty()) continue;
            const auto found = data->findBegin(step, true);
            cross.values.append(found == data->constEnd() ? std::nan("") : found->value);
            if (found != data->constEnd()) nearest = found->key;
        }
        const bool inside = cross.plot.left() <= at && at <= cross.plot.right() && nearest >= 0;
        cross.x = inside ? m_parts->plot->xAxis->coordToPixel(nearest) : -1;
        cross.heading = m_parts->words.step.arg(qRound(nearest));
        cross.update();
    }
    return PaintedWidget::eventFilter(watched, event);
}

}  // namespace brandloom::widgets
