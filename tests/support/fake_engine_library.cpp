// The fake engine behind the real door: a libbrandloom_engine.so for black-box tests of the programs.
// BRANDLOOM_FAKE_SECONDS_PER_STEP, BRANDLOOM_FAKE_FAIL_AT_STEP and BRANDLOOM_FAKE_DEAF set its manners.
#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/door/engine_errors.h"
#include "core/door/engine_loader.h"
#include "tests/support/fake_engine.h"

namespace {

/// The loader owns what the entry gives; the fake is shared.
class Owned : public brandloom::door::Engine {
  public:
    explicit Owned(std::shared_ptr<Engine> inner) : m_inner(std::move(inner)) {}
    brandloom::door::EngineInfo info() noexcept override { return m_inner->info(); }
    brandloom::Result<brandloom::door::ModelDescription> describeModel(
        const brandloom::door::DescribeModelRequest& request) noexcept override {
        return m_inner->describeModel(request);
    }
    brandloom::Result<brandloom::door::TrainResult> train(
        const brandloom::door::TrainRequest& request, brandloom::door::ClipSource& clips,
        const brandloom::door::EventSink& events, brandloom::StopToken stop,
        brandloom::door::TrainingControls* controls) noexcept override {
        return m_inner->train(request, clips, events, std::move(stop), controls);
    }
    brandloom::Result<brandloom::door::GenerateResult> generate(const brandloom::door::GenerateRequest& request,
                                                                brandloom::door::FrameSink& frames,
                                                                const brandloom::door::EventSink& events,
                                                                brandloom::StopToken stop) noexcept override {
        return m_inner->generate(request, frames, events, std::move(stop));
    }

    brandloom::door::ModelTools& tools() noexcept override { return m_inner->tools(); }
    brandloom::door::StarterTools& starter() noexcept override { return m_inner->starter(); }

  private:
    std::shared_ptr<Engine> m_inner;
};

}  // namespace

extern "C" __attribute__((visibility("default"))) brandloom::door::Engine* brandloom_engine_entry(
    const brandloom::door::HostServices* host, brandloom::Error* error) noexcept {
    using namespace brandloom;
    if (std::strcmp(host->buildId, door::doorBuildId()) != 0) {
        *error = Error(engine_errors::kBuildMismatch, {{"theirs", door::doorBuildId()}, {"ours", host->buildId}});
        return nullptr;
    }
    tests::FakeEngineOptions options;
    if (const char* v = std::getenv("BRANDLOOM_FAKE_SECONDS_PER_STEP")) options.secondsPerStep = std::atof(v);
    if (const char* v = std::getenv("BRANDLOOM_FAKE_FAIL_AT_STEP")) options.failAtStep = std::atoi(v);
    options.isDeaf = std::getenv("BRANDLOOM_FAKE_DEAF") != nullptr;
    return new Owned(tests::makeFakeEngine(options));
}
