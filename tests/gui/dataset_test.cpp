// The Dataset page with a dataset in memory behind it: finding, marking, captioning, importing, undoing.
#include <QAbstractItemView>
#include <QDropEvent>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QMimeData>

#include "gui/dataset/caption_help.h"
#include "gui/dataset/caption_panel.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/dataset_page.h"
#include "gui/dataset/filter_panel.h"
#include "gui/dataset/hint_words.h"
#include "gui/dataset/query_completer.h"
#include "gui/shell/commands.h"
#include "gui/widgets/button.h"
#include "gui/widgets/drop_overlay.h"
#include "gui/widgets/message_bar.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using dataset_page::CaptionEdit;

namespace {

QPushButton* buttonOf(QWidget& root, const QString& words) {
    for (auto* button : root.findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == words) return button;
    return nullptr;
}

/// The window at the Dataset page of an open project with so many clips.
struct Desk {
    explicit Desk(int clips, const QString& language = QStringLiteral("en")) : bench({}, language) {
        bench.port->dataset().fill(clips);
        bench.openProject();
        bench.window->showPage(QStringLiteral("dataset"));
        shown = bench.wait([&] { return page().presenter().isKnown() && page().presenter().findings(); });
    }
    [[nodiscard]] dataset_page::DatasetPage& page() { return bench.window->datasetPage(); }
    [[nodiscard]] QAbstractItemModel& model() { return *page().grid().model(); }
    [[nodiscard]] FakeDataset& data() { return bench.port->dataset(); }
    void choose(int row) { page().grid().setCurrentIndex(model().index(row, 0)); }
    Bench bench;
    bool shown = false;
};

class DatasetTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void emptyPagesSayWhatToDo();
    void theQueryLineFinds();
    void lettersMarkAndUndoTakesBack();
    void captionsAreKeptWhenTheFieldIsLeft();
    void aDraftIsAcceptedAsItIs();
    void composedTextIsNeverTaken();
    void filmsComeInWhereverTheyAreDropped();
    void anImportIsStopped();
    void filmsDroppedMeanwhileComeNext();
    void filmsThatWaitStayOutOfAnotherProject();
    void aCaptionIsHelpedAlong();
    void thePointerLeafsThroughAClip();
    void hintsAreFixed();
    void everyRuleHasWords();
    void filtersWriteTheQuery();
    void theQueryLineOffersWords();
    void aTrainingLearnsTheDataset();
    void thousandsOfClips();
};

void DatasetTest::emptyPagesSayWhatToDo() {
    Bench bench;
    bench.window->showPage(QStringLiteral("dataset"));
    auto& page = bench.window->datasetPage();
    QVERIFY(buttonOf(page, QStringLiteral("New project…")));
    QVERIFY(!page.queryLine().isEnabled());
    bench.openProject();
    QVERIFY(bench.wait([&] { return buttonOf(page, QStringLiteral("Choose films…")) != nullptr; }));
}

void DatasetTest::theQueryLineFinds() {
    Desk desk(12);
    QVERIFY(desk.shown);
    QCOMPARE(desk.model().rowCount(), 12);
    QVERIFY(shownTexts(&desk.page()).contains(QStringLiteral("12 clips")));
    QTest::keyClicks(&desk.page().queryLine(), QStringLiteral("number 4"));
    QVERIFY(desk.bench.wait([&] { return desk.model().rowCount() == 1; }));
    QVERIFY(shownTexts(&desk.page()).contains(QStringLiteral("Showing 1 of 12")));
    desk.page().queryLine().setText(QStringLiteral("rating>"));
    QVERIFY(desk.bench.wait([&] { return !desk.page().presenter().queryFault().isEmpty(); }));
    QCOMPARE(desk.model().rowCount(), 12);
    desk.page().queryLine().setText(QStringLiteral("no such words"));
    QVERIFY(desk.bench.wait([&] { return buttonOf(desk.page(), QStringLiteral("Clear")) != nullptr; }));
    QTest::mouseClick(buttonOf(desk.page(), QStringLiteral("Clear")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return desk.model().rowCount() == 12; }));
}

