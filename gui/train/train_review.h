#pragma once
// What is said before a training begins: what stands in its way, what would make it better, what is in order; each
// with the one act that helps. No widgets.
#include <QCoreApplication>
#include <QString>
#include <QVector>
#include <optional>

#include "core/studio/preflight/check_training.h"
#include "gui/train/train_choices.h"

namespace brandloom::train {

enum class Level { Ok, Warning, Problem };
enum class Fix {
    None,
    NewProject,
    ChooseFilms,
    RemoveMissing,
    UseStarter,
    ToDataset,
    ToHome,
    SuggestCaptions,
    FixHints,
    Locate,
    FewerCheckpoints,
    LessMemory
};

struct ReviewRow {
    Level level = Level::Ok;
    QString text;
    QString hint;
    QString act;  ///< word of the button; empty: none
    Fix fix = Fix::None;
};

struct ReviewFacts {
    bool hasProject = false;
    bool isReadOnly = false;
    QString heldBy;
    bool usesDataset = false;
    int datasetClips = 0;
    int filmsWithoutText = 0;
    std::optional<studio::Preflight> preflight;  ///< none: it is being looked at
    std::uint64_t memoryNeeded = 0;              ///< 0: not measured
    bool canUseLessMemory = false;
    bool keepsManyCheckpoints = false;
};

class TrainReview {
    Q_DECLARE_TR_FUNCTIONS(brandloom::train::TrainReview)
  public:
    static QVector<ReviewRow> rows(const TrainChoices& choices, const ReviewFacts& facts);

  private:
    static void project(const ReviewFacts& facts, QVector<ReviewRow>& rows);
    static void films(const TrainChoices& choices, const ReviewFacts& facts, QVector<ReviewRow>& rows);
    static void captions(const TrainChoices& choices, const ReviewFacts& facts, QVector<ReviewRow>& rows);
    static void found(const ReviewFacts& facts, QVector<ReviewRow>& rows);
    static ReviewRow disk(const ReviewFacts& facts, const studio::PreflightFinding* low);
    static ReviewRow memory(const ReviewFacts& facts, const studio::PreflightFinding* over);
};

}  // namespace brandloom::train
