#include "gui/train/train_presenter.h"

#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>

#include "core/base/paths.h"
#include "core/base/platform.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::train {

using bridge::fromUtf8;
using bridge::JobWords;
using bridge::RunState;

namespace {

const QStringList& filmEndings() {
    static const QStringList endings{QStringLiteral("mp4"), QStringLiteral("mov"),  QStringLiteral("m4v"),
                                     QStringLiteral("mkv"), QStringLiteral("webm"), QStringLiteral("avi"),
                                     QStringLiteral("mpg"), QStringLiteral("mpeg"), QStringLiteral("ts")};
    return endings;
}

constexpr double kTightDiskGb = 1.0;
constexpr int kClipsToHoldOut = 5;
constexpr qint64 kMaxTextBytes = 64 << 10;

/// The text that lies beside a film, in the language asked for where there are two; empty when there is none.
QString textBeside(const QString& film, const QString& language) {
    const QFileInfo info(film);
    const QString stem = info.absolutePath() + QLatin1Char('/') + info.completeBaseName();
    const QString other = language == QLatin1String("zh") ? QStringLiteral("en") : QStringLiteral("zh");
    for (const QString& ending : {QString(), QLatin1Char('.') + language, QLatin1Char('.') + other}) {
        QFile file(stem + ending + QStringLiteral(".txt"));
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QString words = QString::fromUtf8(file.read(kMaxTextBytes)).simplified();
        if (!words.isEmpty()) return words;
    }
    return {};
}

}  // namespace

TrainPresenter::TrainPresenter(bridge::Session& session, QObject* parent) : QObject(parent), m_session(session) {
    load();
    connect(&session, &bridge::Session::projectChanged, this, &TrainPresenter::setupChanged);
    connect(&session, &bridge::Session::forecastChanged, this, &TrainPresenter::setupChanged);
    connect(&session.settings(), &bridge::SettingsDesk::changed, this, &TrainPresenter::setupChanged);
    connect(&session.queue(), &bridge::QueueDesk::changed, this, [this] {
        const auto* line = m_session.queue().line(m_editing);
        if (line == nullptr || line->state != studio::QueueState::Waiting)
            m_editing = 0;  // it has begun or is gone
        Q_EMIT setupChanged();
    });
    connect(&session.queue(), &bridge::QueueDesk::failed, this,
            [this](const Error& error) { Q_EMIT message(Say::Error, bridge::describe(error).whole()); });
    connect(&session.job(), &bridge::JobModel::began, this, [this] { showRun(true); });
}

int TrainPresenter::stepsOf(Preset preset) {
    switch (preset) {
        case Preset::Quick:
            return 20;
        case Preset::Standard:
            return 60;
        case Preset::Thorough:
            return 150;
    }
    return 20;
}

int TrainPresenter::previewEvery(int totalSteps) {
    return qMax(4, totalSteps / 6);
}

void TrainPresenter::load() {
    const auto settings = bridge::userSettings();
    m_styleName =
        settings->value(QStringLiteral("train/styleName"), tr("My look", "default name of a Style")).toString();
    m_preset = static_cast<Preset>(qBound(0, settings->value(QStringLiteral("train/preset"), 0).toInt(), 2));
    m_rank = qBound(1, settings->value(QStringLiteral("train/rank"), 8).toInt(), 128);
    m_learningRate = qBound(1e-6, settings->value(QStringLiteral("train/learningRate"), 1e-3).toDouble(), 1.0);
    m_seed = qMax(0, settings->value(QStringLiteral("train/seed"), 1).toInt());
}

void TrainPresenter::save() const {
    const auto settings = bridge::userSettings();
    settings->setValue(QStringLiteral("train/styleName"), m_styleName);
    settings->setValue(QStringLiteral("train/preset"), static_cast<int>(m_preset));
    settings->setValue(QStringLiteral("train/rank"), m_rank);
    settings->setValue(QStringLiteral("train/learningRate"), m_learningRate);
    settings->setValue(QStringLiteral("train/seed"), m_seed);
}

