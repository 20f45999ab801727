#include "core/dataset/clip_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/hashing.h"

namespace brandloom::dataset {

std::vector<Split> splitBySource(std::span<const Clip> clips, std::uint64_t seed, double share) {
    std::vector<Split> out(clips.size(), Split::Train);
    if (share <= 0 || clips.size() < 2) return out;
    const auto drawn = [&](const std::string& content) { return sha256Hex(fmt::format("{} {}", seed, content)); };
    std::map<std::string, std::vector<std::size_t>> groups;  // in the order drawn
    for (std::size_t i = 0; i < clips.size(); ++i) groups[drawn(clips[i].sourceSha256)].push_back(i);
    if (groups.size() == 1) {
        groups.clear();
        for (std::size_t i = 0; i < clips.size(); ++i)
            groups[drawn(fmt::format("{} {} {}", clips[i].sourceSha256, clips[i].firstFrame, i))].push_back(i);
    }
    const auto wanted = std::max<long>(1, std::lround(share * static_cast<double>(clips.size())));
    long held = 0;
    std::size_t left = groups.size();
    for (const auto& [key, members] : groups) {
        if (held >= wanted || --left == 0) break;
        for (const auto i : members) out[i] = Split::HeldOut;
        held += static_cast<long>(members.size());
    }
    return out;
}

std::string contentVersion(std::span<const Clip> clips) {
    std::vector<std::string> rows;
    for (const auto& clip : clips) {
        std::string row = fmt::format("{} {} {} {}\n", clip.sourceSha256, clip.firstFrame, clip.frameCount,
                                      clip.split == Split::HeldOut ? "held_out" : "train");
        auto captions = clip.captions;
        std::ranges::sort(captions, {}, &Caption::language);
        for (const auto& caption : captions)
            row += fmt::format("{} {} {}\n", caption.language, caption.text.size(), caption.text);
        rows.push_back(std::move(row));
    }
    std::ranges::sort(rows);
    Sha256 all;
    all.add("dataset 1\n");
    for (const auto& row : rows) all.add(row);
    return all.hex();
}

}  // namespace brandloom::dataset
