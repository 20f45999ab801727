#include "gui/widgets/loss_plot.h"

#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "gui/widgets/loss_plot_parts.h"

namespace brandloom::widgets {
namespace {

constexpr int kLegend = 40;
constexpr double kClosest = 4;  ///< steps that are shown at least

/// Weight of the mean: a sixth of the curve, so that short and long runs look
/// alike.
double smoothing(qsizetype buckets) {
    return 1.0 - 2.0 / (1.0 + std::max(4.0, static_cast<double>(buckets) / 6.0));
}

}  // namespace

LossPlot::LossPlot(QWidget* parent) : PaintedWidget(parent), m_parts(std::make_unique<Parts>()) {
    Parts& p = *m_parts;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kLegend, 0, 0);
    p.plot = new QCustomPlot(this);
    p.plot->setMouseTracking(true);
    p.plot->installEventFilter(this);
    p.plot->setNoAntialiasingOnDrag(true);
    p.plot->setFocusPolicy(Qt::NoFocus);
    setFocusPolicy(Qt::StrongFocus);
    column->addWidget(p.plot);
    p.zoomed = new Button(ButtonKind::Normal, 24, this);
    p.zoomed->setIconName(QStringLiteral("close"));
    p.zoomed->hide();
    connect(p.zoomed, &QAbstractButton::clicked, this, &LossPlot::showWhole);
    p.scale = new Segmented(24, this);
    connect(p.scale, &Segmented::chosen, this, [this](int index) {
        m_parts->log = index == 0;
        refresh();
    });
    for (auto* group : {&p.ghosts, &p.dots, &p.lines})
        for (QCPGraph*& graph : *group) graph = p.plot->addGraph();
    for (QCPGraph** graph : {&p.marks, &p.bandLow, &p.bandHigh, &p.held, &p.bestMark}) *graph = p.plot->addGraph();
    p.over = new LossOverlay(p.plot);
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
    m_parts->zoomed->setToolTip(words.whole);
    placeControls();
    update();
}

void LossPlot::style() {
    QCustomPlot& plot = *m_parts->plot;
    plot.setBackground(QBrush(color(Token::App)));
    const QFont font = Theme::instance().font(Role::Micro);
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
    QPen dotted(color(Token::T3), 1);
    dotted.setDashPattern({1, 4});
    for (std::size_t i = 0; i < kLossLines; ++i) {
        QColor faint = color(kLossInks[i]);
        faint.setAlphaF(0.3F);
        m_parts->dots[i]->setLineStyle(QCPGraph::lsNone);
        m_parts->dots[i]->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, faint, faint, 2.6));
        m_parts->lines[i]->setPen(QPen(color(kLossInks[i]), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_parts->lines[i]->setAntialiased(true);
        m_parts->ghosts[i]->setPen(dotted);
    }
    QPen dashed(color(Token::Series3), 2);
    dashed.setDashPattern({3, 2});  // in widths of the line: 6-4 px
    m_parts->held->setPen(dashed);
    m_parts->held->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(color(Token::Series3), 1.5), color(Token::App), 7));
    m_parts->bestMark->setLineStyle(QCPGraph::lsNone);
    m_parts->bestMark->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(color(Token::Series3), 1.5), color(Token::Series3), 10));
    QColor band = color(Token::Series3);
    band.setAlphaF(0.16F);
    m_parts->bandLow->setPen(Qt::NoPen);
    m_parts->bandHigh->setPen(Qt::NoPen);
    m_parts->bandHigh->setBrush(band);
    m_parts->bandHigh->setChannelFillGraph(m_parts->bandLow);
    m_parts->marks->setPen(QPen(color(Token::T2), 1));
    m_parts->marks->setLineStyle(QCPGraph::lsNone);
    m_parts->marks->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssTriangle, QPen(Qt::NoPen), color(Token::T2), 7));
}

void LossPlot::clear() {
    Parts& p = *m_parts;
    for (auto* group : {&p.series, &p.ghost})
        for (LossSeries& s : *group) s.clear();
    for (auto* values : {&p.checkpoints, &p.heldSteps, &p.heldLosses, &p.heldSpreads}) values->clear();
    p.pictures.clear();
    p.ghostName.clear();
    p.best = p.from = p.to = -1;
    p.over->events.clear();
    p.over->step = p.over->dragFrom = -1;
    refresh();
}

void LossPlot::setTotalSteps(int total) {
    if (total == m_parts->total) return;
    m_parts->total = total;
    refresh();
}

void LossPlot::append(int line, double step, double loss) {
    if (line >= 0 && line < kLossLines && std::isfinite(loss))
        m_parts->series[static_cast<std::size_t>(line)].append(step, loss);
}