void TrainPresenter::addFilms(const QStringList& files) {
    QStringList refused;
    for (const QString& file : files) {
        const QFileInfo info(file);
        if (!info.isFile() || !filmEndings().contains(info.suffix().toLower()))
            refused << info.fileName();
        else if (!m_films.contains(info.absoluteFilePath()))
            m_films << info.absoluteFilePath();
    }
    if (!refused.isEmpty())
        Q_EMIT message(Say::Warning,
                       tr("%1 was left out: it is not a film that can be read.", "one or several file names")
                           .arg(refused.mid(0, 3).join(QStringLiteral(", "))));
    Q_EMIT setupChanged();
}

void TrainPresenter::removeFilm(int index) {
    if (index < 0 || index >= m_films.size()) return;
    m_films.removeAt(index);
    Q_EMIT setupChanged();
}

void TrainPresenter::removeMissing() {
    m_films.removeIf([](const QString& film) { return !QFileInfo::exists(film); });
    Q_EMIT setupChanged();
}

void TrainPresenter::useSampleFilm() {
    const Path film = m_session.port().sampleFilm();
    const QString file = fromUtf8(utf8FromPath(film));
    if (!QFileInfo::exists(file)) {
        Q_EMIT message(Say::Error, tr("The sample film is missing. Install Brandloom again."));
        return;
    }
    if (!m_films.contains(file)) m_films << file;
    Q_EMIT setupChanged();
}

void TrainPresenter::setStyleName(const QString& name) {
    if (name == m_styleName) return;
    m_styleName = name;
    Q_EMIT setupChanged();
}

void TrainPresenter::setCaption(const QString& caption) {
    if (caption == m_caption) return;
    m_caption = caption;
    Q_EMIT setupChanged();
}

void TrainPresenter::setPreset(Preset preset) {
    if (preset == m_preset) return;
    m_preset = preset;
    Q_EMIT setupChanged();
}

void TrainPresenter::setRank(int rank) {
    m_rank = rank;
    Q_EMIT setupChanged();
}

void TrainPresenter::setLearningRate(double rate) {
    m_learningRate = rate;
    Q_EMIT setupChanged();
}

void TrainPresenter::setSeed(int seed) {
    m_seed = seed;
    Q_EMIT setupChanged();
}

studio::TrainStyleOptions TrainPresenter::options() const {
    studio::TrainStyleOptions options;
    for (const QString& film : m_films) options.films.push_back(pathFromUtf8(film.toStdString()));
    options.styleName = m_styleName.trimmed().toStdString();
    if (!m_session.usesStarter()) options.modelDir = pathFromUtf8(m_session.settings().value("model"));
    options.caption = m_caption.trimmed().toStdString();
    options.training.steps = stepsOf(m_preset);
    options.training.rank = m_rank;
    options.training.alpha = 2.0 * m_rank;
    options.training.learningRate = m_learningRate;
    options.training.seed = static_cast<std::uint64_t>(m_seed);
    const int total = 2 * options.training.steps;
    options.training.previewEvery = previewEvery(total);
    options.training.checkpointEvery = 2 * previewEvery(total);
    options.training.previewPrompt = previewText().toStdString();
    // Whole films are held out, so that there have to be two; a dataset says itself which.
    if (m_films.size() > 1 || (usesDataset() && m_session.datasetClips() >= kClipsToHoldOut))
        options.training.validateEvery = previewEvery(total);
    return options;
}

PresetCard TrainPresenter::card(Preset preset) const {
    PresetCard card;
    const int total = 2 * stepsOf(preset);
    if (preset == Preset::Quick) {
        card.heading = tr("Quick test");
        card.purpose = tr("Shows whether the films are right before you spend more time.");
    } else if (preset == Preset::Standard) {
        card.heading = tr("Standard");
        card.purpose = tr("Enough for most looks.");
    } else {
        card.heading = tr("Thorough");
        card.purpose = tr("The finest detail, for a Style that you will keep.");
    }
    if (const auto forecast = m_session.forecast(total)) {
        const auto [figures, unit] = JobWords::rangeParts(*forecast);
        card.forecast = figures;
        card.forecastUnit = unit;
    } else {
        card.note = tr("The first run measures the time.");
    }
    card.facts = tr("%n step(s), half for each expert", nullptr, total);
    card.moreFacts = tr("A preview every %n step(s)", nullptr, previewEvery(total));
    return card;
}

