#include "app/desktop/self_test.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPixmap>
#include <QSet>

#include "app/desktop/desktop.h"
#include "gui/bridge/error_text.h"
#include "gui/shell/page_registry.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::desktop {
namespace {

/// Colours on a coarse grid: an empty or broken page has two or three.
int coloursOf(const QImage& image) {
    QSet<QRgb> found;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3) found.insert(image.pixel(x, y));
    return static_cast<int>(found.size());
}

}  // namespace

QStringList selfTest(Desktop& desktop) {
    constexpr int kFewestColours = 24;
    QStringList faults;
    shell::MainWindow& window = desktop.window();
    const QString page = window.currentPage();
    const auto mode = widgets::Theme::instance().mode();
    const QString language = desktop.language().current();
    for (const char* code : {"zh", "en"}) {
        desktop.language().set(QString::fromLatin1(code));
        const QString home = QCoreApplication::translate("pages", "Home");
        const bool chinese = !home.isEmpty() && home.at(0).unicode() >= 0x4E00;
        if (chinese != (QLatin1String(code) == QLatin1String("zh")))
            faults << QStringLiteral("The texts for %1 were not found.").arg(QLatin1String(code));
        for (const auto theme : {widgets::Mode::Dark, widgets::Mode::Light}) {
            widgets::Theme::instance().setMode(theme);
            for (const shell::PageEntry& entry : shell::pages()) {
                window.showPage(QString::fromLatin1(entry.id));
                if (coloursOf(window.grab().toImage()) < kFewestColours)
                    faults << QStringLiteral("The page %1 is empty (%2).")
                                  .arg(QLatin1String(entry.id), QLatin1String(code));
            }
        }
    }
    for (const Path& path : {desktop.session().port().sampleFilm(), desktop.session().port().starterModel()}) {
        const QString name = bridge::fromUtf8(utf8FromPath(path));
        if (!QFileInfo::exists(name)) faults << QStringLiteral("%1 is missing.").arg(name);
    }
    desktop.language().set(language);
    widgets::Theme::instance().setMode(mode);
    window.showPage(page);
    return faults;
}

}  // namespace brandloom::desktop
