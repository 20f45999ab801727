#include "gui/widgets/loss_plot.h"

#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
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

constexpr std::array kInk{Token::Series1, Token::Series2, Token::Series3};
constexpr std::size_t kHeldOut = kLines;  ///< of the inks and names

/// Events and the crosshair card: painted above the plot, never in the way of the mouse.
class Crosshair : public QWidget {
  public:
    explicit Crosshair(QCustomPlot* parent) : QWidget(parent), m_plot(parent) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    QVector<QPair<double, QString>> events;
    double x = -1;  ///< pixels; < 0: hidden
    QRect plot;
    QString heading;
    QStringList names;
    QVector<double> values;

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintEvents(painter);
        if (x < 0 || values.isEmpty()) return;
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

  private:
    /// A word that would run into the one before it goes a line down.
    void paintEvents(QPainter& painter) const {
        const QRect inside = m_plot->axisRect()->rect();
        double free = inside.left();
        int line = 0;
        for (const auto& [step, word] : events) {
            const double at = m_plot->xAxis->coordToPixel(step);
            painter.setPen(QPen(color(Token::Warning), 1, Qt::DashLine));
            painter.drawLine(QPointF(at, inside.top()), QPointF(at, inside.bottom()));
            line = at < free ? (line + 1) % 3 : 0;
            const double width = drawLine(painter, QRectF(at + 6, inside.top() + 2 + 18 * line, 200, 18), word,
                                          {Role::Small, Token::Warning, Qt::AlignLeft, Qt::ElideNone, true});
            free = std::max(free, at + 12 + width);
        }
    }
    QCustomPlot* m_plot;
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
    QCPGraph* held = nullptr;
    QCPGraph* bestMark = nullptr;
    QVector<double> checkpoints;
    QVector<double> heldSteps, heldLosses;
    double best = -1;
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
    m_parts->held = m_parts->plot->addGraph();
    m_parts->bestMark = m_parts->plot->addGraph();
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
    QPen dashed(color(Token::Series3), 2);
    dashed.setDashPattern({3, 2});  // in widths of the line: 6-4 px
    m_parts->held->setPen(dashed);
    m_parts->held->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(color(Token::Series3), 1.5), color(Token::App), 7));
    m_parts->bestMark->setLineStyle(QCPGraph::lsNone);
    m_parts->bestMark->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(color(Token::Series3), 1.5), color(Token::Series3), 10));
    m_parts->marks->setPen(QPen(color(Token::T2), 1));
    m_parts->marks->setLineStyle(QCPGraph::lsNone);
    m_parts->marks->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssTriangle, QPen(Qt::NoPen), color(Token::T2), 7));
}

void LossPlot::clear() {
    for (LossSeries& s : m_parts->series) s.clear();
    m_parts->checkpoints.clear();
    m_parts->heldSteps.clear();
    m_parts->heldLosses.clear();
    m_parts->best = -1;
    m_parts->cross->events.clear();
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

void LossPlot::setHeldOut(double step, double loss) {
    if (!std::isfinite(loss)) return;
    if (m_parts->heldSteps.isEmpty() || m_parts->heldSteps.last() < step) {
        m_parts->heldSteps.append(step);
        m_parts->heldLosses.append(loss);
    } else if (m_parts->heldSteps.last() == step) {
        m_parts->heldLosses.last() = loss;
    }
}

void LossPlot::setBest(double step) {
    m_parts->best = step;
}

void LossPlot::setEvents(const QVector<QPair<double, QString>>& events) {
    m_parts->cross->events = events;
    m_parts->cross->update();
}

const QVector<double>& LossPlot::heldOut() const {
    return m_parts->heldLosses;
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
    for (const double loss : m_parts->heldLosses) low = std::min(low, loss), high = std::max(high, loss);
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
    m_parts->held->setData(m_parts->heldSteps, m_parts->heldLosses, true);
    const auto at = m_parts->heldSteps.indexOf(m_parts->best);
    m_parts->bestMark->setData(at < 0 ? QVector<double>() : QVector<double>{m_parts->best},
                               at < 0 ? QVector<double>() : QVector<double>{m_parts->heldLosses[at]}, true);
    m_parts->plot->replot(QCustomPlot::rpQueuedReplot);
    m_parts->cross->update();
    update();
}

QString LossPlot::spokenText() const {
    QStringList parts{accessibleName()};
    for (int i = 0; i < kLines; ++i)
        if (series(i).points() > 0)
            parts << m_parts->words.series.value(i) + QLatin1Char(' ') + lossText(series(i).latest());
    if (!m_parts->heldLosses.isEmpty())
        parts << m_parts->words.series.value(kLines) + QLatin1Char(' ') + lossText(m_parts->heldLosses.last());
    return parts.join(QStringLiteral(", "));
}

void LossPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 0;
    bool any = false;
    const auto entry = [&](std::size_t i, double latest) {
        any = true;
        QPen pen(color(kInk[i]), 2, Qt::SolidLine, i == kHeldOut ? Qt::FlatCap : Qt::RoundCap);
        if (i == kHeldOut) pen.setDashPattern({3, 2});
        painter.setPen(pen);
        painter.drawLine(QPointF(x + 1, 20), QPointF(x + 17, 20));
        x += 24;
        x += drawLine(painter, QRectF(x, 6, 300, 28), m_parts->words.series.value(static_cast<int>(i)),
                      {Role::Body, Token::T2, Qt::AlignLeft, Qt::ElideNone}) +
             6;
        const TextStyle figure{Role::BodyStrong, Token::T1, Qt::AlignLeft, Qt::ElideNone, true};
        x += drawLine(painter, QRectF(x, 6, 120, 28), lossText(latest), figure) + 22;
    };
    for (std::size_t i = 0; i < kLines; ++i)
        if (m_parts->series[i].points() > 0) entry(i, m_parts->series[i].latest());
    if (!m_parts->heldLosses.isEmpty()) entry(kHeldOut, m_parts->heldLosses.last());
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
        if (!m_parts->heldSteps.isEmpty() && !cross.values.isEmpty()) {
            // The last measurement up to here.
            const auto& steps = m_parts->heldSteps;
            const auto after = std::upper_bound(steps.begin(), steps.end(), nearest) - steps.begin();
            while (cross.values.size() < static_cast<int>(kHeldOut)) cross.values.append(std::nan(""));
            cross.values.append(after > 0 ? m_parts->heldLosses[static_cast<int>(after) - 1] : std::nan(""));
        }
        const bool inside = cross.plot.left() <= at && at <= cross.plot.right() && nearest >= 0;
        cross.x = inside ? m_parts->plot->xAxis->coordToPixel(nearest) : -1;
        cross.heading = m_parts->words.step.arg(qRound(nearest));
        cross.update();
    }
    return PaintedWidget::eventFilter(watched, event);
}

}  // namespace brandloom::widgets
