#pragma once
// The studio's brand desk behind the interface that the window asks.
#include "core/studio/workbench/brand_desk.h"
#include "gui/bridge/brand_port.h"

namespace brandloom::desktop {

class BrandDeskPort : public bridge::BrandPort {
  public:
    /// `workbench` must outlive it.
    explicit BrandDeskPort(studio::Workbench& workbench) : m_desk(workbench) {}

    Result<studio::BrandView> view() override { return m_desk.view(); }
    Result<studio::BrandChanged> set(const studio::SetBrandOptions& options) override {
        return m_desk.set(options);
    }
    Result<studio::BrandChanged> import(const studio::ImportBrandOptions& options) override {
        return m_desk.import(options, m_closing.get_token());
    }
    void close() override { m_closing.request_stop(); }

  private:
    studio::BrandDesk m_desk;
    std::stop_source m_closing;
};

}  // namespace brandloom::desktop
