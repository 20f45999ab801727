// Presenters, words and models, without a widget.
#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QThread>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/studio/workbench/error_catalogue.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/home/home_model.h"
#include "gui/home/home_presenter.h"
#include "gui/train/train_model.h"
#include "gui/train/train_presenter.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::bridge;
using namespace brandloom::tests;

namespace {

/// Session and presenter on a FakePort, no window.
struct Setup {
    explicit Setup(FakeScript script = {})
        : port(std::make_shared<FakePort>(script)), session(port), train(session) {
        port->film = pathFromUtf8(ownHome().film(QStringLiteral("sample.mp4")).toStdString());
    }
    ~Setup() { ownHome().clearSettings(); }
    bool makeProject() {
        bool done = false, good = false;
        session.createProject(ownHome().path() + QStringLiteral("/p"), QStringLiteral("P"), [&](const Status& s) {
            done = true;
            good = s.has_value();
        });
        return QTest::qWaitFor([&] { return done; }, kDeadlineMs) && good;
    }
    bool ready() {
        train.useSampleFilm();
        train.setCaption(QStringLiteral("a red mug"));
        return makeProject() && train.whyNot().isEmpty();
    }
    std::shared_ptr<FakePort> port;
    Session session;
    train::TrainPresenter train;
};

door::Event lossEvent(int step) {
    return {static_cast<std::uint64_t>(step),
            door::LossReported{step, 100'000, door::Expert::High, 1.0 / step, 1e-3, 0.1}};
}

QStringList namesIn(const QString& text) {
    QStringList names;
    for (auto at = text.indexOf(QLatin1Char('{')); at >= 0; at = text.indexOf(QLatin1Char('{'), at + 1))
        names << text.mid(at, text.indexOf(QLatin1Char('}'), at) - at + 1);
    names.sort();
    return names;
}

}  // namespace

class PresentersTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // --- failures
    void everyFailureOfCoreHasItsWords();
    void everyFailureIsSaidInChinese();
    void valuesAreFilledInOnce();
    // --- events
    void noLossIsDroppedUnderAFlood();
    void ofPreviewsTheNewestAreKept();
    void aBridgeMayDieWhileTheJobReports();
    void statesFollowTheEvents();
    void commandsAreShownUntilTheyAreDone();
    // --- words
    void durations_data();
    void durations();
    void rangesCarryOneUnit();
    // --- session
    void projectsAreMadeInTheBackground();
    void aFailureReachesWhoAsked();
    void shuttingDownComesAfterWhatWasAskedBefore();
    void theFirstRunTeachesTheForecast();
    // --- train
    void whatIsMissingIsSaid();
    void filesThatAreNoFilmsAreLeftOut();
    void textBesideAFilmIsItsCaption();
    void optionsAreWhatWasChosen();
    void choicesAreRememberedOnlyWhenStarted();
    void aMissingFilmCanBeTakenOut();
    void stoppingEndsWithinAStep();
    void theOutcomeSaysWhatWasKept();
    // --- home
    void cardsSayWhatIsKnown();
    void healthIsSaidInTheLanguage();
    // --- models
    void modelsKeepTheContract();
};

void PresentersTest::everyFailureOfCoreHasItsWords() {
    const auto specs = studio::allErrorSpecs();
    QVERIFY(specs.size() > 50);
    for (const ErrorSpec* spec : specs) {
        const ErrorWords* words = wordsOf(spec->module, spec->code);
        QVERIFY2(words, std::string(spec->code).c_str());
        QCOMPARE(std::string_view(words->sentence), spec->sentence);
        QCOMPARE(std::string_view(words->remedy), spec->remedy);
    }
    for (const ErrorWords& row : errorWords())
        QVERIFY2(std::any_of(specs.begin(), specs.end(),
                             [&](const ErrorSpec* s) { return s->module == row.module && s->code == row.code; }),
                 row.code);
}

void PresentersTest::everyFailureIsSaidInChinese() {
    shell::Language language;
    language.set(QStringLiteral("zh"));
    for (const ErrorSpec* spec : studio::allErrorSpecs()) {
        const ErrorText text = describe(Error(*spec));
        const QString english =
            QString::fromUtf8(spec->sentence.data(), static_cast<qsizetype>(spec->sentence.size()));
        QVERIFY2(text.sentence != english && text.sentence.endsWith(QStringLiteral("。")),
                 qPrintable(text.sentence));
        QCOMPARE(namesIn(text.sentence), namesIn(english));
        QCOMPARE(text.remedy.isEmpty(), spec->remedy.empty());
    }
    language.set(QStringLiteral("en"));
}

void PresentersTest::valuesAreFilledInOnce() {
    const Error error(base_errors::kFileUnreadable, {{"file", "{reason}.mp4"}, {"reason", "a {file}"}});
    QCOMPARE(describe(error).sentence, QStringLiteral("{reason}.mp4 could not be read: a {file}."));
    const Error lost(base_errors::kFileUnreadable, {{"file", "a.mp4"}});
    QCOMPARE(describe(lost).sentence, QStringLiteral("a.mp4 could not be read: {reason}."));
    shell::Language language;
    language.set(QStringLiteral("zh"));
    const Error loss(engine_errors::kLossNotFinite,
                     {{"value", "nan"}, {"step", "7"}, {"expert", "high"}, {"clip", "1"}});
    QVERIFY(describe(loss).sentence.startsWith(QStringLiteral("高噪专家")));
    language.set(QStringLiteral("en"));
}

void PresentersTest::noLossIsDroppedUnderAFlood() {
    constexpr int kSteps = 20'000;
    EventBridge bridge;
    std::vector<int> steps;
    int batches = 0;
    connect(&bridge, &EventBridge::delivered, this, [&](const Batch& batch) {
        ++batches;
        for (const auto& [id, event] : batch.events)
            if (const auto* loss = std::get_if<door::LossReported>(&event.body)) steps.push_back(loss->step);
    });
    QElapsedTimer clock;
    clock.start();
    const auto listener = bridge.listener();
    std::thread job([&] {
        for (int i = 1; i <= kSteps; ++i) {
            listener.onEvent(1, lossEvent(i));
            listener.onEvent(1, {0, door::Progressed{{"training", i, kSteps, std::nullopt}}});
        }
    });
    QVERIFY(QTest::qWaitFor([&] { return steps.size() == static_cast<std::size_t>(kSteps); }, kDeadlineMs));
    job.join();
    for (int i = 0; i < kSteps; ++i) QCOMPARE(steps[static_cast<std::size_t>(i)], i + 1);
    QVERIFY2(batches <= clock.elapsed() / EventBridge::kIntervalMs + 2, qPrintable(QString::number(batches)));
}

void PresentersTest::ofPreviewsTheNewestAreKept() {
    EventBridge bridge;
    const auto listener = bridge.listener();
    for (int i = 1; i <= 50; ++i) listener.onEvent(1, {0, door::PreviewReady{i, "a mug", {}}});
    std::vector<int> steps;
    connect(&bridge, &EventBridge::delivered, this, [&](const Batch& batch) {
        for (const auto& [id, event] : batch.events) steps.push_back(std::get<door::PreviewReady>(event.body).step);
    });
    QVERIFY(QTest::qWaitFor([&] { return !steps.empty(); }, kDeadlineMs));
    QCOMPARE(steps.size(), EventBridge::kMaxWaitingPreviews);
    QCOMPARE(steps.back(), 50);
}

void PresentersTest::aBridgeMayDieWhileTheJobReports() {
    for (int round = 0; round < 20; ++round) {
        auto bridge = std::make_unique<EventBridge>();
        const auto listener = bridge->listener();
        std::atomic<int> sent = 0;
        std::thread job([&] {
            for (int i = 1; i <= 3000; ++i) listener.onEvent(1, lossEvent(i)), ++sent;
        });
        QVERIFY(QTest::qWaitFor([&] { return sent > 500; }, kDeadlineMs));
        bridge.reset();
        job.join();
        QCoreApplication::processEvents();
    }
}

void PresentersTest::statesFollowTheEvents() {
    JobModel job;
    studio::TrainStyleOptions options;
    options.training.steps = 10;
    job.begin(3, options);
    QCOMPARE(job.totalSteps(), 20);
    const auto tell = [&](door::EventBody body, studio::JobId id = 3) {
        job.apply({{{id, door::Event{1, std::move(body)}}}, {}});
        return job.state();
    };
    QCOMPARE(tell(door::Progressed{{"loading", 0, 0, std::nullopt}}), RunState::Loading);
    QCOMPARE(tell(door::Progressed{{"caching", 1, 4, std::nullopt}}), RunState::Caching);
    QCOMPARE(job.phaseShare().value(), 0.25);
    QCOMPARE(tell(door::Progressed{{"training", 0, 20, std::nullopt}}, 2), RunState::Caching);  // another job's
    QCOMPARE(tell(door::LossReported{1, 20, door::Expert::High, 0.5, 1e-3, 0.2}), RunState::Training);
    QCOMPARE(tell(door::Progressed{{"previewing", 0, 1, std::nullopt}}), RunState::Previewing);
    QCOMPARE(tell(door::LossReported{2, 20, door::Expert::Low, 0.4, 1e-3, 0.2}), RunState::Training);
    QCOMPARE(job.loss(0).value(), 0.5);
    QCOMPARE(job.loss(1).value(), 0.4);
    QCOMPARE(tell(door::Progressed{{"saving", 0, 1, std::nullopt}}), RunState::Saving);
    job.stopAsked();
    QCOMPARE(tell(door::LossReported{3, 20, door::Expert::Low, 0.3, 1e-3, 0.2}), RunState::Stopping);
    QSignalSpy ended(&job, &JobModel::ended);
    job.apply({{}, {{3, studio::JobState::Stopped, std::nullopt, std::nullopt}}});
    QCOMPARE(job.state(), RunState::Stopped);
    QCOMPARE(ended.count(), 1);
    QVERIFY(!job.left());
}

void PresentersTest::commandsAreShownUntilTheyAreDone() {
    using Command = door::TrainingCommand;
    JobModel job;
    studio::TrainStyleOptions options;
    options.training.steps = 10;
    job.begin(3, options);
    const auto tell = [&](door::EventBody body) {
        job.apply({{{3, door::Event{1, std::move(body)}}}, {}});
        return job.state();
    };
    QVERIFY(!job.takesCommands());
    tell(door::LossReported{1, 20, door::Expert::High, 0.5, 1e-3, 0.2});
    tell(door::LossReported{2, 20, door::Expert::High, 0.5, 1e-3, 0.2});
    QVERIFY(job.takesCommands());
    job.commandAsked(Command::Save);
    QVERIFY(job.isAsked(Command::Save) && !job.isAsked(Command::Sample));
    tell(door::CommandDone{"save", 2, 0});
    QVERIFY(!job.isAsked(Command::Save));
    job.commandAsked(Command::Pause);
    QCOMPARE(job.state(), RunState::Pausing);
    QVERIFY(!job.takesCommands());
    // The step that runs, and its checkpoint, come first.
    QCOMPARE(tell(door::Progressed{{"training", 2, 20, std::nullopt}}), RunState::Pausing);
    tell(door::CommandDone{"pause", 2, 0});
    QCOMPARE(tell(door::Progressed{{"paused", 2, 20, std::nullopt}}), RunState::Paused);
    QVERIFY(job.active() && job.takesCommands());
    const double perStep = job.wallSecondsPerStep().value();
    QTRY_VERIFY_WITH_TIMEOUT(job.elapsedSeconds() > 20 * perStep + 0.05, kDeadlineMs);
    QCOMPARE(tell(door::Progressed{{"loading", 0, 2, std::nullopt}}), RunState::Loading);
    tell(door::CommandDone{"resume", 2, 0});
    QCOMPARE(tell(door::Progressed{{"training", 2, 20, std::nullopt}}), RunState::Training);
    QCOMPARE(tell(door::LossReported{3, 20, door::Expert::High, 0.4, 1e-3, 0.2}), RunState::Training);
    QVERIFY2(job.wallSecondsPerStep().value() < job.elapsedSeconds() / 3, "a pause is no time of a step");
    tell(door::CommandDone{"learning-rate", 3, 0.5});
    QCOMPARE(job.marks().size(), 2);
    QVERIFY(job.marks()[0].isPause && job.marks()[0].value > 0);
    QCOMPARE(job.marks()[1].value, 0.5);
    // Held out: both experts are one point; the best stays when a later one is worse.
    const auto measured = [&](int step, double high, double low, bool best, const char* verdict) {
        tell(door::HeldOutMeasured{step, door::Expert::High, high, high, {}, {}, best, verdict});
        tell(door::HeldOutMeasured{step, door::Expert::Low, low, low, {}, {}, best, verdict});
    };
    measured(0, 1.0, 1.0, true, "unclear");
    measured(4, 0.75, 0.25, true, "learning");
    measured(8, 1.0, 0.5, false, "overfitting");
    QCOMPARE(job.heldOut().size(), 3);
    QCOMPARE(job.heldOut()[1].loss, 0.5);
    QCOMPARE(job.bestStep(), 4);
    QCOMPARE(job.verdict(), std::string("overfitting"));
    QVERIFY(JobWords::logLine(job.log().last()).contains(QStringLiteral("75.0\u00A0%")));
}

void PresentersTest::durations_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("none") << 0.0 << "0 s";
    QTest::newRow("below a minute") << 59.4 << "59 s";
    QTest::newRow("minutes and seconds") << 61.0 << "1 min 01 s";
    QTest::newRow("long minutes") << 3540.0 << "59 min";
    QTest::newRow("just below an hour") << 3599.0 << "1 h 00 min";
    QTest::newRow("hours") << 3720.0 << "1 h 02 min";
    QTest::newRow("negative") << -3.0 << "0 s";
}