void DatasetTest::lettersMarkAndUndoTakesBack() {
    Desk desk(12);
    auto& grid = desk.page().grid();
    grid.setFocus();
    desk.choose(0);
    QTest::keyClick(&grid, Qt::Key_X);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[0].pick == -1; }));
    QTest::keyClick(&grid, Qt::Key_4);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[0].rating == 4; }));
    QVERIFY(desk.bench.wait([&] {
        return desk.model().index(0, 0).data(Qt::AccessibleDescriptionRole).toString().contains("rejected");
    }));
    grid.selectAll();
    QCOMPARE(grid.chosen().size(), 12);
    QVERIFY(buttonOf(desk.page(), QStringLiteral("Suggest captions")));
    QTest::mouseClick(buttonOf(desk.page(), QStringLiteral("Pick")), Qt::LeftButton);
    QVERIFY(
        desk.bench.wait([&] { return desk.page().messages().sentence() == QStringLiteral("12 clips picked"); }));
    QCOMPARE(grid.chosen().size(), 12);  // the choice holds
    desk.bench.window->commands().action(QStringLiteral("edit.undo"))->trigger();
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[0].pick == -1; }));
    desk.bench.window->commands().action(QStringLiteral("edit.redo"))->trigger();
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[0].pick == 1; }));
    QTest::keyClick(&grid, Qt::Key_Delete);
    QVERIFY(desk.bench.wait([&] { return desk.model().rowCount() == 0 || desk.data().cards().empty(); }));
}

void DatasetTest::captionsAreKeptWhenTheFieldIsLeft() {
    Desk desk(6);
    auto& grid = desk.page().grid();
    auto& field = desk.page().captions().field();
    grid.setFocus();
    desk.choose(2);
    QVERIFY(field.toPlainText().isEmpty());
    QTest::keyClick(&grid, Qt::Key_Return);
    QVERIFY(desk.bench.wait([&] { return field.hasFocus(); }));
    QTest::keyClicks(&field, QStringLiteral("a blue cup "));
    QTest::keyClick(&field, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[2].captions["en"] == "a blue cup"; }));
    QCOMPARE(grid.currentIndex().row(), 3);  // and the next one is shown
    QVERIFY(field.hasFocus());
    QVERIFY(field.toPlainText().startsWith(QStringLiteral("a red mug number 3")));
    field.setPlainText(QStringLiteral("a lamp"));
    desk.choose(0);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[3].captions["en"] == "a lamp"; }));
    // The other language is another caption.
    desk.page().presenter().setLanguage(QStringLiteral("zh"));
    QVERIFY(desk.bench.wait([&] { return field.toPlainText().startsWith(QStringLiteral("木桌")); }));
    field.setFocus();
    field.setPlainText(QString());
    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(desk.bench.wait([&] { return !desk.data().cards()[0].captions.contains("zh"); }));
    QVERIFY(grid.hasFocus());
    QVERIFY(desk.data().cards()[0].captions.contains("en"));
}

void DatasetTest::aDraftIsAcceptedAsItIs() {
    Desk desk(6);
    desk.choose(2);
    desk.page().presenter().suggest({desk.data().cards()[2].id});
    auto& field = desk.page().captions().field();
    QVERIFY(desk.bench.wait([&] { return field.toPlainText().startsWith(QStringLiteral("static camera")); }));
    QVERIFY(desk.data().cards()[2].drafts.contains("en"));
    field.setFocus();
    QTest::keyClick(&field, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[2].drafts.empty(); }));
    QVERIFY(desk.data().cards()[2].captions["en"].starts_with("static camera"));
}

void DatasetTest::composedTextIsNeverTaken() {
    Desk desk(6);
    desk.choose(2);
    auto& field = desk.page().captions().field();
    field.setFocus();
    QInputMethodEvent composing(QStringLiteral("hong se"), {});
    QApplication::sendEvent(&field, &composing);
    QTest::keyClick(&field, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(desk.page().grid().currentIndex().row(), 2);
    QInputMethodEvent commit;
    commit.setCommitString(QStringLiteral("红色"));
    QApplication::sendEvent(&field, &commit);
    QTest::keyClick(&field, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[2].captions["en"] == "红色"; }));
    // Letters are commands on the grid whatever input method is on.
    QVERIFY(!desk.page().grid().testAttribute(Qt::WA_InputMethodEnabled));
}

