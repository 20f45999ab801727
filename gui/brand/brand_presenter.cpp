#include "gui/brand/brand_presenter.h"

#include <QFileInfo>
#include <QLocale>
#include <QTemporaryDir>
#include <algorithm>

#include "core/brand/brand_checks.h"
#include "gui/brand/brand_words.h"
#include "gui/brand/logo_box.h"
#include "gui/bridge/error_text.h"

namespace brandloom::brand_page {

using bridge::fromUtf8;

namespace {

std::string languageOfNames() {
    return QLocale().language() == QLocale::Chinese ? "zh" : "en";
}

Path pathOf(const QString& file) {
    return pathFromUtf8(file.toStdString());
}

}  // namespace

BrandPresenter::BrandPresenter(bridge::Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &bridge::Session::projectChanged, this, &BrandPresenter::projectChanged);
    projectChanged();
}

void BrandPresenter::projectChanged() {
    const auto& project = m_session.project();
    const QString folder = project ? fromUtf8(utf8FromPath(project->folder)) : QString();
    if (folder == m_folder) return;
    m_folder = folder;
    m_view = {};
    m_known = false;
    Q_EMIT viewChanged();
    refresh();  // when it is shown
}

QString BrandPresenter::text(Text which) const {
    const auto& b = brand();
    switch (which) {
        case Text::Name:
            return fromUtf8(b.name);
        case Text::ToneZh:
            return fromUtf8(b.tone.zh);
        case Text::ToneEn:
            return fromUtf8(b.tone.en);
        case Text::Banned: {
            QStringList words;
            for (const auto& word : b.bannedWords) words << fromUtf8(word);
            return words.join(QStringLiteral(", "));
        }
        case Text::LegalZh:
            return fromUtf8(b.legalLine.zh);
        case Text::LegalEn:
            return fromUtf8(b.legalLine.en);
        case Text::FontLatin:
            return fromUtf8(b.fontLatin);
        case Text::FontChinese:
            return fromUtf8(b.fontChinese);
    }
    return {};
}

QString BrandPresenter::logoFile(brand::LogoGround ground) const {
    for (const auto& logo : m_view.shown.logos)
        if (logo.logo.ground == ground) return fromUtf8(utf8FromPath(logo.file));
    return {};
}

double BrandPresenter::contrastOf(const QString& name) const {
    const auto subtitle = brand::subtitleColours(brand());
    const auto* colour = brand::findColour(brand(), name.toStdString());
    const auto rgb = colour ? brand::rgbFrom(colour->hex) : std::nullopt;
    if (!rgb) return 1;
    return brand::contrastRatio(*rgb, colour->name == subtitle.textName ? subtitle.ground : subtitle.text);
}

QString BrandPresenter::contrastFault() const {
    const auto& checks = m_view.shown.contrasts;
    return checks.empty() || checks[0].legibility == brand::Legibility::Passes ? QString()
                                                                               : contrastWords(checks[0]);
}

bool BrandPresenter::canMend() const {
    const auto& checks = m_view.shown.contrasts;
    return !isReadOnly() && !checks.empty() && !checks[0].nearest.empty() && !checks[0].textName.empty();
}

void BrandPresenter::setShown(bool shown) {
    if (shown == m_shown) return;
    m_shown = shown;
    if (shown) refresh();
}

void BrandPresenter::refresh() {
    if (!hasProject() || !m_shown) return;
    const int asked = ++m_asked;
    m_session.askBrand(
        this, [](bridge::BrandPort& port) { return port.view(); },
        [this, asked, folder = m_folder](const Result<studio::BrandView>& found) {
            if (asked != m_asked || folder != m_folder) return;
            if (!found) return sayError(found.error());
            m_view = *found;
            m_known = true;
            Q_EMIT viewChanged();
        });
}

