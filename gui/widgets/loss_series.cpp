#include "gui/widgets/loss_series.h"

#include <algorithm>

namespace brandloom::widgets {

void LossSeries::append(double step, double loss) {
    ++m_points;
    m_latest = loss;
    m_latestStep = step;
    if (m_buckets.isEmpty() || m_buckets.last().count >= m_perBucket) {
        if (m_buckets.size() >= kMaxBuckets) halve();
        if (m_buckets.isEmpty() || m_buckets.last().count >= m_perBucket) {
            m_buckets.append(Bucket{step, loss, loss, loss, 1});
            return;
        }
    }
    Bucket& b = m_buckets.last();
    b.x = (b.x * b.count + step) / (b.count + 1);
    b.low = std::min(b.low, loss);
    b.high = std::max(b.high, loss);
    b.sum += loss;
    ++b.count;
}

void LossSeries::halve() {
    QVector<Bucket> merged;
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

QVector<double> LossSeries::smoothed(double weight) const {
    const auto n = m_buckets.size();
    QVector<double> forward(n), out(n);
    double ema = 0, norm = 0;
    for (int i = 0; i < n; ++i) {
        const double value = m_buckets[i].sum / m_buckets[i].count;
        ema = weight * ema + (1 - weight) * value;
        norm = weight * norm + (1 - weight);
        forward[i] = ema / norm;
    }
    ema = norm = 0;
    for (auto i = n - 1; i >= 0; --i) {
        const double value = m_buckets[i].sum / m_buckets[i].count;
        ema = weight * ema + (1 - weight) * value;
        norm = weight * norm + (1 - weight);
        const bool newest = i == n - 1;
        out[i] = newest ? forward[i] : 0.5 * (forward[i] + ema / norm);
    }
    return out;
}

}  // namespace brandloom::widgets
