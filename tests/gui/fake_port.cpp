#include "tests/gui/fake_port.h"

#include <chrono>
#include <cmath>
#include <sstream>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/door/engine_errors.h"

namespace brandloom::tests {

using namespace std::chrono_literals;

FakePort::FakePort(FakeScript s)
    : script(std::move(s)),
      m_queue({[this](bool keepsPlace) { keepsPlace ? pauseRunning() : stopJob(m_next); },
               [this](std::int64_t id, studio::JobListener listener) {
                   return beginQueued(id, std::move(listener));
               }}) {
    m_dataset.elsewhere = [this](bool isUndo) { return isUndo ? m_brand.undo() : m_brand.redo(); };
}

FakePort::~FakePort() {
    shutdown();
}

Result<studio::ProjectSummary> FakePort::createProject(const Path& folder, const std::string& name) {
    const std::lock_guard lock(m_data);
    return install(folder, name);
}

Result<studio::ProjectSummary> FakePort::install(const Path& folder, const std::string& name) {
    m_callThread = std::this_thread::get_id();
    m_lateCalls += m_shutDown ? 1 : 0;
    if (m_busy) return fail(base_errors::kInvalidArgument, {{"what", "a new project"}, {"reason", "a job runs"}});
    if (folder.empty()) return fail(base_errors::kFileMissing, {{"file", "project"}});
    studio::ProjectSummary p;
    p.name = name;
    p.folder = folder;
    p.clips = 1;
    m_project = p;
    m_settings.setProjectOpen(true);
    std::erase_if(recent, [&](const auto& r) { return r.folder == folder; });
    recent.insert(recent.begin(), {name, folder, isoUtc(unixSeconds()), true});
    return p;
}

Result<studio::ProjectSummary> FakePort::openProject(const Path& folder) {
    const std::lock_guard lock(m_data);
    for (const studio::RecentProject& r : recent)
        if (r.folder == folder && r.exists) return install(Path(folder), std::string(r.name));
    return fail(base_errors::kFileMissing, {{"file", utf8FromPath(folder)}});
}

std::vector<studio::HealthItem> FakePort::health() const {
    using studio::Health;
    return {{"cpu", Health::Ok, "2 cores", ""},
            {"memory", Health::Ok, "16 GB", ""},
            {"disk", Health::Warning, "1.4 GB free", ""},
            {"gpu", Health::Info, "none", ""},
            {"fonts", Health::Ok, "Inter, Noto Sans CJK SC", ""},
            {"codecs", Health::Ok, "FFmpeg 5.1.6", ""},
            {"models", Health::Ok, "starter", ""},
            {"engine", Health::Ok, "present", ""}};
}

Path FakePort::starterModel() const {
    return resourceDir() / "models" / "starter";
}

std::vector<Frame> paintedFrames(int count, int size, double progress) {
    std::vector<Frame> frames;
    for (int n = 0; n < count; ++n) {
        auto frame = std::make_shared<FrameBuffer>(size, size);
        const double angle = 6.283 * n / count;
        const double cx = size * (0.5 + 0.2 * std::cos(angle)), cy = size * (0.55 + 0.1 * std::sin(angle));
        const double soft = size * (0.05 + 0.4 * (1 - progress));
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x) {
                const double d = std::hypot(x - cx, y - cy) - size * 0.2;
                const double in = 1 / (1 + std::exp(d / soft * 4));
                std::uint8_t* px = frame->row(y) + x * 3;
                px[0] = static_cast<std::uint8_t>(40 + 60.0 * y / size + in * 140);
                px[1] = static_cast<std::uint8_t>(38 + 30.0 * y / size + in * 40);
                px[2] = static_cast<std::uint8_t>(70 + 20.0 * x / size + in * 10);
            }
        frames.push_back(std::move(frame));
    }
    return frames;
}