void PresentersTest::durations() {
    QFETCH(double, seconds);
    QTEST(JobWords::duration(seconds), "words");
}

void PresentersTest::rangesCarryOneUnit() {
    QCOMPARE(JobWords::range({58 * 60, 66 * 60}), QStringLiteral("58–66 min"));
    QCOMPARE(JobWords::range({3, 3}), QStringLiteral("3 s"));
    QCOMPARE(JobWords::range({6600, 8400}), QStringLiteral("1.8–2.3 h"));
}

void PresentersTest::projectsAreMadeInTheBackground() {
    Setup s;
    QThread* told = nullptr;
    QSignalSpy changed(&s.session, &Session::projectChanged);
    s.session.createProject(ownHome().path() + QStringLiteral("/q"), QStringLiteral("Q"),
                            [&](const Status&) { told = QThread::currentThread(); });
    QVERIFY(!s.session.project());
    QVERIFY(QTest::qWaitFor([&] { return told != nullptr; }, kDeadlineMs));
    QCOMPARE(told, QThread::currentThread());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(s.session.project()->name, std::string("Q"));
    QVERIFY(s.port->callThread() != std::this_thread::get_id());
}

void PresentersTest::aFailureReachesWhoAsked() {
    Setup s;
    QVERIFY(s.makeProject());
    std::optional<Status> said;
    s.session.openProject(QStringLiteral("/nowhere/at all"), [&](const Status& status) { said = status; });
    QVERIFY(QTest::qWaitFor([&] { return said.has_value(); }, kDeadlineMs));
    QVERIFY(!said->has_value());
    QCOMPARE(s.session.project()->name, std::string("P"));  // the present one stays
}

