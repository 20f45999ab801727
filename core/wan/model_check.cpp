#include "core/wan/model_check.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"
#include "core/wan/tensor_check.h"
#include "core/wan/weight_signs.h"
#include "core/weights/convert.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {
namespace {

constexpr std::uint64_t kChunkBytes = 8u << 20;

/// Hashes a file while its tensors are read in order; what lies between them is read here.
class FileHasher {
  public:
    static Result<FileHasher> open(const Path& path) {
        BRANDLOOM_TRY(auto file, platform::ReadOnlyFile::open(path));
        return FileHasher(std::move(file));
    }
    [[nodiscard]] std::uint64_t at() const { return m_at; }
    [[nodiscard]] std::uint64_t size() const { return m_file.size(); }

    Status upTo(std::uint64_t end, const StopToken& stop) {
        std::vector<std::uint8_t> chunk;
        while (m_at < end) {
            BRANDLOOM_CHECK(checkCancelled(stop));
            chunk.resize(static_cast<std::size_t>(std::min(kChunkBytes, end - m_at)));
            BRANDLOOM_CHECK(m_file.readAt(m_at, chunk));
            add(chunk);
        }
        return {};
    }
    void add(std::span<const std::uint8_t> bytes) {
        m_hash.add(bytes);
        m_at += bytes.size();
    }
    std::string hex() { return m_hash.hex(); }

  private:
    explicit FileHasher(platform::ReadOnlyFile file) : m_file(std::move(file)) {}
    platform::ReadOnlyFile m_file;
    Sha256 m_hash;
    std::uint64_t m_at = 0;
};

class Checker {
  public:
    Checker(const ModelFolder& folder, const StopToken& stop, const ProgressSink& progress)
        : m_folder(folder), m_stop(stop), m_progress(progress), m_eta(steadySeconds()) {}

    Result<ModelCheck> run() {
        std::map<Path, std::vector<Part>> byFile;
        for (const auto& [part, path] : m_folder.parts)
            if (part != Part::Tokenizer) byFile[path].push_back(part);
        for (const auto& [path, parts] : byFile)
            if (const auto files = filesOfWeights(path))
                for (const auto& file : *files) {
                    std::error_code ignored;
                    const auto size = std::filesystem::file_size(file, ignored);
                    if (!ignored) m_total += static_cast<std::int64_t>(size);
                }
        for (const auto& [path, parts] : byFile) BRANDLOOM_CHECK(checkFile(path, parts));
        return std::move(m_out);
    }

  private:
    /// A failure of reading becomes a finding, a stop does not.
    Status note(const Error& error) {
        if (error.isCancelled()) return fail(error);
        m_out.findings.push_back(error);
        return {};
    }

    Status checkFile(const Path& path, const std::vector<Part>& parts) {
        const auto file = weights::openTensorFile(path);
        if (!file) {
            BRANDLOOM_CHECK(note(file.error()));
            if (const auto files = filesOfWeights(path))
                for (const auto& one : *files) BRANDLOOM_CHECK(hashAlone(one));
            return {};
        }
        for (const auto& notice : (*file)->notices()) m_out.findings.push_back(notice);
        for (const auto part : parts)
            if (const auto checked = checkTable(**file, part); !checked) BRANDLOOM_CHECK(note(checked.error()));
        return readAll(**file);
    }

    Status checkTable(const weights::TensorFile& file, Part part) const {
        const auto component = componentOf(part, m_folder.kind);
        BRANDLOOM_TRY(const auto keys, weights::mapKeys(component, file));
        std::string config;
        auto source = file.path();
        if (const auto it = m_folder.configs.find(part); it != m_folder.configs.end()) {
            BRANDLOOM_TRY(config, readFile(it->second));
            source = it->second;
        }
        BRANDLOOM_TRY(const auto shapes, expectedShapes(component, keys, config, utf8FromPath(source)));
        return checkTensors(keys, shapes, file, partName(part));
    }

    Status readAll(const weights::TensorFile& file) {
        const auto paths = file.files();
        std::vector<FileHasher> hashers;
        for (const auto& path : paths) {
            auto hasher = FileHasher::open(path);
            if (!hasher) return note(hasher.error());
            hashers.push_back(std::move(*hasher));
        }
        std::set<std::uint32_t> broken;
        for (const auto& info : file.tensors()) {
            auto& hasher = hashers[info.fileIndex];
            const auto before = hasher.at();
            if (const auto read = readOne(file, info, hasher); !read) {
                BRANDLOOM_CHECK(note(read.error()));
                broken.insert(info.fileIndex);
            }
            advance(hasher.at() - before);
        }
        for (std::uint32_t i = 0; i < hashers.size(); ++i) {
            auto& hasher = hashers[i];
            const auto before = hasher.at();
            if (const auto rest = hasher.upTo(hasher.size(), m_stop); !rest) {
                BRANDLOOM_CHECK(note(rest.error()));
                broken.insert(i);
            }
            advance(hasher.at() - before);
            m_out.files.push_back({paths[i], hasher.size(), broken.contains(i) ? std::string() : hasher.hex()});
        }
        return {};
    }

    /// What is wrong with the tensor is noted; fails when the file's bytes cannot be hashed, or on a stop.
    Status readOne(const weights::TensorFile& file, const weights::TensorInfo& info, FileHasher& hasher) {
        const auto bytes = weights::readTensor(file, info, {m_stop, {}});
        // A damaged tensor is hashed with what lies between the others.
        if (!bytes) return note(bytes.error());
        if (!weights::allFinite(info.dtype, bytes->bytes()))
            BRANDLOOM_CHECK(note(
                Error(engine_errors::kWeightNotFinite, {{"file", utf8FromPath(file.path())}, {"key", info.name}})));
        else
            ++m_out.tensors;
        // So are views that overlap what was hashed already, or lie in another order.
        if (info.strides.empty() && info.fileOffset >= hasher.at()) {
            BRANDLOOM_CHECK(hasher.upTo(info.fileOffset, m_stop));
            hasher.add(bytes->bytes());
        }
        return {};
    }

    Status hashAlone(const Path& path) {
        auto hasher = FileHasher::open(path);
        if (!hasher) return note(hasher.error());
        if (const auto read = hasher->upTo(hasher->size(), m_stop); !read) return note(read.error());
        advance(hasher->size());
        m_out.files.push_back({path, hasher->size(), hasher->hex()});
        return {};
    }

    void advance(std::uint64_t bytes) {
        m_done += static_cast<std::int64_t>(bytes);
        report(m_progress, {"verifying", m_done, m_total, m_eta.secondsLeft(steadySeconds(), m_done, m_total)});
    }

    const ModelFolder& m_folder;
    const StopToken& m_stop;
    const ProgressSink& m_progress;
    EtaMeter m_eta;
    ModelCheck m_out;
    std::int64_t m_done = 0, m_total = 0;
};

}  // namespace

Result<ModelCheck> checkModel(const ModelFolder& folder, const StopToken& stop, const ProgressSink& progress) {
    return Checker(folder, stop, progress).run();
}

}  // namespace brandloom::wan