QVector<ReviewRow> TrainPresenter::review() const {
    QVector<ReviewRow> rows;
    const auto project = m_session.project();
    if (!project)
        rows << ReviewRow{Level::Problem, tr("No project is open"), tr("A Style is kept in a project"),
                          tr("New project…"), Fix::NewProject};
    else if (project->readOnly)
        rows << ReviewRow{Level::Problem,
                          tr("This project can only be read"),
                          tr("%1 is working in it").arg(fromUtf8(project->heldBy)),
                          {},
                          Fix::None};
    QStringList missing;
    for (const QString& film : m_films)
        if (!QFileInfo::exists(film)) missing << QFileInfo(film).fileName();
    if (usesDataset())
        rows << ReviewRow{Level::Ok,
                          tr("%n clip(s) of the dataset", nullptr, m_session.datasetClips()),
                          tr("Rejected ones are left out"),
                          {},
                          Fix::None};
    else if (m_films.isEmpty())
        rows << ReviewRow{Level::Problem, tr("No film is chosen"), tr("One short film is enough to begin"),
                          tr("Choose films…"), Fix::ChooseFilms};
    else if (!missing.isEmpty())
        rows << ReviewRow{Level::Problem,
                          tr("%n film(s) cannot be found", nullptr, static_cast<int>(missing.size())),
                          missing.join(QStringLiteral(", ")), tr("Remove"), Fix::RemoveMissing};
    else
        rows << ReviewRow{Level::Ok,
                          tr("%n film(s) chosen", nullptr, static_cast<int>(m_films.size())),
                          tr("Originals stay where they are"),
                          {},
                          Fix::None};
    if (m_styleName.trimmed().isEmpty())
        rows << ReviewRow{Level::Problem, tr("The Style has no name"), {}, {}, Fix::None};
    if (m_caption.trimmed().isEmpty()) rows << captionRow();
    if (project) {
        const auto free = platform::diskFreeBytes(project->folder);
        const double gb = free ? static_cast<double>(*free) / 1e9 : 0;
        if (free)
            rows << ReviewRow{gb < kTightDiskGb ? Level::Warning : Level::Ok,
                              tr("Disk"),
                              tr("%1 GB free").arg(QLocale().toString(gb, 'f', gb < 10 ? 1 : 0)),
                              {},
                              Fix::None};
    }
    return rows;
}

QString TrainPresenter::whyNot() const {
    for (const ReviewRow& row : review())
        if (row.level == Level::Problem) return row.text;
    return {};
}

QString TrainPresenter::forecastText() const {
    const auto forecast = m_session.forecast(2 * stepsOf(m_preset));
    return forecast ? JobWords::range(*forecast) : tr("measured by the first run");
}

ReviewRow TrainPresenter::captionRow() const {
    const QString language = QLocale().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
    if (usesDataset()) return {Level::Ok, tr("Captions"), tr("From the clips of the dataset"), {}, Fix::None};
    int without = 0;
    for (const QString& film : m_films) without += textBeside(film, language).isEmpty();
    if (without == 0 && !m_films.isEmpty())
        return {Level::Ok, tr("Captions"), tr("From the text beside each film"), {}, Fix::None};
    return {Level::Warning,
            m_films.isEmpty() ? tr("No caption") : tr("%n film(s) without a caption", nullptr, without),
            tr("Write one above; words make a Style easier to call up"),
            {},
            Fix::None};
}

QString TrainPresenter::previewText() const {
    if (!m_caption.trimmed().isEmpty()) return m_caption.trimmed();
    const QString language = QLocale().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
    for (const QString& film : m_films)
        if (const QString words = textBeside(film, language); !words.isEmpty()) return words;
    return {};
}

QString TrainPresenter::previewPrompt() const {
    const QString words = previewText();
    return words.isEmpty() ? tr("The first caption") : words;
}

QString TrainPresenter::modelName() const {
    return m_session.usesStarter() ? tr("Starter")
                                   : QFileInfo(fromUtf8(m_session.settings().value("model"))).fileName();
}

