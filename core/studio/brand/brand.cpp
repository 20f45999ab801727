#include "core/studio/brand/brand.h"

#include <fmt/format.h>

#include "core/base/base_errors.h"
#include "core/brand/brand_checks.h"
#include "core/brand/brand_document.h"
#include "core/brand/brand_errors.h"
#include "core/brand/brand_repository.h"
#include "core/studio/brand/brand_sources.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/datasets/dataset_edit.h"

namespace brandloom::studio {
namespace {

constexpr std::uint64_t kMostFileBytes = 1ull << 20;

Result<ShownBrand> shownOf(project::Project& project, const brand::Brand& brand) {
    ShownBrand out;
    out.brand = brand;
    for (const auto& logo : brand.logos) {
        LogoFile file{logo, {}};
        if (auto path = project.blobs().path(logo.blob)) file.file = *path;
        out.logos.push_back(std::move(file));
    }
    out.contrasts = brand::contrastChecks(brand);
    return out;
}

Result<BrandChanged> changed(project::Project& project, const brand::BrandEdit& edit, const char* command,
                             const Listener& listener) {
    BRANDLOOM_TRY(const auto done, brand::BrandRepository(project.store()).edit(edit, command));
    if (done.changes > 0) Teller(listener).recorded({Recorded::What::Brand, 0, 0});
    BrandChanged out;
    BRANDLOOM_TRY(out.shown, shownOf(project, done.brand));
    out.changes = done.changes;
    return out;
}

double clearSpaceOf(const brand::Brand& brand, brand::LogoGround ground) {
    const auto* there = brand::findLogo(brand, ground);
    return there != nullptr ? there->clearSpace : brand::kClearSpace;
}

/// A text begins with none of the bytes that pictures and films begin with.
bool isText(const std::string& head) {
    for (const char c : head) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') return false;
    }
    return true;
}

Result<bool> isTextFile(const Path& file) {
    std::error_code ec;
    const auto bytes = std::filesystem::file_size(file, ec);
    if (!ec && bytes > kMostFileBytes) return false;
    BRANDLOOM_TRY(const auto text, readFile(file, kMostFileBytes));
    return isText(text.substr(0, 4096));
}

class Importing {
  public:
    Importing(project::Project& project, const ImportBrandOptions& options, const StopToken& stop)
        : m_project(project), m_options(options), m_stop(stop) {}

    Status begin() {
        BRANDLOOM_TRY(m_brand, brand::BrandRepository(m_project.store()).read());
        edit.basis = m_options.basis;
        return {};
    }
    Status take(const Path& file) {
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        BRANDLOOM_TRY(const bool isWords, isTextFile(file));
        if (isWords) return takeWords(file);
        BRANDLOOM_TRY(const auto colours, coloursOfPicture(file, m_options.count, m_options.language, m_stop));
        found(colours);
        return {};
    }
    Status takeDataset() {
        BRANDLOOM_TRY(const auto colours,
                      coloursOfDataset(m_project, m_options.dataset, m_options.count, m_options.language));
        found(colours);
        return {};
    }

    brand::BrandEdit edit;
    std::vector<Error> leftOut;

  private:
    void found(const std::vector<brand::Colour>& colours) {
        const auto there = edit.colours            ? *edit.colours
                           : m_options.isReplacing ? std::vector<brand::Colour>()
                                                   : m_brand.colours;
        edit.colours = brand::joined(there, colours);
    }
    Status takeWords(const Path& file) {
        BRANDLOOM_TRY(const auto text, readFile(file, kMostFileBytes));
        BRANDLOOM_TRY(auto said, brand::brandFromText(text, utf8FromPath(file)));
        auto logos = std::move(edit.putLogos);
        for (const auto& named : said.logos) {
            const auto path = named.file.is_absolute() ? named.file : file.parent_path() / named.file;
            auto logo = storedLogo(m_project, path, named.ground, named.clearSpace);
            if (!logo && m_options.needsLogos) return fail(logo.error());
            if (logo)
                logos.push_back(std::move(*logo));
            else
                leftOut.push_back(logo.error());
        }
        auto colours = std::move(edit.colours);
        auto basis = std::move(edit.basis);
        merge(edit, said.edit);
        if (!said.edit.colours) edit.colours = std::move(colours);
        edit.putLogos = std::move(logos);
        edit.basis = std::move(basis);
        return {};
    }
    static void merge(brand::BrandEdit& into, const brand::BrandEdit& from) {
        if (from.name) into.name = from.name;
        if (from.colours) into.colours = from.colours;
        if (from.fontLatin) into.fontLatin = from.fontLatin;
        if (from.fontChinese) into.fontChinese = from.fontChinese;
        if (from.toneZh) into.toneZh = from.toneZh;
        if (from.toneEn) into.toneEn = from.toneEn;
        if (from.bannedWords) into.bannedWords = from.bannedWords;
        if (from.legalZh) into.legalZh = from.legalZh;
        if (from.legalEn) into.legalEn = from.legalEn;
    }

    project::Project& m_project;
    const ImportBrandOptions& m_options;
    const StopToken& m_stop;
    brand::Brand m_brand;
};

Status checkImport(const ImportBrandOptions& options) {
    const auto bad = [](const char* what, const std::string& reason, const char* allowed) {
        return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
    };
    if (options.files.empty() && !options.fromDataset)
        return bad("An import into the brand", "nothing is named to take it from",
                   "a picture, a film, a file of texts, or the dataset");
    if (options.count < 1 || options.count > 16)
        return bad("The number of colours", fmt::format("it is {}", options.count), "1 to 16");
    if (options.language != "zh" && options.language != "en")
        return bad("The language of names", "there are none in it", "zh or en");
    return {};
}

}  // namespace

Result<ShownBrand> showBrand(project::Project& project) {
    BRANDLOOM_TRY(const auto brand, brand::BrandRepository(project.store()).read());
    return shownOf(project, brand);
}

Result<BrandChanged> setBrand(project::Project& project, const SetBrandOptions& options, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto before, brand::BrandRepository(project.store()).read());
    auto edit = options.edit;
    if (options.clearSpace)
        for (auto logo : before.logos) logo.clearSpace = *options.clearSpace, edit.putLogos.push_back(logo);
    // Whether the rest can be done is known before a file comes into the store.
    BRANDLOOM_CHECK(brand::edited(before, edit));
    for (const auto& file : options.logos) {
        const double clearSpace =
            file.clearSpace.value_or(options.clearSpace.value_or(clearSpaceOf(before, file.ground)));
        BRANDLOOM_TRY(const auto logo, storedLogo(project, file.file, file.ground, clearSpace));
        edit.putLogos.push_back(logo);
    }
    return changed(project, edit, "brand.set", listener);
}

Result<BrandChanged> importBrand(project::Project& project, const ImportBrandOptions& options,
                                 const Listener& listener, const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(checkImport(options));
    Importing importing(project, options, stop);
    BRANDLOOM_CHECK(importing.begin());
    for (const auto& file : options.files) BRANDLOOM_CHECK(importing.take(file));
    if (options.fromDataset) BRANDLOOM_CHECK(importing.takeDataset());
    BRANDLOOM_TRY(auto out, changed(project, importing.edit, "brand.import", listener));
    out.leftOut = std::move(importing.leftOut);
    return out;
}

}  // namespace brandloom::studio
