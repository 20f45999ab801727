#include "tests/support/fake_tools.h"

#include <filesystem>
#include <numeric>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::tests {
namespace {

namespace fs = std::filesystem;
using namespace door;

constexpr int kSteps = 3;

class FakeTools : public ModelTools {
  public:
    explicit FakeTools(FakeToolsParts parts) : m_parts(std::move(parts)) {}

    Result<VerifyModelResult> verifyModel(const VerifyModelRequest& request, const EventSink& events,
                                          StopToken stop) noexcept override {
        BRANDLOOM_TRY(const auto model, m_parts.describe(request.modelDir));
        BRANDLOOM_CHECK(work("verifying", events, stop));
        VerifyModelResult out;
        out.contentId = model.contentId;
        std::error_code ignored;
        for (const auto& entry : fs::recursive_directory_iterator(pathFromUtf8(request.modelDir), ignored)) {
            if (!entry.is_regular_file()) continue;
            BRANDLOOM_TRY(const auto hash, sha256OfFile(entry.path()));
            out.files.push_back({utf8FromPath(entry.path()), static_cast<std::int64_t>(entry.file_size()), hash});
        }
        out.tensors = 7;
        out.experts.verdict = request.experts ? "right" : "not tried";
        out.missing = model.missing;
        return out;
    }

    Result<ConvertModelResult> convertModel(const ConvertModelRequest& request, const EventSink& events,
                                            StopToken stop) noexcept override {
        BRANDLOOM_TRY(const auto model, m_parts.describe(request.modelDir));
        const auto folder = pathFromUtf8(request.outputDir.empty() ? request.modelDir : request.outputDir);
        const auto file = folder / "Wan2.1_VAE.safetensors";
        BRANDLOOM_CHECK(checkNew(request.outputDir.empty() ? file : folder));
        BRANDLOOM_CHECK(work("converting", events, stop));
        std::error_code ignored;
        fs::create_directory(folder, ignored);
        BRANDLOOM_CHECK(writeZeros(file, {{"weight", weights::DType::F32, {2, 2}}}));
        return ConvertModelResult{utf8FromPath(folder), {utf8FromPath(file)}, model.contentId, 0.1};
    }

    Result<EncodeTextResult> encodeText(const EncodeTextRequest& request, const EventSink& events,
                                        StopToken stop) noexcept override {
        BRANDLOOM_TRY(const auto model, m_parts.describe(request.modelDir));
        BRANDLOOM_CHECK(checkNew(pathFromUtf8(request.outFile)));
        BRANDLOOM_CHECK(work("loading", events, stop));
        BRANDLOOM_CHECK(
            writeZeros(pathFromUtf8(request.outFile), {{"embeddings", weights::DType::F32, {model.textTokens, 8}},
                                                       {"ids", weights::DType::I64, {model.textTokens}},
                                                       {"mask", weights::DType::I64, {model.textTokens}}}));
        return EncodeTextResult{request.prompt, 5, false, model.textTokens, 8, 0.1};
    }

    Result<EncodeVideoResult> encodeVideo(const EncodeVideoRequest& request, ClipSource& film,
                                          const EventSink& events, StopToken stop) noexcept override {
        BRANDLOOM_TRY(const auto model, m_parts.describe(request.modelDir));
        BRANDLOOM_CHECK(checkNew(pathFromUtf8(request.outFile)));
        BRANDLOOM_TRY(const auto frames, film.frames(0));
        const int stride = model.spatialStride;
        if (frames.empty() || frames.size() % 4 != 1 || frames.front()->width() % stride != 0 ||
            frames.front()->height() % stride != 0)
            return fail(engine_errors::kBadVideo, {{"have", "it has another size"}, {"want", "4n+1 frames"}});
        BRANDLOOM_CHECK(work("encoding", events, stop));
        const std::vector<std::int64_t> shape{model.latentChannels,
                                              (static_cast<std::int64_t>(frames.size()) - 1) / 4 + 1,
                                              frames.front()->height() / stride, frames.front()->width() / stride};
        BRANDLOOM_CHECK(writeZeros(pathFromUtf8(request.outFile), {{"latent", weights::DType::F32, shape}},
                                   {{"brandloom.fps", std::to_string(request.fps)}}));
        return EncodeVideoResult{shape, 0.1};
    }

    Result<DecodeVideoResult> decodeVideo(const DecodeVideoRequest& request, FrameSink& sink,
                                          const EventSink& events, StopToken stop) noexcept override {
        BRANDLOOM_TRY(const auto model, m_parts.describe(request.modelDir));
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(pathFromUtf8(request.latentsFile)));
        const auto* info = file->find("latent");
        if (info == nullptr || info->shape.size() != 4 || info->shape[0] != model.latentChannels)
            return fail(engine_errors::kNotLatents,
                        {{"file", request.latentsFile}, {"reason", "of another shape"}});
        BRANDLOOM_CHECK(work("decoding", events, stop));
        const auto frames = m_parts.pictures(40, static_cast<int>(4 * (info->shape[1] - 1) + 1));
        for (std::size_t i = 0; i < frames.size(); ++i) BRANDLOOM_CHECK(sink.frame(static_cast<int>(i), frames[i]));
        return DecodeVideoResult{static_cast<int>(frames.size()), frames.front()->width(), frames.front()->height(),
                                 0.1};
    }