bool TrainPresenter::start() {
    const QString why = whyNot();
    if (!why.isEmpty()) {
        Q_EMIT message(Say::Error, why);
        return false;
    }
    save();
    if (isEditing()) {
        m_session.queue().edit(m_editing, editedOptions());
        Q_EMIT message(
            Say::Success,
            tr("%1 was changed and keeps its place in the queue.").arg(JobWords::title(m_styleName.trimmed())));
        stopEditing();
        return true;
    }
    if (willQueue()) {
        m_session.queue().add(options());
        Q_EMIT message(
            Say::Success,
            tr("%1 waits in the queue. Activity shows its place.").arg(JobWords::title(m_styleName.trimmed())));
        return true;
    }
    const Status started = m_session.startTraining(options());
    if (!started) Q_EMIT message(Say::Error, bridge::describe(started.error()).whole());
    return started.has_value();
}

void TrainPresenter::edit(std::int64_t job) {
    const auto* line = m_session.queue().line(job);
    if (line == nullptr || !line->training) return;
    const studio::TrainStyleOptions& o = *line->training;
    m_films.clear();
    for (const Path& film : o.films) m_films << fromUtf8(utf8FromPath(film));
    m_styleName = fromUtf8(o.styleName);
    m_caption = fromUtf8(o.caption);
    for (const Preset preset : {Preset::Quick, Preset::Standard, Preset::Thorough})
        if (o.training.steps >= stepsOf(preset)) m_preset = preset;
    m_rank = o.training.rank;
    m_learningRate = o.training.learningRate;
    m_seed = static_cast<int>(o.training.seed);
    m_editing = job;
    showRun(false);
    Q_EMIT setupChanged();
}

void TrainPresenter::stopEditing() {
    m_editing = 0;
    Q_EMIT setupChanged();
}

/// What the page does not show stays as the job has it.
studio::TrainStyleOptions TrainPresenter::editedOptions() const {
    const auto* line = m_session.queue().line(m_editing);
    const auto shown = options();
    if (line == nullptr || !line->training) return shown;
    auto out = *line->training;
    out.films = shown.films;
    out.styleName = shown.styleName;
    out.caption = shown.caption;
    out.training.rank = shown.training.rank;
    out.training.alpha = shown.training.alpha;
    out.training.learningRate = shown.training.learningRate;
    out.training.seed = shown.training.seed;
    // Steps that no card has, as of the command line, stay while the card is the one that they came nearest to.
    Preset nearest = Preset::Quick;
    for (const Preset preset : {Preset::Standard, Preset::Thorough})
        if (out.training.steps >= stepsOf(preset)) nearest = preset;
    if (nearest != m_preset) {
        out.training.steps = shown.training.steps;
        out.training.previewEvery = shown.training.previewEvery;
        out.training.checkpointEvery = shown.training.checkpointEvery;
    }
    return out;
}

bool TrainPresenter::willQueue() const {
    return m_session.isWorking();
}

const studio::QueueLine* TrainPresenter::pausedRun() const {
    if (m_session.isWorking()) return nullptr;
    for (const auto& line : m_session.queue().lines())
        if (line.state == studio::QueueState::Paused && line.kind == "train" && line.hasRun) return &line;
    return nullptr;
}

QString TrainPresenter::pausedText() const {
    const auto* line = pausedRun();
    if (line == nullptr) return {};
    const QLocale locale;
    return tr("%1 is paused after step %2 of %3.")
        .arg(JobWords::title(fromUtf8(line->title)), locale.toString(line->progress.done),
             locale.toString(line->progress.total));
}

void TrainPresenter::resumePaused() {
    if (const auto* line = pausedRun()) m_session.queue().resume(line->id);
}

void TrainPresenter::stop() {
    m_session.stopJob();
}

void TrainPresenter::pauseOrResume() {
    const bool paused = job().state() == RunState::Paused;
    m_session.tellJob(paused ? door::TrainingCommand::Resume : door::TrainingCommand::Pause);
}

void TrainPresenter::previewNow() {
    m_session.tellJob(door::TrainingCommand::Sample);
}

void TrainPresenter::saveNow() {
    m_session.tellJob(door::TrainingCommand::Save);
}

