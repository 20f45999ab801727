#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/training/training_run.h"

namespace brandloom::training {
namespace {

struct Collect : door::FrameSink {
    std::vector<Frame> frames;
    Status frame(int, Frame frame) override {
        frames.push_back(std::move(frame));
        return {};
    }
};

/// Files that a preview needs, gone afterwards.
struct Passing {
    std::vector<Path> files;
    ~Passing() {
        for (const auto& file : files) platform::removeFile(file);
    }
};

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

}  // namespace

Result<bool> TrainingRun::measureIfDue() {
    if (!due(m_options.validateEvery) || m_measuredAt == done() || ended()) return false;
    return measure();
}

Result<bool> TrainingRun::measure() {
    const double start = steadySeconds();
    std::map<ExpertId, std::vector<double>> perLevel;
    int done = 0;
    for (auto* one : learners()) {
        m_emit(door::Progressed{{"measuring", done++, static_cast<std::int64_t>(learners().size()), {}}});
        auto losses = measureHeldOut(*one, m_data, m_options.seed, m_stop);
        if (!losses && losses.error().isCancelled()) return false;  // the loop sees the stop itself
        if (!losses) return fail(losses.error());
        if (!std::isfinite(mean(*losses))) {
            logWarning("the held-out loss of step {} is not a number", this->done());
            return false;
        }
        perLevel[one->id()] = std::move(*losses);
    }
    const bool best = m_heldOut.add(this->done(), perLevel);
    m_measuredAt = this->done();
    m_times.measuring = steadySeconds() - start;
    for (auto* one : learners()) {
        const auto& losses = perLevel[one->id()];
        m_emit(door::HeldOutMeasured{this->done(),
                                     one->id() == ExpertId::High ? door::Expert::High : door::Expert::Low,
                                     mean(losses), m_heldOut.relative(one->id(), losses),
                                     heldOutLevels(one->levels()), losses, best, m_heldOut.verdict()});
    }
    return best && this->done() > 0;
}

/// A learned prompt is no part of the model, so a preview reads it like any other Style.
Result<std::vector<door::AdapterUse>> TrainingRun::previewStyles() {
    if (m_options.method != "p-tuning") return std::vector<door::AdapterUse>();
    door::AdapterUse use;
    for (const auto* one : learners()) {
        const auto file = pathFromUtf8(m_request.cacheDir) /
                          fmt::format("preview-{}-{}.safetensors", platform::uniqueSuffix(), wordFor(one->id()));
        const TensorsByName learned(one->parameters().begin(), one->parameters().end());
        BRANDLOOM_CHECK(one->write(learned, file, metadata(*one, false)));
        (one->id() == ExpertId::High ? use.adapters.high : use.adapters.low) = utf8FromPath(file);
    }
    return std::vector{use};
}

std::vector<std::string> TrainingRun::previewPrompts() {
    std::vector<std::string> out;
    std::istringstream lines(m_options.previewPrompt);
    for (std::string line; std::getline(lines, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos) out.push_back(line);
    if (out.empty()) out.push_back(m_request.clips[m_data.indices(false).front()].caption);
    return out;
}

Status TrainingRun::preview() {
    const double start = steadySeconds();
    for (const auto& prompt : previewPrompts()) {
        if (m_stop.stop_requested()) return {};  // the loop sees the stop itself
        BRANDLOOM_CHECK(preview(prompt));
    }
    m_times.previewing = steadySeconds() - start;
    return {};
}

Status TrainingRun::preview(const std::string& prompt) {
    m_emit(door::Progressed{{"previewing", 0, m_options.previewSteps, {}}});
    door::GenerateRequest request;
    request.prompt = prompt;
    request.steps = m_options.previewSteps;
    request.seed = m_options.previewSeed;
    request.width = m_request.width;
    request.height = m_request.height;
    request.frames = m_request.frames;
    BRANDLOOM_TRY(request.styles, previewStyles());
    Passing passing;
    for (const auto& use : request.styles)
        for (const auto& file : {use.adapters.high, use.adapters.low})
            if (!file.empty()) passing.files.push_back(pathFromUtf8(file));
    Collect collected;
    m_peakBytes = std::max(m_peakBytes, platform::peakResidentBytes());  // generating counts anew
    const auto made = generation::generateShot(
        m_model, request, collected,
        [this](const door::EventBody& body) {
            const auto* progressed = std::get_if<door::Progressed>(&body);
            if (progressed == nullptr || progressed->progress.phase != "sampling") return;
            auto progress = progressed->progress;
            progress.phase = "previewing";
            m_emit(door::Progressed{progress});
        },
        m_stop);
    if (!made && made.error().isCancelled()) return {};  // the loop sees the stop itself
    if (!made) return fail(made.error());
    m_emit(door::PreviewReady{done(), request.prompt, std::move(collected.frames)});
    return {};
}

Status TrainingRun::forecast() {
    if (ended()) return fail(cancelledError());
    if (m_options.validateEvery > 0 && m_times.measuring == 0) BRANDLOOM_CHECK(measure());
    if (m_options.previewEvery > 0 && m_times.previewing == 0) BRANDLOOM_CHECK(preview());
    const double before = steadySeconds();
    {
        m_copy.plan(stateTensors());
        m_copy.work();  // what the writer will hold
        m_times.saving = steadySeconds() - before;
    }
    const int total = m_options.steps * static_cast<int>(learners().size());
    const auto every = [&](int interval) { return interval > 0 ? total / interval : 0; };
    const RunCounts counts{total, m_options.validateEvery > 0 ? every(m_options.validateEvery) + 1 : 0,
                           every(m_options.previewEvery), every(m_options.checkpointEvery) + 1};
    m_emit(forecastFrom(m_times, counts, std::max(m_peakBytes, platform::peakResidentBytes()), m_bytes));
    return {};
}

}  // namespace brandloom::training
