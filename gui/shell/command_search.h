#pragma once
// Ctrl+K: a field in the top bar and, under it, the commands whose name (Chinese or English) holds what was typed.
#include <QLineEdit>
#include <QPointer>

class QAction;
class QListView;
class QStandardItemModel;

namespace brandloom::shell {

class Commands;

class CommandSearch : public QLineEdit {
    Q_OBJECT
  public:
    CommandSearch(const Commands& commands, QWidget* window);
    void open();
    void retranslate();
    [[nodiscard]] int hits() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void fill();
    void close();
    void giveBack();
    void run(int row);
    const Commands& m_commands;
    QWidget* m_window;
    QWidget* m_overlay;
    QListView* m_list;
    QStandardItemModel* m_model;
    QPointer<QWidget> m_before;  ///< had the focus when the search opened
};

}  // namespace brandloom::shell
