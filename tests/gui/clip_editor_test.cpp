// The editor of a clip and the player under it, with films of memory: to the frame, by keys and by the mouse.
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QSignalSpy>

#include "gui/dataset/caption_panel.h"
#include "gui/dataset/clip_editor.h"
#include "gui/dataset/clip_facts.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/dataset_page.h"
#include "gui/shell/commands.h"
#include "gui/widgets/film_canvas.h"
#include "gui/widgets/film_player.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/range_timeline.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using namespace brandloom::widgets;

namespace {

constexpr double kFrame = 1 / 24.0;

/// A player over FakePictures; the number of the picture that it showed last.
struct Played {
    Played() : pictures(std::make_shared<FakePictures>()) {
        player = std::make_unique<FilmPlayer>([this](const studio::PictureOrder& order, const StopToken& stop) {
            ++reads;
            return pictures->read(order, stop);
        });
        QObject::connect(player.get(), &FilmPlayer::shown, [this](const QImage& picture, double) {
            number = qRed(picture.pixel(0, 0));
            seen << number;
        });
    }
    bool shows(int wanted) {
        return QTest::qWaitFor([&] { return number == wanted; }, kDeadlineMs);
    }
    std::shared_ptr<FakePictures> pictures;
    std::unique_ptr<FilmPlayer> player;
    std::atomic<int> reads = 0;
    int number = -1;
    QVector<int> seen;
};

/// The window at the editor of the second of four clips: film_1.mp4, 2.1 seconds from its start.
struct Editor {
    Editor() : bench({}, QStringLiteral("en")) {
        bench.port->dataset().fill(4);
        bench.openProject();
        bench.window->showPage(QStringLiteral("dataset"));
        shown = bench.wait([&] { return page().presenter().isKnown() && page().presenter().findings(); });
        page().editClip(2);
        shown = shown && bench.wait([&] { return editor().player().seconds().has_value(); });
    }
    [[nodiscard]] dataset_page::DatasetPage& page() { return bench.window->datasetPage(); }
    [[nodiscard]] dataset_page::ClipEditor& editor() { return page().editor(); }
    [[nodiscard]] studio::ClipCard card(std::size_t i) { return bench.port->dataset().cards().at(i); }
    bool showsAt(double seconds) {
        return bench.wait([&] { return qFuzzyCompare(1 + editor().player().seconds().value_or(-1), 1 + seconds); });
    }
    Bench bench;
    bool shown = false;
};

class ClipEditorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void seeksAndStepsToTheFrame();
    void playsTheRangeAndLeavesNothingOut();
    void theNewestWishWins();
    void aBrokenFilmSaysSoOnce();
    void theRangeIsDraggedToPictures();
    void longFilmsAreShownAroundTheRange();
    void theCropIsDraggedAndKeepsItsShape();
    void keysCutMarkAndSplit();
    void theCropIsSavedAndTakenBack();
    void tagsAreAddedAndTakenAway();
    void composedLettersAreNoCommands();
    void captionsGoFromClipToClip();
    void aMissingFilmIsNamed();
    void whatIsRemovedMakesRoomForTheNext();
};

void ClipEditorTest::seeksAndStepsToTheFrame() {
    Played p;
    p.player->open("/films/a.mp4", 2.5);
    QVERIFY(p.shows(60));
    p.player->step(1);
    QVERIFY(p.shows(61));
    p.player->step(-1);
    QVERIFY(p.shows(60));
    for (int i = 59; i >= 30; --i) {
        p.player->step(-1);
        QVERIFY2(p.shows(i), qPrintable(QString::number(i)));
    }
    p.player->step(7);
    QVERIFY(p.shows(37));
    p.player->step(-37 - 5);
    QVERIFY(p.shows(0));
    p.player->seek(9.99);
    QVERIFY(p.shows(239));
    p.player->step(3);
    QTest::qWait(50);
    QCOMPARE(p.number, 239);
    p.player->step(-1);
    QVERIFY(p.shows(238));
}

void ClipEditorTest::playsTheRangeAndLeavesNothingOut() {
    Played p;
    p.player->setRange(1.0, 1.5);
    p.player->setLoop(false);
    p.player->open("/films/a.mp4", 1.0);
    QVERIFY(p.shows(24));
    p.seen.clear();
    QSignalSpy ended(p.player.get(), &FilmPlayer::playingChanged);
    p.player->play();
    QVERIFY(QTest::qWaitFor([&] { return ended.size() == 2; }, kDeadlineMs));
    QVERIFY(!p.player->isPlaying());
    QCOMPARE(p.number, 35);
    for (int i = 1; i < p.seen.size(); ++i) QVERIFY(p.seen[i] > p.seen[i - 1]);
    p.player->setLoop(true);
    p.player->play();  // from its start again
    QVERIFY(p.shows(24));
    QVERIFY(QTest::qWaitFor([&] { return p.number > 30; }, kDeadlineMs));
    QVERIFY(QTest::qWaitFor([&] { return p.number < 30; }, kDeadlineMs));
    p.player->pause();
}