    Result<AdapterDescription> inspectAdapter(const InspectAdapterRequest& request) noexcept override {
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(pathFromUtf8(request.source)));
        AdapterDescription out;
        AdapterFileDescription row;
        row.file = request.source;
        row.expert = "high";
        row.dialect = "kohya";
        row.kind = "LoRA";
        row.modules = static_cast<int>(file->tensors().size());
        row.lowestRank = row.highestRank = 4;
        row.lowestScale = row.highestScale = 1;
        out.files.push_back(std::move(row));
        out.fits = !request.modelDir.empty();
        return out;
    }

    Result<ConvertAdapterResult> convertAdapter(const ConvertAdapterRequest& request) noexcept override {
        if (fs::is_directory(pathFromUtf8(request.source))) return convertPair(request);
        BRANDLOOM_TRY(const auto bytes, readFile(pathFromUtf8(request.source)));
        if (!request.overwrite) BRANDLOOM_CHECK(checkNew(pathFromUtf8(request.target)));
        BRANDLOOM_CHECK(writeFileAtomically(pathFromUtf8(request.target), bytes));
        return ConvertAdapterResult{{request.target}};
    }

    Result<MergeAdaptersResult> mergeAdapters(const MergeAdaptersRequest& request, const EventSink& events,
                                              StopToken stop) noexcept override {
        BRANDLOOM_TRY(const auto model, m_parts.describe(request.modelDir));
        const auto folder = pathFromUtf8(request.outputDir);
        BRANDLOOM_CHECK(checkNew(folder));
        for (const auto& adapter : request.adapters) {
            BRANDLOOM_TRY(const auto file, readFile(pathFromUtf8(adapter.source)));
        }
        BRANDLOOM_CHECK(work("merging", events, stop));
        std::error_code ignored;
        fs::create_directory(folder, ignored);
        return MergeAdaptersResult{request.outputDir, static_cast<std::int64_t>(request.adapters.size()),
                                   model.contentId + "+"};
    }

  private:
    /// Each half of a folder as a file of its own.
    static Result<ConvertAdapterResult> convertPair(const ConvertAdapterRequest& request) {
        const Path target = pathFromUtf8(request.target);
        ConvertAdapterResult out;
        for (const char* half : {"_high_noise", "_low_noise"}) {
            const auto from = pathFromUtf8(request.source) / (std::string("style") + half + ".safetensors");
            BRANDLOOM_TRY(const auto bytes, readFile(from));
            const auto to = target.parent_path() / (target.stem().string() + half + target.extension().string());
            if (!request.overwrite) BRANDLOOM_CHECK(checkNew(to));
            BRANDLOOM_CHECK(writeFileAtomically(to, bytes));
            out.files.push_back(utf8FromPath(to));
        }
        return out;
    }
    Status work(const char* phase, const EventSink& events, const StopToken& stop) {
        std::uint64_t sequence = 0;
        for (int i = 0; i < kSteps; ++i) {
            if (events) events({++sequence, Progressed{{phase, i, kSteps, {}}}});
            if (!m_parts.pause(stop)) return fail(cancelledError());
        }
        return {};
    }
    static Status checkNew(const Path& file) {
        std::error_code ignored;
        if (!fs::exists(file, ignored)) return {};
        return fail(engine_errors::kOutputTaken, {{"file", utf8FromPath(file)}});
    }
    static Status writeZeros(const Path& file, const std::vector<weights::TensorSpec>& specs,
                             const std::map<std::string, std::string>& metadata = {}) {
        std::vector<std::vector<std::uint8_t>> bytes;
        std::vector<weights::TensorView> views;
        for (const auto& spec : specs) {
            const auto count =
                std::accumulate(spec.shape.begin(), spec.shape.end(), std::int64_t{1}, std::multiplies<>());
            bytes.emplace_back(static_cast<std::size_t>(count) *
                               static_cast<std::size_t>(weights::bitsPerElement(spec.dtype) / 8));
        }
        for (std::size_t i = 0; i < specs.size(); ++i)
            views.push_back({specs[i].name, specs[i].dtype, specs[i].shape, bytes[i]});
        return weights::writeSafetensors(file, views, metadata);
    }

    FakeToolsParts m_parts;
};

}  // namespace

std::unique_ptr<ModelTools> makeFakeTools(FakeToolsParts parts) {
    return std::make_unique<FakeTools>(std::move(parts));
}

}  // namespace brandloom::tests