void PresentersTest::shuttingDownComesAfterWhatWasAskedBefore() {
    Setup s;
    bool done = false;
    for (int i = 0; i < 5; ++i)
        s.session.createProject(ownHome().path() + QStringLiteral("/r%1").arg(i), QStringLiteral("R"),
                                [](const Status&) {});
    s.session.shutDown(bridge::Session::Ending::Stop, [&] { done = true; });
    s.session.createProject(ownHome().path() + QStringLiteral("/late"), QStringLiteral("Late"),
                            [](const Status&) {});
    QVERIFY(QTest::qWaitFor([&] { return done; }, kDeadlineMs));
    QVERIFY(s.port->isShutDown());
    QCOMPARE(s.port->recentProjects().size(), std::size_t(5));
    QCOMPARE(s.port->callsAfterShutdown(), 0);
}

void PresentersTest::theFirstRunTeachesTheForecast() {
    Setup s;
    QVERIFY(s.ready());
    QVERIFY(!s.session.forecast(40));
    QVERIFY(s.train.card(train::Preset::Quick).forecast.isEmpty());
    QVERIFY(s.train.start());
    QVERIFY(QTest::qWaitFor([&] { return !s.session.job().active(); }, kDeadlineMs));
    QVERIFY(s.session.forecast(40));
    QVERIFY(s.session.forecast(40)->low <= s.session.forecast(40)->high);
    QVERIFY(!s.train.card(train::Preset::Quick).forecast.isEmpty());
}