void DatasetTest::filmsComeInWhereverTheyAreDropped() {
    Desk desk(0);
    desk.bench.window->showPage(QStringLiteral("home"));
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(QStringLiteral("/films/新片.mp4")),
                   QUrl::fromLocalFile(QStringLiteral("/films/bad.mp4"))});
    auto* window = desk.bench.window.get();
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window, &enter);
    auto* overlay = window->findChild<widgets::DropOverlay*>();
    QVERIFY(overlay->isVisible());
    QVERIFY(overlay->words().startsWith(QStringLiteral("Add 2 files or folders to ")));
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window, &drop);
    QVERIFY(!overlay->isVisible());
    QCOMPARE(window->currentPage(), QStringLiteral("dataset"));
    QVERIFY(desk.bench.wait(
        [&] { return desk.model().rowCount() == 1 && !desk.page().presenter().session().import().isActive(); }));
    QVERIFY(desk.page().messages().sentence().startsWith(QStringLiteral("1 film added · 1 could not be read: ")));
    QCOMPARE(desk.page().messages().tone(), widgets::Tone::Warning);
    QTest::mouseClick(buttonOf(desk.page(), QStringLiteral("Undo")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards().empty(); }));
}

void DatasetTest::anImportIsStopped() {
    Desk desk(3);
    desk.data().holdImport = true;
    desk.page().presenter().importFilms({QStringLiteral("/films/1.mp4"), QStringLiteral("/films/2.mp4")});
    desk.choose(1);
    QVERIFY(desk.bench.wait([&] { return desk.model().rowCount() == 5; }));  // cards before they are read
    QCOMPARE(desk.page().grid().currentIndex().row(), 1);                    // and the choice holds
    QVERIFY(!(desk.model().index(3, 0).flags() & Qt::ItemIsSelectable));
    QVERIFY(desk.bench.wait([&] { return buttonOf(desk.page(), QStringLiteral("Stop")) != nullptr; }));
    desk.page().presenter().importFilms({QStringLiteral("/films/3.mp4")});
    QVERIFY(desk.page().messages().sentence().startsWith(QStringLiteral("These films come next")));
    QTest::mouseClick(buttonOf(desk.page(), QStringLiteral("Stop")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return !desk.page().presenter().session().import().isActive(); }));
    QVERIFY(desk.bench.wait([&] { return desk.model().rowCount() == 3; }));
    QVERIFY(desk.page().messages().sentence().contains(QStringLiteral("stopped")));
}

void DatasetTest::filmsDroppedMeanwhileComeNext() {
    Desk desk(0);
    desk.data().holdImport = true;
    auto& presenter = desk.page().presenter();
    presenter.importFilms({QStringLiteral("/films/1.mp4")});
    QVERIFY(desk.bench.wait([&] { return presenter.session().import().phase() == QLatin1String("reading"); }));
    presenter.importFilms({QStringLiteral("/films/2.mp4"), QStringLiteral("/films/3.mp4")});
    QVERIFY(presenter.session().hasWaitingImport());
    desk.data().letImportGoOn();
    QVERIFY(desk.bench.wait([&] { return desk.data().cards().size() == 3; }));
    QVERIFY(desk.bench.wait(
        [&] { return desk.page().messages().sentence().startsWith(QStringLiteral("2 films added")); }));
    QVERIFY(!presenter.session().hasWaitingImport());
}

void DatasetTest::filmsThatWaitStayOutOfAnotherProject() {
    Desk desk(0);
    desk.data().holdImport = true;
    auto& session = desk.page().presenter().session();
    desk.page().presenter().importFilms({QStringLiteral("/films/1.mp4")});
    QVERIFY(desk.bench.wait([&] { return session.import().phase() == QLatin1String("reading"); }));
    desk.page().presenter().importFilms({QStringLiteral("/films/2.mp4")});
    QVERIFY(session.hasWaitingImport());
    bool isOther = false;
    session.createProject(ownHome().path() + QStringLiteral("/other"), QStringLiteral("Other"),
                          [&](const Status& made) { isOther = made.has_value(); });
    QVERIFY(desk.bench.wait([&] { return isOther; }));
    QVERIFY(!session.hasWaitingImport());
    desk.data().letImportGoOn();
    QVERIFY(desk.bench.wait([&] { return !session.import().isActive(); }));
}

