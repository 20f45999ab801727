#pragma once
// One loss line, kept as at most 1024 min-max buckets however many points arrive. Appending is O(1) amortised.
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
    static constexpr int kMaxBuckets = 1024;

    /// Steps must rise; a step that does not is taken as the newest anyway.
    void append(double step, double loss);
    void clear();
    [[nodiscard]] long long points() const { return m_points; }
    [[nodiscard]] double latest() const { return m_latest; }
    [[nodiscard]] double latestStep() const { return m_latestStep; }
    [[nodiscard]] const QVector<Bucket>& buckets() const { return m_buckets; }
    /// Two-way exponential mean over the buckets (no lag in the past, causal for the newest); weight 0..0.99.
    [[nodiscard]] QVector<double> smoothed(double weight) const;

  private:
    void halve();
    QVector<Bucket> m_buckets;
    int m_perBucket = 1;
    long long m_points = 0;
    double m_latest = 0;
    double m_latestStep = 0;
};

}  // namespace brandloom::widgets
