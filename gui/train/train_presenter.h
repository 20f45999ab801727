#pragma once
// The choices of a training, what they need here, what stands in their way, and the start; beside them what
// RunPresenter shows of the running one. No widgets. GUI thread.
#include <QStringList>
#include <QTimer>
#include <QVector>

#include "gui/train/run_presenter.h"
#include "gui/train/train_choices.h"
#include "gui/train/train_review.h"

namespace brandloom::train {

struct PresetCard {
    QString heading;
    QString purpose;
    QString forecast;         ///< "58–66"; empty: not known yet
    QString forecastUnit;     ///< "min"
    QString note;             ///< said when there is no forecast
    double memoryShare = -1;  ///< of what the machine has; < 0: not measured
    QString memory;           ///< "18.1 of 24 GB"
    bool isTight = false;     ///< the last line says what to do
    bool isPossible = true;
    QString facts;
    QString moreFacts;
};

struct KindCard {
    std::string id;
    QString heading;
    QString purpose;
};

class TrainPresenter : public RunPresenter {
    Q_OBJECT
  public:
    explicit TrainPresenter(bridge::Session& session, QObject* parent = nullptr);

    // --- choices
    [[nodiscard]] const QStringList& films() const { return m_choices.films; }
    /// Keeps what looks like a film and is not there yet; says what was left out.
    void addFilms(const QStringList& files);
    void removeFilm(int index);
    void removeMissing();
    void useSampleFilm();
    /// No film is chosen and the project has a dataset: a training learns that.
    [[nodiscard]] bool usesDataset() const { return films().isEmpty() && m_session.datasetClips() > 0; }
    [[nodiscard]] QString styleName() const { return m_choices.styleName; }
    void setStyleName(const QString& name);
    [[nodiscard]] QString caption() const { return m_choices.caption; }
    void setCaption(const QString& caption);
    /// What is learnt.
    [[nodiscard]] QVector<KindCard> kinds() const;
    [[nodiscard]] const std::string& kind() const { return m_choices.kind(); }
    void setKind(const std::string& id);
    /// How long.
    [[nodiscard]] Preset preset() const { return m_choices.length; }
    void setPreset(Preset preset);
    /// Per expert.
    [[nodiscard]] int stepsOf(Preset preset) const { return m_choices.steps(preset); }
    /// Names; the first is the one that holds when nothing is chosen.
    [[nodiscard]] const QStringList& datasets() const { return m_datasets; }
    [[nodiscard]] QString dataset() const { return m_choices.dataset; }
    void setDataset(const QString& name);
    /// Names of registered models, "starter" first.
    [[nodiscard]] QStringList models() const;
    [[nodiscard]] QString model() const;
    void setModel(const QString& name);
    /// The model that will learn, for people.
    [[nodiscard]] QString modelName() const;

    // --- single settings, which go before the recipe
    [[nodiscard]] studio::FieldValue field(const std::string& name) const;
    void setField(const std::string& name, const studio::FieldValue& value);
    [[nodiscard]] bool isOwn(const std::string& name) const { return m_choices.own().contains(name); }
    [[nodiscard]] int ownCount() const { return static_cast<int>(m_choices.own().size()); }
    void backToRecipe();
    [[nodiscard]] int rank() const { return options().training.rank; }
    void setRank(int rank) { setField("rank", rank); }
    [[nodiscard]] double learningRate() const { return options().training.learningRate; }
    void setLearningRate(double rate) { setField("learningRate", rate); }
    void setSeed(int seed) { setField("seed", static_cast<std::uint64_t>(std::max(0, seed))); }
    [[nodiscard]] studio::TrainStyleOptions options() const { return optionsOf(m_choices.length); }

    // --- what is shown of them
    [[nodiscard]] PresetCard card(Preset preset) const;
    [[nodiscard]] QVector<ReviewRow> review() const;
    /// Empty when the training can start, else the reason in one sentence.
    [[nodiscard]] QString whyNot() const;
    [[nodiscard]] QString forecastText() const;
    /// "1.2 of 16 GB", "0.4 GB": empty while not measured.
    [[nodiscard]] QString memoryText() const;
    [[nodiscard]] QString diskText() const;
    /// One a line.
    [[nodiscard]] QString previewPrompt() const;

    // --- fixes
    /// Does what a row offers; what asks a person more is for the view (NewProject, ChooseFilms, ToDataset, ToHome,
    /// Locate).
    void fix(Fix fix);
    void locate(const QString& folder);
    /// Takes a few steps to see what these settings need here. The card says so until it is known.
    void measure();
    void stopMeasuring();
    [[nodiscard]] bool isMeasuring() const { return m_isMeasuring; }
    [[nodiscard]] bool canMeasure() const;

    // --- the start
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

    /// Looks again at what stands in the way, in a moment.
    void checkSoon() { m_soon.start(); }
    /// What was looked at last; none yet.
    [[nodiscard]] const std::optional<studio::Preflight>& preflight() const { return m_preflight; }

  Q_SIGNALS:
    void setupChanged();

  private:
    void changed();
    void check();
    [[nodiscard]] studio::TrainStyleOptions optionsOf(Preset length) const;
    [[nodiscard]] const studio::QueueLine* pausedRun() const;
    [[nodiscard]] QString previewText() const;
    [[nodiscard]] ReviewFacts facts() const;
    void fixDataset(Fix fix);
    void useLessMemory();
    TrainChoices m_choices;
    QStringList m_datasets;
    std::optional<studio::Preflight> m_preflight;
    QTimer m_soon;
    int m_asked = 0;  ///< checks; the newest counts
    bool m_isMeasuring = false;
    StopSource m_stopMeasuring;
    std::int64_t m_editing = 0;  ///< job of the queue; 0: a new training
};

}  // namespace brandloom::train
