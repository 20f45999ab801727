// The Brand page with a brand in memory behind it: what it shows, what is kept, what is dropped, what is undone.
#include <QColorDialog>
#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>

#include "core/brand/brand_errors.h"
#include "gui/brand/brand_page.h"
#include "gui/brand/brand_words.h"
#include "gui/brand/colour_wells.h"
#include "gui/brand/logo_box.h"
#include "gui/brand/sample_frame.h"
#include "gui/brand/words_form.h"
#include "gui/bridge/error_text.h"
#include "gui/shell/commands.h"
#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/drop_overlay.h"
#include "gui/widgets/message_bar.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using brand::ColourRole;
using brand_page::BrandPresenter;
using brand_page::FileUse;
using brand_page::Text;

namespace {

brand::Brand someBrand() {
    brand::Brand b;
    b.name = "寓物";
    b.colours = {{"Night", "#2A2740", 0.26, ColourRole::Background},
                 {"Cream", "#F5EDE0", 0, ColourRole::Text},
                 {"Glaze", "#4A62AE", 0.11, ColourRole::None}};
    b.bannedWords = {"最", "the best"};
    b.legalLine = {"虚构。", ""};
    return b;
}

QPushButton* buttonOf(QWidget& root, const QString& words) {
    for (auto* button : root.findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == words) return button;
    return nullptr;
}

/// The window at the Brand page of an open project.
struct Desk {
    explicit Desk(const brand::Brand& brand = someBrand(), const QString& language = QStringLiteral("en"))
        : bench({}, language) {
        data().fill(brand);
        bench.openProject();
        bench.window->show();
        bench.window->showPage(QStringLiteral("brand"));
        isShown = bench.wait([&] { return page().presenter().isKnown(); });
    }
    [[nodiscard]] brand_page::BrandPage& page() { return bench.window->brandPage(); }
    [[nodiscard]] BrandPresenter& presenter() { return page().presenter(); }
    [[nodiscard]] FakeBrand& data() { return bench.port->brand(); }
    void type(QLineEdit* field, const QString& text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void run(const char* command) {
        page().setFocus();
        bench.window->commands().action(QString::fromLatin1(command))->trigger();
    }
    Bench bench;
    bool isShown = false;
};

void drop(QWidget& window, const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent let(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &let);
}

class BrandTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void thePresenterWorksWithoutWidgets();
    void anEmptyPageSaysWhatToDo();
    void fieldsAreKeptAndUndone();
    void coloursAreChangedByKeysAndFields();
    void whatIsNoColourIsRefused();
    void aFaultIsMended();
    void fontsAreJudged();
    void picturesAreAskedAboutWhenDropped();
    void otherFilesGoTheirWay();
    void svgsBecomeLogos();
    void framesShowTheLogoThatCanBeSeen();
    void nothingIsChangedInAProjectThatIsOnlyRead();
    void bothLanguagesAreWhole();
};

void BrandTest::thePresenterWorksWithoutWidgets() {
    auto port = std::make_shared<FakePort>();
    port->brand().fill(someBrand());
    bridge::Session session(port);
    BrandPresenter presenter(session);
    QSignalSpy changed(&presenter, &BrandPresenter::viewChanged);
    QVERIFY(!presenter.hasProject());
    presenter.setText(Text::Name, QStringLiteral("nobody hears"));
    bool opened = false;
    session.createProject(ownHome().path() + QStringLiteral("/p"), QStringLiteral("p"),
                          [&](const Status&) { opened = true; });
    QTRY_VERIFY(opened);
    QVERIFY(!presenter.isKnown());  // not to be seen yet
    presenter.setShown(true);
    QTRY_VERIFY(presenter.isKnown());
    QCOMPARE(presenter.text(Text::Banned), QStringLiteral("最, the best"));
    QCOMPARE(qRound(10 * presenter.contrastOf(QStringLiteral("Cream"))), 124);  // on the ground of subtitles
    QCOMPARE(presenter.contrastFault(), QString());
    presenter.setText(Text::Banned, QStringLiteral("第一，顶级, "));
    QTRY_COMPARE(port->brand().brand().bannedWords, (std::vector<std::string>{"第一", "顶级"}));
    presenter.setColour(2, {"Glaze", "#4A62AE", 0.11, ColourRole::Text});
    QTRY_VERIFY(!presenter.contrastFault().isEmpty());
    QCOMPARE(presenter.brand().colours[1].role, ColourRole::None);  // only one can be the text
    QVERIFY(presenter.canMend());
    QVERIFY(changed.count() >= 3);
    session.shutDown(bridge::Session::Ending::Stop, [] {});
}

void BrandTest::anEmptyPageSaysWhatToDo() {
    Bench bench;
    bench.window->show();
    bench.window->showPage(QStringLiteral("brand"));
    QVERIFY(buttonOf(bench.window->brandPage(), QStringLiteral("New project…")));
    bench.openProject();
    auto& page = bench.window->brandPage();
    QVERIFY(bench.wait([&] { return page.presenter().isKnown(); }));
    QVERIFY(!buttonOf(page, QStringLiteral("New project…")));
    QVERIFY(buttonOf(page, QStringLiteral("From the dataset")));
    QCOMPARE(page.wells().count(), 0);
}

void BrandTest::fieldsAreKeptAndUndone() {
    Desk desk;
    QVERIFY(desk.isShown);
    QCOMPARE(desk.page().name().field(Text::Name)->text(), QStringLiteral("寓物"));
    desk.type(desk.page().name().field(Text::Name), QStringLiteral("Fable"));
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().name == "Fable"; }));
    desk.type(desk.page().words().field(Text::LegalEn), QStringLiteral("Invented."));
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().legalLine.en == "Invented."; }));
    desk.run("edit.undo");
    QVERIFY(desk.bench.wait([&] { return desk.page().words().field(Text::LegalEn)->text().isEmpty(); }));
    desk.run("edit.undo");
    QVERIFY(
        desk.bench.wait([&] { return desk.page().name().field(Text::Name)->text() == QStringLiteral("寓物"); }));
    QVERIFY(desk.page().messages().sentence().contains(QStringLiteral("taken back")));
    desk.run("edit.redo");
    QVERIFY(
        desk.bench.wait([&] { return desk.page().name().field(Text::Name)->text() == QStringLiteral("Fable"); }));
}

