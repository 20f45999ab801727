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
};

class ChoiceCard : public QAbstractButton {
    Q_OBJECT
  public:
    explicit ChoiceCard(QWidget* parent = nullptr);
    void setWords(const ChoiceWords& words);
    [[nodiscard]] QSize sizeHint() const override { return {220, 176}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 176}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
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
