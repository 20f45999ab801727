#include <fmt/format.h>
#include <torch/torch.h>
#include <torch/version.h>

#include <cmath>
#include <filesystem>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "core/door/engine_loader.h"
#include "core/training/train_options.h"
#include "core/training/training_run.h"

namespace brandloom::training {
namespace {

constexpr const char* kFormat = "1";

/// Same bytes are promised on the same of these only.
std::string machineText() {
    return fmt::format("{} threads, {}, LibTorch {}, build {}", at::get_num_threads(), platform::cpuName(),
                       TORCH_VERSION, door::doorBuildId());
}

/// The folder is on disk before anything in it is.
Status makeFolder(const Path& folder) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (!ec && platform::syncFile(folder.parent_path()) == 0) return {};
    return fail(base_errors::kFileUnwritable,
                {{"file", utf8FromPath(folder)}, {"reason", ec ? ec.message() : "it could not be made"}});
}

}  // namespace

std::string TrainingRun::fileNameFor(ExpertId id, bool averaged) const {
    const auto stem = m_request.name + (averaged ? "_ema" : "");
    return m_model.hasTwoExperts() ? fmt::format("{}_{}_noise.safetensors", stem, wordFor(id))
                                   : stem + ".safetensors";
}

Metadata TrainingRun::metadata(const Learner& learner, bool averaged) const {
    const auto& folder = m_model.folder();
    const auto& levels = learner.levels();
    const auto kind = wan::modelKindName(folder.kind);
    Metadata m{{"ss_network_module", "brandloom." + m_options.method},
               {"ss_steps", std::to_string(learner.updates())},
               {"ss_seed", std::to_string(m_options.seed)},
               {"ss_learning_rate", fmt::format("{}", m_rate)},
               {"ss_optimizer", "AdamW"},
               {"ss_lr_scheduler", "cosine"},
               {"ss_lr_warmup_steps", std::to_string(m_options.warmupSteps)},
               {"ss_max_grad_norm", fmt::format("{}", m_options.gradientClip)},
               {"ss_gradient_accumulation_steps", std::to_string(m_options.accumulation)},
               {"ss_timestep_sampling", m_options.timesteps},
               {"ss_base_model_version", kind},
               {"ss_discrete_flow_shift", fmt::format("{}", levels.shift)},
               {"modelspec.sai_model_spec", "1.0.1"},
               {"modelspec.architecture", kind + "/lora"},
               {"modelspec.title", m_request.name},
               {"modelspec.timestep_range",
                fmt::format("{},{}", std::lround(1000 * levels.low), std::lround(1000 * levels.high))},
               {"brandloom.base_model", folder.contentId},
               {"brandloom.method", m_options.method}};
    if (m_options.method == "lora" || m_options.method == "rslora") {
        m["ss_network_dim"] = std::to_string(m_options.rank);
        m["ss_network_alpha"] = fmt::format("{}", m_options.alpha);
        m["ss_network_dropout"] = fmt::format("{}", m_options.dropout);
    }
    if (averaged) m["brandloom.ema_decay"] = fmt::format("{}", m_options.emaDecay);
    if (m_model.hasTwoExperts()) m["brandloom.expert"] = wordFor(learner.id());
    return m;
}

/// The tensors, and about what their tables take: which is most of it in a small training.
std::uint64_t TrainingRun::checkpointBytes() const {
    constexpr std::uint64_t kEntry = 70, kWords = 1200;  // of a table: beside the name; metadata
    std::uint64_t bytes = kWords;
    for (const auto* one : learners()) {
        bytes += one->stateBytes();
        for (const auto& [name, tensor] : one->state()) bytes += name.size() + kEntry;
        std::uint64_t file = one->fileBytes() + kWords;
        for (const auto& [name, tensor] : one->parameters()) file += name.size() + 2 * kEntry;
        bytes += file * (one->hasAverages() ? 2 : 1);
    }
    return bytes;
}

std::string TrainingRun::dataKey() const {
    Sha256 hash;
    hash.add(fmt::format("{}x{}x{}\n", m_request.width, m_request.height, m_request.frames));
    for (const auto& clip : m_request.clips) {
        hash.add(fmt::format("{}\n{}\n{}\n", clip.key, clip.heldOut, clip.caption));
        for (const auto& caption : clip.otherCaptions) hash.add(caption + "\n");
    }
    return hash.hex();
}

StateValues TrainingRun::stateValues() const {
    StateValues out{{"format", kFormat},
                    {"options", door::toJson(m_options)},
                    {"model", m_model.folder().contentId},
                    {"data", m_dataKey},
                    {"machine", machineText()},
                    {"done.high", std::to_string(m_highDone)},
                    {"done.low", std::to_string(m_lowDone)},
                    {"rate", textFromNumbers({m_rate})},
                    {"bad", textFromNumbers({double(m_skipped), double(m_badInARow)})},
                    {"lastLoss", textFromNumbers({m_lastLoss[0], m_lastLoss[1]})}};
    m_heldOut.save(out);
    out["heldOut.at"] = textFromNumbers({double(m_measuredAt)});
    return out;
}

