#include "core/studio/styles/style_files.h"

#include <algorithm>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/styles/styles.h"
#include "core/styles/style_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

using styles::Expert;

/// A folder in the project's cache, gone with everything in it at the end.
class Workplace {
  public:
    static Result<std::unique_ptr<Workplace>> make(const project::Project& project) {
        const Path folder = project.folder() / "cache" / ("style-" + platform::uniqueSuffix());
        std::error_code ec;
        std::filesystem::create_directories(folder, ec);
        if (ec)
            return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
        return std::unique_ptr<Workplace>(new Workplace(folder));
    }
    ~Workplace() {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;
    [[nodiscard]] const Path& folder() const { return m_folder; }

  private:
    explicit Workplace(Path folder) : m_folder(std::move(folder)) {}
    Path m_folder;
};

/// target.safetensors -> target_high_noise.safetensors
Path withWord(const Path& target, const char* word) {
    Path out = target.parent_path() / target.stem();
    out += word;
    out += target.extension();
    return out;
}

const char* endingOf(Expert expert) {
    return expert == Expert::High ? "_high_noise" : expert == Expert::Low ? "_low_noise" : "";
}

/// One entry per file: halves of the same bytes are one file for both experts.
std::vector<styles::AdapterBlob> filesOf(const styles::StyleVersion& version) {
    auto out = version.adapters;
    if (out.size() == 2 && out[0].blobId == out[1].blobId) out = {{Expert::None, out[0].blobId}};
    if (out.size() == 1) out[0].expert = Expert::None;
    return out;
}

/// Byte for byte, whole or absent.
Result<std::vector<std::string>> copyOwn(const project::Project& project, const styles::StyleVersion& version,
                                         const ExportStyleOptions& options, const Path& target,
                                         const StopToken& stop) {
    std::vector<std::pair<Path, Path>> copies;
    for (const auto& file : filesOf(version)) {
        BRANDLOOM_TRY(auto blob, project.blobs().verifiedPath(file.blobId, stop));
        auto to = withWord(target, endingOf(file.expert));
        std::error_code ec;
        if (!options.overwrite && std::filesystem::exists(to, ec))
            return fail(studio_errors::kFileExists, {{"file", utf8FromPath(to)}});
        copies.emplace_back(std::move(blob), std::move(to));
    }
    std::vector<std::string> out;
    for (const auto& [from, to] : copies) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        BRANDLOOM_TRY(const auto bytes, readFile(from, std::uint64_t{1} << 36));
        BRANDLOOM_CHECK(writeFileAtomically(to, bytes));
        out.push_back(utf8FromPath(to));
    }
    return out;
}

/// The blobs under names that say which expert they are for.
Result<Path> namedCopies(const project::Project& project, const styles::StyleVersion& version, const Path& folder,
                         const StopToken& stop) {
    const auto files = filesOf(version);
    for (const auto& file : files) {
        BRANDLOOM_TRY(const auto blob, project.blobs().verifiedPath(file.blobId, stop));
        const Path named = withWord(folder / "style.safetensors", endingOf(file.expert));
        std::error_code ec;
        std::filesystem::create_hard_link(blob, named, ec);
        if (ec) std::filesystem::copy_file(blob, named, ec);
        if (ec)
            return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(named)}, {"reason", ec.message()}});
        if (files.size() == 1) return named;
    }
    return folder;
}

/// Which blob each expert of the model takes.
class Halves {
  public:
    Halves(const project::Project& project, int experts, StopToken stop)
        : m_project(project), m_experts(experts), m_stop(std::move(stop)) {}

    Status add(const Path& file, const std::string& expert) {
        BRANDLOOM_TRY(const auto blob, m_project.blobs().put(file, m_stop));
        if (m_experts == 1 || expert != "high") m_blobs[Expert::Low] = blob;
        if (m_experts != 1 && expert != "low") m_blobs[Expert::High] = blob;
        return {};
    }
    [[nodiscard]] std::vector<styles::AdapterBlob> blobs() const {
        std::vector<styles::AdapterBlob> out;
        for (const auto& [expert, blob] : m_blobs) out.push_back({expert, blob});
        return out;
    }

