#pragma once
// The look: one mode, one palette, one style sheet, the type roles. GUI thread only. Painters ask for tokens while
// they paint and repaint on themeChanged.
#include <QColor>
#include <QFont>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <vector>

#include "gui/widgets/theme/tokens.h"

class QApplication;
class QWidget;

namespace brandloom::widgets {

enum class Mode { Dark, Light };
/// Sizes, weights and line boxes of visual language section 3.
enum class Role { Display, Title, Heading, Prompt, Body, BodyMedium, BodyStrong, Small, SmallMedium, Micro };

class Theme : public QObject {
    Q_OBJECT
  public:
    static Theme& instance();
    /// Sets Fusion, fonts and palette; every window gets the style sheet when it is first shown. Once per program,
    /// before the first widget.
    void install(QApplication& app);
    /// The parts of a large window get the style sheet each by itself, before the window is shown: a change of the
    /// theme dresses what can be seen at once and the others one after the other, or when they are shown. All
    /// widgets at once would hold the window up for a fifth of a second.
    void dressInParts(QWidget& window, const std::vector<QWidget*>& parts);
    [[nodiscard]] Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    /// What "dark", "light" or "desktop" stands for; anything else is dark. The desktop's choice is read once, when
    /// the program starts (Qt 6.4 does not tell of changes).
    [[nodiscard]] Mode modeFrom(const QString& choice) const;
    [[nodiscard]] QColor color(Token token) const;
    [[nodiscard]] QFont font(Role role) const;
    /// Height in pixels of one line of the role.
    [[nodiscard]] static int lineHeight(Role role);
    /// 0 when the desktop or the user asks for reduced motion.
    [[nodiscard]] int motionMs(int ms) const { return m_reducedMotion ? 0 : ms; }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

  Q_SIGNALS:
    void themeChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Part {
        QPointer<QWidget> widget;
        bool isStale = false;
    };
    Theme();
    void apply();
    void dress(QWidget& part);
    void dressOneMore();
    std::vector<Part> m_parts;
    QString m_sheet;
    QTimer m_rest;
    Mode m_mode = Mode::Dark;
    Mode m_desktop = Mode::Light;
    bool m_reducedMotion = false;
    bool m_installed = false;
};

inline QColor color(Token token) {
    return Theme::instance().color(token);
}
/// The style sheet for a mode (under 250 lines).
QString styleSheet(Mode mode);
/// Sets the property `kind` and polishes again.
void setKind(QWidget* widget, const char* kind);

}  // namespace brandloom::widgets