NamedTensors TrainingRun::stateTensors() const {
    NamedTensors out = m_clipBoard->state();
    for (const auto* one : learners())
        for (auto& [name, tensor] : one->state())
            out.emplace_back(fmt::format("{}.{}", wordFor(one->id()), name), std::move(tensor));
    return out;
}

std::function<Status()> TrainingRun::checkpointJob(door::CheckpointSaved& saved) {
    const auto folder = pathFromUtf8(m_request.outputDir) / pathFromUtf8(fmt::format("step-{:06}", done()));
    struct Adapter {
        const Learner* learner;
        bool averaged;
        Path file;
        Metadata words;
    };
    std::vector<Adapter> adapters;
    for (const auto* one : learners())
        for (const bool averaged : {false, true}) {
            if (averaged && !one->hasAverages()) continue;
            const auto file = folder / pathFromUtf8(fileNameFor(one->id(), averaged));
            adapters.push_back({one, averaged, file, metadata(*one, averaged)});
            const bool high = one->id() == ExpertId::High;
            (averaged ? high ? saved.emaHighPath : saved.emaLowPath
             : high   ? saved.highPath
                      : saved.lowPath) = utf8FromPath(file);
        }
    const auto stateFile = folder / pathFromUtf8(m_request.name + ".state.safetensors");
    saved.statePath = utf8FromPath(stateFile);
    saved.step = done();
    m_copy.plan(stateTensors());
    // The writer ends before the learners do.
    return [this, adapters = std::move(adapters), values = stateValues(), folder, stateFile]() -> Status {
        m_copy.work();
        BRANDLOOM_CHECK(makeFolder(folder));
        const auto& copies = m_copy.tensors();
        for (const auto& adapter : adapters) {
            TensorsByName learned;
            for (const auto& [name, master] : adapter.learner->parameters())
                learned[name] = copies.at(fmt::format("{}.{}.{}", wordFor(adapter.learner->id()), name,
                                                      adapter.averaged ? "average" : "master"));
            BRANDLOOM_CHECK(adapter.learner->write(learned, adapter.file, adapter.words));
        }
        return writeTrainingState(stateFile, {values, copies});
    };
}

Status TrainingRun::checkpoint(bool best) {
    const double start = steadySeconds();
    BRANDLOOM_CHECK(finishCheckpoint());
    BRANDLOOM_CHECK(checkDisk(pathFromUtf8(m_request.outputDir), m_bytes));
    m_saving = {};
    m_saving.best = best;
    m_writer->start(checkpointJob(m_saving));
    m_heldUp = steadySeconds() - start;
    return {};
}

void TrainingRun::keepWhatIsLearned() noexcept {
    if (!m_isWhole || m_request.rehearsal || done() == 0) return;
    try {
        auto kept = finishCheckpoint();
        if (kept && m_saved.step != done()) kept = checkpoint(false);
        if (kept) kept = finishCheckpoint();
        if (!kept) logWarning("the steps since the last checkpoint are lost: {}", kept.error().describe());
    } catch (const std::exception& e) {
        logWarning("the steps since the last checkpoint are lost: {}", e.what());
    }
}

Status TrainingRun::finishCheckpoint() {
    return tellCheckpoint(m_writer->wait());
}

Status TrainingRun::tellCheckpoint(const std::optional<Status>& written) {
    if (!written) return {};
    if (!*written) return fail(written->error());
    m_saved = m_saving;
    m_emit(m_saved);
    return {};
}

Status TrainingRun::resume() {
    const auto& file = m_request.resumeFrom;
    m_emit(door::Progressed{{"loading", 0, 1, {}}});
    BRANDLOOM_TRY(const auto state, readTrainingState(pathFromUtf8(file)));
    BRANDLOOM_CHECK(checkBelongs(state, file));
    BRANDLOOM_CHECK(restore(state, file));
    m_emit(door::Progressed{{"loading", 1, 1, {}}});
    return {};
}

