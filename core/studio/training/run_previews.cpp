#include "core/studio/training/run_previews.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/media/contact_sheet.h"
#include "core/media/decoder.h"

namespace brandloom::studio {
namespace {

constexpr int kMostPictures = 17;
constexpr int kLargestCell = 192;
constexpr std::uint64_t kMostText = 64 << 10;
constexpr std::string_view kPrefix = "step-";

struct Place {
    int step = 0;
    int number = 0;
    bool operator<(const Place& other) const {
        return std::pair(step, number) < std::pair(other.step, other.number);
    }
};

/// Of "step-000412-1".
std::optional<Place> placeOf(const std::string& stem) {
    if (!stem.starts_with(kPrefix)) return std::nullopt;
    Place out;
    const char* const end = stem.data() + stem.size();
    const auto step = std::from_chars(stem.data() + kPrefix.size(), end, out.step);
    if (step.ec != std::errc() || step.ptr == end || *step.ptr != '-') return std::nullopt;
    const auto number = std::from_chars(step.ptr + 1, end, out.number);
    if (number.ec != std::errc() || number.ptr != end) return std::nullopt;
    return out;
}

std::map<Place, Path> filesIn(const Path& runFolder) {
    std::map<Place, Path> out;
    std::error_code ec;
    for (std::filesystem::directory_iterator it(runFolder / "previews", ec), end; !ec && it != end;
         it.increment(ec))
        if (it->path().extension() == ".png")
            if (const auto place = placeOf(utf8FromPath(it->path().stem()))) out[*place] = it->path();
    return out;
}

Path textBeside(Path picture) {
    return picture.replace_extension(".txt");
}

/// Evenly spread over the whole.
std::vector<Frame> chosen(const std::vector<Frame>& frames) {
    const auto n = static_cast<int>(frames.size());
    std::vector<Frame> out;
    const int count = std::min(n, kMostPictures);
    for (int i = 0; i < count; ++i)
        out.push_back(frames[static_cast<std::size_t>(count > 1 ? i * (n - 1) / (count - 1) : 0)]);
    return out;
}

Frame part(const Frame& sheet, int left, int width) {
    auto out = std::make_shared<FrameBuffer>(width, sheet->height());
    for (int y = 0; y < sheet->height(); ++y) std::copy_n(sheet->row(y) + 3 * left, 3 * width, out->row(y));
    return out;
}

std::optional<door::PreviewReady> read(const Place& place, const Path& file) {
    const auto text = readFile(textBeside(file), kMostText);
    if (!text) return std::nullopt;
    int count = 0;
    const auto [rest, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc() || count < 1 || count > kMostPictures) return std::nullopt;
    auto decoder = media::Decoder::open(file);
    if (!decoder) return std::nullopt;
    auto first = decoder->next();
    if (!first || !*first || !(*first)->picture) return std::nullopt;
    const Frame& sheet = (*first)->picture;
    const int width = sheet->width() / count;
    if (width < 1) return std::nullopt;
    door::PreviewReady out;
    out.step = place.step;
    if (rest != text->data() + text->size()) out.prompt.assign(rest + 1, text->data() + text->size());
    for (int i = 0; i < count; ++i) out.frames.push_back(part(sheet, i * width, width));
    return out;
}

}  // namespace

Status writeRunPreview(const Path& runFolder, const door::PreviewReady& preview, int number) {
    if (preview.frames.empty()) return {};
    const Path folder = runFolder / "previews";
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    const auto frames = chosen(preview.frames);
    media::ContactSheetOptions options;
    options.columns = static_cast<int>(frames.size());
    options.cellWidth = std::min(kLargestCell, frames.front()->width());
    options.gutter = 0;
    const Path picture = folder / fmt::format("{}{:06}-{}.png", kPrefix, preview.step, number);
    BRANDLOOM_CHECK(writeFileAtomically(textBeside(picture), fmt::format("{}\n{}", frames.size(), preview.prompt)));
    return media::writeContactSheet(picture, {frames}, options);
}

std::vector<door::PreviewReady> readRunPreviews(const Path& runFolder) {
    std::vector<door::PreviewReady> out;
    for (const auto& [place, file] : filesIn(runFolder))
        if (auto preview = read(place, file)) out.push_back(std::move(*preview));
    return out;
}

void forgetRunPreviews(const Path& runFolder, int afterStep) {
    std::error_code ignored;
    for (const auto& [place, file] : filesIn(runFolder)) {
        if (place.step <= afterStep) continue;
        std::filesystem::remove(file, ignored);
        std::filesystem::remove(textBeside(file), ignored);
    }
}

}  // namespace brandloom::studio
