// The set-up of a training: what is learnt and how long, single settings, what stands in the way and its fixes, and
// what it will need here.
#include <QCheckBox>
#include <QComboBox>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>

#include "core/base/base_errors.h"
#include "gui/bridge/error_text.h"
#include "gui/train/option_words.h"
#include "gui/train/setup_view.h"
#include "gui/widgets/button.h"
#include "gui/widgets/choice_card.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using studio::PreflightFinding;
using studio::PreflightRule;
using train::Fix;
using train::Level;

namespace {

const train::ReviewRow* rowWith(const QVector<train::ReviewRow>& rows, Fix fix) {
    for (const auto& row : rows)
        if (row.fix == fix) return &row;
    return nullptr;
}

QString helpOfTheCommandLine() {
    QProcess program;
    program.start(
        bridge::fromUtf8(utf8FromPath(executablePath().parent_path().parent_path() / "bin/brandloom-cli")),
        {QStringLiteral("train"), QStringLiteral("--help")});
    if (!program.waitForFinished(kDeadlineMs)) return {};
    return QString::fromUtf8(program.readAllStandardOutput());
}

/// An open project with one film chosen.
struct Ready {
    explicit Ready(FakeScript script = {}) : bench(script) {
        bench.openProject();
        bench.chooseFilm();
        known = bench.wait([&] { return train().preflight().has_value(); });
    }
    [[nodiscard]] train::TrainPresenter& train() { return bench.presenter(); }
    [[nodiscard]] FakeTraining& port() { return bench.port->training(); }
    [[nodiscard]] train::SetupView& view() { return bench.window->trainPage().setup(); }
    /// What the port finds from now on, looked at.
    bool find(std::vector<PreflightFinding> findings) {
        const auto count = findings.size();
        port().finds(std::move(findings));
        train().checkSoon();
        return bench.wait([&] { return train().preflight() && train().preflight()->findings.size() == count; });
    }
    Bench bench;
    bool known = false;
};

}  // namespace

class TrainTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyOptionOfTheCommandLineIsOnThePage();
    void everySettingIsExplainedInBothLanguages();
    void whatIsLearntIsARecipe();
    void whatIsSetByHandGoesBeforeTheRecipe();
    void editorsAndPresenterAgree();
    void whatIsFoundIsSaidWithWhatHelps();
    void eachFixDoesItsWork();
    void aMeasurementFillsTheCards();
    void aMeasurementEndsWhenATrainingBegins();
    void whatIsTooMuchForThisMachineCannotBeChosen();
};

void TrainTest::everyOptionOfTheCommandLineIsOnThePage() {
    // What the page does with a control of its own.
    const QMap<QString, QString> elsewhere{
        {QStringLiteral("--project"), QStringLiteral("the open project")},
        {QStringLiteral("--preset"), QStringLiteral("the cards of step 1")},
        {QStringLiteral("--resume"), QStringLiteral("the row of a paused run")},
        {QStringLiteral("--run"), QStringLiteral("the row of a paused run")},
        {QStringLiteral("--from-step"),
         QStringLiteral("the command line only: here a run goes on from its last checkpoint")},
        {QStringLiteral("--forecast"), QStringLiteral("Measure")},
        {QStringLiteral("--check"), QStringLiteral("step 3")},
        {QStringLiteral("--queue"), QStringLiteral("Add to queue")},
        {QStringLiteral("--job"), QStringLiteral("Edit… of the Activity dock")},
        {QStringLiteral("--commands"), QStringLiteral("the buttons of the run")},
        {QStringLiteral("--json"), QStringLiteral("said to every command")},
        {QStringLiteral("--help"), QStringLiteral("said to every command")}};
    Ready ready;
    const QString help = helpOfTheCommandLine();
    QRegularExpression flag(QStringLiteral("(?m)^  (--[a-z-]+)"));
    int seen = 0;
    for (auto it = flag.globalMatch(help); it.hasNext(); ++seen) {
        const QString name = it.next().captured(1);
        if (elsewhere.contains(name)) continue;
        const auto* editor = ready.view().findChild<QWidget*>(name);
        QVERIFY2(editor != nullptr, qPrintable(name + QStringLiteral(" is not on the Train page")));
        QVERIFY2(!editor->toolTip().isEmpty(), qPrintable(name));
    }
    QVERIFY2(seen > 40, qPrintable(help));
    QVERIFY(ready.view().findChild<QWidget*>(QStringLiteral("--preset whole-look")));
}

void TrainTest::everySettingIsExplainedInBothLanguages() {
    QStringList english;
    for (const auto& field : studio::trainFields()) {
        QVERIFY2(!train::OptionWords::label(field).isEmpty(), field.name);
        QVERIFY2(!train::OptionWords::tooltip(field).isEmpty(), field.name);
        english << train::OptionWords::tooltip(field);
    }
    shell::Language language;
    language.set(QStringLiteral("zh"));
    int at = 0;
    for (const auto& field : studio::trainFields()) {
        const QString tip = train::OptionWords::tooltip(field);
        QVERIFY2(tip != english[at++] && tip.contains(QRegularExpression(QStringLiteral("[一-龥]"))), field.name);
    }
    language.set(QStringLiteral("en"));
}