Status TrainingRun::checkBelongs(const TrainingState& state, const std::string& file) const {
    const auto mismatch = [&](const std::string& what, const std::string& theirs, const std::string& ours) {
        return fail(engine_errors::kResumeMismatch,
                    {{"file", file}, {"what", what}, {"theirs", theirs}, {"ours", ours}});
    };
    const auto value = [&](const char* name) {
        const auto found = state.values.find(name);
        return found == state.values.end() ? std::string() : found->second;
    };
    if (value("format") != kFormat)
        return fail(engine_errors::kStateDamaged, {{"file", file}, {"reason", "another version wrote it"}});
    const auto& model = m_model.folder().contentId;
    if (value("model") != model) return mismatch("model", value("model").substr(0, 12), model.substr(0, 12));
    const auto theirs = door::fromJson<door::TrainOptions>(value("options"));
    if (!theirs)
        return fail(engine_errors::kStateDamaged, {{"file", file}, {"reason", "its settings are missing"}});
    BRANDLOOM_TRY(const auto difference,
                  differenceOf(door::toJson(*theirs), door::toJson(m_options), m_request.branch));
    if (difference) return mismatch(difference->name, difference->theirs, difference->ours);
    if (!m_request.branch && value("data") != m_dataKey)
        return mismatch("dataset", value("data").substr(0, 12), m_dataKey.substr(0, 12));
    if (value("machine") != machineText())
        logWarning("the last digits may differ: the training began on {} and goes on on {}", value("machine"),
                   machineText());
    return {};
}

Status TrainingRun::restore(const TrainingState& state, const std::string& file) {
    const auto high = numberFromText(state.values, "done.high"), low = numberFromText(state.values, "done.low");
    const auto rate = numberFromText(state.values, "rate");
    const auto bad = numbersFromText(state.values, "bad"), last = numbersFromText(state.values, "lastLoss");
    const auto isCount = [](const std::optional<double>& n) { return n && *n >= 0 && *n <= 1e7; };
    if (!isCount(high) || !isCount(low) || !rate || bad.size() != 2 || last.size() != 2)
        return fail(engine_errors::kStateDamaged, {{"file", file}, {"reason", "its counters make no sense"}});
    m_highDone = static_cast<int>(*high);
    m_lowDone = static_cast<int>(*low);
    m_skipped = static_cast<int>(bad[0]);
    m_badInARow = bad[1] < m_options.badLossLimit ? static_cast<int>(bad[1]) : 0;
    m_lastLoss = {last[0], last[1]};
    if (!m_request.branch) m_rate = *rate;
    if (state.values.at("data") == m_dataKey) {
        m_heldOut.load(state.values);
        m_measuredAt = static_cast<int>(numberFromText(state.values, "heldOut.at").value_or(-1));
        if (!m_clipBoard->load(state.tensors))
            return fail(engine_errors::kStateDamaged,
                        {{"file", file}, {"reason", "its losses per clip are missing"}});
    }
    if (m_request.branch && !m_plan.next(m_highDone, m_lowDone))
        return fail(engine_errors::kBadTrainOption,
                    {{"option", "steps"},
                     {"value", std::to_string(m_options.steps)},
                     {"allowed", fmt::format("more than the {} that are done", std::max(m_highDone, m_lowDone))}});
    return loadLearners(state, file);
}

Status TrainingRun::loadLearners(const TrainingState& state, const std::string& file) {
    for (auto* one : learners())
        BRANDLOOM_CHECK(one->load(state.tensors, fmt::format("{}.", wordFor(one->id())), file));
    return {};
}

/// Everything is on disk and out of memory until somebody says how it goes on.
Status TrainingRun::pause() {
    if (done() > 0) {
        BRANDLOOM_CHECK(finishCheckpoint());
        if (m_saved.step != done()) BRANDLOOM_CHECK(checkpoint(false));
        BRANDLOOM_CHECK(finishCheckpoint());
    }
    m_isWhole = false;
    m_high.reset();
    m_low.reset();
    m_copy.release();
    m_model.release();
    platform::returnFreeMemory();
    m_emit(door::Progressed{{"paused", done(), m_plan.total(), {}}});
    bool sample = false;
    while (true) {
        const auto given = m_controls->wait(m_stop);
        if (!given) return {};
        using Command = door::TrainingCommand;
        if (given->command == Command::Resume) break;
        if (given->command == Command::Pause) continue;
        if (given->command == Command::Sample) {
            sample = true;
            continue;
        }
        // A checkpoint of this step is there already.
        if (given->command == Command::Save)
            m_emit(door::CommandDone{"save", done(), 0});
        else
            BRANDLOOM_CHECK(carryOut(*given));
        if (m_endAsked) return {};
    }
    BRANDLOOM_CHECK(makeLearners());
    if (done() > 0) {
        BRANDLOOM_TRY(const auto state, readTrainingState(pathFromUtf8(m_saved.statePath)));
        BRANDLOOM_CHECK(loadLearners(state, m_saved.statePath));
    }
    m_isWhole = true;
    m_emit(door::CommandDone{"resume", done(), 0});
    m_emit(door::Progressed{{"training", done(), m_plan.total(), {}}});
    return sample ? carryOut({door::TrainingCommand::Sample, 0}) : Status();
}

}  // namespace brandloom::training
