// Models kept as single files: ComfyUI's folders, or one file that a person points at.
#include <algorithm>
#include <set>

#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"
#include "core/wan/model_defaults.h"
#include "core/wan/model_layouts.h"

namespace brandloom::wan {
namespace {

namespace fs = std::filesystem;
using weights::Component;

constexpr int kLevels = 3;
constexpr std::size_t kMostFiles = 512;  // a folder of all models of a studio is not one model

struct Candidate {
    Path path;
    WeightSigns signs;
};

std::string lowered(std::string text) {
    for (auto& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Where the word lies in the name, between characters that are no letters; npos: nowhere.
std::size_t wordAt(const std::string& name, std::string_view word) {
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto text = lowered(name);
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !isLetter(text[at - 1])) &&
            (end == text.size() || !isLetter(text[end]) || text.substr(end).starts_with("noise")))
            return at;
    }
    return std::string::npos;
}

/// HighNoise or LowNoise by the file's name, Transformer when it tells nothing.
Part expertByName(const Path& file) {
    const auto name = utf8FromPath(file.filename());
    const bool high = wordAt(name, "high") != std::string::npos, low = wordAt(name, "low") != std::string::npos;
    if (high == low) return Part::Transformer;
    return high ? Part::HighNoise : Part::LowNoise;
}

/// "model_HIGH_fp8.safetensors" -> "model_LOW_fp8.safetensors"; empty when the name speaks of no expert.
Path otherHalf(const Path& file) {
    auto name = utf8FromPath(file.filename());
    const bool isHigh = expertByName(file) == Part::HighNoise;
    const std::string_view from = isHigh ? "high" : "low";
    const auto at = wordAt(name, from);
    if (at == std::string::npos) return {};
    std::string to = isHigh ? "low" : "high";
    const auto isCapital = [&](std::size_t i) { return name[at + i] >= 'A' && name[at + i] <= 'Z'; };
    for (std::size_t i = 0; i < to.size(); ++i)
        if (isCapital(i == 0 ? 0 : 1)) to[i] = static_cast<char>(to[i] - 'a' + 'A');
    name.replace(at, from.size(), to);
    auto path = file.parent_path() / pathFromUtf8(name);
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) ? path : Path();
}

std::string someName(const Path& path, const Path& root) {
    return utf8FromPath(path.lexically_relative(root));
}

tl::unexpected<Error> several(const ModelFolder& folder, Part part, const Candidate& a, const Candidate& b) {
    return fail(engine_errors::kSeveralFiles, {{"folder", utf8FromPath(folder.root)},
                                               {"part", partName(part)},
                                               {"first", someName(a.path, folder.root)},
                                               {"other", someName(b.path, folder.root)}});
}

/// Fills a model from files that were told apart by content.
class SingleFiles {
  public:
    SingleFiles(ModelFolder& folder, bool preferLargest) : m_folder(folder), m_preferLargest(preferLargest) {}

    void add(const Path& path) {
        if (auto signs = signsOf(path); signs && !signs->components.empty())
            m_files.push_back({path, std::move(*signs)});
    }
    void addSpiece(const Path& path) {
        std::error_code ignored;
        if (m_spiece.empty() && fs::is_regular_file(path, ignored)) m_spiece = path;
    }
    [[nodiscard]] bool empty() const { return m_files.empty(); }

    Status fill() {
        m_folder.layout = ModelLayout::SingleFiles;
        BRANDLOOM_CHECK(fillTransformers());
        for (const auto part : {Part::Vae, Part::TextEncoder}) BRANDLOOM_CHECK(fillOther(part));
        fillTokenizer();
        m_folder.defaults = officialDefaults(m_folder.kind);
        return {};
    }

  private:
    [[nodiscard]] std::vector<const Candidate*> holding(Component component) const {
        std::vector<const Candidate*> found;
        for (const auto& file : m_files)
            if (file.signs.has(component)) found.push_back(&file);
        return found;
    }
    void missing(Part part) { m_folder.missing.push_back({part, officialFile(m_folder.kind, part)}); }
    void take(Part part, const Path& path) {
        m_folder.parts[part] = path;
        const auto config = path.parent_path() / "config.json";
        std::error_code ignored;
        const bool isTransformer = part != Part::Vae && part != Part::TextEncoder && part != Part::Tokenizer;
        if (isTransformer && fs::is_regular_file(config, ignored)) m_folder.configs[part] = config;
    }

