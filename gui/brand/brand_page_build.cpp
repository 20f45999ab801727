// How the Brand page is laid out, and its words.
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>

#include "gui/brand/brand_page.h"
#include "gui/brand/brand_words.h"
#include "gui/brand/colour_wells.h"
#include "gui/brand/logo_box.h"
#include "gui/brand/sample_frame.h"
#include "gui/brand/words_form.h"
#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/surface.h"

namespace brandloom::brand_page {

using namespace widgets;

namespace {

constexpr int kGutter = 28;
constexpr int kWidest = 1000;
constexpr int kSide = 348;

QWidget* rule() {
    auto* line = new Surface(Token::App, Qt::TopEdge);
    line->setFixedHeight(1);
    return line;
}

void addGroup(QVBoxLayout* column) {
    column->addSpacing(16);
    column->addWidget(rule());
    column->addSpacing(16);
}

QScrollArea* scrolling(QWidget* inside) {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    return scroll;
}

Button* quiet(const char* icon) {
    auto* button = new Button(ButtonKind::Quiet);
    button->setIconName(QLatin1String(icon));
    return button;
}

/// One contrast in words, with its mark.
QWidget* checkRow(const brand::ContrastCheck& check) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 6, 0, 6);
    layout->setSpacing(8);
    const bool passes = check.legibility == brand::Legibility::Passes;
    // Elsewhere subtitles need not stand: that is no fault yet.
    const bool fails = check.isSubtitle && check.legibility == brand::Legibility::Fails;
    layout->addWidget(new IconView(passes  ? QStringLiteral("ok")
                                   : fails ? QStringLiteral("error")
                                           : QStringLiteral("warning"),
                                   16,
                                   passes  ? Token::Success
                                   : fails ? Token::Danger
                                           : Token::Warning),
                      0, Qt::AlignTop);
    auto* words = new Paragraph(Role::Small, check.isSubtitle ? Token::T1 : Token::T2);
    words->setText(contrastWords(check));
    layout->addWidget(words, 1);
    return row;
}

}  // namespace

void BrandPage::build() {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    m_centre = new QStackedWidget;
    m_centre->addWidget(buildCentre());
    m_centre->addWidget(buildEmpty());
    whole->addWidget(m_centre, 1);
    whole->addWidget(m_side = buildSide());
}

QWidget* BrandPage::buildCentre() {
    auto* ground = new Surface(Token::App);
    auto* sides = new QHBoxLayout(ground);
    sides->setContentsMargins(kGutter, 12, kGutter, 20);
    auto* inside = new QWidget;
    inside->setMaximumWidth(kWidest);
    sides->addWidget(inside, 1);
    sides->addStretch(0);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title = new Label(Role::Title));
    head->addWidget(m_saved = new Label(Role::Body, Token::T3), 1);
    head->addWidget(m_import = new Button(ButtonKind::Normal));
    m_import->setIconName(QStringLiteral("import"));
    column->addLayout(head);
    column->addSpacing(8);
    column->addWidget(m_message = new MessageBar);
    column->addSpacing(8);
    column->addWidget(m_name = new WordsForm(m_presenter, FormPart::Name));
    addGroup(column);
    buildLogos(column);
    addGroup(column);
    buildColours(column);
    addGroup(column);
    column->addWidget(m_fontHeading = new Label(Role::Heading));
    column->addSpacing(10);
    column->addWidget(m_fonts = new WordsForm(m_presenter, FormPart::Fonts));
    addGroup(column);
    column->addWidget(m_wordsHeading = new Label(Role::Heading));
    column->addSpacing(10);
    column->addWidget(m_words = new WordsForm(m_presenter, FormPart::Words));
    column->addStretch(1);
    return scrolling(ground);
}

