#include "core/wan/model_convert.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"
#include "core/weights/convert.h"

namespace brandloom::wan {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kCopyBytes = 4u << 20;

bool isPth(const Path& path) {
    return path.extension() == ".pth";
}

auto unwritable(const Path& path, const std::error_code& why) {
    return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(path)}, {"reason", why.message()}});
}

/// What is taken away again when the work does not end well.
class Unfinished {
  public:
    ~Unfinished() {
        std::error_code ignored;
        for (const auto& path : m_paths) fs::remove_all(path, ignored);
    }
    void add(const Path& path) { m_paths.push_back(path); }
    void keep() { m_paths.clear(); }

  private:
    std::vector<Path> m_paths;
};

class Converter {
  public:
    explicit Converter(const ConvertRequest& request) : m_request(request), m_eta(steadySeconds()) {}

    Result<ConvertOutcome> run() {
        BRANDLOOM_TRY(const auto folder, describeModelFolder(m_request.model));
        std::set<Path> sources;
        for (const auto& [part, path] : folder.parts)
            if (isPth(path)) sources.insert(path);
        if (sources.empty())
            return fail(engine_errors::kNothingToConvert, {{"folder", utf8FromPath(m_request.model)}});
        return m_request.output.empty() ? inPlace(folder, sources) : asFolder(folder, sources);
    }

  private:
    Result<ConvertOutcome> inPlace(const ModelFolder& folder, const std::set<Path>& sources) {
        BRANDLOOM_CHECK(checkSpace(sources, folder.root));
        Unfinished made;
        ConvertOutcome out;
        for (const auto& source : sources) {
            auto target = source;
            target.replace_extension(".safetensors");
            std::error_code ignored;
            if (fs::exists(target, ignored))
                return fail(engine_errors::kOutputTaken, {{"file", utf8FromPath(target)}});
            BRANDLOOM_CHECK(convert(source, target));
            made.add(target);
            out.files.push_back(target);
        }
        const auto asked = folder.asked && isPth(*folder.asked) ? out.files.front() : m_request.model;
        BRANDLOOM_TRY(out.folder, describeModelFolder(asked));
        BRANDLOOM_CHECK(compare(folder, out.folder));
        made.keep();
        return out;
    }

    Result<ConvertOutcome> asFolder(const ModelFolder& folder, const std::set<Path>& sources) {
        std::error_code failed;
        const auto output = fs::absolute(m_request.output, failed).lexically_normal();
        if (fs::exists(output, failed)) return fail(engine_errors::kOutputTaken, {{"file", utf8FromPath(output)}});
        const auto files = filesOfModel(folder);
        BRANDLOOM_CHECK(checkSpace(files, output.parent_path()));
        auto partial = output;
        partial += ".partial-" + platform::uniqueSuffix();
        Unfinished unfinished;
        fs::create_directory(partial, failed);
        if (failed) return unwritable(partial, failed);
        unfinished.add(partial);
        ConvertOutcome out;
        for (const auto& file : files) {
            auto to = partial / placeInCopy(file, folder.root);
            fs::create_directories(to.parent_path(), failed);
            if (failed) return unwritable(to, failed);
            if (!sources.contains(file)) {
                BRANDLOOM_CHECK(copy(file, to));
                continue;
            }
            to.replace_extension(".safetensors");
            BRANDLOOM_CHECK(convert(file, to));
            out.files.push_back(output / to.lexically_relative(partial));
        }
        BRANDLOOM_TRY(const auto made, describeModelFolder(partial));
        BRANDLOOM_CHECK(compare(folder, made));
        if (const int error = platform::renameFile(partial, output); error != 0)
            return unwritable(output, std::error_code(error, std::generic_category()));
        unfinished.keep();
        platform::syncFile(output.parent_path());
        BRANDLOOM_TRY(out.folder, describeModelFolder(output));
        return out;
    }

    Status checkSpace(const std::set<Path>& files, const Path& where) {
        std::error_code ignored;
        for (const auto& file : files) m_total += static_cast<std::int64_t>(fs::file_size(file, ignored));
        const auto space = fs::space(where, ignored);
        if (!ignored && space.available < static_cast<std::uintmax_t>(m_total))
            return fail(base_errors::kDiskFull, {{"file", utf8FromPath(where)}});
        return {};
    }

    Status convert(const Path& from, const Path& to) {
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(from));
        return weights::convertToSafetensors(*file, to,
                                             {m_request.stop, [this](std::uint64_t bytes) { advance(bytes); }});
    }

    Status copy(const Path& from, const Path& to) {
        BRANDLOOM_TRY(const auto in, platform::ReadOnlyFile::open(from));
        BRANDLOOM_TRY(auto out, AtomicFile::create(to));
        std::vector<std::uint8_t> buffer;
        for (std::uint64_t at = 0; at < in.size(); at += buffer.size()) {
            BRANDLOOM_CHECK(checkCancelled(m_request.stop));
            buffer.resize(static_cast<std::size_t>(std::min(in.size() - at, kCopyBytes)));
            BRANDLOOM_CHECK(in.readAt(at, buffer));
            BRANDLOOM_CHECK(out.write(std::span<const std::uint8_t>(buffer)));
            advance(buffer.size());
        }
        return out.commit();
    }

    /// The converted weights are those of the original, tensor by tensor.
    static Status compare(const ModelFolder& before, const ModelFolder& after) {
        if (before.contentIds == after.contentIds) return {};
        return fail(base_errors::kInternal, {{"where", "converting " + utf8FromPath(before.root)},
                                             {"reason", "the written weights do not read back as the original"}});
    }

    void advance(std::uint64_t bytes) {
        m_done += static_cast<std::int64_t>(bytes);
        report(m_request.progress,
               {"converting", m_done, m_total, m_eta.secondsLeft(steadySeconds(), m_done, m_total)});
    }

    const ConvertRequest& m_request;
    EtaMeter m_eta;
    std::int64_t m_done = 0, m_total = 0;
};

}  // namespace

Result<ConvertOutcome> convertModel(const ConvertRequest& request) {
    try {
        return Converter(request).run();
    } catch (const fs::filesystem_error& e) {
        return fail(base_errors::kFileUnwritable,
                    {{"file", utf8FromPath(request.model)}, {"reason", e.code().message()}});
    }
}

}  // namespace brandloom::wan