void DatasetTest::aCaptionIsHelpedAlong() {
    Desk desk(6);
    desk.choose(2);
    auto& panel = desk.page().captions();
    auto& field = panel.field();
    field.setFocus();
    field.setPlainText(QStringLiteral("é "));
    field.moveCursor(QTextCursor::End);
    QTest::keyClicks(&field, QStringLiteral("a beautiful sa"));
    auto& list = *panel.help().completer().popup();
    QVERIFY(desk.bench.wait([&] { return list.isVisible(); }));  // "saffron"
    QTest::keyClick(&list, Qt::Key_Down);
    QTest::keyClick(&list, Qt::Key_Return);
    QCOMPARE(field.toPlainText(), QStringLiteral("é a beautiful saffron"));
    QVERIFY(desk.bench.wait([&] { return panel.help().lengthWords() == QStringLiteral("22 of 64 tokens"); }));
    QCOMPARE(panel.help().marked(), (QVector<QPair<int, int>>{{4, 9}}));  // letters, not bytes
    QVERIFY(panel.help().whyMarked(6).startsWith(QStringLiteral("Describes nothing")));
    QVERIFY(panel.help().whyMarked(1).isEmpty());
    field.setPlainText(QString(70, QLatin1Char('x')) + QStringLiteral(" cinematic"));
    QVERIFY(desk.bench.wait([&] { return panel.help().isTooLong(); }));
    QVERIFY(panel.help().whyMarked(75).startsWith(QStringLiteral("Names the look")));
    QVERIFY(shownTexts(&desk.page()).contains(QStringLiteral("80 of 64 tokens: the end is not read")));
}

void DatasetTest::thePointerLeafsThroughAClip() {
    Desk desk(6);
    auto& grid = desk.page().grid();
    const QRect cell = grid.visualRect(desk.model().index(2, 0));
    const auto& card = desk.page().presenter().view().cards[2];
    const auto moveTo = [&](double part) {
        QTest::mouseMove(grid.viewport(),
                         QPoint(cell.left() + 12 + qRound(part * (cell.width() - 24)), cell.top() + 40));
    };
    moveTo(0.25);
    QVERIFY(desk.bench.wait([&] { return grid.scrubbedClip() == card.id; }));
    const double early = grid.scrubbedSeconds();
    moveTo(0.9);
    QVERIFY(desk.bench.wait([&] { return grid.scrubbedSeconds() > early + card.seconds / 3; }));
    QVERIFY(grid.scrubbedSeconds() < card.startSeconds + card.seconds);
    QTest::mouseMove(grid.viewport(), QPoint(2, 2));
    QVERIFY(desk.bench.wait([&] { return grid.scrubbedClip() == 0; }));
}

void DatasetTest::hintsAreFixed() {
    Desk desk(9);
    QVERIFY(desk.bench.wait(
        [&] { return shownTexts(&desk.page()).contains(QStringLiteral("3 clips have no caption")); }));
    for (auto* button : desk.page().findChildren<QPushButton*>())
        if (button->accessibleName().startsWith(QStringLiteral("Suggest: ")))
            QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] {
        for (const auto& card : desk.data().cards())
            if (card.captions.empty()) return false;
        return true;
    }));
    QVERIFY(desk.bench.wait(
        [&] { return !shownTexts(&desk.page()).contains(QStringLiteral("3 clips have no caption")); }));
}

void DatasetTest::everyRuleHasWords() {
    for (const char* rule : {"caption_empty",  "caption_duplicate", "caption_vague",   "caption_long",
                             "caption_draft",  "trigger_missing",   "style_leak",      "near_duplicate",
                             "cut_inside",     "variable_rate",     "black_bars",      "static",
                             "still",          "too_short",         "too_long",        "shortens",
                             "too_few",        "too_few_held_out",  "validation_leak", "rights_missing",
                             "rights_expired", "source_missing",    "source_changed",  "unreadable"}) {
        const auto words = dataset_page::wordsOf({rule, "warns", true, 2, {1, 2}, "x"});
        QVERIFY2(words.what != QLatin1String(rule), rule);
    }
}

