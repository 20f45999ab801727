#include "gui/brand/brand_page.h"

#include <QColorDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStandardPaths>

#include "gui/brand/brand_words.h"
#include "gui/brand/colour_wells.h"
#include "gui/brand/logo_box.h"
#include "gui/brand/sample_frame.h"
#include "gui/brand/words_form.h"
#include "gui/bridge/error_text.h"
#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"

namespace brandloom::brand_page {

using namespace widgets;
using bridge::fromUtf8;

namespace {

constexpr brand::LogoGround kGrounds[] = {brand::LogoGround::Dark, brand::LogoGround::Light};
constexpr brand::ColourRole kRoles[] = {brand::ColourRole::None, brand::ColourRole::Background,
                                        brand::ColourRole::Text, brand::ColourRole::Primary,
                                        brand::ColourRole::Accent};
constexpr double kClearSpaces[] = {0, 0.25, 0.5, 1};

}  // namespace

BrandPage::BrandPage(bridge::Session& session, QWidget* parent) : QWidget(parent), m_presenter(session) {
    build();
    connectAll();
    retranslate();
}

void BrandPage::connectAll() {
    connect(&m_presenter, &BrandPresenter::viewChanged, this, &BrandPage::refresh);
    connect(&m_presenter, &BrandPresenter::said, this, [this](Said tone, const QString& sentence, bool canUndo) {
        constexpr Tone kTones[] = {Tone::Info, Tone::Success, Tone::Warning, Tone::Error};
        m_message->say(kTones[static_cast<int>(tone)], sentence, canUndo ? tr("Undo") : QString(),
                       canUndo ? std::function<void()>([this] { m_presenter.undo(); }) : nullptr);
    });
    connect(&m_thumbs, &ThumbCache::arrived, this, &BrandPage::refreshFrames);
    connect(&m_thumbs, &ThumbCache::arrived, this, &BrandPage::refreshLogos);
    connect(m_emptyAct, &QAbstractButton::clicked, this, &BrandPage::newProjectRequested);
    connect(m_import, &QAbstractButton::clicked, this, [this] {
        chooseFile(tr("Take a brand from a file"), tr("Brands (*.json *.txt)"), &BrandPage::takeWords);
    });
    for (int i = 0; i < 2; ++i)
        connect(m_logoActs[i], &QAbstractButton::clicked, this, [this, i] {
            m_presenter.logoFile(kGrounds[i]).isEmpty() ? chooseLogo(kGrounds[i]) : showLogoMenu(i);
        });
    connect(m_clear, &QComboBox::activated, this,
            [this](int index) { m_presenter.setClearSpace(kClearSpaces[index]); });
    connect(m_mend, &QAbstractButton::clicked, &m_presenter, &BrandPresenter::mend);
    connect(m_otherPicture, &QAbstractButton::clicked, this, [this] {
        ++m_picture;
        refreshFrames();
    });
    connectColour();
}

void BrandPage::connectColour() {
    connect(m_addColour, &QAbstractButton::clicked, this, [this] { pickColour(-1); });
    connect(m_fromPicture, &QAbstractButton::clicked, this, [this] {
        chooseFile(tr("Take colours from a picture"),
                   tr("Pictures and films (*.png *.jpg *.jpeg *.mp4 *.mov *.mkv)"), &BrandPage::takeColours);
    });
    connect(m_fromDataset, &QAbstractButton::clicked, &m_presenter, &BrandPresenter::coloursFromDataset);
    connect(m_wells, &ColourWells::currentChanged, this, &BrandPage::refreshColour);
    connect(m_wells, &ColourWells::changeWanted, this, &BrandPage::pickColour);
    connect(m_wells, &ColourWells::removeWanted, &m_presenter, &BrandPresenter::removeColour);
    connect(m_colourPick, &QAbstractButton::clicked, this, [this] { pickColour(m_wells->current()); });
    connect(m_colourRemove, &QAbstractButton::clicked, this,
            [this] { m_presenter.removeColour(m_wells->current()); });
    const auto current = [this]() -> brand::Colour {
        const auto& colours = m_presenter.brand().colours;
        const int index = m_wells->current();
        return index < 0 || index >= m_wells->count() ? brand::Colour() : colours[static_cast<std::size_t>(index)];
    };
    const auto typed = [this, current](QLineEdit* field, std::string brand::Colour::*part) {
        connect(field, &QLineEdit::editingFinished, this, [this, current, field, part] {
            if (!field->isModified()) return;
            field->setModified(false);
            auto colour = current();
            colour.*part = field->text().trimmed().toStdString();
            setColourFrom(colour);
        });
    };
    typed(m_colourName, &brand::Colour::name);
    typed(m_colourHex, &brand::Colour::hex);
    connect(m_colourRole, &QComboBox::activated, this, [this, current](int index) {
        auto colour = current();
        colour.role = kRoles[index];
        setColourFrom(colour);
    });
}

void BrandPage::setColourFrom(brand::Colour changed) {
    m_presenter.setColour(m_wells->current(), changed);
}

void BrandPage::refresh() {
    refreshEmpty();
    const bool canChange = m_presenter.isKnown() && !m_presenter.isReadOnly();
    const QString name = m_presenter.text(Text::Name);
    m_title->setText(name.isEmpty() ? tr("Brand") : name);
    m_saved->setText(!m_presenter.isKnown() ? QString()
                     : canChange            ? tr("Kept as you change it")
                                            : tr("This project can only be read"));
    for (QWidget* widget : {static_cast<QWidget*>(m_import), static_cast<QWidget*>(m_addColour),
                            static_cast<QWidget*>(m_fromPicture), static_cast<QWidget*>(m_fromDataset)})
        widget->setEnabled(canChange);
    m_name->refresh();
    m_fonts->refresh();
    m_words->refresh();
    m_wells->refresh();
    refreshLogos();
    refreshColour();
    refreshFault();
    refreshFrames();
    refreshChecks();
}

void BrandPage::refreshEmpty() {
    const bool hasProject = m_presenter.hasProject();
    m_centre->setCurrentIndex(hasProject ? 0 : 1);
    m_side->setVisible(hasProject);
}

void BrandPage::refreshLogos() {
    const bool canChange = m_presenter.isKnown() && !m_presenter.isReadOnly();
    double clear = brand::kClearSpace;
    for (int i = 0; i < 2; ++i) {
        const bool isDark = kGrounds[i] == brand::LogoGround::Dark;
        const QString file = m_presenter.logoFile(kGrounds[i]);
        const auto* logo = brand::findLogo(m_presenter.brand(), kGrounds[i]);
        if (logo) clear = logo->clearSpace;
        m_logos[i]->setLogo(file.isEmpty() ? QImage() : m_thumbs.picture(file), clear,
                            isDark ? QColor(0x1B, 0x1B, 0x1B) : QColor(0xF5, 0xF5, 0xF5));
        m_logoActs[i]->setText(file.isEmpty() ? tr("Add…") : tr("Change"));
        m_logoActs[i]->setOpensMenu(!file.isEmpty());
        m_logoActs[i]->setEnabled(canChange);
    }
    m_clear->setEnabled(canChange && !m_presenter.brand().logos.empty());
    int nearest = 0;
    for (int i = 0; i < 4; ++i)
        if (qAbs(kClearSpaces[i] - clear) < qAbs(kClearSpaces[nearest] - clear)) nearest = i;
    m_clear->setCurrentIndex(nearest);
}

void BrandPage::refreshColour() {
    const int index = m_wells->current();
    const bool isChosen = index >= 0 && index < m_wells->count();
    m_colourRow->setVisible(isChosen);
    if (!isChosen) return;
    const auto& colour = m_presenter.brand().colours[static_cast<std::size_t>(index)];
    m_colourRow->setEnabled(!m_presenter.isReadOnly());
    const auto show = [](QLineEdit* field, const QString& text) {
        if (field->hasFocus() && field->isModified()) return;
        if (field->text() != text) field->setText(text);
    };
    show(m_colourName, fromUtf8(colour.name));
    show(m_colourHex, fromUtf8(colour.hex));
    const QSignalBlocker quiet(m_colourRole);
    m_colourRole->setCurrentIndex(static_cast<int>(colour.role));
}

void BrandPage::refreshFault() {
    const QString fault = m_presenter.contrastFault();
    m_fault->setVisible(!fault.isEmpty());
    m_faultWords->setText(fault);
    m_mend->setVisible(m_presenter.canMend());
}

void BrandPage::refreshFrames() {
    SampleLook look;
    look.brand = m_presenter.brand();
    const auto& pictures = m_presenter.view().pictures;
    if (!pictures.empty()) {
        const auto at = static_cast<std::size_t>(m_picture) % pictures.size();
        look.picture = m_thumbs.picture(fromUtf8(utf8FromPath(pictures[at])));
    }
    const auto logo = [this](brand::LogoGround ground) {
        const QString file = m_presenter.logoFile(ground);
        return file.isEmpty() ? QImage() : m_thumbs.picture(file);
    };
    look.logoDark = logo(brand::LogoGround::Dark);
    look.logoLight = logo(brand::LogoGround::Light);
    look.subtitleZh = QStringLiteral("清晨第一杯");
    look.subtitleEn = QStringLiteral("The first cup");
    for (auto* frame : m_frames) frame->setLook(look);
    m_otherPicture->setEnabled(pictures.size() > 1);
    m_sampleName->setText(pictures.empty() ? tr("No clip yet: on plain ground") : tr("On a clip of the dataset"));
}

QString BrandPage::dropWords(const QStringList& files) const {
    if (!m_presenter.hasProject() || m_presenter.isReadOnly() || files.size() != 1) return {};
    const QString name = quoted(QFileInfo(files[0]).fileName());
    switch (BrandPresenter::useOf(files[0])) {
        case FileUse::None:
            return {};
        case FileUse::Words:
            return tr("Take the brand from %1").arg(name);
        case FileUse::ColoursOnly:
            return tr("Take the colours of %1").arg(name);
        case FileUse::ColoursOrLogo:
            return tr("Use %1 for colours or as a logo").arg(name);
        case FileUse::LogoOnly:
            return tr("Use %1 as a logo").arg(name);
    }
    return {};
}

void BrandPage::drop(const QStringList& files, const QPoint& at) {
    if (dropWords(files).isEmpty()) return;
    const QString file = files[0];
    const FileUse use = BrandPresenter::useOf(file);
    if (use == FileUse::Words) return m_presenter.importWords(file);
    if (use == FileUse::ColoursOnly) return m_presenter.coloursFrom(file);
    delete m_ask;
    m_ask = new QMenu(this);
    m_ask->setAccessibleName(dropWords(files));
    if (use == FileUse::ColoursOrLogo)
        connect(m_ask->addAction(tr("Take its colours")), &QAction::triggered, this,
                [this, file] { m_presenter.coloursFrom(file); });
    connect(m_ask->addAction(tr("Logo for dark ground")), &QAction::triggered, this,
            [this, file] { m_presenter.setLogo(brand::LogoGround::Dark, file); });
    connect(m_ask->addAction(tr("Logo for light ground")), &QAction::triggered, this,
            [this, file] { m_presenter.setLogo(brand::LogoGround::Light, file); });
    m_ask->popup(at);
}

void BrandPage::pickColour(int index) {
    const auto& colours = m_presenter.brand().colours;
    const bool isNew = index < 0 || index >= static_cast<int>(colours.size());
    const QColor start =
        isNew ? QColor(0x80, 0x80, 0x80) : QColor(fromUtf8(colours[static_cast<std::size_t>(index)].hex));
    auto* dialog = new QColorDialog(start, this);
    dialog->setOption(QColorDialog::DontUseNativeDialog);  // ours picks from the screen too
    dialog->setWindowTitle(isNew ? tr("Add a colour") : tr("Change the colour"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QColorDialog::colorSelected, this, [this, index, isNew](const QColor& chosen) {
        if (isNew) return m_presenter.addColour(chosen);
        if (index >= m_wells->count()) return;
        auto colour = m_presenter.brand().colours[static_cast<std::size_t>(index)];
        colour.hex = chosen.name().toUpper().toStdString();
        m_presenter.setColour(index, colour);
    });
    dialog->open();
}

void BrandPage::chooseFile(const QString& title, const QString& kinds, void (BrandPage::*use)(const QString&)) {
    auto* dialog =
        new QFileDialog(this, title, QStandardPaths::writableLocation(QStandardPaths::PicturesLocation), kinds);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, use);
    dialog->open();
}

void BrandPage::takeColours(const QString& file) {
    m_presenter.coloursFrom(file);
}

void BrandPage::takeWords(const QString& file) {
    m_presenter.importWords(file);
}

void BrandPage::chooseLogo(brand::LogoGround ground) {
    auto* dialog = new QFileDialog(this, tr("Choose a logo"),
                                   QStandardPaths::writableLocation(QStandardPaths::PicturesLocation),
                                   tr("Logos (*.png *.svg)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, ground](const QString& file) { m_presenter.setLogo(ground, file); });
    dialog->open();
}

void BrandPage::showLogoMenu(int index) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto ground = kGrounds[index];
    connect(menu->addAction(tr("Another file…")), &QAction::triggered, this,
            [this, ground] { chooseLogo(ground); });
    connect(menu->addAction(tr("Remove")), &QAction::triggered, this,
            [this, ground] { m_presenter.removeLogo(ground); });
    menu->popup(m_logoActs[index]->mapToGlobal(QPoint(0, m_logoActs[index]->height())));
}

void BrandPage::showEvent(QShowEvent* event) {
    m_presenter.setShown(true);
    QWidget::showEvent(event);
}

void BrandPage::hideEvent(QHideEvent* event) {
    m_presenter.setShown(false);
    QWidget::hideEvent(event);
}

void BrandPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

}  // namespace brandloom::brand_page
