#pragma once
// Which sizes and lengths the clips of a dataset come to for a model: sides that are multiples of what it needs, at
// most as many pixels as it was made for, the aspect nearest to the clip's, and the longest 4n+1 frames that fit.
// Pure functions. Thread-safe.
#include <span>
#include <vector>

namespace brandloom::dataset {

struct BucketRule {
    int width = 0;        ///< pixels of the model: their product is the most that a bucket has
    int height = 0;       ///< pixels
    int multiple = 16;    ///< of each side
    int frames = 0;       ///< 4n+1, the longest
    int leastFrames = 9;  ///< shorter clips are in no bucket
    int leastClips = 2;   ///< to learn from; a bucket with fewer is starved
};

struct BucketClip {
    int width = 0;  ///< of the clip, cropped
    int height = 0;
    int frames = 0;  ///< that there are at the model's rate
    bool isHeldOut = false;
};

struct Bucket {
    int width = 0;
    int height = 0;
    int frames = 0;
    int clips = 0;
    int heldOut = 0;         ///< of them
    int enlarged = 0;        ///< of them: smaller than the bucket
    double keptShare = 0;    ///< mean share of the clips' pictures that the bucket's aspect leaves
    bool isStarved = false;  ///< fewer clips to learn from than there should be
};

struct BucketList {
    std::vector<Bucket> buckets;  ///< the fullest first, then by size and length
    int tooShort = 0;             ///< clips that are in none
};

/// The sizes a rule allows, widest first: each width is a multiple, with the tallest height that keeps the area.
/// Aspects lie between 1:4 and 4:1.
struct BucketSize {
    int width = 0;
    int height = 0;
};
std::vector<BucketSize> bucketSizes(const BucketRule& rule);

/// The size whose aspect is nearest (by ratio) to width : height.
BucketSize nearestSize(std::span<const BucketSize> sizes, int width, int height);

BucketList bucketsOf(std::span<const BucketClip> clips, const BucketRule& rule);

}  // namespace brandloom::dataset