void BrandPresenter::took(const studio::BrandChanged& done, const QString& sentence) {
    ++m_asked;  // a view that was asked for before is older
    m_view.shown = done.shown;
    Q_EMIT viewChanged();
    if (!done.leftOut.empty())
        return said(Said::Warning, bridge::describe(done.leftOut.front()).whole(), done.changes > 0);
    if (!sentence.isEmpty() && done.changes > 0) said(Said::Success, sentence, true);
    if (!sentence.isEmpty() && done.changes == 0) said(Said::Info, tr("Nothing had to be changed."), false);
}

void BrandPresenter::change(const studio::SetBrandOptions& options, const QString& sentence) {
    m_session.askBrand(
        this, [options](bridge::BrandPort& port) { return port.set(options); },
        [this, sentence, folder = m_folder](const Result<studio::BrandChanged>& done) {
            if (folder != m_folder) return;
            if (done) return took(*done, sentence);
            sayError(done.error());
            Q_EMIT viewChanged();  // fields show again what is so
        });
}

void BrandPresenter::edit(brand::BrandEdit edit, const QString& sentence) {
    if (!hasProject() || isReadOnly()) return;
    studio::SetBrandOptions options;
    options.edit = std::move(edit);
    change(options, sentence);
}

void BrandPresenter::import(studio::ImportBrandOptions options, const QString& sentence) {
    if (!hasProject() || isReadOnly()) return;
    options.language = languageOfNames();
    m_session.askBrand(
        this, [options](bridge::BrandPort& port) { return port.import(options); },
        [this, sentence, folder = m_folder](const Result<studio::BrandChanged>& done) {
            if (folder != m_folder) return;
            done ? took(*done, sentence) : sayError(done.error());
        });
}

void BrandPresenter::setText(Text which, const QString& typed) {
    if (typed == text(which)) return;
    const std::string now = typed.toStdString();
    brand::BrandEdit change;
    switch (which) {
        case Text::Name:
            change.name = now;
            break;
        case Text::ToneZh:
            change.toneZh = now;
            break;
        case Text::ToneEn:
            change.toneEn = now;
            break;
        case Text::Banned:
            change.bannedWords = brand::listFromText(now);
            break;
        case Text::LegalZh:
            change.legalZh = now;
            break;
        case Text::LegalEn:
            change.legalEn = now;
            break;
        case Text::FontLatin:
            change.fontLatin = now;
            break;
        case Text::FontChinese:
            change.fontChinese = now;
            break;
    }
    edit(std::move(change));
}

void BrandPresenter::addColour(const QColor& colour) {
    if (!colour.isValid()) return;
    brand::Colour one;
    one.hex = colour.name().toUpper().toStdString();
    for (int n = static_cast<int>(brand().colours.size()) + 1; one.name.empty() || findColour(brand(), one.name);
         ++n)
        one.name = tr("Colour %1").arg(n).toStdString();
    brand::BrandEdit change;
    change.putColours = {one};
    edit(std::move(change));
}

void BrandPresenter::setColour(int index, const brand::Colour& colour) {
    auto colours = brand().colours;
    if (index < 0 || index >= static_cast<int>(colours.size())) return;
    const auto at = static_cast<std::size_t>(index);
    if (colours[at] == colour) return;
    const bool isSingle = colour.role == brand::ColourRole::Background || colour.role == brand::ColourRole::Text;
    if (isSingle)
        for (auto& other : colours)
            if (other.role == colour.role) other.role = brand::ColourRole::None;
    colours[at] = colour;
    brand::BrandEdit change;
    change.colours = std::move(colours);
    change.basis = brand();
    edit(std::move(change));
}

void BrandPresenter::removeColour(int index) {
    if (index < 0 || index >= static_cast<int>(brand().colours.size())) return;
    const auto name = brand().colours[static_cast<std::size_t>(index)].name;
    brand::BrandEdit change;
    change.removeColours = {name};
    edit(std::move(change), tr("%1 was removed from the colours.").arg(quoted(fromUtf8(name))));
}

