// The one style sheet: classes and the property `kind`, no descendant selectors, tokens in ${}.
#include <QRegularExpression>

#include "gui/widgets/theme/theme.h"

namespace brandloom::widgets {
namespace {

constexpr const char* kSheet = R"(
QToolTip { background: ${overlay}; color: ${t1}; border: 1px solid ${line2}; padding: 4px 7px; }
QWidget[kind="panel"] { background: ${panel}; }
QScrollArea { background: transparent; border: none; }
QWidget[kind="clear"] { background: transparent; }
QPushButton { background: ${raised}; color: ${t1}; border: 1px solid ${line2}; border-radius: 4px; min-height: 26px; padding: 0 12px; font-weight: 500; }
QPushButton:hover { background: ${hover}; }
QPushButton:pressed { background: ${press}; }
QPushButton:disabled { color: ${t0}; background: transparent; }
QPushButton:default { background: ${fill}; color: #ffffff; border-color: ${fill}; }
QPushButton:default:hover { background: ${fillHover}; border-color: ${fillHover}; }
QPushButton:default:pressed { background: ${fillPressed}; border-color: ${fillPressed}; }
QToolButton { background: transparent; color: ${t2}; border: none; border-radius: 4px; padding: 4px; }
QToolButton:hover { background: ${hover}; color: ${t1}; }
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: ${field}; color: ${t1}; border: 1px solid ${line2}; border-radius: 4px; selection-background-color: ${fill}; selection-color: #ffffff; }
QLineEdit { min-height: 26px; padding: 0 8px; }
QPlainTextEdit { padding: 4px 4px; }
QSpinBox, QDoubleSpinBox { min-height: 26px; padding: 0 8px; }
QComboBox { background: ${raised}; min-height: 26px; padding: 0 8px; }
QComboBox::drop-down { border: none; width: 22px; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: ${accent}; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled { color: ${t0}; background: ${panel}; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QCheckBox { color: ${t1}; spacing: 8px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid ${line3}; border-radius: 3px; background: ${field}; }
QCheckBox::indicator:checked { background: ${accent}; border-color: ${accent}; }
QMenuBar { background: transparent; color: ${t2}; spacing: 0; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: ${hover}; color: ${t1}; }
QMenuBar::item:pressed { background: ${press}; color: ${t1}; }
QMenu { background: ${overlay}; color: ${t1}; border: 1px solid ${line2}; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: ${press}; }
QMenu::item:disabled { color: ${t0}; }
QMenu::separator { height: 1px; background: ${line1}; margin: 5px 6px; }
QMenu::icon { padding-left: 6px; }
QMenu::indicator { width: 8px; height: 8px; left: 9px; border-radius: 4px; }
QMenu::indicator:checked { background: ${accent}; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: ${scroll}; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: ${line3}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: ${line1}; }
QTabBar::tab { background: transparent; color: ${t2}; padding: 6px 10px; border: none; }
QTabBar::tab:selected { color: ${t1}; border-bottom: 2px solid ${accent}; }
QHeaderView::section { background: ${panel}; color: ${t3}; border: none; border-bottom: 1px solid ${line1}; padding: 4px 8px; }
QDockWidget::title { background: ${panel}; color: ${t2}; padding: 6px; }
QListView, QTreeView, QTableView { background: transparent; border: none; outline: none; }
QDialog { background: ${panel}; }
)";

}  // namespace

QString styleSheet(Mode mode) {
    QString sheet = QString::fromLatin1(kSheet);
    for (const TokenRow& row : kTokens) {
        const auto rgb = mode == Mode::Dark ? row.dark : row.light;
        sheet.replace(QStringLiteral("${%1}").arg(QLatin1String(row.name)), QColor::fromRgb(rgb).name());
    }
    const TokenRow& line3 = kTokens[static_cast<std::size_t>(Token::Line3)];
    const QColor handle = QColor::fromRgb(mode == Mode::Dark ? line3.dark : line3.light);
    sheet.replace(QStringLiteral("${scroll}"),
                  QStringLiteral("rgba(%1,%2,%3,60%)").arg(handle.red()).arg(handle.green()).arg(handle.blue()));
    return sheet;
}

}  // namespace brandloom::widgets