void ClipEditorTest::theNewestWishWins() {
    Played p;
    p.player->open("/films/a.mp4", 0);
    QVERIFY(p.shows(0));
    const int before = p.reads;
    for (int i = 20; i < 200; ++i) p.player->seek(i * kFrame + 0.01);
    QVERIFY(p.shows(199));
    QVERIFY2(p.reads - before < 20, qPrintable(QString::number(p.reads - before)));
    p.player->close();
    QVERIFY(!p.player->seconds());
}

void ClipEditorTest::aBrokenFilmSaysSoOnce() {
    Played p;
    QSignalSpy failed(p.player.get(), &FilmPlayer::failed);
    p.player->open("/films/broken.mp4", 0);
    QVERIFY(QTest::qWaitFor([&] { return failed.size() == 1; }, kDeadlineMs));
    p.player->play();
    p.player->step(1);
    p.player->seek(1);
    QVERIFY(!p.player->isPlaying());
    p.player->open("/films/a.mp4", 0);
    QVERIFY(p.shows(0));
    QCOMPARE(failed.size(), 1);
}

void ClipEditorTest::theRangeIsDraggedToPictures() {
    RangeTimeline line;
    line.resize(1032, line.height());
    line.setFilm(10, 24, 2, 5);
    line.show();
    QSignalSpy done(&line, &RangeTimeline::rangeDone);
    QSignalSpy seeks(&line, &RangeTimeline::seekWanted);
    const auto at = [](double seconds) { return QPoint(16 + qRound(seconds * 100), 50); };
    QTest::mousePress(&line, Qt::LeftButton, {}, at(2) - QPoint(3, 0));
    QTest::mouseMove(&line, at(3.51));
    QTest::mouseRelease(&line, Qt::LeftButton, {}, at(3.51));
    QCOMPARE(done.size(), 1);
    QCOMPARE(line.from(), 84 * kFrame);  // 3.5 s
    QCOMPARE(line.to(), 5.0);
    QVERIFY(!seeks.isEmpty());
    QTest::mousePress(&line, Qt::LeftButton, {}, at(5) + QPoint(3, 0));
    QTest::mouseMove(&line, at(1));
    QTest::mouseRelease(&line, Qt::LeftButton, {}, at(1));
    QVERIFY(qAbs(line.to() - (line.from() + kFrame)) < 1e-9);  // one picture is left
    seeks.clear();
    QTest::mouseClick(&line, Qt::LeftButton, {}, at(8));
    QCOMPARE(seeks.size(), 1);
    QVERIFY(qAbs(seeks[0][0].toDouble() - 8) < 0.02);
    QCOMPARE(done.size(), 2);
    line.setEditable(false);
    QTest::mouseClick(&line, Qt::LeftButton, {}, at(3.5) - QPoint(3, 0));
    QCOMPARE(done.size(), 2);
}

void ClipEditorTest::longFilmsAreShownAroundTheRange() {
    RangeTimeline line;
    line.resize(1032, line.height());
    line.setFilm(3600, 25, 1800, 1804);
    QVERIFY(line.view().first > 1790 && line.view().second < 1815);
    line.setFilm(12, 25, 0, 4);
    QCOMPARE(line.view(), (std::pair<double, double>(0, 12)));
    QVERIFY(line.stripSeconds(line.stripCount() - 1) < 12);
    line.setFilm(0, 0, 0, 0);  // nothing is known
    line.grab();
}