void LossPlot::addCheckpoint(double step) {
    m_parts->checkpoints.append(step);
}

void LossPlot::setHeldOut(double step, double loss, double spread) {
    if (!std::isfinite(loss)) return;
    Parts& p = *m_parts;
    if (p.heldSteps.isEmpty() || p.heldSteps.last() < step) {
        p.heldSteps.append(step);
        p.heldLosses.append(loss);
        p.heldSpreads.append(spread);
    } else if (p.heldSteps.last() == step) {
        p.heldLosses.last() = loss;
        p.heldSpreads.last() = spread;
    }
}

void LossPlot::setBest(double step) {
    m_parts->best = step;
}

void LossPlot::setEvents(const QVector<QPair<double, QString>>& events) {
    if (m_parts->over->events == events) return;
    m_parts->over->events = events;
    m_parts->over->update();
}

void LossPlot::setGhost(const QString& name, const QVector<QVector<QPointF>>& lines) {
    m_parts->ghostName = name;
    for (std::size_t i = 0; i < kLossLines; ++i) {
        m_parts->ghost[i].clear();
        for (const QPointF& point : lines.value(static_cast<int>(i)))
            if (std::isfinite(point.y())) m_parts->ghost[i].append(point.x(), point.y());
    }
    refresh();
}

void LossPlot::setPicture(int step, const QImage& picture) {
    m_parts->pictures[step] = picture;
}

const QVector<double>& LossPlot::heldOut() const {
    return m_parts->heldLosses;
}

const LossSeries& LossPlot::series(int line) const {
    return m_parts->series[static_cast<std::size_t>(line)];
}

int LossPlot::ghostPoints() const {
    int out = 0;
    for (const QCPGraph* graph : m_parts->ghosts) out += graph->dataCount();
    return out;
}

double LossPlot::lastStep() const {
    double last = 0;
    for (const LossSeries& s : m_parts->series) last = std::max(last, s.latestStep());
    return last;
}

double LossPlot::wholeEnd() const {
    return m_parts->total > 0 ? m_parts->total : std::max(10.0, lastStep());
}

bool LossPlot::isZoomed() const {
    return m_parts->from >= 0;
}

void LossPlot::zoomTo(double fromStep, double toStep) {
    const double end = wholeEnd();
    const double wide = std::clamp(toStep - fromStep, std::min(kClosest, end), end);
    m_parts->from = std::clamp(fromStep, 0.0, end - wide);
    m_parts->to = m_parts->from + wide;
    if (wide >= end) m_parts->from = m_parts->to = -1;
    refresh();
}

void LossPlot::showWhole() {
    m_parts->from = m_parts->to = -1;
    refresh();
}

void LossPlot::rescale() {
    Parts& p = *m_parts;
    const double from = isZoomed() ? p.from : 0, to = isZoomed() ? p.to : wholeEnd();
    double low = std::numeric_limits<double>::max(), high = 0;
    const auto take = [&](double step, double least, double most) {
        if (step < from || step > to) return;
        low = std::min(low, least);
        high = std::max(high, most);
    };
    for (std::size_t i = 0; i < kLossLines; ++i) {
        for (const auto& dot : *p.dots[i]->data()) take(dot.key, dot.value, dot.value);
        for (const auto& point : *p.ghosts[i]->data()) take(point.key, point.value, point.value);
    }
    for (int i = 0; i < p.heldSteps.size(); ++i)
        take(p.heldSteps[i], p.heldLosses[i] - p.heldSpreads[i], p.heldLosses[i] + p.heldSpreads[i]);
    if (high <= 0) low = 0.05, high = 0.5;
    QCustomPlot& plot = *p.plot;
    plot.xAxis->setRange(from, to);
    plot.yAxis->setNumberFormat(QStringLiteral("gb"));
    plot.yAxis->setNumberPrecision(3);
    if (p.log) {
        plot.yAxis->setScaleType(QCPAxis::stLogarithmic);
        const auto ticker = QSharedPointer<QCPAxisTickerLog>::create();
        low = std::max(low, high * 1e-6);
        ticker->setLogBase(std::log10(high / low) > 2 ? 10 : 2);
        plot.yAxis->setTicker(ticker);
        plot.yAxis->setRange(low / 1.25, high * 1.25);
    } else {
        plot.yAxis->setScaleType(QCPAxis::stLinear);
        plot.yAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
        plot.yAxis->setRange(isZoomed() ? std::max(0.0, low - 0.06 * (high - low)) : 0, high * 1.06);
    }
}

