#include "core/adapters/model_merge.h"

#include <torch/torch.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "core/adapters/adapter.h"
#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/flat_json.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"
#include "core/wan/model_folder.h"
#include "core/wan/torch_dtype.h"
#include "core/weights/key_dialects.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::adapters {
namespace {

namespace fs = std::filesystem;
using Changes = std::vector<std::pair<std::shared_ptr<const Delta>, double>>;

constexpr std::size_t kCopyBytes = 4u << 20;

/// What happens to one expert: changes by the tensor's name in the file.
struct ExpertPlan {
    Path weights;  ///< file or index
    std::map<std::string, Changes> changes;
    std::vector<std::shared_ptr<const Adapter>> keep;
};

auto unwritable(const Path& path, const std::error_code& why) {
    return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(path)}, {"reason", why.message()}});
}

/// Removes an unfinished folder.
class Unfinished {
  public:
    explicit Unfinished(Path path) : m_path(std::move(path)) {}
    ~Unfinished() {
        std::error_code ignored;
        if (!m_path.empty()) fs::remove_all(m_path, ignored);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    [[nodiscard]] const Path& path() const { return m_path; }
    void keep() { m_path.clear(); }

  private:
    Path m_path;
};

/// The adapter file of a style for one expert; empty when it has none for it.
Result<Path> fileFor(const MergeStyle& style, const AdapterFiles& files, Expert expert) {
    if (!files.both.empty()) return files.both;
    if (expert == Expert::High) return files.high;
    if (expert == Expert::Low) return files.low;
    return fail(engine_errors::kAdapterWrongBase, {{"file", utf8FromPath(style.fileOrFolder)},
                                                   {"theirs", "a model with two experts, as Wan2.2-T2V-A14B"},
                                                   {"ours", "one with a single expert"}});
}

Result<ExpertPlan> planExpert(const MergeRequest& request, const wan::ModelFolder& folder, wan::Part part,
                              Expert expert) {
    ExpertPlan plan{.weights = folder.parts.at(part)};
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(plan.weights));
    BRANDLOOM_TRY(const auto keys, weights::mapKeys(weights::Component::Transformer, *file));
    wan::ShapeMap shapes;
    for (const auto& [name, tensor] : keys.tensors) shapes[name] = tensor.source->shape;
    std::string configText;
    if (const auto config = folder.configs.find(part); config != folder.configs.end()) {
        BRANDLOOM_TRY(configText, readFile(config->second));
    }
    BRANDLOOM_TRY(const auto config, wan::transformerConfig(shapes, configText, utf8FromPath(plan.weights)));
    for (const auto& style : request.styles) {
        BRANDLOOM_TRY(const auto files, findAdapterFiles(style.fileOrFolder));
        BRANDLOOM_TRY(const auto path, fileFor(style, files, expert));
        const double strength = expert == Expert::Low ? style.strengthLow : style.strengthHigh;
        if (path.empty() || strength == 0.0) continue;
        BRANDLOOM_TRY(auto adapter, Adapter::load(path, config, {.expert = expert}));
        for (const auto& delta : adapter->deltas()) {
            const auto* mapped = keys.find(delta->parameter);
            if (mapped == nullptr)
                return fail(engine_errors::kAdapterUnknownKey,
                            {{"file", utf8FromPath(path)}, {"key", delta->parameter}});
            const auto type = wan::torchFromDType(mapped->source->dtype);
            if (mapped->scale != nullptr || !type || bitsPerElement(mapped->source->dtype) < 16)
                return fail(engine_errors::kMergeNumberType,
                            {{"file", utf8FromPath(plan.weights)},
                             {"key", mapped->source->name},
                             {"type", std::string(weights::dtypeName(mapped->source->dtype))}});
            plan.changes[mapped->source->name].emplace_back(delta, strength);
        }
        plan.keep.push_back(std::move(adapter));
    }
    return plan;
}

class Merger {
  public:
    Merger(const MergeRequest& request, Path target) : m_request(request), m_target(std::move(target)) {}

    Status run(const wan::ModelFolder& folder, const std::vector<ExpertPlan>& plans) {
        std::vector<Path> files;
        if (folder.layout == wan::ModelLayout::SingleFiles) {  // other models may lie in the same folders
            const auto own = wan::filesOfModel(folder);
            files.assign(own.begin(), own.end());
        } else {
            BRANDLOOM_TRY(files, filesBelow(folder.root));
        }
        std::error_code failed;
        for (const auto& file : files) m_total += static_cast<std::int64_t>(fs::file_size(file, failed));
        const auto space = fs::space(m_target, failed);
        if (!failed && space.available < static_cast<std::uintmax_t>(m_total))
            return fail(base_errors::kDiskFull, {{"file", utf8FromPath(m_request.output)}});
        for (const auto& file : files) {
            const auto to = m_target / wan::placeInCopy(file, folder.root);
            fs::create_directories(to.parent_path(), failed);
            if (failed) return unwritable(to, failed);
            const auto* plan = planOf(file, plans);
            BRANDLOOM_CHECK(plan != nullptr ? rewrite(file, to, *plan) : copy(file, to));
        }
        return {};
    }
    [[nodiscard]] std::int64_t changed() const { return m_changed; }