void ClipEditorTest::theCropIsDraggedAndKeepsItsShape() {
    FilmCanvas canvas;
    canvas.resize(640 + 24, 360 + 16);  // one pixel of the film is one of the screen
    canvas.setFilmSize(QSize(640, 360));
    canvas.setPicture(QImage(64, 36, QImage::Format_RGB888));
    canvas.show();
    QCOMPARE(canvas.pictureRect(), QRectF(12, 8, 640, 360));
    canvas.setCropping(true);
    QCOMPARE(*canvas.crop(), QRect(0, 0, 640, 360));
    QSignalSpy done(&canvas, &FilmCanvas::cropDone);
    const auto drag = [&](QPoint from, QPoint to) {
        const QPoint at(12, 8);
        QTest::mousePress(&canvas, Qt::LeftButton, {}, from + at);
        QTest::mouseMove(&canvas, to + at);
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, to + at);
    };
    drag({0, 0}, {100, 50});
    QCOMPARE(*canvas.crop(), QRect(100, 50, 540, 310));
    drag({300, 200}, {300, 400});  // the whole of it, no further than the film
    QCOMPARE(*canvas.crop(), QRect(100, 50, 540, 310));
    drag({300, 200}, {260, 180});
    QCOMPARE(*canvas.crop(), QRect(60, 30, 540, 310));
    canvas.setAspect(1);
    QCOMPARE(canvas.crop()->size(), QSize(310, 310));
    drag({canvas.crop()->right(), canvas.crop()->bottom()}, {200 + 1000, 1000});
    QCOMPARE(canvas.crop()->width(), canvas.crop()->height());
    QVERIFY(QRect(0, 0, 640, 360).contains(*canvas.crop()));
    const QRect before = *canvas.crop();
    QTest::keyClick(&canvas, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(canvas.crop()->left(), before.left() - 10);
    QCOMPARE(done.size(), 4);
    canvas.setCropping(false);
    drag({300, 200}, {310, 210});
    QCOMPARE(done.size(), 4);
}

void ClipEditorTest::keysCutMarkAndSplit() {
    Editor e;
    QVERIFY(e.shown);
    auto& editor = e.editor();
    QVERIFY(shownTexts(&e.page()).contains(QStringLiteral("Clip 2 of 4")));
    QVERIFY(editor.hasFocus());
    for (int i = 0; i < 12; ++i) QTest::keyClick(&editor, Qt::Key_Period);
    QVERIFY(e.showsAt(0.5));
    QTest::keyClick(&editor, Qt::Key_I);
    QVERIFY(e.bench.wait([&] { return qFuzzyCompare(e.card(1).startSeconds, 0.5); }));
    QVERIFY(e.bench.wait([&] { return qFuzzyCompare(editor.timeline().from(), 0.5); }));
    QVERIFY(e.showsAt(0.5));  // the picture stays
    for (int i = 0; i < 24; ++i) QTest::keyClick(&editor, Qt::Key_Period);
    QVERIFY(e.showsAt(1.5));
    QTest::keyClick(&editor, Qt::Key_O);
    QVERIFY(e.bench.wait([&] { return qFuzzyCompare(e.card(1).seconds, 1.0 + kFrame); }));
    QTest::keyClick(&editor, Qt::Key_X);
    QVERIFY(e.bench.wait([&] { return e.card(1).pick == -1; }));
    QTest::keyClick(&editor, Qt::Key_3);
    QVERIFY(e.bench.wait([&] { return e.card(1).rating == 3; }));
    QTest::keyClick(&editor, Qt::Key_Comma);
    QVERIFY(e.showsAt(1.5 - kFrame));
    QTest::keyClick(&editor, Qt::Key_S);
    QVERIFY(e.bench.wait([&] { return e.bench.port->dataset().cards().size() == 5; }));
    e.bench.window->commands().action(QStringLiteral("edit.undo"))->trigger();
    QVERIFY(e.bench.wait([&] { return e.bench.port->dataset().cards().size() == 4; }));
    QTest::keyClick(&editor, Qt::Key_Down);
    QVERIFY(e.bench.wait([&] { return shownTexts(&e.page()).contains(QStringLiteral("Clip 3 of 4")); }));
    QTest::keyClick(&editor, Qt::Key_Space);
    QVERIFY(e.bench.wait([&] { return editor.player().isPlaying(); }));
    QTest::keyClick(&editor, Qt::Key_Escape);
    QVERIFY(e.bench.wait([&] { return e.page().grid().isVisible(); }));
    QVERIFY(!editor.player().isPlaying());
    QCOMPARE(e.page().grid().currentClip(), 3);
    QTest::keyClick(&e.page().grid(), Qt::Key_Space);
    QVERIFY(e.bench.wait([&] { return editor.isVisible() && editor.player().seconds(); }));
}

void ClipEditorTest::theCropIsSavedAndTakenBack() {
    Editor e;
    QVERIFY(e.shown);
    auto& editor = e.editor();
    QTest::keyClick(&editor, Qt::Key_C);
    QVERIFY(editor.canvas().isCropping());
    Q_EMIT editor.canvas().cropDone(QRect(160, 0, 360, 360));
    QVERIFY(e.bench.wait([&] { return e.page().clip().detail() && e.page().clip().detail()->crop; }));
    QCOMPARE(e.page().clip().cropRect(), QRect(160, 0, 360, 360));
    QVERIFY(e.bench.wait([&] { return editor.canvas().spokenText() == QStringLiteral("Crop 1:1 · 360 × 360"); }));
    QTest::keyClick(&editor.canvas(), Qt::Key_Escape);
    QVERIFY(!editor.canvas().isCropping());
    QVERIFY(editor.isVisible());
    e.page().clip().clearCrop();
    QVERIFY(e.bench.wait([&] { return e.page().clip().detail() && !e.page().clip().detail()->crop; }));
    e.bench.window->commands().action(QStringLiteral("edit.undo"))->trigger();
    QVERIFY(e.bench.wait([&] { return e.page().clip().detail() && e.page().clip().detail()->crop; }));
}

