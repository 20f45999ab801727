#pragma once
// Name and folder of a new project, with good defaults. Emits what was chosen; the shell makes the project and may
// send an error back into the dialog.
#include <QDialog>

class QLineEdit;

namespace brandloom::widgets {
class Button;
class Label;
class MessageBar;
}  // namespace brandloom::widgets

namespace brandloom::shell {

class NewProjectDialog : public QDialog {
    Q_OBJECT
  public:
    explicit NewProjectDialog(QWidget* parent);
    void showError(const QString& sentence);
    void setName(const QString& name);
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString folder() const;
    /// ~/Brandloom/<name>.
    static QString folderFor(const QString& name);
    /// The same, with a number behind it when that is taken.
    static QString defaultFolder(const QString& name);

  Q_SIGNALS:
    void chosen(const QString& folder, const QString& name);

  private:
    void nameChanged();
    QLineEdit* m_name;
    QLineEdit* m_folder;
    widgets::MessageBar* m_message;
    widgets::Button* m_create;
    bool m_folderTyped = false;
};

}  // namespace brandloom::shell