  private:
    /// Sorted regular files; links to files count as files, links to folders are not followed.
    static Result<std::vector<Path>> filesBelow(const Path& root) {
        std::vector<Path> files;
        std::error_code failed;
        for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
            std::error_code ignored;
            if (it->is_regular_file(ignored)) files.push_back(it->path());
        }
        if (failed)
            return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(root)}, {"reason", failed.message()}});
        std::ranges::sort(files);
        return files;
    }

    /// A shard lies beside its index; a single file is the plan's own.
    static const ExpertPlan* planOf(const Path& file, const std::vector<ExpertPlan>& plans) {
        for (const auto& plan : plans) {
            if (plan.changes.empty()) continue;
            const bool isIndex = plan.weights.extension() == ".json";
            if (file == plan.weights && !isIndex) return &plan;
            if (isIndex && file.parent_path() == plan.weights.parent_path() && file.extension() == ".safetensors")
                return &plan;
        }
        return nullptr;
    }

    void advance(std::uint64_t bytes) {
        m_done += static_cast<std::int64_t>(bytes);
        report(m_request.progress, {.phase = "merging", .done = m_done, .total = m_total});
    }

    Status copy(const Path& from, const Path& to) {
        BRANDLOOM_TRY(const auto in, platform::ReadOnlyFile::open(from));
        BRANDLOOM_TRY(auto out, AtomicFile::create(to));
        std::vector<std::uint8_t> buffer(std::min<std::uint64_t>(in.size(), kCopyBytes));
        for (std::uint64_t at = 0; at < in.size();) {
            BRANDLOOM_CHECK(checkCancelled(m_request.stop));
            const auto count = std::min<std::uint64_t>(in.size() - at, buffer.size());
            const auto part = std::span(buffer).first(static_cast<std::size_t>(count));
            BRANDLOOM_CHECK(in.readAt(at, part));
            BRANDLOOM_CHECK(out.write(std::span<const std::uint8_t>(part)));
            at += count;
            advance(count);
        }
        return out.commit();
    }

    Status rewrite(const Path& from, const Path& to, const ExpertPlan& plan) {
        BRANDLOOM_TRY(const auto in, weights::openTensorFile(from));
        std::vector<weights::TensorSpec> specs;
        for (const auto& info : in->tensors()) specs.push_back({info.name, info.dtype, info.shape});
        BRANDLOOM_TRY(auto out, weights::SafetensorsWriter::create(to, std::move(specs), in->metadata()));
        for (const auto& spec : out.specs()) {
            BRANDLOOM_CHECK(checkCancelled(m_request.stop));
            const auto* info = in->find(spec.name);
            BRANDLOOM_TRY(auto buffer, weights::readTensor(*in, *info));
            const auto changes = plan.changes.find(spec.name);
            if (changes == plan.changes.end()) {
                BRANDLOOM_CHECK(out.write(std::as_const(buffer).bytes()));
            } else {
                const auto base = torch::from_blob(buffer.data(), info->shape,
                                                   torch::TensorOptions(*wan::torchFromDType(info->dtype)));
                const auto merged = mergedValue(base, changes->second).contiguous();
                if (!torch::isfinite(merged).all().item<bool>())
                    return fail(engine_errors::kAdapterNotFinite,
                                {{"file", utf8FromPath(plan.keep.front()->path())}, {"key", spec.name}});
                BRANDLOOM_CHECK(
                    out.write(std::span(static_cast<const std::uint8_t*>(merged.data_ptr()), merged.nbytes())));
                ++m_changed;
            }
            advance(info->byteCount);
        }
        return out.commit();
    }

    const MergeRequest& m_request;
    Path m_target;
    std::int64_t m_done = 0, m_total = 0, m_changed = 0;
};

Status checkOutput(const Path& model, const Path& output) {
    std::error_code ignored;
    const auto from = fs::weakly_canonical(model, ignored), to = fs::weakly_canonical(output, ignored);
    const bool inside = std::ranges::mismatch(from, to).in1 == from.end();
    if (fs::exists(output, ignored) || inside)
        return fail(engine_errors::kOutputTaken, {{"file", utf8FromPath(output)}});
    return {};
}

}  // namespace

Result<MergeResult> mergeIntoModel(const MergeRequest& request) {
    BRANDLOOM_CHECK(checkOutput(request.model, request.output));
    BRANDLOOM_TRY(const auto folder, wan::describeModelFolder(request.model));
    std::vector<ExpertPlan> plans;
    for (const auto& [part, expert] :
         {std::pair(wan::Part::HighNoise, Expert::High), std::pair(wan::Part::LowNoise, Expert::Low),
          std::pair(wan::Part::Transformer, Expert::Any)}) {
        if (!folder.has(part)) continue;
        BRANDLOOM_TRY(auto plan, planExpert(request, folder, part, expert));
        plans.push_back(std::move(plan));
    }
    auto partial = request.output;
    partial += ".partial-" + platform::uniqueSuffix();
    Unfinished unfinished(partial);
    std::error_code failed;
    fs::create_directory(partial, failed);
    if (failed) return unwritable(partial, failed);
    Merger merger(request, partial);
    BRANDLOOM_CHECK(guardedCall("merging into " + utf8FromPath(request.model), [&] {
        const torch::NoGradGuard noGrad;
        return merger.run(folder, plans);
    }));
    BRANDLOOM_TRY(const auto made, wan::describeModelFolder(partial));
    if (const int error = platform::renameFile(partial, request.output); error != 0)
        return unwritable(request.output, std::error_code(error, std::generic_category()));
    unfinished.keep();
    platform::syncFile(fs::absolute(request.output).parent_path());
    return MergeResult{merger.changed(), made.contentId};
}

}  // namespace brandloom::adapters