void BrandTest::coloursAreChangedByKeysAndFields() {
    Desk desk;
    auto& wells = desk.page().wells();
    wells.setFocus();
    QTest::keyClick(&wells, Qt::Key_Right);
    QTest::keyClick(&wells, Qt::Key_Right);
    QCOMPARE(wells.current(), 1);
    QVERIFY(wells.spokenText().contains(QStringLiteral("Cream, #F5EDE0, Text of subtitles, contrast 12.4")));
    QTest::mouseClick(&wells, Qt::LeftButton, {}, wells.wellRect(2).center());
    QCOMPARE(wells.current(), 2);
    QTest::keyClick(&wells, Qt::Key_Return);
    auto* dialog = desk.page().findChild<QColorDialog*>();
    QVERIFY(dialog);
    dialog->setCurrentColor(QColor(0x11, 0x22, 0x33));
    dialog->accept();
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().colours[2].hex == "#112233"; }));
    QCOMPARE(desk.data().brand().colours[2].share, 0.11);
    QTest::keyClick(&wells, Qt::Key_Delete);
    QVERIFY(desk.bench.wait([&] { return wells.count() == 2; }));
    QVERIFY(desk.page().messages().sentence().contains(QStringLiteral("Glaze")));
    QTest::mouseClick(buttonOf(desk.page(), QStringLiteral("Undo")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return wells.count() == 3; }));
    QTest::mouseClick(buttonOf(desk.page(), QStringLiteral("From the dataset")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return wells.count() == 5; }));
    QVERIFY(desk.data().imported().fromDataset);
}

void BrandTest::whatIsNoColourIsRefused() {
    Desk desk;
    desk.page().wells().setCurrent(0);
    QLineEdit* hex = nullptr;
    for (auto* field : desk.page().findChildren<QLineEdit*>())
        if (field->accessibleName() == QStringLiteral("Colour as #RRGGBB")) hex = field;
    QVERIFY(hex && hex->isVisible());
    desk.type(hex, QStringLiteral("#12345"));
    QVERIFY(desk.bench.wait([&] { return desk.page().messages().tone() == widgets::Tone::Error; }));
    QVERIFY(desk.page().messages().sentence().contains(QStringLiteral("#12345")));
    QCOMPARE(desk.data().brand().colours[0].hex, std::string("#2A2740"));
    QCOMPARE(hex->text(), QStringLiteral("#2A2740"));
    desk.type(hex, QStringLiteral("112233"));
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().colours[0].hex == "#112233"; }));
}