void BrandPresenter::mend() {
    if (!canMend()) return;
    const auto& check = m_view.shown.contrasts[0];
    const auto* colour = brand::findColour(brand(), check.textName);
    if (!colour) return;
    brand::BrandEdit change;
    change.putColours = {*colour};
    change.putColours[0].hex = check.nearest;
    edit(std::move(change), tr("%1 is %2 now.").arg(quoted(fromUtf8(check.textName)), fromUtf8(check.nearest)));
}

void BrandPresenter::coloursFromDataset() {
    studio::ImportBrandOptions options;
    options.fromDataset = true;
    import(options, tr("The colours of the clips are in the brand, with their shares."));
}

void BrandPresenter::coloursFrom(const QString& file) {
    studio::ImportBrandOptions options;
    options.files = {pathOf(file)};
    import(options, tr("The colours of %1 are in the brand.").arg(quoted(QFileInfo(file).fileName())));
}

void BrandPresenter::importWords(const QString& file) {
    studio::ImportBrandOptions options;
    options.files = {pathOf(file)};
    import(options, tr("What %1 says is in the brand.").arg(quoted(QFileInfo(file).fileName())));
}

void BrandPresenter::setLogo(brand::LogoGround ground, const QString& file) {
    if (!hasProject() || isReadOnly()) return;
    const QString sentence = tr("The logo is in the brand.");
    if (useOf(file) != FileUse::LogoOnly) {
        studio::SetBrandOptions options;
        options.logos = {{ground, pathOf(file), {}}};
        return change(options, sentence);
    }
    m_session.askBrand(
        this,
        [ground, file](bridge::BrandPort& port) -> Result<studio::BrandChanged> {
            const QTemporaryDir folder;
            const QString png = folder.filePath(QStringLiteral("logo.png"));
            studio::SetBrandOptions options;
            // What cannot be drawn is refused by the studio, by the name of the file itself.
            options.logos = {{ground, pathOf(drawSvg(file, png) ? png : file), {}}};
            return port.set(options);
        },
        [this, sentence, folder = m_folder](const Result<studio::BrandChanged>& done) {
            if (folder != m_folder) return;
            done ? took(*done, sentence) : sayError(done.error());
        });
}

void BrandPresenter::removeLogo(brand::LogoGround ground) {
    brand::BrandEdit change;
    change.removeLogos = {ground};
    edit(std::move(change), tr("The logo was removed."));
}

void BrandPresenter::setClearSpace(double share) {
    if (!hasProject() || isReadOnly() || brand().logos.empty() || brand().logos[0].clearSpace == share) return;
    studio::SetBrandOptions options;
    options.clearSpace = share;
    change(options, {});
}

void BrandPresenter::undo() {
    m_session.askDataset(
        this, [](bridge::DatasetPort& port) { return port.undo(); },
        [this](const Result<std::string>& done) {
            if (!done) return sayError(done.error());
            refresh();
            said(Said::Info,
                 isOfBrand(*done) ? tr("The last change of the brand was taken back.")
                                  : tr("The last change of the project was taken back."),
                 false);
        });
}

void BrandPresenter::redo() {
    m_session.askDataset(
        this, [](bridge::DatasetPort& port) { return port.redo(); },
        [this](const Result<std::string>& done) {
            if (!done) return sayError(done.error());
            refresh();
            said(Said::Info, tr("The change was made again."), false);
        });
}

FileUse BrandPresenter::useOf(const QString& file) {
    const QString ending = QFileInfo(file).suffix().toLower();
    if (QStringList{QStringLiteral("json"), QStringLiteral("txt")}.contains(ending)) return FileUse::Words;
    if (ending == QLatin1String("svg")) return FileUse::LogoOnly;
    if (ending == QLatin1String("png")) return FileUse::ColoursOrLogo;
    if (QStringList{QStringLiteral("jpg"), QStringLiteral("jpeg")}.contains(ending)) return FileUse::ColoursOnly;
    return FileUse::None;
}

void BrandPresenter::sayError(const Error& error) {
    if (error.isCancelled()) return;
    said(Said::Error, bridge::describe(error).whole(), false);
}

}  // namespace brandloom::brand_page
