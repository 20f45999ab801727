#pragma once
// The left rail: one checkable button per page of the registry; badge for what runs or failed.
#include <QAbstractButton>
#include <QHash>

class QVBoxLayout;

namespace brandloom::widgets {

enum class Badge { None, Running, Failed };

class RailButton : public QAbstractButton {
    Q_OBJECT
  public:
    RailButton(const QString& icon, QWidget* parent);
    void setBadge(Badge badge);
    [[nodiscard]] Badge badge() const { return m_badge; }
    [[nodiscard]] QSize sizeHint() const override { return {70, 52}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_icon;
    Badge m_badge = Badge::None;
};

class Rail : public QWidget {
    Q_OBJECT
  public:
    explicit Rail(QWidget* parent = nullptr);
    /// Pages follow each other from the top; those at the foot stay at the bottom.
    RailButton* addPage(const QString& id, const QString& icon, bool isAtFoot = false);
    void setCurrent(const QString& id);
    [[nodiscard]] RailButton* button(const QString& id) const { return m_buttons.value(id); }

  Q_SIGNALS:
    void chosen(const QString& id);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QVBoxLayout* m_column;
    int m_onTop = 0;
    QHash<QString, RailButton*> m_buttons;
};

}  // namespace brandloom::widgets
