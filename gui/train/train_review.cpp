#include "gui/train/train_review.h"

#include <QFileInfo>
#include <QLocale>
#include <algorithm>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"

namespace brandloom::train {

using bridge::fromUtf8;
using studio::PreflightFinding;
using studio::PreflightRule;

namespace {

QString gigabytes(std::uint64_t bytes) {
    const double gb = static_cast<double>(bytes) / 1e9;
    return QLocale().toString(gb, 'f', gb < 10 ? 1 : 0);
}

QString memoryGb(std::uint64_t bytes) {
    const double gb = bridge::JobWords::memoryGigabytes(bytes);
    return QLocale().toString(gb, 'f', gb < 10 ? 1 : 0);
}

const PreflightFinding* find(const studio::Preflight& preflight, PreflightRule rule) {
    const auto found = std::ranges::find(preflight.findings, rule, &PreflightFinding::rule);
    return found == preflight.findings.end() ? nullptr : &*found;
}

}  // namespace

QVector<ReviewRow> TrainReview::rows(const TrainChoices& choices, const ReviewFacts& facts) {
    QVector<ReviewRow> rows;
    project(facts, rows);
    films(choices, facts, rows);
    if (choices.styleName.trimmed().isEmpty())
        rows << ReviewRow{Level::Problem, tr("The Style has no name"), {}, {}, Fix::None};
    captions(choices, facts, rows);
    if (facts.hasProject && facts.preflight) {
        found(facts, rows);
        rows << disk(facts, find(*facts.preflight, PreflightRule::DiskLow));
        rows << memory(facts, find(*facts.preflight, PreflightRule::MemoryOver));
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), [](const ReviewRow& row) { return row.level; });
    return rows;
}

void TrainReview::project(const ReviewFacts& facts, QVector<ReviewRow>& rows) {
    if (!facts.hasProject)
        rows << ReviewRow{Level::Problem, tr("No project is open"), tr("A Style is kept in a project"),
                          tr("New project…"), Fix::NewProject};
    else if (facts.isReadOnly)
        rows << ReviewRow{Level::Problem,
                          tr("This project can only be read"),
                          tr("%1 is working in it").arg(facts.heldBy),
                          {},
                          Fix::None};
}

void TrainReview::films(const TrainChoices& choices, const ReviewFacts& facts, QVector<ReviewRow>& rows) {
    QStringList missing;
    for (const QString& film : choices.films)
        if (!QFileInfo::exists(film)) missing << QFileInfo(film).fileName();
    if (facts.usesDataset)
        rows << ReviewRow{Level::Ok,
                          tr("%n clip(s) of the dataset", nullptr, facts.datasetClips),
                          tr("Rejected ones are left out"),
                          {},
                          Fix::None};
    else if (choices.films.isEmpty())
        rows << ReviewRow{Level::Problem, tr("No film is chosen"), tr("One short film is enough to begin"),
                          tr("Choose films…"), Fix::ChooseFilms};
    else if (!missing.isEmpty())
        rows << ReviewRow{Level::Problem,
                          tr("%n film(s) cannot be found", nullptr, static_cast<int>(missing.size())),
                          missing.join(QStringLiteral(", ")), tr("Remove"), Fix::RemoveMissing};
    else
        rows << ReviewRow{Level::Ok,
                          tr("%n film(s) chosen", nullptr, static_cast<int>(choices.films.size())),
                          tr("Originals stay where they are"),
                          {},
                          Fix::None};
}

void TrainReview::captions(const TrainChoices& choices, const ReviewFacts& facts, QVector<ReviewRow>& rows) {
    if (!choices.caption.trimmed().isEmpty()) return;
    if (facts.usesDataset) {
        const auto* silent = facts.preflight ? find(*facts.preflight, PreflightRule::CaptionsMissing) : nullptr;
        if (silent == nullptr)
            rows << ReviewRow{Level::Ok, tr("Captions"), tr("From the clips of the dataset"), {}, Fix::None};
        else
            rows << ReviewRow{Level::Warning, tr("%n clip(s) without a caption", nullptr, silent->count),
                              tr("They are trained with the empty prompt"), tr("Suggest captions"),
                              Fix::SuggestCaptions};
    } else if (facts.filmsWithoutText == 0 && !choices.films.isEmpty()) {
        rows << ReviewRow{Level::Ok, tr("Captions"), tr("From the text beside each film"), {}, Fix::None};
    } else {
        rows << ReviewRow{Level::Warning,
                          choices.films.isEmpty()
                              ? tr("No caption")
                              : tr("%n film(s) without a caption", nullptr, facts.filmsWithoutText),
                          tr("Write one above; words make a Style easier to call up"),
                          {},
                          Fix::None};
    }
}