  private:
    const project::Project& m_project;
    int m_experts;
    StopToken m_stop;
    std::map<Expert, std::string> m_blobs;
};

}  // namespace

Result<std::vector<std::string>> exportStyle(project::Project& project, const door::EngineFactory& factory,
                                             const ExportStyleOptions& options, const StopToken& stop) {
    BRANDLOOM_TRY(const auto version, usableVersion(project, options.name, options.version));
    if (options.target.filename().empty())
        return fail(
            base_errors::kInvalidArgument,
            {{"what", "The target"}, {"reason", "it names no file"}, {"allowed", "the name of a new file"}});
    std::error_code ec;
    const Path target = std::filesystem::absolute(options.target, ec).lexically_normal();
    if (options.dialect == "own") return copyOwn(project, version, options, target, stop);
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(const auto work, Workplace::make(project));
    BRANDLOOM_TRY(const auto source, namedCopies(project, version, work->folder(), stop));
    door::ConvertAdapterRequest request;
    request.source = utf8FromPath(source);
    request.target = utf8FromPath(target);
    request.dialect = options.dialect;
    request.numberType = options.numberType;
    request.oneFile = options.oneFile;
    request.stamp = options.stamp;
    request.overwrite = options.overwrite;
    request.title = options.name;
    auto made = engine->tools().convertAdapter(request);
    // The cause names a file of ours that is gone by now.
    if (!made && made.error().is(engine_errors::kAdapterKind))
        return fail(studio_errors::kExportOnlyOwn, {{"dialect", options.dialect}, {"style", options.name}});
    if (!made) return fail(std::move(made).error());
    return std::move(made->files);
}

Result<styles::StyleVersion> importStyle(project::Project& project, const door::EngineFactory& factory,
                                         const ImportStyleOptions& options, const Listener& listener,
                                         const StopToken& stop) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    styles::StyleRepository repository(project.store());
    BRANDLOOM_TRY(const auto known, repository.findByName(options.name));
    if (known && known->inTrash) return fail(styles_errors::kStyleInTrash, {{"style", options.name}});
    Teller teller(listener);
    BRANDLOOM_TRY(const auto modelDir, modelFolderFor(options.modelDir));
    std::error_code ec;
    const Path source = std::filesystem::absolute(options.source, ec).lexically_normal();
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(const auto model, engine->describeModel({modelDir}));
    BRANDLOOM_TRY(auto adapter, engine->tools().inspectAdapter({utf8FromPath(source), modelDir}));
    BRANDLOOM_TRY(const auto work, Workplace::make(project));
    const auto isFolder = [](const door::AdapterFileDescription& file) {
        std::error_code ignored;
        return std::filesystem::is_directory(pathFromUtf8(file.file), ignored);
    };
    if (std::ranges::any_of(adapter.files, isFolder)) {
        // A PEFT folder is two files that belong together; a version keeps it as the one file that says the same.
        door::ConvertAdapterRequest request;
        request.source = utf8FromPath(source);
        request.target = utf8FromPath(work->folder() / "style.safetensors");
        request.dialect = "kohya";
        BRANDLOOM_TRY(const auto made, engine->tools().convertAdapter(request));
        BRANDLOOM_TRY(adapter,
                      engine->tools().inspectAdapter(
                          {made.files.size() == 1 ? made.files.front() : utf8FromPath(work->folder()), modelDir}));
    }
    teller.progress("saving", 0, 0);
    Halves halves(project, model.experts, stop);
    for (const auto& file : adapter.files) BRANDLOOM_CHECK(halves.add(pathFromUtf8(file.file), file.expert));
    styles::NewStyleVersion version;
    version.modelContentId = model.contentId;
    version.adapters = halves.blobs();
    BRANDLOOM_TRY(auto made, repository.import(options.name, std::move(version)));
    teller.recorded({Recorded::What::Style, made.id.value, 0});
    return made;
}

}  // namespace brandloom::studio