void TrainTest::whatIsLearntIsARecipe() {
    Ready ready;
    auto& train = ready.train();
    QCOMPARE(train.kind(), std::string("whole-look"));
    QVERIFY(train.kinds().size() >= 4);
    train.setPreset(train::Preset::Standard);
    QCOMPARE(train.options().training.steps, 60);
    train.setKind("product");
    const auto product = train.options();
    QCOMPARE(product.training.rank, 32);
    QCOMPARE(product.training.targets, std::string("all"));
    QCOMPARE(product.training.steps, 300);
    QCOMPARE(product.clipsPerFilm, 8);
    QCOMPARE(product.training.previewEvery, 100);
    train.setKind("motion");
    QCOMPARE(train.options().training.experts, std::string("high"));
    QCOMPARE(train.card(train::Preset::Quick).facts, QStringLiteral("20 steps of one expert"));
    train.setKind("no such recipe");
    QCOMPARE(train.kind(), std::string("motion"));
}

void TrainTest::whatIsSetByHandGoesBeforeTheRecipe() {
    Ready ready;
    auto& train = ready.train();
    train.setKind("product");
    train.setField("rank", 8);
    QCOMPARE(train.options().training.rank, 8);
    QCOMPARE(train.options().training.alpha, 8.0);  // the recipe's scale
    train.setField("alpha", 20.0);
    train.setField("rank", 4);
    QCOMPARE(train.options().training.alpha, 20.0);
    train.setField("steps", 33);
    QCOMPARE(train.options().training.steps, 33);
    QCOMPARE(train.ownCount(), 3);
    train.setPreset(train::Preset::Standard);  // another length is chosen: it is taken
    QCOMPARE(train.options().training.steps, 300);
    train.backToRecipe();
    QCOMPARE(train.options().training.rank, 32);
    QVERIFY(train.start());
    QCOMPARE(train::TrainPresenter(*ready.bench.session).kind(), std::string("product"));
    QVERIFY(ready.bench.wait([&] { return ready.bench.job().step() > 0; }));
}

void TrainTest::editorsAndPresenterAgree() {
    Ready ready;
    auto& train = ready.train();
    auto* rank = ready.view().findChild<QSpinBox*>(QStringLiteral("--rank"));
    auto* method = ready.view().findChild<QComboBox*>(QStringLiteral("--method"));
    auto* recompute = ready.view().findChild<QCheckBox*>(QStringLiteral("--gradient-checkpointing"));
    QVERIFY(rank && method && recompute);
    rank->setValue(12);
    recompute->setChecked(true);
    method->setCurrentIndex(method->findData(QStringLiteral("rslora")));
    Q_EMIT method->activated(method->currentIndex());
    const auto options = train.options().training;
    QCOMPARE(options.rank, 12);
    QVERIFY(options.gradientCheckpointing);
    QCOMPARE(options.method, std::string("rslora"));
    train.setField("rank", 40);
    QCOMPARE(rank->value(), 40);
    for (const auto& field : studio::trainFields()) {
        const auto before = studio::valueOf(field, train.options());
        ready.view().refresh();  // showing a value is no choice of it
        QVERIFY2(studio::valueOf(field, train.options()) == before, field.name);
    }
    QCOMPARE(train.ownCount(), 3);
}

void TrainTest::whatIsFoundIsSaidWithWhatHelps() {
    Ready ready;
    QVERIFY(ready.known);
    QCOMPARE(ready.train().whyNot(), QString());
    PreflightFinding model{PreflightRule::ModelMissing, true, 0, "wan2.2"};
    PreflightFinding engine{PreflightRule::EngineMissing, true};
    PreflightFinding disk{PreflightRule::DiskLow, false};
    PreflightFinding memory{PreflightRule::MemoryOver, false};
    QVERIFY(ready.find({model, engine, disk, memory}));
    const auto rows = ready.train().review();
    QVERIFY(rowWith(rows, Fix::UseStarter) &&
            rowWith(rows, Fix::UseStarter)->text.contains(QLatin1String("wan2.2")));
    QVERIFY(rowWith(rows, Fix::ToHome));
    QVERIFY(rowWith(rows, Fix::FewerCheckpoints));
    QCOMPARE(rows.first().level, Level::Problem);
    QCOMPARE(rows.last().level, Level::Ok);
    QVERIFY(!ready.train().whyNot().isEmpty());
    QVERIFY(!ready.view().startButton().isEnabled());
    QVERIFY(!ready.train().start());
    QVERIFY(ready.find({}));
    QVERIFY(ready.view().startButton().isEnabled());
}

