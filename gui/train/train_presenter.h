#pragma once
// The choices of a training and what can be done with the running one, without widgets. GUI thread.
#include <QObject>
#include <QStringList>
#include <QVector>

#include "gui/bridge/session.h"

namespace brandloom::train {

enum class Preset { Quick, Standard, Thorough };

struct PresetCard {
    QString heading;
    QString purpose;
    QString forecast;      ///< "58–66"; empty before the first run on this machine
    QString forecastUnit;  ///< "min"
    QString note;          ///< said when there is no forecast
    QString facts;
    QString moreFacts;
};

enum class Level { Ok, Warning, Problem };
enum class Fix { None, NewProject, ChooseFilms, RemoveMissing };

struct ReviewRow {
    Level level = Level::Ok;
    QString text;
    QString hint;
    QString act;  ///< word of the button; empty: none
    Fix fix = Fix::None;
};

enum class Say { Info, Success, Warning, Error };

class TrainPresenter : public QObject {
    Q_OBJECT
  public:
    explicit TrainPresenter(bridge::Session& session, QObject* parent = nullptr);

    // --- choices
    [[nodiscard]] const QStringList& films() const { return m_films; }
    /// Keeps what looks like a film and is not there yet; says what was left out.
    void addFilms(const QStringList& files);
    void removeFilm(int index);
    void removeMissing();
    void useSampleFilm();
    /// No film is chosen and the project has a dataset: a training learns that.
    [[nodiscard]] bool usesDataset() const { return m_films.isEmpty() && m_session.datasetClips() > 0; }
    [[nodiscard]] QString styleName() const { return m_styleName; }
    void setStyleName(const QString& name);
    [[nodiscard]] QString caption() const { return m_caption; }
    void setCaption(const QString& caption);
    [[nodiscard]] Preset preset() const { return m_preset; }
    void setPreset(Preset preset);
    [[nodiscard]] int rank() const { return m_rank; }
    void setRank(int rank);
    [[nodiscard]] double learningRate() const { return m_learningRate; }
    void setLearningRate(double rate);
    [[nodiscard]] int seed() const { return m_seed; }
    void setSeed(int seed);
    [[nodiscard]] studio::TrainStyleOptions options() const;

    // --- what is shown of them
    [[nodiscard]] PresetCard card(Preset preset) const;
    [[nodiscard]] QVector<ReviewRow> review() const;
    /// Empty when the training can start, else the reason in one sentence.
    [[nodiscard]] QString whyNot() const;
    [[nodiscard]] QString forecastText() const;
    [[nodiscard]] QString previewPrompt() const;
    /// The model that will learn: "Starter", or what the setting "model" names.
    [[nodiscard]] QString modelName() const;

    // --- the run
    /// Starts it, or puts it at the end of the line while something runs.
    bool start();
    [[nodiscard]] bool willQueue() const;
    /// "Training “Dusk” is paused after step 412 of 900."; empty: none is, or something runs.
    [[nodiscard]] QString pausedText() const;
    void resumePaused();
    /// Takes the choices of a training that waits; start() then changes it instead of adding another.
    void edit(std::int64_t job);
    [[nodiscard]] bool isEditing() const { return m_editing != 0; }
    /// Leaves that job as it is.
    void stopEditing();
    void stop();
    void pauseOrResume();
    void previewNow();
    void saveNow();
    void setRunRate(double rate);
    /// Back to the choices once a run has ended.
    void trainAgain();
    [[nodiscard]] bool showsRun() const { return m_showsRun; }
    void showRun(bool run);
    [[nodiscard]] QString runName() const;
    [[nodiscard]] QString runFacts() const;
    /// "412 / 900 steps", elapsed, left: empty parts are unknown yet.
    [[nodiscard]] QString stepText() const;
    /// What the held-out clips say, in one line and one more; empty when none are measured.
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString verdictFacts() const;
    /// What was changed while it ran, for the plot.
    [[nodiscard]] QVector<QPair<double, QString>> runEvents() const;
    /// Sentence when a run ended, empty while it runs.
    [[nodiscard]] QString outcome() const;
    [[nodiscard]] Say outcomeTone() const;
    [[nodiscard]] int nextPreviewStep() const;
    [[nodiscard]] bridge::JobModel& job() { return m_session.job(); }
    [[nodiscard]] const bridge::JobModel& job() const { return m_session.job(); }
    [[nodiscard]] bridge::Session& session() { return m_session; }

    static int stepsOf(Preset preset);
    /// Steps of both experts between two previews.
    static int previewEvery(int totalSteps);

  Q_SIGNALS:
    void setupChanged();
    void pageChanged();  ///< set-up or run
    void message(brandloom::train::Say tone, const QString& sentence);

  private:
    void load();
    void save() const;
    [[nodiscard]] ReviewRow captionRow() const;
    [[nodiscard]] const studio::QueueLine* pausedRun() const;
    [[nodiscard]] studio::TrainStyleOptions editedOptions() const;
    [[nodiscard]] QString previewText() const;
    bridge::Session& m_session;
    QStringList m_films;
    QString m_styleName;
    QString m_caption;
    Preset m_preset = Preset::Quick;
    int m_rank = 8;
    double m_learningRate = 1e-3;
    int m_seed = 1;
    std::int64_t m_editing = 0;  ///< job of the queue; 0: a new training
    bool m_showsRun = false;
};

}  // namespace brandloom::train
