#include "core/world/renderer.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <thread>

#include "core/base/clock.h"
#include "core/world/brand.h"
#include "core/world/det_math.h"
#include "core/world/scene.h"
#include "core/world/tracer.h"
#include "core/world/world_errors.h"

namespace brandloom::world {
namespace {

constexpr int kBandRows = 16;
constexpr int kTonePixels = 64;

/// Display value of linear light: (1 - exp(-1.4 c))^(1/2.2).
float toneMapped(float c) {
    return powDet(1.0f - expDet(-1.4f * maxf(c, 0.0f)), 1.0f / 2.2f);
}

/// All pixels of a band in one loop without branches, which the compiler turns into vector instructions.
void toneMap(Vec3* light, int pixels) {
    float plane[3][kTonePixels] = {};
    for (int begin = 0; begin < pixels; begin += kTonePixels) {
        const int count = std::min(kTonePixels, pixels - begin);
        Vec3* part = light + begin;
        for (int i = 0; i < count; ++i) {
            plane[0][i] = part[i].x;
            plane[1][i] = part[i].y;
            plane[2][i] = part[i].z;
        }
        for (auto& values : plane)
            for (float& value : values) value = toneMapped(value);
        for (int i = 0; i < count; ++i) part[i] = {plane[0][i], plane[1][i], plane[2][i]};
    }
}

/// One step of dither keeps dark gradients from banding; the pattern rests from frame to frame.
std::uint8_t quantised(float v, float dither) {
    return static_cast<std::uint8_t>(clampf(v * 255.0f + dither, 0.0f, 255.0f));
}

class ClipRender {
  public:
    ClipRender(const ClipSpec& spec, const RenderOptions& options, const StopToken& stop, const ProgressSink& sink)
        : m_spec(spec),
          m_options(options),
          m_stop(stop),
          m_sink(sink),
          m_tracer(tracerOf(spec.subject)),
          m_draw(drawClip(spec)),
          m_bands((options.height + kBandRows - 1) / kBandRows),
          m_eta(steadySeconds()),
          m_bandsLeft(static_cast<std::size_t>(options.frames)) {
        for (int f = 0; f < options.frames; ++f) {
            m_scenes.push_back(frameScene(spec, m_draw, options, f));
            m_frames.push_back(std::make_shared<FrameBuffer>(options.width, options.height));
            m_bandsLeft[static_cast<std::size_t>(f)].store(m_bands, std::memory_order_relaxed);
        }
    }

    Result<std::vector<Frame>> run() {
        {
            std::vector<std::jthread> threads;
            for (int i = 1; i < m_options.threads; ++i) {
                try {
                    threads.emplace_back([this] { work(); });
                } catch (const std::system_error&) {
                    break;  // fewer threads only cost time
                }
            }
            work();
        }
        if (m_outOfMemory.load()) return fail(base_errors::kOutOfMemory, {{"what", "rendering a clip"}});
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        return std::vector<Frame>(m_frames.begin(), m_frames.end());
    }

  private:
    void work() noexcept {
        try {
            std::vector<Vec3> light(static_cast<std::size_t>(m_options.width * kBandRows));
            const int tasks = m_options.frames * m_bands;
            for (int task = m_next.fetch_add(1); task < tasks && !m_stop.stop_requested();
                 task = m_next.fetch_add(1)) {
                renderBand(task / m_bands, task % m_bands, light);
                if (m_bandsLeft[static_cast<std::size_t>(task / m_bands)].fetch_sub(1) == 1) frameDone();
            }
        } catch (const std::bad_alloc&) {
            m_outOfMemory.store(true);
        }
    }

    void renderBand(int frame, int band, std::vector<Vec3>& light) const {
        const FrameScene& scene = m_scenes[static_cast<std::size_t>(frame)];
        const int first = band * kBandRows;
        const int last = std::min(first + kBandRows, m_options.height);
        const BandJob job{&scene, m_options.width, m_options.height, first, last, m_options.supersampling};
        m_tracer.shade(job, light.data());
        const std::uint32_t grain = hash3(static_cast<std::int32_t>(m_spec.seed & 0x7fffffffu), frame, 91);
        const int pixels = (last - first) * m_options.width;
        toneMap(light.data(), pixels);
        const Vec3* in = light.data();
        for (int y = first; y < last; ++y) {
            std::uint8_t* out = m_frames[static_cast<std::size_t>(frame)]->row(y);
            for (int x = 0; x < m_options.width; ++x, ++in, out += 3) {
                Vec3 v = *in;
                if (m_spec.brand)
                    v = applyLook(brandLook(*m_spec.brand), v, x, y, m_options.width, m_options.height, grain);
                const float dither = hashUnit(x, y, 92);
                out[0] = quantised(v.x, dither);
                out[1] = quantised(v.y, dither);
                out[2] = quantised(v.z, dither);
            }
        }
    }

    void frameDone() {
        const std::lock_guard lock(m_progressMutex);
        ++m_framesDone;
        report(m_sink, {"rendering", m_framesDone, m_options.frames,
                        m_eta.secondsLeft(steadySeconds(), m_framesDone, m_options.frames)});
    }

    const ClipSpec m_spec;
    const RenderOptions m_options;
    const StopToken& m_stop;
    const ProgressSink& m_sink;
    const SubjectTracer& m_tracer;
    const ClipDraw m_draw;
    const int m_bands;
    EtaMeter m_eta;
    std::vector<FrameScene> m_scenes;
    std::vector<std::shared_ptr<FrameBuffer>> m_frames;
    std::vector<std::atomic<int>> m_bandsLeft;
    std::atomic<int> m_next{0};
    std::atomic<bool> m_outOfMemory{false};
    std::mutex m_progressMutex;
    int m_framesDone = 0;
};

}  // namespace

Status checkOptions(const RenderOptions& options) {
    using namespace world_errors;
    const auto sizeIsGood = [](int pixels) { return pixels >= 64 && pixels <= 1920; };
    if (!sizeIsGood(options.width) || !sizeIsGood(options.height))
        return fail(kBadSize,
                    {{"width", std::to_string(options.width)}, {"height", std::to_string(options.height)}});
    if (options.frames < 1 || options.frames > 481 || options.frames % 4 != 1)
        return fail(kBadFrameCount, {{"frames", std::to_string(options.frames)}});
    if (options.supersampling < 1 || options.supersampling > 6)
        return fail(kBadSupersampling, {{"value", std::to_string(options.supersampling)}});
    if (options.threads < 1 || options.threads > 64)
        return fail(kBadThreads, {{"value", std::to_string(options.threads)}});
    if (!(options.shake >= 0 && options.shake <= 0.1))
        return fail(kBadShake, {{"value", std::to_string(options.shake)}});
    return {};
}

Result<std::vector<Frame>> renderClip(const ClipSpec& spec, const RenderOptions& options, const StopToken& stop,
                                      const ProgressSink& progress) {
    BRANDLOOM_CHECK(checkOptions(options));
    try {
        return ClipRender(spec, options, stop, progress).run();
    } catch (const std::bad_alloc&) {
        return fail(base_errors::kOutOfMemory, {{"what", "rendering a clip"}});
    }
}

}  // namespace brandloom::world
