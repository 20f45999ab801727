#include "core/adapters/expert_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/weights/tensor_file.h"

namespace brandloom::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 4096;  // of a folder that are looked at

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (isUpper(c)) c = static_cast<char>(c - 'A' + 'a');
    return out;
}

struct Word {
    std::size_t at = 0;
    std::string text;  ///< as spelled
    std::string small;
};

/// Runs of letters and digits, split again where a small letter is followed by a capital.
std::vector<Word> wordsOf(std::string_view stem) {
    std::vector<Word> words;
    const auto partOfWord = [](char c) { return isUpper(c) || isLower(c) || isDigit(c); };
    std::size_t begin = 0;
    while (begin < stem.size()) {
        if (!partOfWord(stem[begin])) {
            ++begin;
            continue;
        }
        auto end = begin + 1;
        while (end < stem.size() && partOfWord(stem[end]) && !(isLower(stem[end - 1]) && isUpper(stem[end]))) ++end;
        const auto text = stem.substr(begin, end - begin);
        words.push_back({begin, std::string(text), lowered(text)});
        begin = end;
    }
    return words;
}

/// Model, format and version words, which say nothing about a picture.
bool isTechnical(const std::string& word) {
    constexpr std::string_view kWords[] = {
        "wan",  "t2v",   "i2v",    "ti2v",  "a14b",  "14b",       "lora", "lokr", "loha",  "dora",
        "lora", "model", "expert", "comfy", "fp16",  "bf16",      "fp32", "fp8",  "final", "last",
        "ema",  "step",  "steps",  "epoch", "kohya", "diffusers", "peft", "480p", "720p"};
    if (std::ranges::find(kWords, word) != std::end(kWords)) return true;
    if (word.starts_with("wan") && std::all_of(word.begin() + 3, word.end(), isDigit)) return true;
    // v2, e20, r64, epoch20, rank64, 000020, 4step
    const auto firstDigit = std::ranges::find_if(word, isDigit);
    if (firstDigit == word.end()) return false;
    const auto letters = word.substr(0, static_cast<std::size_t>(firstDigit - word.begin()));
    const auto rest = std::find_if_not(firstDigit, word.end(), isDigit);
    constexpr std::string_view kBefore[] = {"", "v", "e", "r", "s", "ep", "epoch", "rank", "step", "steps", "dim"};
    constexpr std::string_view kAfter[] = {"", "step", "steps", "k", "b"};
    const std::string tail(rest, word.end());
    return std::ranges::find(kBefore, letters) != std::end(kBefore) &&
           std::ranges::find(kAfter, tail) != std::end(kAfter);
}

/// A place in the name that speaks of an expert.
struct Mention {
    std::size_t at = 0, length = 0;
    Expert expert = Expert::Any;
    bool sure = false;
};

std::vector<Mention> mentionsIn(std::string_view stem) {
    std::vector<Mention> found;
    constexpr std::pair<std::string_view, Expert> kChinese[] = {{"高噪", Expert::High}, {"低噪", Expert::Low}};
    for (const auto& [text, expert] : kChinese)
        if (const auto at = stem.find(text); at != std::string_view::npos)
            found.push_back({at, text.size(), expert, true});
    const auto words = wordsOf(stem);
    const bool noCase = std::ranges::none_of(stem, isLower);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const bool high = word.small == "high" || word.small == "highnoise" || word.text == "H";
        const bool low = word.small == "low" || word.small == "lownoise" || word.text == "L";
        if (!high && !low) continue;
        const bool joined = word.small.size() > 4;  // highnoise, lownoise
        const bool letter = word.text.size() == 1;
        const bool noise = joined || (!letter && i + 1 < words.size() && words[i + 1].small == "noise");
        const bool shouted = !letter && !noCase && (word.text == "HIGH" || word.text == "LOW");
        const auto technical = [](const Word& w) { return isTechnical(w.small); };
        const auto here = words.begin() + static_cast<std::ptrdiff_t>(i);
        const bool afterModel = i > 0 && std::all_of(words.begin(), here, technical);
        const bool atEnd = i > 0 && std::all_of(here + 1, words.end(), technical);
        const auto length = word.text.size() - (joined ? std::string_view("noise").size() : 0);
        found.push_back(
            {word.at, length, high ? Expert::High : Expert::Low, noise || shouted || afterModel || atEnd});
    }
    return found;
}