Result<studio::JobId> FakePort::startTraining(const studio::TrainStyleOptions& options,
                                              studio::JobListener listener) {
    if (refuseStart) return fail(base_errors::kOutOfMemory, {{"what", "a training"}});
    if (m_busy) return fail(base_errors::kInvalidArgument, {{"what", "a training"}, {"reason", "one runs"}});
    begin(options, std::move(listener), 0);
    return m_next;
}

void FakePort::begin(const studio::TrainStyleOptions& options, studio::JobListener listener, std::int64_t queued) {
    if (m_thread.joinable()) m_thread.join();
    m_stop = m_shelve = false;
    m_orders.clear();
    m_busy = true;
    m_lastOptions = options;
    ++m_next;
    m_queue.began(options.styleName, m_next, queued);
    m_thread =
        std::thread([this, options, listener = std::move(listener), queued] { work(options, listener, queued); });
}

bool FakePort::beginQueued(std::int64_t id, studio::JobListener listener) {
    if (m_busy) return false;
    auto options = m_lastOptions;
    for (const auto& line : m_queue.lines())
        if (line.id == id) options.styleName = line.title;
    begin(options, std::move(listener), id);
    return true;
}

void FakePort::pauseRunning() {
    {
        const std::lock_guard lock(m_mutex);
        m_shelve = true;
    }
    stopJob(m_next);
}

void FakePort::stopJob(studio::JobId) {
    const std::lock_guard lock(m_mutex);
    ++m_stops;
    m_stop = true;
    m_wake.notify_all();
}

void FakePort::tellJob(studio::JobId, door::TrainingCommand command, double value) {
    const std::lock_guard lock(m_mutex);
    m_orders.push_back({command, value});
    m_wake.notify_all();
}

std::optional<FakePort::Order> FakePort::nextOrder(bool paused) {
    std::unique_lock lock(m_mutex);
    if (paused) m_wake.wait(lock, [this] { return m_stop || !m_orders.empty(); });
    if (m_stop || m_orders.empty()) return std::nullopt;
    const Order first = m_orders.front();
    m_orders.erase(m_orders.begin());
    return first;
}

void FakePort::shutdown() {
    stopJob(m_next);
    if (m_thread.joinable()) m_thread.join();
    m_shutDown = true;
}

bool FakePort::wait(int ms) {
    std::unique_lock lock(m_mutex);
    return !m_wake.wait_for(lock, std::chrono::milliseconds(ms), [this] { return m_stop; });
}

void FakePort::holdHere() {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stop || !m_orders.empty(); });
}

