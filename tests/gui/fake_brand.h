#pragma once
// A brand in memory behind the window: the checks and formulas of core, one level of undo per change, palettes that
// are known beforehand.
#include <functional>
#include <mutex>

#include "gui/bridge/brand_port.h"

namespace brandloom::tests {

class FakeBrand : public bridge::BrandPort {
  public:
    Result<studio::BrandView> view() override;
    Result<studio::BrandChanged> set(const studio::SetBrandOptions& options) override;
    Result<studio::BrandChanged> import(const studio::ImportBrandOptions& options) override;
    void close() override {}

    /// Takes the last change back, or makes it again; none: there is none.
    std::optional<std::string> undo();
    std::optional<std::string> redo();

    /// For tests.
    void fill(const brand::Brand& brand);
    [[nodiscard]] brand::Brand brand() const;
    /// What was imported last.
    [[nodiscard]] studio::ImportBrandOptions imported() const;
    void setPictures(const std::vector<Path>& pictures);
    /// The PNG that stands for every logo.
    void setLogoFile(const Path& file);
    void setReadOnly(bool on);

  private:
    Result<studio::BrandChanged> change(const brand::BrandEdit& edit, const char* command);
    [[nodiscard]] studio::ShownBrand shown() const;
    struct Step {
        std::string command;
        brand::Brand brand;
    };
    mutable std::mutex m_mutex;  // all below
    brand::Brand m_brand;
    std::vector<Step> m_done, m_undone;
    std::vector<Path> m_pictures;
    Path m_logo;
    studio::ImportBrandOptions m_imported;
    bool m_isReadOnly = false;
};

}  // namespace brandloom::tests
