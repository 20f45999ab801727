#pragma once
// Inside gui/widgets: what LossPlot is made of.
#include <QImage>
#include <QLocale>
#include <array>
#include <map>

#include "gui/widgets/button.h"
#include "gui/widgets/loss_overlay.h"
#include "gui/widgets/loss_plot.h"
#include "gui/widgets/plot_library.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

inline constexpr int kLossLines = 2;
inline constexpr std::size_t kHeldOutLine = kLossLines;  ///< of the inks and names
inline constexpr std::array kLossInks{Token::Series1, Token::Series2, Token::Series3};

inline QString lossText(double value) {
    return QLocale().toString(value, 'f', value < 0.1 ? 4 : 3);
}

struct LossPlot::Parts {
    QCustomPlot* plot = nullptr;
    Segmented* scale = nullptr;
    Button* zoomed = nullptr;
    LossOverlay* over = nullptr;
    std::array<LossSeries, kLossLines> series;
    std::array<LossSeries, kLossLines> ghost;
    std::array<QCPGraph*, kLossLines> dots{};
    std::array<QCPGraph*, kLossLines> lines{};
    std::array<QCPGraph*, kLossLines> ghosts{};
    QCPGraph* marks = nullptr;
    QCPGraph* bandLow = nullptr;
    QCPGraph* bandHigh = nullptr;
    QCPGraph* held = nullptr;
    QCPGraph* bestMark = nullptr;
    QVector<double> checkpoints;
    QVector<double> heldSteps, heldLosses, heldSpreads;
    std::map<int, QImage> pictures;
    QString ghostName;
    double best = -1;
    LossPlotWords words;
    int total = 0;
    bool log = true;
    double from = -1,
           to = -1;  ///< what is shown of the steps; from < 0: the whole
};

}  // namespace brandloom::widgets
