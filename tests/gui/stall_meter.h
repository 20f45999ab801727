#pragma once
// An application that takes down how much processor time each event costs its main thread.
#include <QApplication>
#include <QByteArray>
#include <array>

namespace brandloom::tests {

class MeteredApplication : public QApplication {
  public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    /// Forgets what was measured: start-up and loading the test are not part of a session.
    void restartMeter();
    [[nodiscard]] double worstMs() const { return m_worstMs; }
    /// "41.2 ms: Timer of ClipGrid": the ten worst events, a line for each.
    [[nodiscard]] QByteArray slowest() const;
    /// Events by processor time: one line for each class.
    [[nodiscard]] QByteArray histogram() const;

  private:
    struct Slow {
        double ms = 0;
        int event = 0;
        const char* receiver = "";
    };
    static constexpr std::array<double, 8> kEdgesMs{1, 2, 5, 10, 20, 50, 100, 1e9};
    void take(double ms, int event, const char* receiver);
    int m_depth = 0;
    double m_worstMs = 0;
    std::array<long long, kEdgesMs.size()> m_counts{};
    std::array<Slow, 10> m_slow{};
};

}  // namespace brandloom::tests
