#include "gui/dataset/clip_presenter.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "gui/bridge/error_text.h"

namespace brandloom::dataset_page {

using bridge::fromUtf8;

ClipPresenter::ClipPresenter(DatasetPresenter& dataset, QObject* parent) : QObject(parent), m_dataset(dataset) {
    connect(&dataset, &DatasetPresenter::viewChanged, this, &ClipPresenter::viewChanged);
}

int ClipPresenter::rowOf(std::int64_t clip) const {
    const auto& cards = m_dataset.view().cards;
    const auto found = std::ranges::find(cards, clip, &studio::ClipCard::id);
    return found == cards.end() ? -1 : static_cast<int>(found - cards.begin());
}

const studio::ClipCard* ClipPresenter::card() const {
    const auto& cards = m_dataset.view().cards;
    const auto row = static_cast<std::size_t>(m_row);
    return m_clip != 0 && row < cards.size() && cards[row].id == m_clip ? &cards[row] : nullptr;
}

bool ClipPresenter::isEditable() const {
    return m_detail && !m_dataset.isReadOnly() && !m_detail->isStill;
}

QString ClipPresenter::placeWords() const {
    if (card() == nullptr) return {};
    return tr("Clip %1 of %2").arg(m_row + 1).arg(m_dataset.view().cards.size());
}

QString ClipPresenter::rangeWords(double from, double to) const {
    const QString seconds = tr("%1 s").arg(QLocale().toString(to - from, 'f', 1));
    if (!m_detail || m_detail->fps <= 0) return seconds;
    const auto frames = std::llround(to * m_detail->fps) - std::llround(from * m_detail->fps);
    return tr("%n frame(s)", nullptr, static_cast<int>(frames)) + QStringLiteral(" · ") + seconds;
}

QString ClipPresenter::cropWords(const QRect& crop) const {
    const int common = std::gcd(crop.width(), crop.height());
    QString shape;
    if (common > 0 && crop.width() / common <= 32 && crop.height() / common <= 32)
        shape = QStringLiteral(" %1:%2").arg(crop.width() / common).arg(crop.height() / common);
    return tr("Crop%1 · %2 × %3").arg(shape).arg(crop.width()).arg(crop.height());
}

QRect ClipPresenter::cropRect() const {
    if (!m_detail) return {};
    if (!m_detail->crop) return {0, 0, m_detail->filmWidth, m_detail->filmHeight};
    return {m_detail->crop->x, m_detail->crop->y, m_detail->crop->width, m_detail->crop->height};
}

QVector<std::pair<double, double>> ClipPresenter::otherRanges() const {
    QVector<std::pair<double, double>> out;
    if (!m_detail) return out;
    for (const auto& other : m_dataset.view().cards)
        if (other.id != m_clip && other.seconds > 0 && other.film == m_detail->card.film)
            out.append({other.startSeconds, other.startSeconds + other.seconds});
    return out;
}

void ClipPresenter::open(std::int64_t clip) {
    if (clip == m_clip) return;
    measureLater();
    m_clip = clip;
    m_row = std::max(0, rowOf(clip));
    m_detail.reset();
    Q_EMIT opened();
    read();
}

void ClipPresenter::close() {
    measureLater();
    if (m_clip == 0) return;
    m_clip = 0;
    m_detail.reset();
    ++m_asked;
    Q_EMIT opened();
}

void ClipPresenter::go(int by) {
    const auto& cards = m_dataset.view().cards;
    const int row = m_row + by;
    if (m_clip != 0 && row >= 0 && row < static_cast<int>(cards.size()))
        open(cards[static_cast<std::size_t>(row)].id);
}

void ClipPresenter::read() {
    if (m_clip == 0) return;
    const int asked = ++m_asked;
    m_dataset.session().askDataset(
        this, [clip = m_clip](bridge::DatasetPort& port) { return port.clip(clip); },
        [this, asked](const Result<studio::ClipDetail>& found) {
            if (asked != m_asked) return;
            if (!found) {
                Q_EMIT m_dataset.said(Said::Error, bridge::describe(found.error()).whole(), false);
                return close();
            }
            m_detail = *found;
            Q_EMIT changed();
        });
}

void ClipPresenter::viewChanged() {
    if (m_clip == 0) return;
    const auto& cards = m_dataset.view().cards;
    if (const int row = rowOf(m_clip); row >= 0) {
        m_row = row;
        return read();
    }
    // It was taken away, or the query finds it no more: the one in its place.
    if (cards.empty()) return close();
    open(cards[std::min(static_cast<std::size_t>(m_row), cards.size() - 1)].id);
}

void ClipPresenter::measureLater() {
    if (!m_isToMeasure) return;
    m_isToMeasure = false;
    auto& session = m_dataset.session();
    if (!session.import().isActive()) session.continueImport();
}

void ClipPresenter::setRange(double from, double to) {
    if (!isEditable()) return;
    m_isToMeasure = true;
    m_dataset.change(
        [clip = m_clip, from, to](bridge::DatasetPort& port) { return port.setRange(clip, from, to); });
}

void ClipPresenter::setIn(double seconds) {
    if (!isEditable()) return;
    const double to = m_detail->card.startSeconds + m_detail->card.seconds;
    if (seconds < to) return setRange(seconds, to);
    m_dataset.said(Said::Warning, tr("A clip begins before it ends: move its end first."), false);
}

void ClipPresenter::setOut(double seconds, double durationSeconds) {
    if (!isEditable()) return;
    const double to = std::min(seconds + durationSeconds, std::max(m_detail->filmSeconds, seconds));
    if (to > m_detail->card.startSeconds) return setRange(m_detail->card.startSeconds, to);
    m_dataset.said(Said::Warning, tr("A clip ends after it begins: move its start first."), false);
}

void ClipPresenter::setCrop(const QRect& crop) {
    if (!m_detail || m_dataset.isReadOnly() || crop == cropRect()) return;
    std::optional<studio::CropBox> box;
    if (crop != QRect(0, 0, m_detail->filmWidth, m_detail->filmHeight))
        box = studio::CropBox{crop.x(), crop.y(), crop.width(), crop.height()};
    m_dataset.change([clip = m_clip, box](bridge::DatasetPort& port) { return port.setCrop(clip, box); });
}

void ClipPresenter::clearCrop() {
    if (m_detail) setCrop(QRect(0, 0, m_detail->filmWidth, m_detail->filmHeight));
}

void ClipPresenter::addTags(const QString& words) {
    std::vector<std::string> tags;
    QString plain = words;
    for (const QString& tag : plain.replace(QStringLiteral("，"), QStringLiteral(",")).split(QLatin1Char(',')))
        if (const QString word = tag.simplified(); !word.isEmpty()) tags.push_back(word.toStdString());
    if (tags.empty() || m_clip == 0) return;
    m_dataset.change([clip = m_clip, tags](bridge::DatasetPort& port) { return port.setTags({clip}, tags, {}); });
}

void ClipPresenter::removeTag(const QString& tag) {
    m_dataset.change([clip = m_clip, tag = tag.toStdString()](bridge::DatasetPort& port) {
        return port.setTags({clip}, {}, {tag});
    });
}

void ClipPresenter::split(double seconds) {
    if (!isEditable()) return;
    m_isToMeasure = true;
    m_dataset.change([clip = m_clip, seconds](bridge::DatasetPort& port) { return port.split(clip, seconds); },
                     tr("Two clips now; both keep the caption"));
}

}  // namespace brandloom::dataset_page
