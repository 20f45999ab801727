#pragma once
// What the window needs of the studio's brand desk, as an interface (see StudioPort). The contracts are those of
// core/studio/workbench/brand_desk.h: all block and are called on the session's thread.
#include "core/base/result.h"
#include "core/studio/workbench/brand_desk.h"

namespace brandloom::bridge {

class BrandPort {
  public:
    virtual ~BrandPort() = default;
    virtual Result<studio::BrandView> view() = 0;
    virtual Result<studio::BrandChanged> set(const studio::SetBrandOptions& options) = 0;
    virtual Result<studio::BrandChanged> import(const studio::ImportBrandOptions& options) = 0;
    /// The window closes: an import ends soon. Any thread; returns at once.
    virtual void close() = 0;
};

}  // namespace brandloom::bridge
