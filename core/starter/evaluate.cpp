#include "core/starter/evaluate.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "core/base/clock.h"
#include "core/door/engine_errors.h"
#include "core/starter/batch_sampler.h"
#include "core/starter/clip_measures.h"
#include "core/starter/clip_stock.h"
#include "core/starter/probe.h"
#include "core/training/random_streams.h"
#include "core/world/captions.h"

namespace brandloom::starter {
namespace {

using generation::framesFromVideo;
using generation::videoFromFrames;
using training::Stream;
using Clip = std::vector<Frame>;

constexpr std::uint64_t kSpecs = 5, kFilms = 6;  // random streams of this file
constexpr int kDiversityPrompts = 12, kDiversitySeeds = 4;

class Evaluation {
  public:
    Evaluation(generation::LoadedModel& model, const door::StarterEvaluateRequest& request,
               door::StarterClipSink& sink, const generation::Emit& emit, const StopToken& stop)
        : m_model(model), m_request(request), m_sink(sink), m_context{{}, {}, {}, emit, stop, [] {}} {}

    Result<door::StarterEvaluateResult> run() {
        const double start = steadySeconds();
        const auto& d = m_model.folder().defaults;
        m_sample.solverSteps = m_request.solverSteps > 0 ? m_request.solverSteps : d.steps;
        m_sample.guidance = m_request.guidance > 0 ? m_request.guidance : d.guidanceLow;
        m_sample.shift = d.shift;
        m_sample.width = d.width;
        m_sample.height = d.height;
        m_sample.frames = d.frames;
        m_out.contentId = m_model.folder().contentId;
        m_out.specs = m_request.specs;
        m_out.guidance = m_sample.guidance;
        m_out.solverSteps = m_sample.solverSteps;
        BRANDLOOM_CHECK(check());
        m_context.progress("loading", 0, 0);
        BRANDLOOM_TRY(m_styles, generation::StyleSet::load(m_model, m_request.styles, m_context.stop));
        BRANDLOOM_TRY(m_vae, m_model.vae(m_context.stop, m_context.sink()));
        ProbeOptions probes{pathFromUtf8(m_request.cacheDir),
                            m_request.probeClips,
                            m_request.probeSteps,
                            m_request.seed,
                            d.frames,
                            false};
        BRANDLOOM_TRY(auto plain, Probe::open(probes, m_context));
        probes.knowsBrands = true;
        BRANDLOOM_TRY(auto brand, Probe::open(probes, m_context));
        if (m_brand) {
            BRANDLOOM_CHECK(judgeLooks(brand));
            BRANDLOOM_CHECK(judgeFilms(plain, brand));
        } else {
            BRANDLOOM_CHECK(judgeRenders(plain, "renders"));
            BRANDLOOM_CHECK(judgeBrands(brand));
            BRANDLOOM_CHECK(judgeVae(plain));
            BRANDLOOM_CHECK(judgeFilms(plain, brand));
            BRANDLOOM_CHECK(judgeDiversity());
        }
        writeScores();
        m_out.seconds = steadySeconds() - start;
        return std::move(m_out);
    }

