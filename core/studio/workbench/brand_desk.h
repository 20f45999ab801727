#pragma once
// What the window does with the brand of the open project. Every function may be called from any thread and does
// its work before it returns (some ms; pictures and films up to seconds). Errors of all: kNoProject; of those that
// change something kProjectReadOnly and those of core/studio/brand/brand.h.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/studio/brand/brand_types.h"
#include "core/studio/workbench/workbench.h"

namespace brandloom::studio {

struct BrandView {
    ShownBrand shown;
    bool isReadOnly = false;
    std::vector<Path> pictures;  ///< small PNGs of clips of the dataset, to try the brand on; picked ones first
};

class BrandDesk {
  public:
    /// `workbench` must outlive the desk.
    explicit BrandDesk(Workbench& workbench) : m_workbench(workbench) {}

    Result<BrandView> view();
    Result<BrandChanged> set(const SetBrandOptions& options);
    Result<BrandChanged> import(const ImportBrandOptions& options, const StopToken& stop = {});

  private:
    Workbench& m_workbench;
};

}  // namespace brandloom::studio