void DatasetTest::filtersWriteTheQuery() {
    Desk desk(12);
    QVERIFY(desk.shown);
    auto* panel = desk.page().findChild<dataset_page::FilterPanel*>();
    const auto row = [&](const QString& words) -> dataset_page::FilterRow* {
        for (auto* candidate : panel->findChildren<dataset_page::FilterRow*>())
            if (candidate->isVisible() && candidate->words() == words) return candidate;
        return nullptr;
    };
    QVERIFY(desk.bench.wait([&] { return row(QStringLiteral("4 stars and more")) != nullptr; }));
    QTest::mouseClick(row(QStringLiteral("4 stars and more")), Qt::LeftButton);
    QCOMPARE(desk.page().queryLine().text(), QStringLiteral("rating>=4"));
    QVERIFY(desk.bench.wait([&] { return desk.page().presenter().query() == QStringLiteral("rating>=4"); }));
    QVERIFY(desk.bench.wait([&] { return row(QStringLiteral("All clips")) != nullptr; }));
    QTest::keyClick(row(QStringLiteral("All clips")), Qt::Key_Return);
    QCOMPARE(desk.page().queryLine().text(), QString());
    QTest::mouseClick(buttonOf(*panel, QStringLiteral("Keep a version")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return desk.page().presenter().facets().versions.size() == 1; }));
    QTest::mouseClick(buttonOf(*panel, QStringLiteral("Draw the split anew")), Qt::LeftButton);
    QVERIFY(desk.bench.wait([&] { return desk.data().cards()[4].isHeldOut; }));
}

void DatasetTest::theQueryLineOffersWords() {
    using dataset_page::QueryCompleter;
    QCOMPARE(QueryCompleter::wordStart(QStringLiteral("mug -tag:st"), 11), 5);
    QCOMPARE(QueryCompleter::wordStart(QStringLiteral("tag:\"push in\" ca"), 16), 14);
    Desk desk(12);
    QVERIFY(desk.shown);
    auto& line = desk.page().queryLine();
    auto* completer = line.findChild<QueryCompleter*>();
    line.setFocus();
    QTest::keyClicks(&line, QStringLiteral("mug miss"));
    QVERIFY(desk.bench.wait([&] { return completer->popup()->isVisible(); }));
    QCOMPARE(completer->completionCount(), 3);
    QTest::keyClick(completer->popup(), Qt::Key_Down);
    QTest::keyClick(completer->popup(), Qt::Key_Return);
    QCOMPARE(line.text(), QStringLiteral("mug missing:caption"));
    QTest::keyClicks(&line, QStringLiteral(" zzz"));
    QVERIFY(!completer->popup()->isVisible());
}

void DatasetTest::aTrainingLearnsTheDataset() {
    Desk desk(6);
    auto& train = desk.bench.presenter();
    QVERIFY(desk.bench.wait([&] { return train.usesDataset(); }));
    QCOMPARE(train.whyNot(), QString());
    QVERIFY(train.options().films.empty());
    QVERIFY(train.options().training.validateEvery > 0);
    train.addFilms({ownHome().film(QStringLiteral("alone.mp4"))});
    QVERIFY(!train.usesDataset());
    QCOMPARE(train.options().films.size(), std::size_t{1});
    train.removeFilm(0);
    desk.page().grid().selectAll();
    desk.page().presenter().remove(desk.page().grid().chosen());
    QVERIFY(desk.bench.wait([&] { return !train.usesDataset(); }));
    QVERIFY(!train.whyNot().isEmpty());
}

void DatasetTest::thousandsOfClips() {
    Desk desk(20'000);
    QVERIFY(desk.shown);
    QCOMPARE(desk.model().rowCount(), 20'000);
    desk.page().grid().scrollToBottom();
    desk.choose(19'999);
    QVERIFY(desk.page().captions().clip() == desk.data().cards().back().id);
    QVERIFY(!desk.page().grid().visualRect(desk.model().index(19'999, 0)).isEmpty());
}

}  // namespace

BRANDLOOM_GUI_TEST_MAIN(DatasetTest)
#include "dataset_test.moc"
