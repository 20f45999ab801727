#include "gui/train/train_presenter.h"

#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <algorithm>

#include "core/base/paths.h"
#include "core/base/platform.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::train {

using bridge::fromUtf8;
using bridge::JobWords;

namespace {

const QStringList& filmEndings() {
    static const QStringList endings{QStringLiteral("mp4"), QStringLiteral("mov"),  QStringLiteral("m4v"),
                                     QStringLiteral("mkv"), QStringLiteral("webm"), QStringLiteral("avi"),
                                     QStringLiteral("mpg"), QStringLiteral("mpeg"), QStringLiteral("ts")};
    return endings;
}

constexpr int kClipsToHoldOut = 5;
constexpr int kCheckAfterMs = 150;
constexpr double kTightShare = 0.9;
constexpr qint64 kMaxTextBytes = 64 << 10;

bool isChinese() {
    return QLocale().language() == QLocale::Chinese;
}

/// The text that lies beside a film, in the language asked for where there are two; empty when there is none.
QString textBeside(const QString& film) {
    const QString language = isChinese() ? QStringLiteral("zh") : QStringLiteral("en");
    const QString other = isChinese() ? QStringLiteral("en") : QStringLiteral("zh");
    const QFileInfo info(film);
    const QString stem = info.absolutePath() + QLatin1Char('/') + info.completeBaseName();
    for (const QString& ending : {QString(), QLatin1Char('.') + language, QLatin1Char('.') + other}) {
        QFile file(stem + ending + QStringLiteral(".txt"));
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QString words = QString::fromUtf8(file.read(kMaxTextBytes)).simplified();
        if (!words.isEmpty()) return words;
    }
    return {};
}

std::vector<studio::TrainingPreset> presetsOf(const bridge::Session& session) {
    auto presets = session.port().training().presets();
    if (!presets) return {};
    return std::move(*presets);
}

QString gigabytes(std::uint64_t bytes) {
    const double gb = JobWords::memoryGigabytes(bytes);
    return QLocale().toString(gb, 'f', gb < 10 ? 1 : 0);
}

}  // namespace

TrainPresenter::TrainPresenter(bridge::Session& session, QObject* parent)
    : RunPresenter(session, parent), m_choices(presetsOf(session)) {
    m_choices.load();
    m_soon.setSingleShot(true);
    m_soon.setInterval(kCheckAfterMs);
    connect(&m_soon, &QTimer::timeout, this, &TrainPresenter::check);
    connect(&session, &bridge::Session::projectChanged, this, &TrainPresenter::changed);
    connect(&session, &bridge::Session::forecastChanged, this, &TrainPresenter::changed);
    connect(&session.settings(), &bridge::SettingsDesk::changed, this, &TrainPresenter::changed);
    connect(&session.queue(), &bridge::QueueDesk::changed, this, [this] {
        const auto* line = m_session.queue().line(m_editing);
        if (line == nullptr || line->state != studio::QueueState::Waiting)
            m_editing = 0;  // it has begun or is gone
        Q_EMIT setupChanged();
    });
    connect(&session.queue(), &bridge::QueueDesk::failed, this,
            [this](const Error& error) { Q_EMIT message(Say::Error, bridge::describe(error).whole()); });
}

void TrainPresenter::changed() {
    checkSoon();
    Q_EMIT setupChanged();
}

void TrainPresenter::addFilms(const QStringList& files) {
    QStringList refused;
    for (const QString& file : files) {
        const QFileInfo info(file);
        if (!info.isFile() || !filmEndings().contains(info.suffix().toLower()))
            refused << info.fileName();
        else if (!films().contains(info.absoluteFilePath()))
            m_choices.films << info.absoluteFilePath();
    }
    if (!refused.isEmpty())
        Q_EMIT message(Say::Warning,
                       tr("%1 was left out: it is not a film that can be read.", "one or several file names")
                           .arg(refused.mid(0, 3).join(QStringLiteral(", "))));
    changed();
}

void TrainPresenter::removeFilm(int index) {
    if (index < 0 || index >= films().size()) return;
    m_choices.films.removeAt(index);
    changed();
}

void TrainPresenter::removeMissing() {
    m_choices.films.removeIf([](const QString& film) { return !QFileInfo::exists(film); });
    changed();
}

void TrainPresenter::useSampleFilm() {
    const Path film = m_session.port().sampleFilm();
    const QString file = fromUtf8(utf8FromPath(film));
    if (!QFileInfo::exists(file)) {
        Q_EMIT message(Say::Error, tr("The sample film is missing. Install Brandloom again."));
        return;
    }
    if (!films().contains(file)) m_choices.films << file;
    changed();
}

void TrainPresenter::setStyleName(const QString& name) {
    if (name == styleName()) return;
    m_choices.styleName = name;
    changed();
}

void TrainPresenter::setCaption(const QString& caption) {
    if (caption == m_choices.caption) return;
    m_choices.caption = caption;
    changed();
}

QVector<KindCard> TrainPresenter::kinds() const {
    QVector<KindCard> out;
    for (const auto* kind : m_choices.kinds())
        out << KindCard{kind->id, fromUtf8(isChinese() ? kind->nameZh : kind->nameEn),
                        fromUtf8(isChinese() ? kind->descriptionZh : kind->descriptionEn)};
    return out;
}

void TrainPresenter::setKind(const std::string& id) {
    if (id == kind()) return;
    m_choices.setKind(id);
    changed();
}

void TrainPresenter::setPreset(Preset preset) {
    if (preset == m_choices.length) return;
    m_choices.setLength(preset);
    changed();
}

void TrainPresenter::setDataset(const QString& name) {
    m_choices.dataset = name;
    changed();
}