void TrainPresenter::setRunRate(double rate) {
    m_session.tellJob(door::TrainingCommand::LearningRate, rate);
}

QString TrainPresenter::verdict() const {
    const bridge::JobModel& run = job();
    const QString best = QLocale().toString(run.bestStep());
    if (run.verdict() == "learning") return tr("Still learning; best so far is step %1").arg(best);
    if (run.verdict() == "flat") return tr("It no longer gets better; best was step %1").arg(best);
    if (run.verdict() == "overfitting") return tr("It learns the films by heart; best was step %1").arg(best);
    return run.verdict().empty() ? QString() : tr("Too early to say");
}

QString TrainPresenter::verdictFacts() const {
    const auto& points = job().heldOut();
    if (points.isEmpty()) return {};
    if (points.last().step == 0) return tr("Some films are only measured, never learned from.");
    double best = points.last().relative;
    for (const auto& point : points)
        if (point.best) best = point.relative;
    return tr("On films it does not learn from, the loss is %1 of the start; at best %2.")
        .arg(JobWords::percent(points.last().relative), JobWords::percent(best));
}

QVector<QPair<double, QString>> TrainPresenter::runEvents() const {
    QVector<QPair<double, QString>> events;
    for (const bridge::RunMark& mark : job().marks()) {
        const QString words = !mark.isPause    ? tr("Rate %1").arg(JobWords::learningRate(mark.value))
                              : mark.value > 0 ? tr("Paused for %1").arg(JobWords::duration(mark.value))
                                               : tr("Paused");
        events.append({mark.step, words});
    }
    return events;
}

void TrainPresenter::trainAgain() {
    if (!job().active()) showRun(false);
}

void TrainPresenter::showRun(bool run) {
    if (run == m_showsRun) return;
    m_showsRun = run;
    Q_EMIT pageChanged();
}

QString TrainPresenter::runName() const {
    return fromUtf8(job().options().styleName);
}

QString TrainPresenter::runFacts() const {
    const auto films = static_cast<int>(job().options().films.size());
    const Path& started = job().options().modelDir;
    QStringList parts{
        films > 0 ? tr("%n film(s)", nullptr, films) : tr("clips of the dataset"),
        started.empty() ? tr("Starter model") : QFileInfo(fromUtf8(utf8FromPath(started))).fileName()};
    if (const auto project = m_session.project()) parts.prepend(fromUtf8(project->name));
    return parts.join(QStringLiteral(" · "));
}

QString TrainPresenter::stepText() const {
    const QLocale locale;
    return tr("%1 / %2 steps").arg(locale.toString(job().step()), locale.toString(job().totalSteps()));
}

QString TrainPresenter::outcome() const {
    const bridge::JobModel& run = job();
    if (run.state() == RunState::Failed)
        return run.error() ? bridge::describe(*run.error()).whole() : tr("The training failed.");
    if (run.state() != RunState::Finished && run.state() != RunState::Stopped) return {};
    if (run.isShelved())
        return tr("Paused after step %1 and saved. Resume it under Activity; nothing is lost.").arg(run.step());
    if (!run.trained()) return tr("Stopped before the first step. Nothing was changed.");
    const QString name = JobWords::quoted(fromUtf8(run.trained()->name));
    const int version = run.trained()->versionNumber;
    if (run.state() == RunState::Stopped)
        return tr("Stopped after step %1. %2 version %3 was kept as it is.").arg(run.step()).arg(name).arg(version);
    return tr("%1 version %2 is ready.").arg(name).arg(version);
}

Say TrainPresenter::outcomeTone() const {
    switch (job().state()) {
        case RunState::Failed:
            return Say::Error;
        case RunState::Stopped:
            return Say::Info;
        default:
            return Say::Success;
    }
}

int TrainPresenter::nextPreviewStep() const {
    const int every = job().options().training.previewEvery;
    if (every <= 0 || !job().active()) return 0;
    const int step = job().step();
    // While the preview of this step is being made, that is the next one.
    const bool making = step > 0 && step % every == 0 && !job().previews().contains(step);
    const int next = making ? step : (step / every + 1) * every;
    return next <= job().totalSteps() ? next : 0;
}

}  // namespace brandloom::train
