#pragma once
// What the cases share: the engine under test, the starter model, clips and sinks that keep or break things.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <vector>

#include "core/base/paths.h"
#include "core/door/engine_loader.h"

namespace brandloom::contract {

/// The engine under test, one per process; each executable brings its own.
std::shared_ptr<door::Engine> engineUnderTest();

inline std::string starterModel() {
    return utf8FromPath(resourceDir() / "models" / "starter");
}

class TempDir {
  public:
    TempDir() {
        std::string pattern = (std::filesystem::temp_directory_path() / "brandloom-contract-XXXXXX").native();
        m_path = Path(::mkdtemp(pattern.data())) / "适 配";
        std::filesystem::create_directory(m_path);
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path.parent_path(), ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    [[nodiscard]] const Path& path() const { return m_path; }

  private:
    Path m_path;
};

/// Clips of moving stripes; `width` etc. may differ from what the request says.
class Stripes : public door::ClipSource {
  public:
    explicit Stripes(int width = 64, int height = 64, int frames = 17)
        : m_width(width), m_height(height), m_frames(frames) {}
    Result<std::vector<Frame>> frames(std::size_t index) override {
        std::vector<Frame> out;
        for (int f = 0; f < m_frames; ++f) {
            auto frame = std::make_shared<FrameBuffer>(m_width, m_height);
            for (int y = 0; y < m_height; ++y)
                for (int x = 0; x < m_width * 3; ++x)
                    frame->row(y)[x] = static_cast<std::uint8_t>((x + 2 * f) / 12 % 2 * 200 + 20 * (index % 3));
            out.push_back(std::move(frame));
        }
        return out;
    }

  private:
    int m_width, m_height, m_frames;
};

/// Two clips, three steps on each expert in blocks of two, small and quick.
inline door::TrainRequest smallTraining(const Path& folder) {
    std::filesystem::create_directories(folder / "out");
    door::TrainRequest request;
    request.modelDir = starterModel();
    request.cacheDir = utf8FromPath(folder / "cache");
    request.outputDir = utf8FromPath(folder / "out");
    request.name = "风格";
    request.width = request.height = 64;
    request.frames = 17;
    request.clips = {{"stripes-a", "a red mug"}, {"stripes-b", "一个红色的马克杯"}};
    request.options.steps = 3;
    request.options.blockSteps = 2;
    request.options.batch = 1;
    request.options.rank = 4;
    return request;
}

inline door::GenerateRequest smallShot(std::uint64_t seed = 3) {
    door::GenerateRequest request;
    request.modelDir = starterModel();
    request.prompt = "a red mug 红色的马克杯";
    request.seed = seed;
    request.steps = 3;
    return request;
}

/// Keeps events; any thread.
class Ears {
  public:
    std::function<void(const door::Event&)> onEvent;  ///< called outside the lock
    door::EventSink sink() {
        return [this](const door::Event& event) {
            {
                const std::lock_guard lock(m_mutex);
                m_events.push_back(event);
            }
            if (onEvent) onEvent(event);
        };
    }
    std::vector<door::Event> events() {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    template <class T>
    std::vector<T> bodies() {
        std::vector<T> out;
        for (const auto& event : events())
            if (const auto* body = std::get_if<T>(&event.body)) out.push_back(*body);
        return out;
    }
    std::vector<std::string> phases() {
        std::vector<std::string> out;
        for (const auto& body : bodies<door::Progressed>())
            if (out.empty() || out.back() != body.progress.phase) out.push_back(body.progress.phase);
        return out;
    }

  private:
    std::mutex m_mutex;
    std::vector<door::Event> m_events;
};

class KeepFrames : public door::FrameSink {
  public:
    std::vector<Frame> frames;
    std::vector<int> indexes;
    std::optional<int> failAt;
    Status frame(int index, Frame frame) override;

    [[nodiscard]] std::vector<std::uint8_t> bytes() const {
        std::vector<std::uint8_t> out;
        for (const auto& frame : frames) out.insert(out.end(), frame->bytes().begin(), frame->bytes().end());
        return out;
    }
};

inline void expectNumberedFromOne(const std::vector<door::Event>& events) {
    ASSERT_FALSE(events.empty());
    for (std::size_t i = 0; i < events.size(); ++i) ASSERT_EQ(events[i].sequence, i + 1);
}

inline std::vector<std::string> filesIn(const Path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        out.push_back(utf8FromPath(entry.path().filename()));
    return out;
}

/// How long a stop request may take: 200 ms or one step, with room for a busy machine.
inline constexpr double kStopSeconds = 5.0;

}  // namespace brandloom::contract