/// The name with a mention turned into its opposite, in the same spelling.
std::string otherHalf(std::string_view stem, const Mention& mention) {
    const auto spelled = stem.substr(mention.at, mention.length);
    const bool toLow = mention.expert == Expert::High;
    std::string word;
    if (spelled.front() < 0)
        word = toLow ? "低噪" : "高噪";
    else if (spelled.size() == 1)
        word = toLow ? "L" : "H";
    else {
        word = toLow ? "low" : "high";
        const bool shouted = isUpper(spelled[1]);
        for (std::size_t i = 0; i < word.size(); ++i)
            if (shouted || (i == 0 && isUpper(spelled[0]))) word[i] = static_cast<char>(word[i] - 'a' + 'A');
    }
    return std::string(stem.substr(0, mention.at)) + word + std::string(stem.substr(mention.at + mention.length));
}

/// Folders keep what looks like an extension ("wan2.2-high").
bool hasFileEnding(const Path& path) {
    const auto ending = lowered(utf8FromPath(path.extension()));
    return ending == ".safetensors" || ending == ".pt" || ending == ".pth" || ending == ".bin";
}

std::string stemOf(const Path& path) {
    return utf8FromPath(hasFileEnding(path) ? path.stem() : path.filename());
}

bool isAdapter(const Path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) || isPeftFolder(path);
}

/// The other file of the pair if it lies beside `file`, and which expert `file` is for by the names.
struct Partner {
    Path path;
    Expert ofFile = Expert::Any;
};

std::optional<Partner> partnerOf(const Path& file) {
    for (const auto& mention : mentionsIn(stemOf(file))) {
        auto name = pathFromUtf8(otherHalf(stemOf(file), mention));
        if (hasFileEnding(file)) name += file.extension();
        const auto other = file.parent_path() / name;
        if (isAdapter(other)) return Partner{other, mention.expert};
    }
    return std::nullopt;
}

Result<Expert> expertInside(const Path& file) {
    if (isPeftFolder(file)) return Expert::Any;
    BRANDLOOM_TRY(const auto opened, weights::openTensorFile(file));
    return expertFromMetadata(opened->metadata());
}

Result<AdapterFiles> pairOf(const Path& file, const Partner& partner) {
    AdapterFiles files;
    const bool high = partner.ofFile == Expert::High;
    files.high = high ? file : partner.path;
    files.low = high ? partner.path : file;
    BRANDLOOM_TRY(const auto insideHigh, expertInside(files.high));
    BRANDLOOM_TRY(const auto insideLow, expertInside(files.low));
    // Both have to agree: one file alone that says otherwise is a mistake, which loading reports.
    if (insideHigh == Expert::Low && insideLow == Expert::High) {
        std::swap(files.high, files.low);
        files.swapped = true;
    }
    return files;
}

Result<Expert> expertOf(const Path& file) {
    BRANDLOOM_TRY(const auto inside, expertInside(file));
    return inside == Expert::Any ? expertFromName(file) : inside;
}

Result<AdapterFiles> filesOf(const Path& file) {
    if (const auto partner = partnerOf(file)) return pairOf(file, *partner);
    AdapterFiles files;
    BRANDLOOM_TRY(const auto expert, expertOf(file));
    (expert == Expert::High ? files.high : expert == Expert::Low ? files.low : files.both) = file;
    return files;
}

