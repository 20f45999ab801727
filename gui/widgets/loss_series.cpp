#include "gui/widgets/loss_series.h"

#include <algorithm>

namespace brandloom::widgets {

void LossSeries::add(Buckets& buckets, int perBucket, const QPointF& point) {
    if (buckets.isEmpty() || buckets.last().count >= perBucket) {
        buckets.append(Bucket{point.x(), point.y(), point.y(), point.y(), 1});
        return;
    }
    Bucket& b = buckets.last();
    b.x = (b.x * b.count + point.x()) / (b.count + 1);
    b.low = std::min(b.low, point.y());
    b.high = std::max(b.high, point.y());
    b.sum += point.y();
    ++b.count;
}

void LossSeries::append(double step, double loss) {
    m_points.append({step, loss});
    if (m_buckets.size() >= kMaxBuckets && m_buckets.last().count >= m_perBucket) halve();
    add(m_buckets, m_perBucket, m_points.last());
}

void LossSeries::halve() {
    Buckets merged;
    merged.reserve(kMaxBuckets);
    for (int i = 0; i < m_buckets.size(); i += 2) {
        Bucket a = m_buckets[i];
        if (i + 1 < m_buckets.size()) {
            const Bucket& b = m_buckets[i + 1];
            a.x = (a.x * a.count + b.x * b.count) / (a.count + b.count);
            a.low = std::min(a.low, b.low);
            a.high = std::max(a.high, b.high);
            a.sum += b.sum;
            a.count += b.count;
        }
        merged.append(a);
    }
    m_buckets = merged;
    m_perBucket *= 2;
}

void LossSeries::clear() {
    *this = LossSeries();
}

LossSeries::Buckets LossSeries::buckets(double low, double high) const {
    const auto before = [](const QPointF& point, double step) { return point.x() < step; };
    auto first = std::lower_bound(m_points.begin(), m_points.end(), low, before);
    auto last = std::lower_bound(first, m_points.end(), high, before);
    if (first != m_points.begin()) --first;
    if (last != m_points.end()) ++last;
    const auto perBucket = static_cast<int>((last - first + kMostOfStretch - 1) / kMostOfStretch);
    Buckets out;
    for (auto it = first; it != last; ++it) add(out, std::max(1, perBucket), *it);
    return out;
}

QVector<double> LossSeries::smoothed(const Buckets& buckets, double weight) {
    const auto n = buckets.size();
    QVector<double> forward(n), out(n);
    double ema = 0, norm = 0;
    for (int i = 0; i < n; ++i) {
        const double value = buckets[i].sum / buckets[i].count;
        ema = weight * ema + (1 - weight) * value;
        norm = weight * norm + (1 - weight);
        forward[i] = ema / norm;
    }
    ema = norm = 0;
    for (auto i = n - 1; i >= 0; --i) {
        const double value = buckets[i].sum / buckets[i].count;
        ema = weight * ema + (1 - weight) * value;
        norm = weight * norm + (1 - weight);
        const bool newest = i == n - 1;
        out[i] = newest ? forward[i] : 0.5 * (forward[i] + ema / norm);
    }
    return out;
}

}  // namespace brandloom::widgets
