#include "tests/gui/fake_brand.h"

#include "core/base/base_errors.h"
#include "core/brand/brand_checks.h"
#include "core/brand/brand_errors.h"

namespace brandloom::tests {

using brand::ColourRole;

studio::ShownBrand FakeBrand::shown() const {
    studio::ShownBrand out;
    out.brand = m_brand;
    out.contrasts = brand::contrastChecks(m_brand);
    for (const auto& logo : m_brand.logos) out.logos.push_back({logo, m_logo});
    return out;
}

Result<studio::BrandView> FakeBrand::view() {
    const std::lock_guard lock(m_mutex);
    return studio::BrandView{shown(), m_isReadOnly, m_pictures};
}

Result<studio::BrandChanged> FakeBrand::change(const brand::BrandEdit& edit, const char* command) {
    BRANDLOOM_TRY(auto after, brand::edited(m_brand, edit));
    studio::BrandChanged out;
    out.changes = after == m_brand ? 0 : 1;
    if (out.changes > 0) m_done.push_back({command, m_brand});
    if (out.changes > 0) m_undone.clear();
    m_brand = std::move(after);
    out.shown = shown();
    return out;
}

Result<studio::BrandChanged> FakeBrand::set(const studio::SetBrandOptions& options) {
    const std::lock_guard lock(m_mutex);
    auto edit = options.edit;
    for (const auto& logo : options.logos) {
        std::error_code ec;
        if (!std::filesystem::exists(logo.file, ec))
            return fail(base_errors::kFileMissing, {{"file", utf8FromPath(logo.file)}});
        if (logo.file.extension() == ".svg")
            return fail(brand_errors::kBadLogo, {{"file", utf8FromPath(logo.file)}, {"reason", "it is an SVG"}});
        edit.putLogos.push_back({logo.ground, std::string(64, 'a'), brand::kClearSpace, 200, 200});
    }
    if (options.clearSpace)
        for (auto logo : m_brand.logos) logo.clearSpace = *options.clearSpace, edit.putLogos.push_back(logo);
    return change(edit, "brand.set");
}

Result<studio::BrandChanged> FakeBrand::import(const studio::ImportBrandOptions& options) {
    const std::lock_guard lock(m_mutex);
    m_imported = options;
    brand::BrandEdit edit;
    if (!options.files.empty() && options.files[0].extension() == ".json")
        edit.name = "Fable Goods";
    else
        edit.colours = brand::joined(m_brand.colours, {{"red", "#D6563F", 0.6, ColourRole::None},
                                                       {"blue", "#4A62AE", 0.3, ColourRole::None}});
    return change(edit, "brand.import");
}

std::optional<std::string> FakeBrand::undo() {
    const std::lock_guard lock(m_mutex);
    if (m_done.empty()) return std::nullopt;
    auto step = m_done.back();
    m_done.pop_back();
    m_undone.push_back({step.command, m_brand});
    m_brand = step.brand;
    return step.command;
}

std::optional<std::string> FakeBrand::redo() {
    const std::lock_guard lock(m_mutex);
    if (m_undone.empty()) return std::nullopt;
    auto step = m_undone.back();
    m_undone.pop_back();
    m_done.push_back({step.command, m_brand});
    m_brand = step.brand;
    return step.command;
}

void FakeBrand::fill(const brand::Brand& brand) {
    const std::lock_guard lock(m_mutex);
    m_brand = brand;
}

brand::Brand FakeBrand::brand() const {
    const std::lock_guard lock(m_mutex);
    return m_brand;
}

studio::ImportBrandOptions FakeBrand::imported() const {
    const std::lock_guard lock(m_mutex);
    return m_imported;
}

void FakeBrand::setPictures(const std::vector<Path>& pictures) {
    const std::lock_guard lock(m_mutex);
    m_pictures = pictures;
}

void FakeBrand::setLogoFile(const Path& file) {
    const std::lock_guard lock(m_mutex);
    m_logo = file;
}

void FakeBrand::setReadOnly(bool on) {
    const std::lock_guard lock(m_mutex);
    m_isReadOnly = on;
}

}  // namespace brandloom::tests
