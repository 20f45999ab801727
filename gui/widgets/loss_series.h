#pragma once
// One loss line. All points are kept; what is drawn are at most 1024 min-max
// buckets, of the whole or of a stretch of it. Appending is O(1) amortised, a
// stretch costs the points in it.
#include <QPointF>
#include <QVector>

namespace brandloom::widgets {

class LossSeries {
  public:
    struct Bucket {
        double x = 0;  ///< mean of the steps
        double low = 0;
        double high = 0;
        double sum = 0;
        int count = 0;
    };
    using Buckets = QVector<Bucket>;
    static constexpr int kMaxBuckets = 1024;
    static constexpr int kMostOfStretch = 600;  ///< finer than the pixels of a plot

    /// Steps must rise; a step that does not is taken as the newest anyway.
    void append(double step, double loss);
    void clear();
    [[nodiscard]] long long points() const { return m_points.size(); }
    [[nodiscard]] double latest() const { return m_points.isEmpty() ? 0 : m_points.last().y(); }
    [[nodiscard]] double latestStep() const { return m_points.isEmpty() ? 0 : m_points.last().x(); }
    /// Of the whole.
    [[nodiscard]] const Buckets& buckets() const { return m_buckets; }
    /// Of the steps from `low` to `high`, at most kMostOfStretch, and one point more on either side where
    /// there is one.
    [[nodiscard]] Buckets buckets(double low, double high) const;
    /// Two-way exponential mean over buckets (no lag in the past, causal for the
    /// newest); weight 0..0.99.
    [[nodiscard]] static QVector<double> smoothed(const Buckets& buckets, double weight);

  private:
    static void add(Buckets& buckets, int perBucket, const QPointF& point);
    void halve();
    QVector<QPointF> m_points;
    Buckets m_buckets;
    int m_perBucket = 1;
};

}  // namespace brandloom::widgets
