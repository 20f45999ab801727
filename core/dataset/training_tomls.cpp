#include "core/dataset/training_tomls.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/dataset/dataset_errors.h"

namespace brandloom::dataset {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxToml = 4u << 20;
constexpr std::uint64_t kMaxList = 256u << 20;
constexpr std::size_t kMaxPlaces = 10'000;
constexpr int kBucketStep = 16;

tl::unexpected<Error> bad(const Path& file, const std::string& reason) {
    return fail(dataset_errors::kBadLayout, {{"file", utf8FromPath(file)}, {"reason", reason}});
}

Path placed(const Path& file, const std::string& text) {
    return (file.parent_path() / pathFromUtf8(text)).lexically_normal();
}

/// [[datasets]] of musubi-tuner.
void addMusubi(const toml::table& all, const Path& file, std::vector<TomlPlace>& out) {
    const auto common = all["general"]["caption_extension"].value_or<std::string>(".txt");
    const auto* datasets = all["datasets"].as_array();
    if (datasets == nullptr) return;
    for (const auto& item : *datasets) {
        const auto* table = item.as_table();
        if (table == nullptr) continue;
        TomlPlace place;
        place.captionExtension = (*table)["caption_extension"].value_or<std::string>(std::string(common));
        for (const char* key : {"video_directory", "image_directory"})
            if (const auto folder = (*table)[key].value<std::string>()) place.folder = placed(file, *folder);
        for (const char* key : {"video_jsonl_file", "image_jsonl_file"})
            if (const auto list = (*table)[key].value<std::string>()) place.list = placed(file, *list);
        if (!place.folder.empty() || !place.list.empty()) out.push_back(std::move(place));
    }
}

/// [[directory]] of diffusion-pipe.
void addDiffusionPipe(const toml::table& all, const Path& file, std::vector<TomlPlace>& out) {
    const auto* directories = all["directory"].as_array();
    if (directories == nullptr) return;
    for (const auto& item : *directories)
        if (const auto* table = item.as_table())
            if (const auto folder = (*table)["path"].value<std::string>())
                out.push_back({placed(file, *folder), {}, ".txt"});
}

std::string textOf(const toml::table& table, const char* comment) {
    std::ostringstream out;
    out << comment << "\n" << table << "\n";
    return out.str();
}

}  // namespace

Result<std::vector<TomlPlace>> placesInToml(const Path& file) {
    BRANDLOOM_TRY(const auto text, readFile(file, kMaxToml));
    try {
        const auto all = toml::parse(text);
        std::vector<TomlPlace> out;
        addMusubi(all, file, out);
        addDiffusionPipe(all, file, out);
        if (out.empty()) return bad(file, "it names no folder of films");
        if (out.size() > kMaxPlaces) return bad(file, "it names too many folders");
        return out;
    } catch (const toml::parse_error& e) {
        return bad(file, fmt::format("line {}: {}", e.source().begin.line, e.description()));
    } catch (const std::exception& e) {
        return bad(file, e.what());
    }
}

Result<std::vector<ListedFilm>> filmsInList(const Path& file) {
    BRANDLOOM_TRY(const auto text, readFile(file, kMaxList));
    std::vector<ListedFilm> out;
    std::istringstream in(text);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto json = Json::parse(line, nullptr, false);
        const auto wrong = [&] { return bad(file, fmt::format("line {} names no film", number)); };
        if (!json.is_object()) return wrong();
        const char* key = json.contains("video_path") ? "video_path" : "image_path";
        if (!json.contains(key) || !json.at(key).is_string()) return wrong();
        const auto caption = json.find("caption");
        out.push_back({placed(file, json.at(key).get<std::string>()),
                       caption != json.end() && caption->is_string() ? caption->get<std::string>() : ""});
    }
    if (out.empty()) return bad(file, "it names no film");
    return out;
}

std::string musubiToml(const std::vector<TomlFolder>& folders, const TomlSize& size) {
    toml::array datasets;
    for (const auto& folder : folders) {
        const auto path = utf8FromPath(folder.folder);
        toml::table dataset{{"video_directory", path},
                            {"cache_directory", path + "_cache"},
                            {"frame_extraction", "full"},
                            {"max_frames", size.frames}};
        // It has to be a decimal number there; without it the frames are taken as if they were the model's.
        if (folder.fps > 0) dataset.insert("source_fps", folder.fps);
        datasets.push_back(std::move(dataset));
    }
    const toml::table all{{"general", toml::table{{"resolution", toml::array{size.width, size.height}},
                                                  {"caption_extension", ".txt"},
                                                  {"batch_size", 1},
                                                  {"enable_bucket", true},
                                                  {"bucket_no_upscale", true}}},
                          {"datasets", std::move(datasets)}};
    return textOf(all, "# For musubi-tuner: --dataset_config THIS_FILE");
}

std::string diffusionPipeToml(const std::vector<TomlFolder>& folders, const TomlSize& size) {
    toml::array directories, lengths{1};
    for (int frames = 1 + kBucketStep; frames <= size.frames; frames += kBucketStep) lengths.push_back(frames);
    for (const auto& folder : folders)
        directories.push_back(toml::table{{"path", utf8FromPath(folder.folder)}, {"num_repeats", 1}});
    toml::array sizes;  // of pairs; a list of one list in braces would be a copy of the inner one
    sizes.push_back(toml::array{size.width, size.height});
    const toml::table all{{"resolutions", std::move(sizes)},
                          {"enable_ar_bucket", true},
                          {"min_ar", 0.5},
                          {"max_ar", 2.0},
                          {"num_ar_buckets", 7},
                          {"frame_buckets", std::move(lengths)},
                          {"directory", std::move(directories)}};
    return textOf(all, "# For diffusion-pipe: dataset = THIS_FILE in its configuration");
}

}  // namespace brandloom::dataset