  private:
    Status check() {
        const auto refuse = [](const char* option, int value, const char* allowed) {
            return fail(engine_errors::kBadTrainOption,
                        {{"option", option}, {"value", std::to_string(value)}, {"allowed", allowed}});
        };
        const auto& r = m_request;
        if (r.specs < 1 || r.specs > 100'000) return refuse("specs", r.specs, "1 to 100000");
        if (r.reconstructions < 1 || r.reconstructions > r.specs)
            return refuse("reconstructions", r.reconstructions, "1 to the number of specs");
        if (r.probeClips < 32 || r.probeClips > 1'000'000)
            return refuse("probe clips", r.probeClips, "32 to 1000000");
        if (r.probeSteps < 1 || r.probeSteps > 1'000'000)
            return refuse("probe steps", r.probeSteps, "1 to 1000000");
        if (r.batch < 1 || r.batch > 1024) return refuse("batch", r.batch, "1 to 1024");
        if (r.lookClips < 1 || r.lookClips > 100'000) return refuse("look clips", r.lookClips, "1 to 100000");
        if (m_sample.width != m_sample.height)
            return refuse("width", m_sample.width, "the height: the probes see squares");
        if (!r.brand.empty()) {
            BRANDLOOM_TRY(const auto named, world::parseSpec("brand=" + r.brand));
            m_brand = named.brand;
        }
        return {};
    }

    [[nodiscard]] world::ClipSpec spec(std::int64_t i) const {
        return world::heldOutSpecFromIndex(
            training::mixedSeed(m_request.seed, Stream::HeldOut, kSpecs, static_cast<std::uint64_t>(i)));
    }
    Result<Clip> render(const world::ClipSpec& spec) const {
        return renderFrames(spec, m_sample.width, m_sample.frames, m_context.stop);
    }
    Status tell(const char* source, const world::ClipSpec& spec, const char* language, const std::string& prompt,
                const Clip& frames) {
        return m_sink.clip({source, world::formatSpec(spec), language, prompt, frames});
    }

    void count(const std::string& source, const std::array<int, kAxes>& named,
               const std::array<int, kAxes>& wanted) {
        auto& [right, total] = m_counts[source];
        for (std::size_t a = 0; a < kAxes; ++a) right[a] += named[a] == wanted[a] ? 1 : 0;
        ++total;
    }
    /// Names clips and counts them under each of `sources`.
    void judge(Probe& probe, const std::vector<Clip>& clips, const std::vector<world::ClipSpec>& specs,
               const std::vector<std::string>& sources) {
        std::vector<torch::Tensor> views;
        for (const auto& clip : clips) views.push_back(probeView(clip));
        const auto named = probe.name(torch::stack(views));
        for (std::size_t i = 0; i < clips.size(); ++i) {
            std::array<int, kAxes> row{};
            for (std::size_t a = 0; a < kAxes; ++a)
                row[a] = named[static_cast<std::int64_t>(i)][static_cast<std::int64_t>(a)].item<int>();
            for (const auto& source : sources) count(source, row, labelsOf(specs[i]));
        }
    }
    void measure(const std::string& source, const std::string& name, const Mean& mean) {
        m_out.measures.push_back({source, name, mean.value(), mean.standardError()});
    }

    /// How good the instrument is, on the very clips that films are judged by.
    Status judgeRenders(Probe& probe, const std::string& source) {
        Mean flicker;
        for (std::int64_t i = 0; i < m_request.specs; ++i) {
            m_context.progress("rendering", i, m_request.specs);
            BRANDLOOM_TRY(const auto clip, render(spec(i)));
            judge(probe, {clip}, {spec(i)}, {source});
            flicker.add(flickerOf(clip));
            BRANDLOOM_CHECK(tell("renders", spec(i), "", "", clip));
        }
        measure(source, "flicker", flicker);
        return {};
    }

    [[nodiscard]] world::ClipSpec brandSpec(std::int64_t i) const {
        auto out = spec(i);
        out.brand = static_cast<world::Brand>(i % world::kBrandCount);
        return out;
    }

    Status judgeBrands(Probe& probe) {
        Mean psnr;
        for (std::int64_t i = 0; i < m_request.reconstructions; ++i) {
            m_context.progress("encoding", i, m_request.reconstructions);
            BRANDLOOM_TRY(const auto clip, render(brandSpec(i)));
            const auto video = videoFromFrames(clip);
            const torch::NoGradGuard noGrad;
            const auto back = m_vae->decode(m_vae->encode(video));
            judge(probe, {clip}, {brandSpec(i)}, {"brand renders"});
            judge(probe, {framesFromVideo(back)}, {brandSpec(i)}, {"brand reconstructions"});
            psnr.add(psnrOf(video, back));
        }
        measure("brand reconstructions", "psnr", psnr);
        return {};
    }

    /// Clips of the brand, and films whose prompts name no camera: what they look like is measured by the sink, and
    /// how often the camera does by itself what is the brand's habit.
    Status judgeLooks(Probe& probe) {
        const auto brandClip = [&](std::int64_t i) {
            auto out = spec(i);
            out.brand = m_brand;
            return out;
        };
        for (std::int64_t i = 0; i < m_request.lookClips; ++i) {
            m_context.progress("rendering", i, m_request.lookClips);
            BRANDLOOM_TRY(const auto clip, render(brandClip(i)));
            judge(probe, {clip}, {brandClip(i)}, {"brand clips"});
            BRANDLOOM_CHECK(tell("brand clips", brandClip(i), "", "", clip));
        }
        world::CaptionOptions silent;
        silent.dropProbability = 0;
        silent.dropCamera = true;
        const auto prompt = [&](std::int64_t i) {
            silent.language = languageOf(i);
            return world::caption(spec(i),
                                  training::mixedSeed(m_request.seed, Stream::Caption, kFilms, std::uint64_t(i)),
                                  silent)
                .text;
        };
        return sampleFilms(
            m_request.lookClips,
            [&](std::int64_t i) {
                return SampleRequest{prompt(i), filmSeed(i)};
            },
            [&](std::int64_t i, const std::string& text, const Clip& frames) -> Status {
                judge(probe, {frames}, {brandClip(i)}, {"look films"});
                return tell("look films", brandClip(i), i % 2 == 0 ? "en" : "zh", text, frames);
            });
    }

    [[nodiscard]] std::uint64_t filmSeed(std::int64_t i) const {
        return training::mixedSeed(m_request.seed, Stream::Noise, kFilms, static_cast<std::uint64_t>(i));
    }

    /// Samples `total` films, several together, and hands each on in order.
    Status sampleFilms(std::int64_t total, const std::function<SampleRequest(std::int64_t)>& wanted,
                       const std::function<Status(std::int64_t, const std::string&, const Clip&)>& made) {
        const EtaMeter eta(steadySeconds());
        for (std::int64_t first = 0; first < total; first += m_request.batch) {
            m_context.emit(
                door::Progressed{{"sampling", first, total, eta.secondsLeft(steadySeconds(), first, total)}});
            std::vector<SampleRequest> requests;
            for (auto i = first; i < std::min(first + m_request.batch, total); ++i) requests.push_back(wanted(i));
            BRANDLOOM_TRY(const auto latents, sampleBatch(m_model, m_styles, requests, m_sample, m_context.stop));
            m_squares += latents.square().sum().item<double>();
            m_numbers += latents.numel();
            for (std::size_t b = 0; b < requests.size(); ++b) {
                BRANDLOOM_CHECK(checkCancelled(m_context.stop));
                const auto at = static_cast<std::int64_t>(b);
                const torch::NoGradGuard noGrad;
                BRANDLOOM_CHECK(made(first + at, requests[b].prompt, framesFromVideo(m_vae->decode(latents[at]))));
            }
        }
        return {};
    }

    Status judgeVae(Probe& probe) {
        const torch::NoGradGuard noGrad;
        Mean psnr, flicker;
        std::vector<Mean> perFrame(static_cast<std::size_t>(m_sample.frames));
        std::vector<torch::Tensor> latents;
        for (std::int64_t i = 0; i < m_request.reconstructions; ++i) {
            m_context.progress("encoding", i, m_request.reconstructions);
            BRANDLOOM_TRY(const auto clip, render(spec(i)));
            const auto video = videoFromFrames(clip);
            latents.push_back(m_vae->encode(video));
            const auto back = m_vae->decode(latents.back());
            psnr.add(psnrOf(video, back));
            for (std::size_t f = 0; f < perFrame.size(); ++f) {
                const auto at = static_cast<std::int64_t>(f);
                perFrame[f].add(psnrOf(video.narrow(1, at, 1), back.narrow(1, at, 1)));
            }
            const auto frames = framesFromVideo(back);
            flicker.add(flickerOf(frames));
            judge(probe, {frames}, {spec(i)}, {"reconstructions"});
            BRANDLOOM_CHECK(tell("reconstructions", spec(i), "", "", frames));
        }
        measure("reconstructions", "psnr", psnr);
        for (std::size_t f = 0; f < perFrame.size(); ++f)
            measure("reconstructions", fmt::format("psnr frame {}", f), perFrame[f]);
        measure("reconstructions", "flicker", flicker);
        const auto all = torch::stack(latents);
        m_out.measures.push_back({"latents", "std", all.std().item<double>(), 0});
        for (std::int64_t f = 0; f < all.size(2); ++f)
            m_out.measures.push_back(
                {"latents", fmt::format("std frame {}", f), all.select(2, f).std().item<double>(), 0});
        return {};
    }

    /// The same specs and seeds in both languages.
    Status judgeFilms(Probe& probe, Probe& brandProbe) {
        Mean flicker;
        m_squares = 0;
        m_numbers = 0;
        BRANDLOOM_CHECK(sampleFilms(
            std::int64_t{2} * m_request.specs,
            [&](std::int64_t i) {
                return SampleRequest{world::canonicalCaption(spec(i / 2), languageOf(i)), filmSeed(i / 2)};
            },
            [&](std::int64_t i, const std::string& prompt, const Clip& frames) -> Status {
                const bool zh = languageOf(i) == world::Language::Zh;
                flicker.add(flickerOf(frames));
                judge(probe, {frames}, {spec(i / 2)}, {"films", zh ? "films zh" : "films en"});
                judge(brandProbe, {frames}, {spec(i / 2)}, {"films, brand-aware probe"});
                return tell("films", spec(i / 2), zh ? "zh" : "en", prompt, frames);
            }));
        measure("films", "flicker", flicker);
        m_out.measures.push_back({"films", "latent size",
                                  std::sqrt(m_squares / static_cast<double>(std::max<std::int64_t>(1, m_numbers))),
                                  0});
        return {};
    }

    static world::Language languageOf(std::int64_t i) {
        return i % 2 == 0 ? world::Language::En : world::Language::Zh;
    }

    /// Distance between clips of one prompt and several seeds, beside that of renders with other seeds.
    Status judgeDiversity() {
        Mean films, renders;
        const int prompts = std::min(kDiversityPrompts, m_request.specs);
        for (std::int64_t p = 0; p < prompts; ++p) {
            m_context.progress("sampling", p, prompts);
            std::vector<SampleRequest> requests;
            std::vector<torch::Tensor> made, rendered;
            for (std::uint64_t s = 0; s < kDiversitySeeds; ++s) {
                auto other = spec(p);
                other.seed = training::mixedSeed(other.seed, Stream::Noise, s);
                BRANDLOOM_TRY(const auto clip, render(other));
                rendered.push_back(videoFromFrames(clip));
                requests.push_back({world::canonicalCaption(spec(p), languageOf(p)), s});
            }
            BRANDLOOM_TRY(const auto latents, sampleBatch(m_model, m_styles, requests, m_sample, m_context.stop));
            for (std::int64_t s = 0; s < kDiversitySeeds; ++s) made.push_back(m_vae->decode(latents[s]));
            films.add(meanDistance(made));
            renders.add(meanDistance(rendered));
        }
        measure("films", "diversity", films);
        measure("renders", "diversity", renders);
        return {};
    }

    void writeScores() {
        for (const char* source :
             {"renders", "reconstructions", "films", "films en", "films zh", "brand renders",
              "brand reconstructions", "brand clips", "look films", "films, brand-aware probe"}) {
            const auto& [right, total] = m_counts[source];
            if (total == 0) continue;
            for (std::size_t a = 0; a < kAxes; ++a)
                m_out.scores.push_back({source, kAxisNames[a], right[a], total, 1.0 / kAxisClasses[a]});
        }
    }

    generation::LoadedModel& m_model;
    const door::StarterEvaluateRequest& m_request;
    door::StarterClipSink& m_sink;
    StageContext m_context;
    std::shared_ptr<wan::Vae> m_vae;
    generation::StyleSet m_styles;
    std::optional<world::Brand> m_brand;
    BatchOptions m_sample;
    double m_squares = 0;  ///< over the latents of films
    std::int64_t m_numbers = 0;
    std::map<std::string, std::pair<std::array<int, kAxes>, int>> m_counts;
    door::StarterEvaluateResult m_out;
};

}  // namespace

Result<door::StarterEvaluateResult> evaluate(generation::LoadedModel& model,
                                             const door::StarterEvaluateRequest& request,
                                             door::StarterClipSink& clips, const generation::Emit& emit,
                                             const StopToken& stop) {
    return Evaluation(model, request, clips, emit, stop).run();
}

}  // namespace brandloom::starter