    Status fillTransformers() {
        const auto found = holding(Component::Transformer);
        for (const auto* file : found)
            if (!file->signs.otherMember.empty())
                return fail(engine_errors::kOtherMember,
                            {{"file", utf8FromPath(file->path)}, {"what", file->signs.otherMember}});
        if (found.empty()) return noTransformer();
        const auto& first = *found.front();
        m_folder.kind = singleKind(first.signs.width(), first.signs.channelsIn(), false);
        if (found.size() == 1) return oneTransformer(first);
        const auto& second = *found[1];
        const auto a = expertByName(first.path), b = expertByName(second.path);
        const bool pair = found.size() == 2 && a != Part::Transformer && b != Part::Transformer && a != b &&
                          first.signs.transformer == second.signs.transformer;
        if (!pair) return several(m_folder, Part::Transformer, first, second);
        m_folder.kind = ModelKind::Wan22T2vA14b;
        take(a, first.path);
        take(b, second.path);
        return {};
    }
    Status noTransformer() {
        const bool is22 = !holding(Component::Vae22).empty();
        m_folder.kind = is22 ? ModelKind::Wan22Ti2v5b : ModelKind::Wan22T2vA14b;
        for (const auto part : is22 ? std::vector{Part::Transformer} : std::vector{Part::HighNoise, Part::LowNoise})
            missing(part);
        return {};
    }
    Status oneTransformer(const Candidate& file) {
        const auto byName = expertByName(file.path);
        if (byName == Part::Transformer || m_folder.kind == ModelKind::Wan22Ti2v5b) {
            take(Part::Transformer, file.path);
            return {};
        }
        m_folder.kind = ModelKind::Wan22T2vA14b;
        take(byName, file.path);
        missing(byName == Part::HighNoise ? Part::LowNoise : Part::HighNoise);
        return {};
    }
    Status fillOther(Part part) {
        auto found = holding(componentOf(part, m_folder.kind));
        if (found.empty()) {
            missing(part);
            return {};
        }
        // An all-in-one file brings its own; beside one file the most exact of several is taken.
        std::ranges::stable_sort(found, [&](const auto* a, const auto* b) {
            const bool ownA = m_folder.asked == a->path, ownB = m_folder.asked == b->path;
            return ownA != ownB ? ownA : a->signs.bytes > b->signs.bytes;
        });
        if (found.size() > 1 && !m_preferLargest) return several(m_folder, part, *found[0], *found[1]);
        take(part, found.front()->path);
        return {};
    }
    void fillTokenizer() {
        if (!m_spiece.empty()) return take(Part::Tokenizer, m_spiece);
        if (const auto encoder = m_folder.parts.find(Part::TextEncoder); encoder != m_folder.parts.end())
            for (const auto& file : m_files)
                if (file.path == encoder->second && file.signs.carriesTokenizer)
                    return take(Part::Tokenizer, file.path);
        missing(Part::Tokenizer);
    }

    ModelFolder& m_folder;
    bool m_preferLargest;
    std::vector<Candidate> m_files;
    Path m_spiece;
};

/// Folders to look into, the root first; links to folders are not followed.
std::vector<Path> foldersBelow(const Path& root) {
    std::vector<Path> folders{root};
    std::error_code failed;
    for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        if (!it->is_directory(ignored)) continue;
        if (it.depth() + 2 >= kLevels) it.disable_recursion_pending();
        folders.push_back(it->path());
        if (folders.size() > kMostFiles) break;
    }
    std::sort(folders.begin() + 1, folders.end());
    return folders;
}

}  // namespace

Result<bool> describeSingleFiles(ModelFolder& folder) {
    SingleFiles files(folder, false);
    std::size_t seen = 0;
    for (const auto& where : foldersBelow(folder.root)) {
        files.addSpiece(where / "spiece.model");
        for (const auto& path : weightFilesIn(where)) {
            if (++seen > kMostFiles) break;
            files.add(path);
        }
    }
    if (files.empty()) return false;
    BRANDLOOM_CHECK(files.fill());
    return true;
}

Status describeOneFile(ModelFolder& folder) {
    const auto& asked = *folder.asked;
    BRANDLOOM_TRY(const auto own, signsOf(asked));
    if (own.components.empty())
        return fail(engine_errors::kNotAModel,
                    {{"folder", utf8FromPath(asked)}, {"reason", "it holds no part of a Wan model"}});
    SingleFiles files(folder, true);
    files.add(asked);
    if (const auto half = otherHalf(asked); !half.empty() && own.has(Component::Transformer)) files.add(half);
    const auto& here = folder.root;
    const auto above = here.parent_path();
    for (const auto& where : {here, above / "vae", above / "text_encoders", above / "clip"})
        for (const auto& path : weightFilesIn(where)) {
            const auto signs = path == asked ? Result<WeightSigns>(WeightSigns()) : signsOf(path);
            // Other transformers beside it are other models.
            if (signs && !signs->components.empty() && !signs->has(Component::Transformer)) files.add(path);
        }
    for (const auto& where :
         {here, here / "google/umt5-xxl", above / "google/umt5-xxl", above / "text_encoders", above / "tokenizer"})
        files.addSpiece(where / "spiece.model");
    return files.fill();
}

}  // namespace brandloom::wan
