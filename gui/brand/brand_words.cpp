#include "gui/brand/brand_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::brand_page {

using bridge::fromUtf8;

QString quoted(const QString& name) {
    return bridge::JobWords::quoted(name);
}

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(brandloom::brand_page::Words)
  public:
    /// A colour without a name is the one that stands in where the brand has none.
    static QString nameOf(const std::string& name, const std::string& hex) {
        if (!name.empty()) return quoted(fromUtf8(name));
        const auto rgb = brand::rgbFrom(hex);
        return rgb && brand::relativeLuminance(*rgb) > 0.5 ? tr("white") : tr("near black");
    }
    static QString contrast(const brand::ContrastCheck& check) {
        const QString ratio = ratioWords(check.ratio);
        const QString text = nameOf(check.textName, check.text), ground = nameOf(check.groundName, check.ground);
        switch (check.legibility) {
            case brand::Legibility::Passes:
                return tr("Text in %1 on %2 has a contrast of %3: it can be read.").arg(text, ground, ratio);
            case brand::Legibility::LargeOnly:
                return tr("Text in %1 on %2 has a contrast of %3, below 4.5: only large text can be read.")
                    .arg(text, ground, ratio);
            case brand::Legibility::Fails:
                return tr("Text in %1 on %2 has a contrast of %3, below 3: it cannot be read.")
                    .arg(text, ground, ratio);
        }
        return {};
    }
    static QString role(brand::ColourRole role) {
        switch (role) {
            case brand::ColourRole::None:
                return tr("No role");
            case brand::ColourRole::Background:
                return tr("Ground of subtitles");
            case brand::ColourRole::Text:
                return tr("Text of subtitles");
            case brand::ColourRole::Primary:
                return tr("Main colour");
            case brand::ColourRole::Accent:
                return tr("Accent");
        }
        return {};
    }
};

}  // namespace

QString contrastWords(const brand::ContrastCheck& check) {
    return Words::contrast(check);
}

QString ratioWords(double ratio) {
    double shown = std::round(ratio * 10) / 10;
    if (brand::legibilityOf(shown) != brand::legibilityOf(ratio)) shown = std::floor(ratio * 10) / 10;
    return QLocale().toString(shown, 'f', 1);
}

QString roleWords(brand::ColourRole role) {
    return Words::role(role);
}

bool isOfBrand(const std::string& command) {
    return command.starts_with("brand.");
}

}  // namespace brandloom::brand_page