void LossPlot::drawLines() {
    Parts& p = *m_parts;
    for (std::size_t i = 0; i < kLossLines; ++i) {
        const auto shown = [&](const LossSeries& s) { return isZoomed() ? s.buckets(p.from, p.to) : s.buckets(); };
        const LossSeries::Buckets buckets = shown(p.series[i]);
        QVector<double> x, y, lineX;
        x.reserve(buckets.size() * 2);
        y.reserve(buckets.size() * 2);
        for (const LossSeries::Bucket& b : buckets) {
            lineX.append(b.x);
            x.append(b.x);
            y.append(b.low);
            if (b.count < 2) continue;
            x.append(b.x);
            y.append(b.high);
        }
        p.dots[i]->setData(x, y, true);
        p.lines[i]->setData(lineX, LossSeries::smoothed(buckets, smoothing(buckets.size())), true);
        const LossSeries::Buckets ghost = shown(p.ghost[i]);
        QVector<double> ghostX;
        for (const LossSeries::Bucket& b : ghost) ghostX.append(b.x);
        p.ghosts[i]->setData(ghostX, LossSeries::smoothed(ghost, smoothing(ghost.size())), true);
    }
}

void LossPlot::drawHeldOut() {
    Parts& p = *m_parts;
    QVector<double> low, high;
    for (int i = 0; i < p.heldLosses.size(); ++i) {
        low.append(std::max(p.heldLosses[i] - p.heldSpreads[i], p.heldLosses[i] / 100));
        high.append(p.heldLosses[i] + p.heldSpreads[i]);
    }
    p.bandLow->setData(p.heldSteps, low, true);
    p.bandHigh->setData(p.heldSteps, high, true);
    p.held->setData(p.heldSteps, p.heldLosses, true);
    const auto at = p.heldSteps.indexOf(p.best);
    p.bestMark->setData(at < 0 ? QVector<double>() : QVector<double>{p.best},
                        at < 0 ? QVector<double>() : QVector<double>{p.heldLosses[at]}, true);
}

void LossPlot::refresh() {
    Parts& p = *m_parts;
    drawLines();
    drawHeldOut();
    rescale();
    const QCPRange range = p.plot->yAxis->range();
    const double floor =
        p.log ? range.lower * std::pow(range.upper / range.lower, 0.012) : range.lower + 0.012 * range.size();
    p.marks->setData(p.checkpoints, QVector<double>(p.checkpoints.size(), floor), true);
    p.zoomed->setVisible(isZoomed());
    if (isZoomed()) {
        const QLocale locale;
        p.zoomed->setText(p.words.zoomed.arg(locale.toString(qRound(p.from)), locale.toString(qRound(p.to)),
                                             locale.toString(wholeEnd() / (p.to - p.from), 'f', 1)));
    }
    placeControls();
    p.plot->replot(QCustomPlot::rpQueuedReplot);
    p.over->update();
    update();
}

void LossPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 0;
    const auto entry = [&](QPen pen, const QString& name, const QString& figure) {
        painter.setPen(pen);
        painter.drawLine(QPointF(x + 1, 20), QPointF(x + 17, 20));
        x += 24;
        x += drawLine(painter, QRectF(x, 6, 300, 28), name, {Role::Body, Token::T2, Qt::AlignLeft, Qt::ElideNone}) +
             6;
        x += drawLine(painter, QRectF(x, 6, 120, 28), figure,
                      {Role::BodyStrong, Token::T1, Qt::AlignLeft, Qt::ElideNone, true}) +
             (figure.isEmpty() ? 8 : 22);
    };
    for (std::size_t i = 0; i < kLossLines; ++i)
        if (m_parts->series[i].points() > 0)
            entry(QPen(color(kLossInks[i]), 2, Qt::SolidLine, Qt::RoundCap),
                  m_parts->words.series.value(static_cast<int>(i)), lossText(m_parts->series[i].latest()));
    if (!m_parts->heldLosses.isEmpty()) {
        QPen pen(color(kLossInks[kHeldOutLine]), 2, Qt::SolidLine, Qt::FlatCap);
        pen.setDashPattern({3, 2});
        entry(pen, m_parts->words.series.value(kLossLines), lossText(m_parts->heldLosses.last()));
    }
    if (ghostPoints() > 0) {
        QPen pen(color(Token::T3), 1);
        pen.setDashPattern({1, 4});
        entry(pen, m_parts->ghostName, {});
    }
    if (x == 0) drawLine(painter, QRectF(0, 6, width() - 160.0, 28), m_parts->words.empty, {Role::Body, Token::T3});
}

void LossPlot::placeControls() {
    Parts& p = *m_parts;
    p.scale->move(width() - p.scale->width(), 8);
    p.zoomed->resize(p.zoomed->sizeHint());
    p.zoomed->move(p.scale->x() - p.zoomed->width() - 8, 8);
}

void LossPlot::resizeEvent(QResizeEvent*) {
    placeControls();
}

}  // namespace brandloom::widgets
