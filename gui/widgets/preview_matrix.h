#pragma once
// Moving previews, a row per prompt and a column per step, the newest in view; the next one dashed with when it
// comes. The chosen column plays, others under the pointer. A star on a column whose checkpoint is there keeps
// that.
#include <QImage>
#include <QSet>
#include <QStringList>
#include <QTimer>
#include <map>
#include <vector>

#include "core/base/frame_buffer.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class PreviewMatrix : public PaintedWidget {
    Q_OBJECT
  public:
    explicit PreviewMatrix(QWidget* parent = nullptr);
    void clear();
    void setFps(int fps);
    /// Adds column and row where they are new, or replaces that cell.
    void setPreview(int step, const QString& heading, const QString& prompt, const std::vector<Frame>& frames);
    /// Another heading of a column that is there, as when it becomes the best.
    void setHeading(int step, const QString& heading);
    /// Steps whose checkpoint is there, and those of them that are kept.
    void setKept(const QSet<int>& keepable, const QSet<int>& kept);
    /// Heading and words of the dashed column; empty heading: none.
    void setNext(const QString& heading, const QString& words);
    /// Tooltips of the star: off and on.
    void setWords(const QString& keep, const QString& kept);

    [[nodiscard]] int columns() const { return static_cast<int>(m_columns.size()); }
    [[nodiscard]] int rows() const { return static_cast<int>(m_prompts.size()); }
    [[nodiscard]] int currentStep() const;
    /// Where a cell is painted; empty: it is not in view.
    [[nodiscard]] QRectF cellRect(int column, int row) const;
    [[nodiscard]] QRectF starRect(int column) const;
    /// Height that all rows want, and the least.
    [[nodiscard]] int wantedHeight() const;
    [[nodiscard]] int leastHeight() const;
    [[nodiscard]] QSize sizeHint() const override { return {600, wantedHeight()}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Table; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    void currentChanged(int step);
    /// By a person.
    void chosen(int step);
    void keepRequested(int step, bool on);
    /// Another number of rows.
    void rowsChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    using Film = std::vector<QImage>;
    struct Column {
        int step = 0;
        QString heading;
        std::map<int, Film> films;  ///< by row
    };
    [[nodiscard]] QSizeF cellSize() const;
    [[nodiscard]] int firstShown() const;
    [[nodiscard]] int columnAt(const QPointF& at) const;
    [[nodiscard]] int rowAt(const QPointF& at) const;
    void paintHeading(QPainter& painter, int column);
    void paintCell(QPainter& painter, int column, int row);
    void paintStar(QPainter& painter, int column);
    void paintNext(QPainter& painter);
    bool choose(int column, int row);
    void chooseByHand(int column, int row);
    void toggleStar(int column);
    std::vector<Column> m_columns;
    QStringList m_prompts;
    QSet<int> m_keepable, m_kept;
    QString m_nextHeading, m_nextWords, m_keepWords, m_keptWords;
    QTimer m_clock;
    int m_tick = 0;
    int m_current = -1;
    int m_row = 0;
    int m_hover = -1;
    int m_hoverRow = -1;
};

}  // namespace brandloom::widgets