void BrandPage::buildLogos(QVBoxLayout* column) {
    column->addWidget(m_logoHeading = new Label(Role::Heading));
    column->addSpacing(10);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    for (int i = 0; i < 2; ++i) {
        auto* box = new QVBoxLayout;
        box->setSpacing(6);
        box->addWidget(m_logos[i] = new LogoBox(i == 0 ? brand::LogoGround::Dark : brand::LogoGround::Light));
        auto* under = new QHBoxLayout;
        under->addWidget(m_logoNames[i] = new Label(Role::Small, Token::T2), 1);
        under->addWidget(m_logoActs[i] = new Button(ButtonKind::Normal, 24));
        box->addLayout(under);
        row->addLayout(box, 3);
    }
    auto* facts = new QVBoxLayout;
    facts->setSpacing(6);
    facts->addWidget(m_clearName = new Label(Role::Body, Token::T2));
    facts->addWidget(m_clear = new ComboBox);
    facts->addStretch(1);
    row->addLayout(facts, 2);
    column->addLayout(row);
}

void BrandPage::buildColours(QVBoxLayout* column) {
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(m_colourHeading = new Label(Role::Heading), 1);
    head->addWidget(m_fromPicture = quiet("preview"));
    head->addWidget(m_fromDataset = quiet("dataset"));
    head->addWidget(m_addColour = new Button(ButtonKind::Normal));
    m_addColour->setIconName(QStringLiteral("add"));
    column->addLayout(head);
    column->addSpacing(10);
    column->addWidget(m_wells = new ColourWells(m_presenter));
    column->addWidget(buildColourRow());
    column->addWidget(buildFault());
}

QWidget* BrandPage::buildColourRow() {
    m_colourRow = new QWidget;
    auto* row = new QHBoxLayout(m_colourRow);
    row->setContentsMargins(0, 10, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_colourName = new QLineEdit, 3);
    row->addWidget(m_colourHex = new QLineEdit, 1);
    m_colourHex->setMinimumWidth(84);
    row->addWidget(m_colourRole = new ComboBox, 2);
    row->addWidget(m_colourPick = new Button(ButtonKind::Normal));
    row->addWidget(m_colourRemove = new Button(ButtonKind::Normal));
    m_colourRow->hide();
    return m_colourRow;
}

QWidget* BrandPage::buildFault() {
    m_fault = new QWidget;
    auto* outside = new QVBoxLayout(m_fault);
    outside->setContentsMargins(0, 12, 0, 0);
    auto* box = new Surface(Token::WarningSoft);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(10);
    row->addWidget(new IconView(QStringLiteral("warning"), 16, Token::Warning));
    row->addWidget(m_faultWords = new Paragraph(Role::Body, Token::T1), 1);
    row->addWidget(m_mend = new Button(ButtonKind::Normal, 24));
    outside->addWidget(box);
    m_fault->hide();
    return m_fault;
}

QWidget* BrandPage::buildEmpty() {
    auto* empty = new QWidget;
    auto* inner = new QVBoxLayout(empty);
    inner->setSpacing(6);
    inner->addStretch(1);
    inner->addWidget(new IconView(QStringLiteral("brand"), 28, Token::T3), 0, Qt::AlignHCenter);
    inner->addSpacing(4);
    inner->addWidget(m_emptyHeading = new Label(Role::Heading), 0, Qt::AlignHCenter);
    inner->addWidget(m_emptyText = new Label(Role::Body, Token::T2), 0, Qt::AlignHCenter);
    inner->addSpacing(10);
    inner->addWidget(m_emptyAct = new Button(ButtonKind::Primary, 32), 0, Qt::AlignHCenter);
    inner->addStretch(1);
    return empty;
}

QWidget* BrandPage::buildSide() {
    auto* panel = new Surface(Token::Panel, Qt::LeftEdge);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_frames[0] = new SampleFrame(16, 9));
    auto* two = new QHBoxLayout;
    two->setSpacing(12);
    two->addWidget(m_frames[1] = new SampleFrame(9, 16), 0, Qt::AlignTop);
    two->addWidget(m_frames[2] = new SampleFrame(1, 1), 0, Qt::AlignTop);
    two->addStretch(1);
    column->addLayout(two);
    auto* choice = new QHBoxLayout;
    choice->addWidget(m_sampleName = new Label(Role::Small, Token::T3), 1);
    choice->addWidget(m_otherPicture = new Button(ButtonKind::Normal, 24));
    m_otherPicture->setIconName(QStringLiteral("loop"));
    column->addLayout(choice);
    column->addWidget(rule());
    column->addWidget(m_checkHeading = new Label(Role::SmallMedium, Token::T3));
    m_checks = new QWidget;
    auto* rows = new QVBoxLayout(m_checks);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    column->addWidget(m_checks);
    column->addStretch(1);
    auto* scroll = scrolling(panel);
    scroll->setFixedWidth(kSide);
    return scroll;
}

