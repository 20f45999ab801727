#include "core/dataset/clip_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "core/base/hashing.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/record_checks.h"

namespace brandloom::dataset {
namespace {

/// Sets that grow together.
class Sets {
  public:
    explicit Sets(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0u); }
    std::size_t find(std::size_t i) {
        while (m_parent[i] != i) i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { m_parent[std::max(find(a), find(b))] = std::min(find(a), find(b)); }

  private:
    std::vector<std::size_t> m_parent;
};

std::vector<std::size_t> numbered(Sets& sets, std::size_t count) {
    std::vector<std::size_t> out(count);
    std::map<std::size_t, std::size_t> numbers;
    for (std::size_t i = 0; i < count; ++i)
        out[i] = numbers.try_emplace(sets.find(i), numbers.size()).first->second;
    return out;
}

void joinSame(Sets& sets, std::span<const Clip> clips, std::string Clip::*member) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (!(clips[i].*member).empty()) sets.join(first.try_emplace(clips[i].*member, i).first->second, i);
}

void joinOverlaps(Sets& sets, std::span<const Clip> clips) {
    std::vector<std::size_t> order(clips.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order, {},
                      [&](std::size_t i) { return std::tuple(clips[i].sourceSha256, clips[i].firstFrame, i); });
    std::int64_t end = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const auto& clip = clips[order[k]];
        const bool sameFilm = k > 0 && clips[order[k - 1]].sourceSha256 == clip.sourceSha256;
        if (sameFilm && clip.firstFrame < end) sets.join(order[k - 1], order[k]);
        end = std::max(sameFilm ? end : 0, clip.firstFrame + clip.frameCount);
    }
}

/// Groups in the order that the seed draws them.
struct Group {
    std::string drawn;
    std::vector<std::size_t> members;
    long counted = 0;
    bool wantsTrain = false;
    bool wantsHeldOut = false;
};

std::string nameOf(const Clip& clip) {
    return clip.scene.empty() ? clip.sourcePath.substr(clip.sourcePath.find_last_of('/') + 1) : clip.scene;
}

/// Whether some film lies in more than one group.
bool cutsFilms(std::span<const Clip> clips, const std::vector<std::size_t>& numbers) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (first.try_emplace(clips[i].sourceSha256, numbers[i]).first->second != numbers[i]) return true;
    return false;
}

/// Drawn by content, whatever order the clips come in: by whole films, or by ranges where films are cut.
std::vector<Group> groupsOf(std::span<const Clip> clips, std::uint64_t seed) {
    const auto numbers = splitGroups(clips);
    const bool byRange = cutsFilms(clips, numbers);
    std::vector<Group> out(clips.empty() ? 0 : *std::ranges::max_element(numbers) + 1);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        auto& group = out[numbers[i]];
        auto key = clips[i].sourceSha256;
        if (byRange) key += fmt::format(" {} {}", clips[i].firstFrame, clips[i].frameCount);
        const auto drawn = sha256Hex(fmt::format("{} {}", seed, key));
        if (group.members.empty() || drawn < group.drawn) group.drawn = drawn;
        group.members.push_back(i);
        group.counted += clips[i].pick >= 0 ? 1 : 0;
        if (clips[i].splitChosen)
            (*clips[i].splitChosen == Split::Train ? group.wantsTrain : group.wantsHeldOut) = true;
    }
    std::ranges::sort(out, {}, &Group::drawn);
    return out;
}

}  // namespace

std::vector<std::size_t> splitGroups(std::span<const Clip> clips) {
    Sets whole(clips.size());
    joinSame(whole, clips, &Clip::sourceSha256);
    joinSame(whole, clips, &Clip::scene);
    auto out = numbered(whole, clips.size());
    if (std::ranges::any_of(out, [](std::size_t number) { return number > 0; })) return out;
    Sets parts(clips.size());
    joinSame(parts, clips, &Clip::scene);
    joinOverlaps(parts, clips);
    return numbered(parts, clips.size());
}

Result<std::vector<Split>> splitOf(std::span<const Clip> clips, std::uint64_t seed, double share) {
    std::vector<Split> out(clips.size(), Split::Train);
    const auto groups = groupsOf(clips, seed);
    long all = 0, held = 0;
    std::size_t left = groups.size();
    const auto holdOut = [&](const Group& group) {
        for (const auto i : group.members) out[i] = Split::HeldOut;
        held += group.counted;
        --left;
    };
    for (const auto& group : groups) {
        all += group.counted;
        if (group.wantsTrain && group.wantsHeldOut)
            return fail(dataset_errors::kSplitConflict, {{"group", nameOf(clips[group.members.front()])}});
        if (group.wantsHeldOut) holdOut(group);
    }
    if (share <= 0 || all < 2) return out;
    const auto wanted = std::max<long>(1, std::lround(share * static_cast<double>(all)));
    for (const auto& group : groups) {
        if (held >= wanted || left < 2) break;
        if (!group.wantsTrain && !group.wantsHeldOut && group.counted > 0) holdOut(group);
    }
    return out;
}

std::string contentVersion(std::span<const Clip> clips) {
    std::vector<std::string> rows;
    for (const auto& clip : clips) {
        if (clip.pick < 0) continue;
        std::string row =
            fmt::format("{} {} {} {}", clip.sourceSha256, clip.firstFrame, clip.frameCount, wordFor(clip.split));
        // Clips without a crop have the version that they had before there were crops.
        if (clip.crop)
            row += fmt::format(" {},{} {}x{}", clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height);
        row += "\n";
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
