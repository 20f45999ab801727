#pragma once
// How the whole picture moves from one frame to the next, as a few numbers. For .cpp files of core/media.
#include <opencv2/video/tracking.hpp>

#include "core/base/frame_buffer.h"

namespace brandloom::media {

/// Speed of the content at a point (x, y), both from -0.5 to 0.5: right + zoom x + shear y across, down + zoom y +
/// turn x along; lengths are widths and heights of the picture, times are frames.
struct PairMotion {
    double right = 0;
    double down = 0;
    double zoom = 0;
    double shear = 0;
    double turn = 0;
    double centre = 0;  ///< speed across of what is in the middle of the picture
    double mean = 0;    ///< length of the speed, over all that has texture
};

/// Brightness at the size that is looked at, 192 x 192 whatever the aspect.
cv::Mat flowPicture(const FrameBuffer& picture);

/// Dense flow (Kroeger et al. 2016, OpenCV's DIS) averaged in 12 x 12 cells by the strength of their gradients,
/// then one robust fit over the cells: what moves on its own before a background weighs little.
class PairFlow {
  public:
    PairFlow();
    PairMotion between(const cv::Mat& before, const cv::Mat& after);

  private:
    struct Cells;
    cv::Ptr<cv::DenseOpticalFlow> m_flow;
};

}  // namespace brandloom::media
