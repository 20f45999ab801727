#include "core/training/training_run.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <utility>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/training/train_options.h"

namespace brandloom::training {

constexpr int kRehearsalSteps = 3;

const char* wordFor(ExpertId id) {
    return id == ExpertId::High ? "high" : "low";
}

TrainingRun::TrainingRun(generation::LoadedModel& model, const door::TrainRequest& request,
                         const generation::Emit& emit, StopToken stop, door::TrainingControls* controls)
    : m_model(model),
      m_request(request),
      m_options(request.options),
      m_emit(emit),
      m_stop(std::move(stop)),
      m_controls(controls),
      m_loading([&emit](const Progress& p) { emit(door::Progressed{p}); }),
      m_rate(request.options.learningRate),
      m_writer(std::make_unique<BackgroundWriter>()) {}

TrainingRun::~TrainingRun() {
    m_writer.reset();
    m_high.reset();
    m_low.reset();
    if (m_options.method == "full") m_model.release();  // its weights are not those of the files any more
}

/// Memory may run out anywhere: while clips are encoded, in a step, in a preview.
Result<door::TrainResult> TrainingRun::run(door::ClipSource& clips) {
    try {
        auto done = runAll(clips);
        if (done || (!done.error().is(engine_errors::kOutOfMemory) && !done.error().is(base_errors::kOutOfMemory)))
            return done;
    } catch (...) {
        if (!isOutOfMemory()) throw;
    }
    keepWhatIsLearned();
    return fail(outOfMemory());
}

Error TrainingRun::outOfMemory() const {
    const auto smaller = smallerOption(m_options);
    return Error(engine_errors::kTrainingOutOfMemory, {{"option", smaller.name}, {"value", smaller.value}});
}

Result<door::TrainResult> TrainingRun::runAll(door::ClipSource& clips) {
    const double start = steadySeconds();
    platform::restartPeakResident();
    BRANDLOOM_CHECK(checkOptions(m_options));
    BRANDLOOM_TRY(m_plan, planFor(m_options, m_model.hasTwoExperts()));
    if (m_request.rehearsal) m_plan.stepsPerExpert = std::min(m_plan.stepsPerExpert, kRehearsalSteps);
    BRANDLOOM_TRY(m_data, prepareData(m_model, m_request, clips, m_emit, m_stop));
    m_dataKey = dataKey();
    if (m_options.validateEvery > 0 && m_data.indices(true).empty())
        return fail(engine_errors::kBadTrainOption, {{"option", "validation interval"},
                                                     {"value", std::to_string(m_options.validateEvery)},
                                                     {"allowed", "0, or hold clips out"}});
    m_source = std::make_unique<SampleSource>(m_data, m_options);
    m_clipBoard = std::make_unique<ClipBoard>(m_data.clips.size());
    BRANDLOOM_CHECK(makeLearners());
    if (!m_request.resumeFrom.empty()) BRANDLOOM_CHECK(resume());
    m_startedAt = done();
    m_bytes = checkpointBytes();
    if (!m_request.rehearsal) BRANDLOOM_CHECK(checkDisk(pathFromUtf8(m_request.outputDir), m_bytes));
    if (!m_request.rehearsal && m_options.checkpointEvery > 0) {
        m_copy.plan(stateTensors());  // the first checkpoint finds its memory, which costs more than the copying
        m_copy.work();
    }
    BRANDLOOM_CHECK(loop());
    if (m_request.rehearsal) {
        BRANDLOOM_CHECK(forecast());
    } else {
        if (done() == 0) return fail(cancelledError());
        if (m_saved.step != done() || m_writer->isBusy()) {
            m_emit(door::Progressed{{"saving", 0, 1, {}}});
            BRANDLOOM_CHECK(finishCheckpoint());
            if (m_saved.step != done())
                BRANDLOOM_CHECK(checkpoint(m_heldOut.best() > 0 && m_heldOut.bestStep() == done()));
            BRANDLOOM_CHECK(finishCheckpoint());
        }
    }
    return result(steadySeconds() - start);
}

Status TrainingRun::makeLearners() {
    const bool two = m_model.hasTwoExperts();
    // The clips and words are encoded by now: in float32, whatever the model is trained in.
    m_model.prepare(m_options.baseDtype == "bf16" ? wan::Compute::BFloat16 : wan::Compute::Float32,
                    generation::Residency::All);
    for (const auto id : {ExpertId::High, ExpertId::Low}) {
        if (id == ExpertId::High ? !m_plan.high : !m_plan.low) continue;
        BRANDLOOM_TRY(const auto options, learnerOptions(m_options, m_model.folder().defaults, id, two));
        BRANDLOOM_TRY(auto expert, m_model.expert(id, m_stop, m_loading));
        BRANDLOOM_TRY((id == ExpertId::High ? m_high : m_low), Learner::create(id, std::move(expert), options));
    }
    return {};
}

std::vector<Learner*> TrainingRun::learners() const {
    std::vector<Learner*> out;
    for (auto* one : {m_high.get(), m_low.get()})
        if (one != nullptr) out.push_back(one);
    return out;
}

Status TrainingRun::loop() {
    const int total = m_plan.total();
    m_emit(door::Progressed{{"training", done(), total, {}}});
    const EtaMeter eta(steadySeconds());
    m_isWhole = true;
    // Before the first step, and where a stop came in between.
    BRANDLOOM_TRY(const bool bestAtStart, measureIfDue());
    if (bestAtStart && !m_request.rehearsal) BRANDLOOM_CHECK(checkpoint(true));
    for (auto next = m_plan.next(m_highDone, m_lowDone); next && !ended();
         next = m_plan.next(m_highDone, m_lowDone)) {
        BRANDLOOM_CHECK(obey());
        if (ended()) break;
        BRANDLOOM_CHECK(update(learner(*next)));
        const double now = steadySeconds();
        m_emit(door::Progressed{
            {"training", done(), total, eta.secondsLeft(now, done() - m_startedAt, total - m_startedAt)}});
        BRANDLOOM_CHECK(tellCheckpoint(m_writer->ended()));
        BRANDLOOM_TRY(const bool best, measureIfDue());
        if (due(m_options.previewEvery)) BRANDLOOM_CHECK(preview());
        if (!m_request.rehearsal && done() < total && (best || due(m_options.checkpointEvery)))
            BRANDLOOM_CHECK(checkpoint(best));
        m_endedEarly = m_options.patience > 0 && m_heldOut.sinceBest() >= m_options.patience;
        if (m_endedEarly) break;
    }
    return {};
}

Status TrainingRun::update(Learner& learner) {
    const double start = steadySeconds();
    const auto id = learner.id();
    const int own = doneOf(id);
    const double rate = learningRateAt(m_rate, own, m_options.steps, m_options.warmupSteps);
    double sum = 0, norm = 0;
    std::vector<std::pair<Pass, torch::Tensor>> passes;
    try {
        for (int a = 0; a < m_options.accumulation; ++a) {
            const auto n = static_cast<std::uint64_t>(own) * static_cast<std::uint64_t>(m_options.accumulation) +
                           static_cast<std::uint64_t>(a);
            auto pass = m_source->pass(id, learner.levels(), n);
            auto values = learner.learn(pass.samples, m_source->dropoutSeed(id, n), m_options.accumulation)
                              .to(torch::kCPU, torch::kDouble);
            for (std::int64_t b = 0; b < values.size(0); ++b)
                if (const double value = values[b].item<double>(); !std::isfinite(value)) {
                    learner.discardGradients();
                    return skip(learner, pass, static_cast<std::size_t>(b), value);
                }
            sum += values.mean().item<double>();
            passes.emplace_back(std::move(pass), std::move(values));
        }
        norm = learner.clip();
        if (!std::isfinite(norm)) {
            learner.discardGradients();
            const auto& [pass, values] = passes.back();
            return skip(learner, pass, static_cast<std::size_t>(values.argmax().item<std::int64_t>()), norm);
        }
        finishCopy();
        m_isWhole = false;
        learner.apply(rate);
    } catch (...) {
        learner.discardGradients();
        throw;
    }
    for (const auto& [pass, values] : passes)
        for (std::size_t b = 0; b < pass.clips.size(); ++b)
            m_clipBoard->add(pass.clips[b], id, learner.levels(), pass.samples[b].level,
                             values[static_cast<std::int64_t>(b)].item<double>());
    m_badInARow = 0;
    ++doneOf(id);
    m_isWhole = true;
    const double seconds = steadySeconds() - start;
    if (own > 0) m_times.steps.push_back(seconds);
    tellStep(learner, sum / m_options.accumulation, rate, norm, seconds);
    return {};
}

/// What a checkpoint still needs of the values that the update is about to change.
void TrainingRun::finishCopy() {
    const double start = steadySeconds();
    m_copy.work();
    if (m_heldUp == 0) return;
    logInfo("training: the last checkpoint held the steps up for {:.1f} ms",
            1000 * (std::exchange(m_heldUp, 0) + steadySeconds() - start));
}

void TrainingRun::tellStep(const Learner& learner, double loss, double rate, double norm, double seconds) {
    const bool high = learner.id() == ExpertId::High;
    m_lastLoss[high ? 0 : 1] = loss;
    m_emit(door::LossReported{done(), m_plan.total(), high ? door::Expert::High : door::Expert::Low, loss, rate,
                              seconds, norm});
}

/// The step counts, but changes nothing.
Status TrainingRun::skip(const Learner& learner, const Pass& pass, std::size_t sample, double value) {
    const bool high = learner.id() == ExpertId::High;
    ++doneOf(learner.id());
    ++m_skipped;
    ++m_badInARow;
    const auto& clip = m_data.clips[pass.clips[sample]].key;
    const std::string word = std::isnan(value) ? "nan" : "inf";
    m_emit(door::StepSkipped{done(), high ? door::Expert::High : door::Expert::Low, clip,
                             pass.samples[sample].level, word, m_badInARow});
    logWarning("training step {} was skipped: the loss of clip {} at noise level {:.3f} is {}", done(), clip,
               pass.samples[sample].level, word);
    if (m_badInARow < m_options.badLossLimit) return {};
    if (!m_request.rehearsal) {  // what was learned before the bad steps
        BRANDLOOM_CHECK(checkpoint(false));
        BRANDLOOM_CHECK(finishCheckpoint());
    }
    return fail(
        engine_errors::kLossNotFinite,
        {{"value", word}, {"step", std::to_string(done())}, {"expert", wordFor(learner.id())}, {"clip", clip}});
}

Status TrainingRun::obey() {
    if (m_controls == nullptr || m_request.rehearsal) return {};
    while (const auto given = m_controls->take()) BRANDLOOM_CHECK(carryOut(*given));
    return {};
}

Status TrainingRun::carryOut(const door::TrainingControls::Given& given) {
    using Command = door::TrainingCommand;
    const auto told = [&] {
        m_emit(door::CommandDone{std::string(door::wordFor(given.command)), done(), given.value});
    };
    switch (given.command) {
        case Command::Pause:
            told();
            return pause();
        case Command::Resume:
            return {};
        case Command::Stop:
            m_endAsked = true;
            break;
        case Command::Sample:
            BRANDLOOM_CHECK(preview());
            break;
        case Command::Save:
            if (done() > 0) {
                BRANDLOOM_CHECK(checkpoint(false));
                BRANDLOOM_CHECK(finishCheckpoint());
            }
            break;
        case Command::LearningRate:
            if (!(given.value >= 0 && given.value <= 10)) {
                logWarning("the learning rate stays {}: {} was asked for", m_rate, given.value);
                return {};
            }
            m_rate = given.value;
            break;
    }
    told();
    return {};
}

door::TrainResult TrainingRun::result(double seconds) const {
    door::TrainResult out;
    out.stepsDone = done();
    out.stopped = !m_endedEarly && done() < m_plan.total();
    out.adapters = {m_saved.highPath, m_saved.lowPath};
    out.ema = {m_saved.emaHighPath, m_saved.emaLowPath};
    out.statePath = m_saved.statePath;
    out.lastLossHigh = m_lastLoss[0];
    out.lastLossLow = m_lastLoss[1];
    for (const auto index : m_data.indices(false)) {
        const auto row = m_clipBoard->row(index);
        out.clipLosses.push_back({m_data.clips[index].key, row.relative, row.samples});
    }
    out.skippedSteps = m_skipped;
    out.bestStep = m_heldOut.bestStep();
    out.bestHeldOut = m_heldOut.best();
    if (m_heldOut.best() > 0) out.verdict = m_heldOut.verdict();
    out.endedEarly = m_endedEarly;
    out.seconds = seconds;
    return out;
}

}  // namespace brandloom::training
