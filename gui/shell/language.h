#pragma once
// The language of the window, switched while it runs. GUI thread.
#include <QObject>
#include <QTranslator>

namespace brandloom::shell {

class Language : public QObject {
    Q_OBJECT
  public:
    explicit Language(QObject* parent = nullptr);
    /// "en" or "zh"; everything on screen follows by QEvent::LanguageChange.
    void set(const QString& code);
    [[nodiscard]] QString current() const { return m_code; }
    /// What the user chose last, else the desktop's, else English.
    static QString preferred();

  Q_SIGNALS:
    void changed();

  private:
    QTranslator m_ours;
    QTranslator m_qt;
    QString m_code;
};

}  // namespace brandloom::shell
