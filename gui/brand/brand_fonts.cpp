#include "gui/brand/brand_fonts.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QHash>
#include <QRawFont>

#include "gui/bridge/error_text.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::brand_page {

using bridge::fromUtf8;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(brandloom::brand_page::Words)
  public:
    static FontVerdict missing() { return {false, tr("Not installed here; another font stands in")}; }
    static FontVerdict chinese(double share) {
        if (share >= 1) return {true, tr("Chinese is complete")};
        if (share < 0.5) return {false, tr("No Chinese; another font stands in")};
        return {false, tr("Some Chinese is missing; another font stands in")};
    }
    static FontVerdict latin(double share) {
        return {true, share >= 1 ? tr("Has Chinese too") : tr("No Chinese; that is written in the font above")};
    }
};

/// Part of the tested characters that the family itself has; asked once for each.
double chineseShare(const QString& family) {
    static QHash<QString, double> known;
    if (const auto found = known.constFind(family); found != known.constEnd()) return *found;
    const QRawFont font = QRawFont::fromFont(QFont(family, 12), QFontDatabase::SimplifiedChinese);
    const auto tested = fromUtf8(std::string(brand::testedChinese())).toUcs4();
    int there = 0;
    // Qt may answer with another family that can write what was asked for.
    if (font.isValid() && font.familyName().compare(family, Qt::CaseInsensitive) == 0)
        for (const auto character : tested) there += font.supportsCharacter(character) ? 1 : 0;
    const double share = tested.isEmpty() ? 1 : static_cast<double>(there) / static_cast<double>(tested.size());
    known.insert(family, share);
    return share;
}

}  // namespace

QStringList families(bool chineseFirst) {
    QStringList all = QFontDatabase::families();
    if (!chineseFirst) return all;
    QStringList first = QFontDatabase::families(QFontDatabase::SimplifiedChinese);
    for (const QString& family : all)
        if (!first.contains(family)) first << family;
    return first;
}

FontVerdict verdictOn(const QString& family, bool isForChinese) {
    if (family.isEmpty()) return {};
    if (!QFontDatabase::hasFamily(family)) return Words::missing();
    return isForChinese ? Words::chinese(chineseShare(family)) : Words::latin(chineseShare(family));
}

QFont brandFont(const brand::Brand& brand, int pixels, bool bold) {
    QStringList names;
    for (const auto* family : {&brand.fontLatin, &brand.fontChinese})
        if (!family->empty()) names << fromUtf8(*family);
    QFont font = widgets::Theme::instance().font(widgets::Role::Body);
    names << font.families();
    font.setFamilies(names);
    font.setPixelSize(qMax(6, pixels));
    font.setWeight(bold ? QFont::Bold : QFont::Normal);
    return font;
}

}  // namespace brandloom::brand_page