void BrandTest::aFaultIsMended() {
    auto brand = someBrand();
    brand.colours[1].role = ColourRole::None;
    brand.colours[2].role = ColourRole::Text;
    Desk desk(brand);
    QVERIFY(shownTexts(&desk.page())
                .join(QLatin1Char('\n'))
                .contains(QStringLiteral("Text in “Glaze” on “Night” has a contrast of 2.5, below 3")));
    auto* mend = buttonOf(desk.page(), QStringLiteral("Use the nearest that passes"));
    QVERIFY(mend);
    QTest::mouseClick(mend, Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return desk.presenter().contrastFault().isEmpty(); }));
    QVERIFY(!mend->isVisible());
}

void BrandTest::fontsAreJudged() {
    Desk desk;
    desk.presenter().setText(Text::FontChinese, QStringLiteral("Noto Sans CJK SC"));
    QVERIFY(desk.bench.wait([&] { return !desk.page().fonts().verdict(Text::FontChinese).isEmpty(); }));
    QCOMPARE(desk.page().fonts().verdict(Text::FontChinese), QStringLiteral("Chinese is complete"));
    QCOMPARE(desk.page().fonts().list(Text::FontChinese)->currentText(), QStringLiteral("Noto Sans CJK SC"));
    desk.presenter().setText(Text::FontChinese, QStringLiteral("No Such Font"));
    QVERIFY(desk.bench.wait([&] {
        return desk.page().fonts().verdict(Text::FontChinese).startsWith(QStringLiteral("Not installed here"));
    }));
}

void BrandTest::picturesAreAskedAboutWhenDropped() {
    Desk desk;
    const QString picture = ownHome().path() + QStringLiteral("/标志.png");
    QImage(20, 20, QImage::Format_RGB32).save(picture);
    drop(*desk.bench.window, picture);
    auto* menu = desk.page().findChild<QMenu*>();
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 3);
    QVERIFY(desk.data().brand().logos.empty());  // nothing before the answer
    menu->actions()[1]->trigger();
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().logos.size() == 1; }));
    QCOMPARE(desk.data().brand().logos[0].ground, brand::LogoGround::Dark);
    drop(*desk.bench.window, picture);
    desk.page().findChild<QMenu*>()->actions()[0]->trigger();
    QVERIFY(desk.bench.wait([&] { return desk.page().wells().count() == 4; }));  // the blue was there
    QCOMPARE(desk.data().imported().files.size(), 1U);
}

void BrandTest::otherFilesGoTheirWay() {
    QCOMPARE(BrandPresenter::useOf(QStringLiteral("/a/b.JSON")), FileUse::Words);
    QCOMPARE(BrandPresenter::useOf(QStringLiteral("/a/b.jpeg")), FileUse::ColoursOnly);
    QCOMPARE(BrandPresenter::useOf(QStringLiteral("/a/b.mp4")), FileUse::None);
    Desk desk;
    drop(*desk.bench.window, QStringLiteral("/films/brand.json"));
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().name == "Fable Goods"; }));
    QVERIFY(desk.page().dropWords({QStringLiteral("/films/a.mp4")}).isEmpty());
    drop(*desk.bench.window, QStringLiteral("/films/a.mp4"));
    QCOMPARE(desk.bench.window->currentPage(), QStringLiteral("dataset"));
}

void BrandTest::svgsBecomeLogos() {
    const QString svg = ownHome().path() + QStringLiteral("/mark.svg"),
                  png = ownHome().path() + QStringLiteral("/x.png");
    QFile file(svg);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-100 -50 200 100\"><circle r=\"40\" "
        "fill=\"#f00\"/></svg>");
    file.close();
    QVERIFY(brand_page::drawSvg(svg, png));
    const QImage drawn(png);
    QCOMPARE(drawn.size(), QSize(1024, 512));
    QCOMPARE(qAlpha(drawn.pixel(2, 2)), 0);
    QCOMPARE(drawn.pixelColor(512, 256), QColor(Qt::red));
    Desk desk;
    desk.presenter().setLogo(brand::LogoGround::Light, svg);
    QVERIFY(desk.bench.wait([&] { return desk.data().brand().logos.size() == 1; }));
    QFile wrong(ownHome().path() + QStringLiteral("/wrong.svg"));
    QVERIFY(wrong.open(QIODevice::WriteOnly));
    wrong.write("<html/>");
    wrong.close();
    desk.presenter().setLogo(brand::LogoGround::Dark, wrong.fileName());
    QVERIFY(desk.bench.wait([&] { return desk.page().messages().tone() == widgets::Tone::Error; }));
    QVERIFY(desk.page().messages().sentence().contains(QStringLiteral("wrong.svg")));
}

