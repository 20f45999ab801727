#pragma once
// Families that a brand may choose, and whether Chinese can be written with them, as Qt knows it. GUI thread.
#include <QFont>
#include <QString>
#include <QStringList>

#include "core/brand/brand.h"

namespace brandloom::brand_page {

/// Those with simplified Chinese first, where that is asked for.
QStringList families(bool chineseFirst);

struct FontVerdict {
    bool isFine = true;
    QString words;  ///< empty: nothing was chosen
};
/// Of a family for Chinese, or for Latin.
FontVerdict verdictOn(const QString& family, bool isForChinese);

/// Latin in the brand's font for Latin, all else in the one for Chinese, then the fonts of the window.
QFont brandFont(const brand::Brand& brand, int pixels, bool bold);

}  // namespace brandloom::brand_page