void TrainReview::found(const ReviewFacts& facts, QVector<ReviewRow>& rows) {
    const auto& preflight = *facts.preflight;
    int hints = 0, fixable = 0;
    for (const auto& f : preflight.findings) {
        if (f.rule == PreflightRule::EngineMissing)
            rows << ReviewRow{Level::Problem, tr("The library that trains is missing"),
                              tr("Nothing is lost; install Brandloom again"), tr("Check this machine"),
                              Fix::ToHome};
        if (f.rule == PreflightRule::ModelMissing)
            rows << ReviewRow{Level::Problem, tr("The model %1 is not there").arg(fromUtf8(f.detail)),
                              tr("The starter model ships with Brandloom"), tr("Use the starter model"),
                              Fix::UseStarter};
        if (f.rule == PreflightRule::SourceGone && facts.usesDataset)
            rows << ReviewRow{Level::Problem, tr("%n clip(s) whose film is gone", nullptr, f.count),
                              fromUtf8(f.detail), tr("Locate…"), Fix::Locate};
        if (f.rule == PreflightRule::NothingToLearn && facts.usesDataset)
            rows << ReviewRow{Level::Problem, tr("Every clip of the dataset is rejected"),
                              tr("Unmark some, or add films"), tr("Go to Dataset"), Fix::ToDataset};
        if (f.rule == PreflightRule::TooFewClips)
            rows << ReviewRow{Level::Warning, tr("Only %n clip(s) to learn from", nullptr, f.count),
                              tr("So few are learnt by heart; 8 or more make a look"), tr("Go to Dataset"),
                              Fix::ToDataset};
        if (f.rule != PreflightRule::LintFault) continue;
        ++hints;
        fixable += f.isFixable ? 1 : 0;
    }
    if (hints == 0) return;
    rows << ReviewRow{Level::Warning, tr("The dataset has %n hint(s)", nullptr, hints),
                      fixable > 0 ? tr("%n can be put right at once; Undo takes it back", nullptr, fixable)
                                  : tr("Each is shown with its clips"),
                      fixable > 0 ? tr("Fix %n", nullptr, fixable) : tr("Go to Dataset"),
                      fixable > 0 ? Fix::FixHints : Fix::ToDataset};
}

ReviewRow TrainReview::disk(const ReviewFacts& facts, const PreflightFinding* low) {
    const QString free = gigabytes(facts.preflight->diskFreeBytes);
    const auto needs = facts.preflight->diskNeededBytes;
    const QString hint =
        needs > 0 ? tr("needs %1 GB, %2 GB free").arg(gigabytes(needs), free) : tr("%1 GB free").arg(free);
    if (low == nullptr) return {Level::Ok, tr("Disk"), hint, {}, Fix::None};
    return {low->blocks ? Level::Problem : Level::Warning, tr("The disk is nearly full"), hint,
            facts.keepsManyCheckpoints ? tr("Keep one checkpoint") : QString(),
            facts.keepsManyCheckpoints ? Fix::FewerCheckpoints : Fix::None};
}

ReviewRow TrainReview::memory(const ReviewFacts& facts, const PreflightFinding* over) {
    const QString all = memoryGb(facts.preflight->memoryBytes);
    if (facts.memoryNeeded == 0)
        return {Level::Ok, tr("Memory"), tr("%1 GB; not measured for this training yet").arg(all), {}, Fix::None};
    const QString hint = tr("needs %1 of %2 GB").arg(memoryGb(facts.memoryNeeded), all);
    if (over == nullptr) return {Level::Ok, tr("Memory"), hint, {}, Fix::None};
    return {over->blocks ? Level::Problem : Level::Warning, tr("More memory than is good"), hint,
            facts.canUseLessMemory ? tr("Use less memory") : QString(),
            facts.canUseLessMemory ? Fix::LessMemory : Fix::None};
}

}  // namespace brandloom::train