Result<std::vector<Path>> adapterFilesIn(const Path& folder) {
    std::vector<Path> found;
    std::error_code failed;
    std::size_t seen = 0;
    for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
        if (++seen > kMostFiles) break;
        const auto& path = it->path();
        if (isPeftFolder(path) || (path.extension() == ".safetensors" && isAdapter(path))) found.push_back(path);
    }
    if (failed)
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(folder)}, {"reason", failed.message()}});
    std::ranges::sort(found);
    return found;
}

}  // namespace

std::string_view expertName(Expert expert) {
    return expert == Expert::High ? "high" : expert == Expert::Low ? "low" : "any";
}

Expert expertFromName(const Path& file) {
    bool high = false, low = false;
    for (const auto& mention : mentionsIn(stemOf(file))) {
        if (!mention.sure) continue;
        (mention.expert == Expert::High ? high : low) = true;
    }
    return high == low ? Expert::Any : high ? Expert::High : Expert::Low;
}

Expert expertFromMetadata(const std::map<std::string, std::string>& metadata) {
    if (const auto own = metadata.find(std::string(kExpertKey)); own != metadata.end()) {
        if (own->second == "high") return Expert::High;
        if (own->second == "low") return Expert::Low;
    }
    const auto range = metadata.find("modelspec.timestep_range");
    if (range == metadata.end()) return Expert::Any;
    double ends[2] = {-1, -1};
    const char* at = range->second.data();
    const char* stop = at + range->second.size();
    for (auto& end : ends) {
        while (at != stop && (*at == ' ' || *at == ',')) ++at;
        const auto parsed = std::from_chars(at, stop, end);
        if (parsed.ec != std::errc()) return Expert::Any;
        at = parsed.ptr;
    }
    const double whole = ends[1] > 1.0 ? 1000.0 : 1.0;  // 0...1000, or shares of it
    const double from = ends[0] / whole, to = ends[1] / whole;
    if (!(from >= 0 && from < to && to <= 1.0)) return Expert::Any;
    // The boundary is 0.875 (text) or 0.9 (image); a range that crosses it tells nothing.
    if (from >= 0.5) return Expert::High;
    return to <= 0.95 ? Expert::Low : Expert::Any;
}

bool isPeftFolder(const Path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored) && fs::is_regular_file(path / "adapter_config.json", ignored);
}

Result<AdapterFiles> findAdapterFiles(const Path& fileOrFolder) {
    std::error_code ignored;
    if (!fs::exists(fileOrFolder, ignored))
        return fail(base_errors::kFileMissing, {{"file", utf8FromPath(fileOrFolder)}});
    if (!fs::is_directory(fileOrFolder, ignored) || isPeftFolder(fileOrFolder)) return filesOf(fileOrFolder);
    BRANDLOOM_TRY(const auto files, adapterFilesIn(fileOrFolder));
    if (files.empty()) return fail(engine_errors::kAdapterNone, {{"folder", utf8FromPath(fileOrFolder)}});
    BRANDLOOM_TRY(auto first, filesOf(files.front()));
    if (files.size() == 2 && (first.high.empty() || first.low.empty())) {
        // Names that do not match each other, but each file tells its expert.
        BRANDLOOM_TRY(const auto a, expertOf(files[0]));
        BRANDLOOM_TRY(const auto b, expertOf(files[1]));
        if (a == Expert::High && b == Expert::Low) return AdapterFiles{.high = files[0], .low = files[1]};
        if (a == Expert::Low && b == Expert::High) return AdapterFiles{.high = files[1], .low = files[0]};
    }
    for (const auto& file : files)
        if (file != first.high && file != first.low && file != first.both)
            return fail(engine_errors::kAdapterSeveral, {{"folder", utf8FromPath(fileOrFolder)},
                                                         {"count", std::to_string(files.size())},
                                                         {"first", utf8FromPath(files.front().filename())},
                                                         {"other", utf8FromPath(file.filename())}});
    return first;
}

}  // namespace brandloom::adapters
