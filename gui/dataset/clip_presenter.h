#pragma once
// One clip in the editor, without widgets: what is known of it, its neighbours in the view, and every change of it.
// GUI thread; what touches the disk is asked of the session.
#include <QObject>
#include <QRect>
#include <optional>
#include <utility>

#include "gui/dataset/dataset_presenter.h"

namespace brandloom::dataset_page {

class ClipPresenter : public QObject {
    Q_OBJECT
  public:
    explicit ClipPresenter(DatasetPresenter& dataset, QObject* parent = nullptr);

    [[nodiscard]] DatasetPresenter& dataset() { return m_dataset; }
    /// 0: none is open.
    [[nodiscard]] std::int64_t clip() const { return m_clip; }
    /// None while it is read.
    [[nodiscard]] const std::optional<studio::ClipDetail>& detail() const { return m_detail; }
    /// The card of the view, which is there at once; null when the query does not find it any more.
    [[nodiscard]] const studio::ClipCard* card() const;
    [[nodiscard]] bool isEditable() const;
    /// "Clip 17 of 48".
    [[nodiscard]] QString placeWords() const;
    /// "81 frames · 3.4 s" of a range, at the rate of the film.
    [[nodiscard]] QString rangeWords(double from, double to) const;
    /// "Crop 16:9 · 1920 × 1080".
    [[nodiscard]] QString cropWords(const QRect& crop) const;
    [[nodiscard]] QRect cropRect() const;
    [[nodiscard]] QVector<std::pair<double, double>> otherRanges() const;

    void open(std::int64_t clip);
    void close();
    /// The one before or after it in the view; nothing at its ends.
    void go(int by);
    void setRange(double from, double to);
    /// From, or until, the picture that is shown at `seconds`.
    void setIn(double seconds);
    void setOut(double seconds, double durationSeconds);
    /// All of the picture is no crop.
    void setCrop(const QRect& crop);
    void clearCrop();
    /// Words with commas between them.
    void addTags(const QString& words);
    void removeTag(const QString& tag);
    void split(double seconds);

  Q_SIGNALS:
    /// Another clip, or none.
    void opened();
    /// What is known of the same clip.
    void changed();

  private:
    void read();
    void viewChanged();
    [[nodiscard]] int rowOf(std::int64_t clip) const;
    /// A range that was cut anew is measured once the editor turns away from it.
    void measureLater();

    DatasetPresenter& m_dataset;
    std::int64_t m_clip = 0;
    int m_row = 0;
    int m_asked = 0;
    bool m_isToMeasure = false;
    std::optional<studio::ClipDetail> m_detail;
};

}  // namespace brandloom::dataset_page