void FakePort::work(studio::TrainStyleOptions options, studio::JobListener listener, std::int64_t queued) {
    const studio::JobId id = m_next;
    const auto say = [&](door::EventBody body) {
        listener.onEvent(id, door::Event{++m_sequence, std::move(body)});
    };
    const auto phase = [&](const char* name, int done, int total) {
        say(door::Progressed{{name, done, total, std::nullopt}});
        if (script.holdAt == name && std::string(name) != "training") holdHere();
    };
    const int total = 2 * options.training.steps;
    int done = 0;
    studio::JobUpdate end{id, studio::JobState::Finished};
    if (queued != 0) {
        studio::JobUpdate begun{id, studio::JobState::Running};
        begun.fromQueue = true;
        begun.training = options;
        begun.history = history;
        listener.onState(begun);
    }
    phase("loading", 0, 0);
    for (int i = 1; i <= 3 && wait(script.stepMs); ++i) phase("caching", i, 3);
    std::vector<std::string> prompts;
    std::istringstream lines(options.training.previewPrompt);
    for (std::string line; std::getline(lines, line);) prompts.push_back(line);
    if (prompts.empty()) prompts.push_back("a red mug on a wooden table");
    if (script.previews && wait(script.stepMs)) {
        phase("previewing", 0, 1);
        for (const auto& one : prompts) say(door::PreviewReady{0, one, paintedFrames(17, 64, 0)});
    }
    double rate = options.training.learningRate;
    const auto measure = [&] {
        if (options.training.validateEvery == 0 || done % options.training.validateEvery != 0) return;
        const double relative = std::exp(-1.8 * done / total);
        for (const auto expert : {door::Expert::High, door::Expert::Low})
            say(door::HeldOutMeasured{done,
                                      expert,
                                      (expert == door::Expert::High ? 0.4 : 0.2) * relative,
                                      relative,
                                      {0.3, 0.6, 0.9},
                                      {0.3 * relative, 0.5 * relative, 0.7 * relative * (1 + 0.2 * done / total)},
                                      true,
                                      done > 0 ? "learning" : "unclear"});
    };
    const auto look = [&] {
        phase("previewing", 0, 1);
        for (const auto& one : prompts)
            say(door::PreviewReady{done, one, paintedFrames(17, 64, static_cast<double>(done) / total)});
    };
    const auto obey = [&] {
        bool paused = false;
        while (const auto order = nextOrder(paused)) {
            if (order->command == door::TrainingCommand::LearningRate) rate = order->value;
            if (order->command == door::TrainingCommand::Sample) look();
            if (order->command == door::TrainingCommand::Save)
                say(door::CheckpointSaved{done, "high.safetensors", "low.safetensors"});
            say(door::CommandDone{std::string(door::wordFor(order->command)), done, order->value});
            if (order->command == door::TrainingCommand::Pause) say(door::Progressed{{"paused", done, total, {}}});
            if (order->command == door::TrainingCommand::Resume)
                say(door::Progressed{{"training", done, total, {}}});
            paused = order->command == door::TrainingCommand::Pause ||
                     (paused && order->command != door::TrainingCommand::Resume);
        }
    };
    measure();
    while (done < total && wait(script.stepMs)) {
        obey();
        ++done;
        const bool high = (done / options.training.blockSteps) % 2 == 0;
        const double noise = 0.12 * std::sin(done * 12.9898) * std::cos(done * 4.1);
        const double loss =
            (high ? 0.32 : 0.17) * std::exp(-2.2 * done / total) * (1 + noise) + (high ? 0.07 : 0.04);
        if (script.failAtStep == done) {
            end.state = studio::JobState::Failed;
            end.error =
                Error(engine_errors::kLossNotFinite,
                      {{"value", "nan"}, {"step", std::to_string(done)}, {"expert", "high"}, {"clip", "1"}});
            break;
        }
        say(door::LossReported{done, total, high ? door::Expert::High : door::Expert::Low, loss, rate,
                               script.stepMs / 1000.0});
        measure();
        const int every = options.training.previewEvery;
        if (script.previews && every > 0 && done % every == 0) look();
        const int keep = options.training.checkpointEvery;
        if (keep > 0 && done % keep == 0) say(door::CheckpointSaved{done, "high.safetensors", "low.safetensors"});
        if (script.holdAt == "training" && done == script.holdStep) holdHere();
    }
    const bool stopped = !wait(0) && done < total;
    if (stopped && end.state == studio::JobState::Finished) {
        listener.onState({id, studio::JobState::Stopping});
        std::this_thread::sleep_for(std::chrono::milliseconds(script.stopTakesMs));
        const std::lock_guard lock(m_mutex);
        end.state = m_shelve ? studio::JobState::Paused : studio::JobState::Stopped;
    }
    if (done > 0 && end.state != studio::JobState::Failed) {
        studio::TrainedStyle style;
        style.name = options.styleName;
        style.versionNumber = script.version;
        style.clips = 1;
        style.result.stepsDone = done;
        style.result.adapters = {"/tmp/high.safetensors", "/tmp/low.safetensors"};
        end.trained = style;
    }
    m_queue.ended(end.state, end.error, done, total);
    m_busy = false;
    listener.onState(end);
}

}  // namespace brandloom::tests
