#pragma once
// A card to choose among others: heading with tick, two lines of purpose, a big forecast and a last line.
#include <QAbstractButton>

namespace brandloom::widgets {

struct ChoiceWords {
    QString heading;
    QString purpose;
    QString forecast;      ///< big figures; empty: `note` stands in its place
    QString forecastUnit;  ///< after the figures
    QString note;          ///< small, why there is no forecast
    QString facts;
    QString moreFacts;
    double memoryShare = -1;  ///< of what there is; < 0: no bar
    QString memory;           ///< beside the bar
    bool isTight = false;     ///< bar and last line warn
};

/// Small: heading and purpose only.
enum class CardSize { Small, Full };

class ChoiceCard : public QAbstractButton {
    Q_OBJECT
  public:
    explicit ChoiceCard(CardSize size = CardSize::Full, QWidget* parent = nullptr);
    void setWords(const ChoiceWords& words);
    [[nodiscard]] QSize sizeHint() const override { return {220, height()}; }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return {m_size == CardSize::Small ? 110 : 150, height()};
    }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintForecast(QPainter& painter, const QRectF& in);
    CardSize m_size;
    ChoiceWords m_words;
};

/// "Advanced  Rank 32 · rate 0.0001": a row that opens what is below it.
class Expander : public QAbstractButton {
    Q_OBJECT
  public:
    explicit Expander(QWidget* parent = nullptr);
    void setHint(const QString& hint);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_hint;
};

}  // namespace brandloom::widgets