void TrainTest::eachFixDoesItsWork() {
    Ready ready;
    auto& train = ready.train();
    train.fix(Fix::FewerCheckpoints);
    QCOMPARE(train.options().keepCheckpoints, 1);
    train.fix(Fix::LessMemory);
    QVERIFY(train.options().training.gradientCheckpointing);
    train.fix(Fix::LessMemory);
    QCOMPARE(train.options().training.batch, 1);
    QCOMPARE(train.options().training.accumulation, 2);
    train.setModel(QStringLiteral("gone"));
    QCOMPARE(train.options().modelDir, Path("gone"));
    train.fix(Fix::UseStarter);
    QVERIFY(train.options().modelDir.empty());
    // Of a dataset.
    ready.bench.port->dataset().fill(6);
    train.removeFilm(0);
    ready.bench.session->recount();
    QVERIFY(ready.bench.wait([&] { return train.usesDataset(); }));
    PreflightFinding silent{PreflightRule::CaptionsMissing, false, 2};
    silent.clips = {1, 2};
    PreflightFinding gone{PreflightRule::SourceGone, true, 2, "a.mp4"};
    train.setCaption({});
    QVERIFY(ready.find({silent, gone}));
    QCOMPARE(train.whyNot(), QStringLiteral("2 clips whose film is gone"));
    QSignalSpy said(&train, &train::TrainPresenter::message);
    QVERIFY(rowWith(train.review(), Fix::SuggestCaptions));
    train.fix(Fix::SuggestCaptions);
    QVERIFY(ready.bench.wait([&] { return said.count() == 1; }));
    QVERIFY(rowWith(train.review(), Fix::Locate));
    train.locate(QStringLiteral("/media/films"));
    QVERIFY(ready.bench.wait([&] { return said.count() == 2; }));
    QCOMPARE(ready.port().lastPlace(), Path("/media/films"));
    QVERIFY(ready.bench.wait([&] { return train.whyNot().isEmpty(); }));
}

void TrainTest::aMeasurementFillsTheCards() {
    Ready ready;
    auto& train = ready.train();
    ready.port().holdMeasuring(true);
    QVERIFY(train.card(train::Preset::Quick).forecast.isEmpty());
    QTest::mouseClick(&ready.view().measureButton(), Qt::LeftButton);
    QVERIFY(train.isMeasuring());
    QCOMPARE(train.card(train::Preset::Quick).note, QStringLiteral("Being measured…"));
    ready.port().holdMeasuring(false);
    QVERIFY(ready.bench.wait([&] { return !train.isMeasuring(); }));
    // 25 to 35 s for the 40 steps of the quick test; the others follow by their steps.
    const auto quick = train.card(train::Preset::Quick), longest = train.card(train::Preset::Thorough);
    QCOMPARE(quick.forecast, QStringLiteral("25–35"));
    QVERIFY(quick.memoryShare > 0);
    QCOMPARE(longest.memoryShare, quick.memoryShare);
    QCOMPARE(longest.forecastUnit, QStringLiteral("min"));
    QCOMPARE(longest.forecast, QStringLiteral("3–4"));
    QVERIFY(ready.bench.wait([&] { return ready.port().lastNeeds().memoryBytes == 1'300'000'000; }));
    // Of other settings nothing is known; back again it is.
    train.setField("rank", 64);
    QVERIFY(train.card(train::Preset::Quick).forecast.isEmpty());
    train.backToRecipe();
    QVERIFY(!train.card(train::Preset::Quick).forecast.isEmpty());
}

void TrainTest::aMeasurementEndsWhenATrainingBegins() {
    Ready ready;
    ready.port().holdMeasuring(true);
    ready.train().measure();
    QVERIFY(ready.train().isMeasuring());
    QSignalSpy said(&ready.train(), &train::TrainPresenter::message);
    QVERIFY(ready.train().start());
    QVERIFY(ready.bench.wait([&] { return !ready.train().isMeasuring(); }));
    QCOMPARE(said.count(), 0);  // nobody has to be told
    QVERIFY(ready.bench.wait([&] { return ready.bench.job().step() > 0; }));
}

void TrainTest::whatIsTooMuchForThisMachineCannotBeChosen() {
    Ready ready;
    ready.port().measures({1ULL << 50, 1'000'000, 10, 20});
    ready.train().measure();
    QVERIFY(ready.bench.wait([&] { return !ready.train().isMeasuring(); }));
    const auto card = ready.train().card(train::Preset::Standard);
    QVERIFY(!card.isPossible && card.forecast.isEmpty() && !card.note.isEmpty());
    for (auto* one : ready.view().findChildren<widgets::ChoiceCard*>())
        QVERIFY(one->objectName().startsWith(QLatin1String("--preset")) || !one->isEnabled());
}

BRANDLOOM_GUI_TEST_MAIN(TrainTest)
#include "train_test.moc"
