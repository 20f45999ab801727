#include "core/dataset/buckets.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace brandloom::dataset {
namespace {

constexpr int kWidestAspect = 4;

/// Share of a picture that the largest centred part of another aspect has.
double keptShare(int width, int height, const BucketSize& size) {
    const double own = static_cast<double>(width) / height, wanted = static_cast<double>(size.width) / size.height;
    return std::min(own, wanted) / std::max(own, wanted);
}

}  // namespace

std::vector<BucketSize> bucketSizes(const BucketRule& rule) {
    std::vector<BucketSize> out;
    const int area = rule.width * rule.height, step = std::max(1, rule.multiple);
    for (int width = step; width * step <= area; width += step) {
        const int height = area / width / step * step;
        if (height < step || width > kWidestAspect * height || height > kWidestAspect * width) continue;
        // Of the widths that have the same height only the widest: it wastes the fewest pixels.
        if (!out.empty() && out.back().height == height) out.pop_back();
        out.push_back({width, height});
    }
    std::ranges::reverse(out);
    return out;
}

BucketSize nearestSize(std::span<const BucketSize> sizes, int width, int height) {
    if (sizes.empty() || width < 1 || height < 1) return {};
    return *std::ranges::max_element(sizes, {}, [&](const BucketSize& size) {
        return std::pair(keptShare(width, height, size), size.width * size.height);
    });
}

BucketList bucketsOf(std::span<const BucketClip> clips, const BucketRule& rule) {
    BucketList out;
    const auto sizes = bucketSizes(rule);
    std::map<std::tuple<int, int, int>, Bucket> all;
    for (const auto& clip : clips) {
        const int frames = (std::min(clip.frames, rule.frames) - 1) / 4 * 4 + 1;
        const auto size = nearestSize(sizes, clip.width, clip.height);
        if (frames < rule.leastFrames || size.width == 0) {
            ++out.tooShort;
            continue;
        }
        auto& bucket = all[{size.width, size.height, frames}];
        bucket.width = size.width;
        bucket.height = size.height;
        bucket.frames = frames;
        ++bucket.clips;
        bucket.heldOut += clip.isHeldOut ? 1 : 0;
        bucket.enlarged += clip.width < size.width || clip.height < size.height ? 1 : 0;
        bucket.keptShare += keptShare(clip.width, clip.height, size);
    }
    for (auto& [key, bucket] : all) {
        bucket.keptShare /= bucket.clips;
        bucket.isStarved = bucket.clips - bucket.heldOut < rule.leastClips;
        out.buckets.push_back(bucket);
    }
    std::ranges::stable_sort(out.buckets, std::ranges::greater(), &Bucket::clips);
    return out;
}

}  // namespace brandloom::dataset