void BrandTest::framesShowTheLogoThatCanBeSeen() {
    brand_page::SampleFrame frame(16, 9);
    frame.resize(320, 180);
    brand_page::SampleLook look;
    look.brand = someBrand();
    frame.setLook(look);
    QVERIFY(!frame.shownLogo());
    look.logoDark = QImage(64, 64, QImage::Format_ARGB32);
    look.logoLight = QImage(64, 64, QImage::Format_ARGB32);
    look.logoDark.fill(Qt::white);
    look.logoLight.fill(Qt::black);
    look.picture = QImage(64, 36, QImage::Format_RGB32);
    look.picture.fill(Qt::black);
    frame.setLook(look);
    QCOMPARE(*frame.shownLogo(), brand::LogoGround::Dark);
    const QImage seen = frame.grab().toImage();
    bool isWhite = false;  // the white logo stands on the black picture, top right
    for (int x = seen.width() / 2; x < seen.width(); ++x)
        isWhite |= seen.pixelColor(x, seen.height() / 8).lightness() > 240;
    QVERIFY(isWhite);
    look.picture.fill(Qt::white);
    frame.setLook(look);
    QCOMPARE(*frame.shownLogo(), brand::LogoGround::Light);
    QCOMPARE(frame.heightForWidth(320), 180);
    QVERIFY(frame.spokenText().contains(QStringLiteral("虚构。")));
}

void BrandTest::nothingIsChangedInAProjectThatIsOnlyRead() {
    Bench bench;
    bench.port->brand().fill(someBrand());
    bench.port->brand().setReadOnly(true);
    bench.openProject();
    bench.window->show();
    bench.window->showPage(QStringLiteral("brand"));
    auto& page = bench.window->brandPage();
    QVERIFY(bench.wait([&] { return page.presenter().isKnown(); }));
    QVERIFY(page.name().field(Text::Name)->isReadOnly());
    QVERIFY(!buttonOf(page, QStringLiteral("From the dataset"))->isEnabled());
    QVERIFY(page.dropWords({QStringLiteral("/a.png")}).isEmpty());
    page.presenter().setText(Text::Name, QStringLiteral("x"));
    page.presenter().addColour(Qt::red);
    page.presenter().coloursFromDataset();
    page.presenter().refresh();
    QVERIFY(bench.wait([&] { return page.presenter().text(Text::Name) == QStringLiteral("寓物"); }));
    QCOMPARE(bench.port->brand().brand(), someBrand());
}

void BrandTest::bothLanguagesAreWhole() {
    QCOMPARE(brand_page::ratioWords(4.46), QStringLiteral("4.4"));
    QCOMPARE(brand_page::ratioWords(4.56), QStringLiteral("4.6"));
    for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh")}) {
        Desk desk(someBrand(), language);
        const auto error = bridge::describe(Error(brand_errors::kChangedMeanwhile, {{"what", "The legal line"}}));
        QVERIFY(error.sentence.contains(language == QLatin1String("en")
                                            ? QStringLiteral("The legal line of the brand")
                                            : QStringLiteral("品牌的法律声明")));
        for (auto* field : desk.page().findChildren<QLineEdit*>()) QVERIFY(!field->accessibleName().isEmpty());
        for (auto* list : desk.page().findChildren<QComboBox*>()) QVERIFY(!list->accessibleName().isEmpty());
        const auto texts = shownTexts(&desk.page()).join(QLatin1Char('\n'));
        QVERIFY(texts.contains(language == QLatin1String("en") ? QStringLiteral("On dark ground")
                                                               : QStringLiteral("深色背景")));
        for (const auto role :
             {ColourRole::None, ColourRole::Background, ColourRole::Text, ColourRole::Primary, ColourRole::Accent})
            QVERIFY(!brand_page::roleWords(role).isEmpty());
    }
}

}  // namespace

BRANDLOOM_GUI_TEST_MAIN(BrandTest)
#include "brand_test.moc"