void ClipEditorTest::tagsAreAddedAndTakenAway() {
    Editor e;
    QVERIFY(e.shown);
    auto* facts = e.page().findChild<dataset_page::ClipFacts*>();
    auto* field = facts->findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("night, push in"));
    field->setText(field->text() + QStringLiteral("，舞台"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(e.bench.wait([&] { return e.card(1).tags == std::vector<std::string>{"night", "push in", "舞台"}; }));
    QVERIFY(e.bench.wait([&] { return shownTexts(facts).contains(QStringLiteral("舞台")); }));
    e.page().clip().removeTag(QStringLiteral("night"));
    QVERIFY(e.bench.wait([&] { return e.card(1).tags.size() == 2; }));
    e.page().clip().addTags(QStringLiteral(" , ，"));
    QCOMPARE(e.card(1).tags.size(), 2u);
}

void ClipEditorTest::composedLettersAreNoCommands() {
    Editor e;
    QVERIFY(e.shown);
    const int rating = e.card(1).rating;
    for (QWidget* widget : {static_cast<QWidget*>(&e.editor()), static_cast<QWidget*>(&e.editor().canvas()),
                            static_cast<QWidget*>(&e.editor().timeline())})
        QVERIFY2(!widget->testAttribute(Qt::WA_InputMethodEnabled), widget->metaObject()->className());
    QTest::keyClick(&e.editor(), Qt::Key_Return);
    auto* field = e.page().findChild<dataset_page::CaptionEdit*>();
    QVERIFY(e.bench.wait([&] { return field->hasFocus(); }));
    QInputMethodEvent composing(QStringLiteral("xia"), {});
    QApplication::sendEvent(field, &composing);
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(e.page().clip().clip(), 2);
    QCOMPARE(e.card(1).rating, rating);
}

void ClipEditorTest::captionsGoFromClipToClip() {
    Editor e;
    QVERIFY(e.shown);
    QTest::keyClick(&e.editor(), Qt::Key_Return);
    auto* field = e.page().findChild<dataset_page::CaptionEdit*>();
    QVERIFY(e.bench.wait([&] { return field->hasFocus(); }));
    field->setPlainText(QStringLiteral("a red mug turns slowly"));
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(e.bench.wait([&] { return e.card(1).captions["en"] == "a red mug turns slowly"; }));
    QCOMPARE(e.page().clip().clip(), 3);
    QVERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(e.editor().hasFocus());
}

void ClipEditorTest::aMissingFilmIsNamed() {
    Bench bench;
    auto& data = bench.port->dataset();
    data.fill(1);
    data.setFilm(1, "/films/gone 片.mp4");
    data.fill(1);
    data.setFilm(2, "/films/broken.mp4");
    bench.openProject();
    bench.window->showPage(QStringLiteral("dataset"));
    auto& page = bench.window->datasetPage();
    QVERIFY(bench.wait([&] { return page.presenter().isKnown(); }));
    page.editClip(1);
    QVERIFY(bench.wait([&] { return page.clip().detail().has_value(); }));
    QVERIFY(page.editor().canvas().words().contains(QStringLiteral("/films/gone 片.mp4")));
    QTest::keyClick(&page.editor(), Qt::Key_Space);
    QTest::keyClick(&page.editor(), Qt::Key_I);
    QCOMPARE(data.cards()[0].startSeconds, 0.0);
    page.clip().go(1);
    QVERIFY(bench.wait([&] { return page.editor().canvas().words().contains(QStringLiteral("broken.mp4")); }));
    page.editor().grab();
}

void ClipEditorTest::whatIsRemovedMakesRoomForTheNext() {
    Editor e;
    QVERIFY(e.shown);
    e.page().presenter().remove({2});
    QVERIFY(e.bench.wait([&] { return e.page().clip().clip() == 3; }));
    e.page().presenter().remove({1, 3, 4});
    QVERIFY(e.bench.wait([&] { return e.page().clip().clip() == 0; }));
    QVERIFY(!e.editor().isVisible());
}

}  // namespace

BRANDLOOM_GUI_TEST_MAIN(ClipEditorTest)
#include "clip_editor_test.moc"