/// The frames have their aspects from fixed sizes: layouts do not ask painted widgets in rows for theirs.
void BrandPage::resizeEvent(QResizeEvent* event) {
    constexpr int kInside = kSide - 32 - 6;  // beside the margins and a scroll bar
    constexpr int kTall = 124;
    m_frames[0]->setFixedSize(kInside, kInside * 9 / 16);
    m_frames[1]->setFixedSize(kTall, kTall * 16 / 9);
    m_frames[2]->setFixedSize(kInside - kTall - 12, kInside - kTall - 12);
    QWidget::resizeEvent(event);
}

void BrandPage::refreshChecks() {
    auto* rows = static_cast<QVBoxLayout*>(m_checks->layout());
    while (QLayoutItem* item = rows->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
    const auto& checks = m_presenter.view().shown.contrasts;
    m_checkHeading->setVisible(!checks.empty());
    for (const auto& check : checks) rows->addWidget(checkRow(check));
}

void BrandPage::retranslate() {
    m_emptyHeading->setText(tr("No project is open"));
    m_emptyText->setText(tr("A brand belongs to a project. Create one, or open one on Home."));
    m_emptyAct->setText(tr("New project…"));
    m_import->setText(tr("From a file…"));
    m_import->setToolTip(tr("JSON, or lines such as “name: …”, as the command line writes them"));
    m_message->setCloseWords(tr("Close message"));
    m_logoHeading->setText(tr("Logo"));
    const QString grounds[] = {tr("On dark ground"), tr("On light ground")};
    for (int i = 0; i < 2; ++i) {
        m_logoNames[i]->setText(grounds[i]);
        m_logos[i]->setAccessibleName(tr("Logo: %1").arg(grounds[i]));
        m_logos[i]->setHint(tr("PNG or SVG; drop it here"));
        m_logoActs[i]->setAccessibleName(tr("Logo: %1").arg(grounds[i]));
    }
    m_clearName->setText(tr("Clear space"));
    m_clear->setAccessibleName(tr("Clear space around the logo"));
    const int clear = m_clear->currentIndex();
    m_clear->clear();
    m_clear->addItems({tr("None"), tr("¼ of its height"), tr("½ of its height"), tr("Its height")});
    m_clear->setCurrentIndex(clear);
    m_fontHeading->setText(tr("Fonts"));
    m_wordsHeading->setText(tr("Words"));
    m_otherPicture->setText(tr("Another picture"));
    m_checkHeading->setText(tr("Can subtitles be read?"));
    m_name->retranslate();
    m_fonts->retranslate();
    m_words->retranslate();
    retranslateColours();
    refresh();
}

void BrandPage::retranslateColours() {
    m_colourHeading->setText(tr("Colours"));
    m_addColour->setText(tr("Add…"));
    m_addColour->setAccessibleName(tr("Add a colour"));
    m_fromPicture->setText(tr("From a picture…"));
    m_fromDataset->setText(tr("From the dataset"));
    m_wells->setAccessibleName(tr("Colours"));
    m_colourName->setAccessibleName(tr("Name of the colour"));
    m_colourHex->setAccessibleName(tr("Colour as #RRGGBB"));
    m_colourRole->setAccessibleName(tr("What the colour is for"));
    m_colourPick->setText(tr("Pick…"));
    m_colourRemove->setText(tr("Remove"));
    m_mend->setText(tr("Use the nearest that passes"));
    const int role = m_colourRole->currentIndex();
    m_colourRole->clear();
    for (const auto one : {brand::ColourRole::None, brand::ColourRole::Background, brand::ColourRole::Text,
                           brand::ColourRole::Primary, brand::ColourRole::Accent})
        m_colourRole->addItem(roleWords(one));
    m_colourRole->setCurrentIndex(role);
}

}  // namespace brandloom::brand_page
