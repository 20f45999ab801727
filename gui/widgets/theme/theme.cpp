#include "gui/widgets/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QProxyStyle>
#include <QStyle>
#include <QToolTip>
#include <QWidget>
#include <algorithm>

static void initIconResources() {
    Q_INIT_RESOURCE(brandloom_icons);  // a static library's resources need a nudge, outside any namespace
}

namespace brandloom::widgets {
namespace {

constexpr const char* kInParts = "dressedInParts";

struct RoleRow {
    int pixels;
    int line;
    QFont::Weight weight;
};

RoleRow rowOf(Role role) {
    switch (role) {
        case Role::Display:
            return {26, 30, QFont::DemiBold};
        case Role::Title:
            return {20, 28, QFont::DemiBold};
        case Role::Heading:
            return {15, 22, QFont::DemiBold};
        case Role::Prompt:
            return {14, 22, QFont::Normal};
        case Role::Body:
            return {13, 20, QFont::Normal};
        case Role::BodyMedium:
            return {13, 20, QFont::Medium};
        case Role::BodyStrong:
            return {13, 20, QFont::DemiBold};
        case Role::Small:
            return {12, 16, QFont::Normal};
        case Role::SmallMedium:
            return {12, 16, QFont::Medium};
        case Role::Micro:
            return {11, 16, QFont::Normal};
    }
    return {13, 20, QFont::Normal};
}

/// Fusion, less the underlines of mnemonics (they work all the same).
class QuietFusion : public QProxyStyle {
  public:
    QuietFusion() : QProxyStyle(QStringLiteral("Fusion")) {}
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override {
        if (hint == SH_UnderlineShortcut) return 0;
        if (hint == SH_ItemView_ActivateItemOnSingleClick) return 0;
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
};

QPalette paletteFor(const Theme& theme) {
    const auto c = [&](Token t) { return theme.color(t); };
    QPalette p;
    p.setColor(QPalette::Window, c(Token::App));
    p.setColor(QPalette::Base, c(Token::Field));
    p.setColor(QPalette::AlternateBase, c(Token::Panel));
    p.setColor(QPalette::Button, c(Token::Raised));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        p.setColor(role, c(Token::T1));
        p.setColor(QPalette::Disabled, role, c(Token::T0));
    }
    p.setColor(QPalette::PlaceholderText, c(Token::T3));
    p.setColor(QPalette::Highlight, c(Token::Fill));
    p.setColor(QPalette::HighlightedText, Qt::white);
    p.setColor(QPalette::Link, c(Token::Accent));
    p.setColor(QPalette::ToolTipBase, c(Token::Overlay));
    p.setColor(QPalette::Light, c(Token::Hover));
    p.setColor(QPalette::Midlight, c(Token::Raised));
    p.setColor(QPalette::Mid, c(Token::Line2));
    p.setColor(QPalette::Dark, c(Token::Line1));
    p.setColor(QPalette::Shadow, c(Token::App));
    return p;
}

}  // namespace

Theme::Theme() {
    // Before our own palette covers that of the desktop.
    if (qApp && QApplication::palette().color(QPalette::Window).lightness() < 128) m_desktop = Mode::Dark;
}

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

void Theme::install(QApplication& app) {
    initIconResources();
    app.setStyle(new QuietFusion);
    app.setFont(font(Role::Body));
    QToolTip::setFont(font(Role::Small));
    m_installed = true;
    app.installEventFilter(this);
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &Theme::dressOneMore);
    apply();
}

void Theme::setMode(Mode mode) {
    if (mode == m_mode) return;
    m_mode = mode;
    apply();
    Q_EMIT themeChanged();
}

Mode Theme::modeFrom(const QString& choice) const {
    if (choice == QLatin1String("desktop")) return m_desktop;
    return choice == QLatin1String("light") ? Mode::Light : Mode::Dark;
}

void Theme::apply() {
    if (!m_installed || !qApp) return;
    QApplication::setPalette(paletteFor(*this));
    QToolTip::setPalette(QApplication::palette());
    m_sheet = styleSheet(m_mode);
    std::erase_if(m_parts, [](const Part& part) { return !part.widget; });
    for (auto& part : m_parts) part.isStale = true;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (m_parts[i].widget && m_parts[i].widget->isVisible()) dress(*m_parts[i].widget);
    m_rest.start();
}

void Theme::dress(QWidget& part) {
    const auto known = std::ranges::find(m_parts, &part, [](const Part& p) { return p.widget.data(); });
    if (known == m_parts.end())
        m_parts.push_back({&part, false});
    else
        known->isStale = false;
    part.setStyleSheet(m_sheet);
}

void Theme::dressOneMore() {
    const auto next = std::ranges::find_if(m_parts, [](const Part& p) { return p.isStale && p.widget; });
    if (next == m_parts.end()) return;
    dress(*next->widget);
    m_rest.start();
}

void Theme::dressInParts(QWidget& window, const std::vector<QWidget*>& parts) {
    window.setProperty(kInParts, true);
    for (QWidget* part : parts) dress(*part);
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Polish && event->type() != QEvent::Show) return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    if (widget == nullptr) return false;
    if (event->type() == QEvent::Polish) {
        if (widget->isWindow() && !widget->property(kInParts).toBool() && widget->styleSheet().isEmpty())
            dress(*widget);
        return false;
    }
    const auto part = std::ranges::find(m_parts, widget, [](const Part& p) { return p.widget.data(); });
    if (part != m_parts.end() && part->isStale) dress(*widget);
    return false;
}

QColor Theme::color(Token token) const {
    const TokenRow& row = kTokens[static_cast<std::size_t>(token)];
    return QColor::fromRgb(m_mode == Mode::Dark ? row.dark : row.light);
}

QFont Theme::font(Role role) const {
    const RoleRow row = rowOf(role);
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC"),
                      QStringLiteral("Source Han Sans SC"), QStringLiteral("sans-serif")});
    font.setPixelSize(row.pixels);
    font.setWeight(row.weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

int Theme::lineHeight(Role role) {
    return rowOf(role).line;
}

void setKind(QWidget* widget, const char* kind) {
    widget->setProperty("kind", QString::fromLatin1(kind));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

}  // namespace brandloom::widgets
