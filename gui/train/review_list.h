#pragma once
// The rows of the review: what stands in the way of a training first, each with the button that helps.
#include <QWidget>

#include "gui/train/train_review.h"

class QVBoxLayout;

namespace brandloom::train {

class ReviewList : public QWidget {
    Q_OBJECT
  public:
    explicit ReviewList(QWidget* parent = nullptr);
    /// Builds rows anew only where something is different.
    void show(const QVector<ReviewRow>& rows);

  Q_SIGNALS:
    void fixRequested(brandloom::train::Fix fix);

  private:
    [[nodiscard]] QWidget* rowOf(const ReviewRow& row);
    QVBoxLayout* m_column;
    QString m_shown;
};

}  // namespace brandloom::train