void PresentersTest::whatIsMissingIsSaid() {
    Setup s;
    s.train.setStyleName(QStringLiteral("Dusk"));
    QCOMPARE(s.train.whyNot(), QStringLiteral("No project is open"));
    QVERIFY(s.makeProject());
    QCOMPARE(s.train.whyNot(), QStringLiteral("No film is chosen"));
    QSignalSpy said(&s.train, &train::TrainPresenter::message);
    QVERIFY(!s.train.start());
    QCOMPARE(said.count(), 1);
    s.train.useSampleFilm();
    QCOMPARE(s.train.whyNot(), QString());
    s.train.setStyleName(QStringLiteral("   "));
    QCOMPARE(s.train.whyNot(), QStringLiteral("The Style has no name"));
}

void PresentersTest::filesThatAreNoFilmsAreLeftOut() {
    Setup s;
    QFile text(ownHome().path() + QStringLiteral("/notes.txt"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    QSignalSpy said(&s.train, &train::TrainPresenter::message);
    const QString film = ownHome().film(QStringLiteral("雪 1.MOV"));
    s.train.addFilms({text.fileName(), film, film, QStringLiteral("/nowhere/a.mp4")});
    QCOMPARE(s.train.films(), QStringList{film});
    QCOMPARE(said.count(), 1);
    QCOMPARE(said[0][1].toString(),
             QStringLiteral("notes.txt, a.mp4 was left out: it is not a film that can be read."));
}

void PresentersTest::textBesideAFilmIsItsCaption() {
    Setup s;
    const QString with = ownHome().film(QStringLiteral("with.mp4"), QStringLiteral(" a blue\nbottle "));
    const QString without = ownHome().film(QStringLiteral("without.mp4"));
    s.train.addFilms({with});
    QCOMPARE(s.train.previewPrompt(), QStringLiteral("a blue bottle"));
    QCOMPARE(s.train.options().training.previewPrompt, std::string("a blue bottle"));
    const auto caption = [&] {
        for (const train::ReviewRow& row : s.train.review())
            if (row.text.contains(QStringLiteral("aption"))) return row;
        return train::ReviewRow{train::Level::Problem, {}, {}, {}, train::Fix::None};
    };
    QCOMPARE(caption().level, train::Level::Ok);
    s.train.addFilms({without});
    QCOMPARE(caption().level, train::Level::Warning);
    s.train.setCaption(QStringLiteral("a lamp"));
    QCOMPARE(s.train.previewPrompt(), QStringLiteral("a lamp"));
}

void PresentersTest::optionsAreWhatWasChosen() {
    Setup s;
    s.train.useSampleFilm();
    s.train.setStyleName(QStringLiteral("  暮色 "));
    s.train.setCaption(QStringLiteral("木桌上的杯子"));
    s.train.setPreset(train::Preset::Standard);
    s.train.setRank(16);
    s.train.setLearningRate(5e-4);
    s.train.setSeed(42);
    const auto options = s.train.options();
    QCOMPARE(options.styleName, std::string("暮色"));
    QCOMPARE(options.caption, std::string("木桌上的杯子"));
    QCOMPARE(options.films.size(), std::size_t(1));
    QCOMPARE(options.training.steps, 60);
    QCOMPARE(options.training.rank, 16);
    QCOMPARE(options.training.alpha, 32.0);
    QCOMPARE(options.training.learningRate, 5e-4);
    QCOMPARE(options.training.seed, std::uint64_t(42));
    QCOMPARE(options.training.previewEvery, 20);
    QCOMPARE(options.training.checkpointEvery, 40);
}

void PresentersTest::choicesAreRememberedOnlyWhenStarted() {
    Setup s;
    s.train.setRank(64);
    QCOMPARE(train::TrainPresenter(s.session).rank(), 8);
    QVERIFY(s.ready());
    QVERIFY(s.train.start());
    QCOMPARE(train::TrainPresenter(s.session).rank(), 64);
    QVERIFY(QTest::qWaitFor([&] { return !s.session.job().active(); }, kDeadlineMs));
}

void PresentersTest::aMissingFilmCanBeTakenOut() {
    Setup s;
    QVERIFY(s.ready());
    const QString film = ownHome().film(QStringLiteral("gone.mp4"));
    s.train.addFilms({film});
    QVERIFY(QFile::remove(film));
    QCOMPARE(s.train.whyNot(), QStringLiteral("1 film cannot be found"));
    s.train.removeMissing();
    QCOMPARE(s.train.whyNot(), QString());
}

void PresentersTest::stoppingEndsWithinAStep() {
    FakeScript script;
    script.stepMs = 120;
    Setup s(script);
    QVERIFY(s.ready());
    QVERIFY(s.train.start());
    QVERIFY(QTest::qWaitFor([&] { return s.session.job().step() >= 2; }, kDeadlineMs));
    const int before = s.session.job().step();
    s.train.stop();
    QCOMPARE(s.session.job().state(), RunState::Stopping);  // acknowledged at once
    s.train.stop();
    QVERIFY(QTest::qWaitFor([&] { return s.session.job().state() == RunState::Stopped; }, kDeadlineMs));
    QVERIFY(s.session.job().step() <= before + 1);
    QCOMPARE(s.port->stopsAsked(), 1);
}

void PresentersTest::theOutcomeSaysWhatWasKept() {
    FakeScript script;
    script.failAtStep = 7;
    Setup failing(script);
    QVERIFY(failing.ready());
    QVERIFY(failing.train.start());
    QVERIFY(QTest::qWaitFor([&] { return !failing.session.job().active(); }, kDeadlineMs));
    QCOMPARE(failing.train.outcomeTone(), train::Say::Error);
    QVERIFY2(failing.train.outcome().contains(QStringLiteral("at step 7")) &&
                 failing.train.outcome().contains(QStringLiteral("Lower the learning rate")),
             qPrintable(failing.train.outcome()));
    Setup whole;
    QVERIFY(whole.ready());
    whole.train.setStyleName(QStringLiteral("Dusk"));
    QVERIFY(whole.train.start());
    QVERIFY(QTest::qWaitFor([&] { return !whole.session.job().active(); }, kDeadlineMs));
    QCOMPARE(whole.train.outcome(), QStringLiteral("“Dusk” version 1 is ready."));
    FakeScript early;
    early.holdAt = "loading";
    Setup stopped(early);
    QVERIFY(stopped.ready());
    QVERIFY(stopped.train.start());
    QVERIFY(QTest::qWaitFor([&] { return stopped.session.job().state() == RunState::Loading; }, kDeadlineMs));
    stopped.train.stop();
    QVERIFY(QTest::qWaitFor([&] { return !stopped.session.job().active(); }, kDeadlineMs));
    QCOMPARE(stopped.train.outcome(), QStringLiteral("Stopped before the first step. Nothing was changed."));
}

void PresentersTest::cardsSayWhatIsKnown() {
    Setup s;
    home::HomePresenter presenter(s.session);
    QVERIFY(!presenter.isKnown());
    s.port->recent = {{"Old", "/nowhere/old", "2026-11-02T10:00:00Z", false}};
    QVERIFY(s.makeProject());
    QVERIFY(QTest::qWaitFor([&] { return presenter.isKnown() && presenter.projects().size() == 2; }, kDeadlineMs));
    const auto& open = presenter.projects()[0];
    QVERIFY(open.open && open.exists);
    QCOMPARE(open.when, QStringLiteral("Open now"));
    QCOMPARE(open.facts, QStringLiteral("1 clip · no Style yet"));
    const auto& old = presenter.projects()[1];
    QVERIFY(!old.exists);
    QCOMPARE(old.facts, QStringLiteral("The folder is not there any more"));
    QVERIFY(s.ready());
    QVERIFY(s.train.start());
    QVERIFY(QTest::qWaitFor([&] { return presenter.projects()[0].running; }, kDeadlineMs));
    QVERIFY(QTest::qWaitFor([&] { return !s.session.job().active(); }, kDeadlineMs));
    QVERIFY(QTest::qWaitFor([&] { return presenter.projects()[0].pictures.size() == 3; }, kDeadlineMs));
    QVERIFY(!presenter.projects()[0].running);
}

void PresentersTest::healthIsSaidInTheLanguage() {
    Setup s;
    home::HomePresenter presenter(s.session);
    s.session.refreshOverview();
    QVERIFY(QTest::qWaitFor([&] { return !presenter.health().isEmpty(); }, kDeadlineMs));
    QCOMPARE(presenter.health()[0].words, QStringLiteral("2 cores"));
    shell::Language language;
    language.set(QStringLiteral("zh"));
    presenter.refresh();
    for (const home::HealthRow& row : presenter.health()) {
        QVERIFY2(row.name == QLatin1String("GPU") || row.name.at(0).unicode() >= 0x4E00, qPrintable(row.name));
        // Numbers, and names of fonts, formats and drivers, are the same everywhere; sentences are not.
        QVERIFY2(!row.words.contains(QStringLiteral("free")) && !row.words.contains(QStringLiteral("core")),
                 qPrintable(row.words));
    }
    language.set(QStringLiteral("en"));
}

void PresentersTest::modelsKeepTheContract() {
    using Mode = QAbstractItemModelTester::FailureReportingMode;
    train::FilmsModel films;
    QAbstractItemModelTester filmsTester(&films, Mode::Fatal);
    home::ProjectsModel projects;
    QAbstractItemModelTester projectsTester(&projects, Mode::Fatal);
    for (int count : {0, 3, 1, 40, 0, 2}) {
        QStringList names;
        QVector<home::ProjectCard> cards(count);
        for (int i = 0; i < count; ++i) {
            names << ownHome().film(QStringLiteral("m%1.mp4").arg(i));
            cards[i].name = QStringLiteral("Project %1").arg(i);
            cards[i].folder = QStringLiteral("/p/%1").arg(i);
        }
        films.setFilms(names);
        projects.setCards(cards);
        QCOMPARE(films.rowCount(), count);
        QCOMPARE(projects.rowCount(), count);
        for (int i = 0; i < count; ++i) {
            QCOMPARE(films.index(i, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("m%1.mp4").arg(i));
            QVERIFY(films.index(i, 0).data(train::FilmsModel::ExistsRole).toBool());
            QCOMPARE(projects.index(i, 0).data().toString(), cards[i].name);
        }
        QVERIFY(!films.index(count, 0).isValid());
    }
}

BRANDLOOM_GUI_TEST_MAIN(PresentersTest)
#include "presenters_test.moc"