QStringList TrainPresenter::models() const {
    QStringList out;
    for (const auto& model : m_session.settings().models()) out << fromUtf8(model.entry.name);
    if (!model().isEmpty() && !out.contains(model())) out << model();
    return out;
}

QString TrainPresenter::model() const {
    if (!m_choices.model.isEmpty()) return m_choices.model;
    const QString named = fromUtf8(m_session.settings().value("model"));
    return named.isEmpty() ? QStringLiteral("starter") : named;
}

void TrainPresenter::setModel(const QString& name) {
    if (name == model()) return;
    m_choices.model = name;
    changed();
}

QString TrainPresenter::modelName() const {
    return model() == QLatin1String("starter") ? tr("Starter") : QFileInfo(model()).fileName();
}

studio::FieldValue TrainPresenter::field(const std::string& name) const {
    const auto* field = trainField(name);
    return field != nullptr ? studio::valueOf(*field, options()) : studio::FieldValue();
}

void TrainPresenter::setField(const std::string& name, const studio::FieldValue& value) {
    if (field(name) == value) return;
    m_choices.setOwn(name, value);
    changed();
}

void TrainPresenter::backToRecipe() {
    m_choices.forgetOwn();
    changed();
}

studio::TrainStyleOptions TrainPresenter::optionsOf(Preset length) const {
    // Whole films are held out, so that there have to be two; a dataset says itself which.
    const bool holdsOut = films().size() > 1 || (usesDataset() && m_session.datasetClips() >= kClipsToHoldOut);
    auto out = m_choices.options(length, holdsOut, previewText());
    if (out.modelDir.empty() && !m_session.usesStarter())
        out.modelDir = pathFromUtf8(m_session.settings().value("model"));
    if (out.modelDir == Path("starter") && m_session.usesStarter()) out.modelDir.clear();
    return out;
}

PresetCard TrainPresenter::card(Preset preset) const {
    PresetCard card;
    const auto options = optionsOf(preset);
    const int total = bridge::ForecastBook::totalSteps(options.training);
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
    card.facts = options.training.experts == "both" ? tr("%n step(s), half for each expert", nullptr, total)
                                                    : tr("%n step(s) of one expert", nullptr, total);
    card.moreFacts = tr("A preview every %n step(s)", nullptr, options.training.previewEvery);
    const auto forecast = m_session.forecast(options);
    if (!forecast) {
        card.note = m_isMeasuring ? tr("Being measured…") : tr("Measure it, or let the first run do so.");
        return card;
    }
    std::tie(card.forecast, card.forecastUnit) = JobWords::rangeParts(forecast->time);
    const auto all = platform::memoryTotalBytes();
    if (forecast->memoryBytes == 0 || all == 0) return card;
    card.memoryShare = static_cast<double>(forecast->memoryBytes) / static_cast<double>(all);
    card.memory = tr("%1 of %2 GB").arg(gigabytes(forecast->memoryBytes), gigabytes(all));
    card.isTight = card.memoryShare > kTightShare;
    card.isPossible = card.memoryShare <= 1;
    if (card.isTight) card.moreFacts = tr("Close other programs first");
    if (!card.isPossible) {
        card.forecast.clear();
        card.note = tr("It needs more memory than this machine has.");
    }
    return card;
}

ReviewFacts TrainPresenter::facts() const {
    ReviewFacts out;
    if (const auto& project = m_session.project()) {
        out.hasProject = true;
        out.isReadOnly = project->readOnly;
        out.heldBy = fromUtf8(project->heldBy);
    }
    out.usesDataset = usesDataset();
    out.datasetClips = m_session.datasetClips();
    if (caption().trimmed().isEmpty())
        for (const QString& film : films()) out.filmsWithoutText += textBeside(film).isEmpty();
    out.preflight = m_preflight;
    const auto now = options();
    if (const auto forecast = m_session.forecast(now)) out.memoryNeeded = forecast->memoryBytes;
    out.canUseLessMemory = studio::leanerTraining(now.training).has_value();
    out.keepsManyCheckpoints = now.keepCheckpoints != 1;
    return out;
}

QVector<ReviewRow> TrainPresenter::review() const {
    return TrainReview::rows(m_choices, facts());
}

QString TrainPresenter::whyNot() const {
    for (const ReviewRow& row : review())
        if (row.level == Level::Problem) return row.text;
    return {};
}

QString TrainPresenter::forecastText() const {
    const auto forecast = m_session.forecast(options());
    return forecast ? JobWords::range(forecast->time) : tr("not measured yet");
}

QString TrainPresenter::memoryText() const {
    const auto forecast = m_session.forecast(options());
    if (!forecast || forecast->memoryBytes == 0) return {};
    return tr("%1 of %2 GB").arg(gigabytes(forecast->memoryBytes), gigabytes(platform::memoryTotalBytes()));
}

QString TrainPresenter::diskText() const {
    if (!m_preflight || m_preflight->diskNeededBytes == 0) return {};
    const double gb = static_cast<double>(m_preflight->diskNeededBytes) / 1e9;
    return gb < 0.1 ? tr("%1 MB").arg(QLocale().toString(gb * 1000, 'f', 0))
                    : tr("%1 GB").arg(QLocale().toString(gb, 'f', 1));
}

QString TrainPresenter::previewText() const {
    if (!caption().trimmed().isEmpty()) return caption().trimmed();
    QStringList out;
    for (const QString& film : films())
        if (const QString words = textBeside(film); !words.isEmpty() && !out.contains(words) && out.size() < 3)
            out << words;
    return out.join(QLatin1Char('\n'));
}

QString TrainPresenter::previewPrompt() const {
    const QString words = fromUtf8(options().training.previewPrompt);
    return words.isEmpty() ? tr("The first caption") : words;
}

}  // namespace brandloom::train
