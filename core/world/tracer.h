#pragma once
// Rays through one frame, compiled once per subject. Internal header of the room.
#include <cstdint>

#include "core/world/scene.h"

namespace brandloom::world {

struct BandJob {
    const FrameScene* scene;
    int width, height;
    int firstRow, lastRow;  // rows of this band, last exclusive
    int samples;            // along each side of a pixel
};

struct SubjectTracer {
    /// Mean linear light of every pixel of the band, row by row.
    void (*shade)(const BandJob& job, Vec3* out);
    /// 0..255: how much of every pixel the subject covers.
    void (*cover)(const BandJob& job, std::uint8_t* out);
};

const SubjectTracer& tracerOf(Subject subject);

}  // namespace brandloom::world
