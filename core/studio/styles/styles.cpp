#include "core/studio/styles/styles.h"

#include <algorithm>

#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/styles/style_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

Status checkWritable(const project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

const styles::StyleVersion* versionIn(const StyleContent& content, int number) {
    const auto found = std::ranges::find(content.versions, number, &styles::StyleVersion::number);
    return found == content.versions.end() ? nullptr : &*found;
}

Result<StyleContent> contentOf(styles::StyleRepository& repository, styles::Style style) {
    BRANDLOOM_TRY(auto versions, repository.versions(style.id));
    return StyleContent{std::move(style), std::move(versions)};
}

Result<styles::StyleVersion> usableIn(const StyleContent& content, int number) {
    const auto& style = content.style;
    if (style.inTrash) return fail(styles_errors::kStyleInTrash, {{"style", style.name}});
    if (number == 0 && !style.activeVersion.isValid())
        return fail(studio_errors::kStyleEmpty, {{"style", style.name}});
    const auto wanted = number == 0 ? style.activeVersionNumber : number;
    const auto* version = versionIn(content, wanted);
    const ErrorArg words{"version", std::to_string(wanted)};
    if (version == nullptr) return fail(studio_errors::kStyleNoVersion, {{"style", style.name}, words});
    if (version->inTrash) return fail(styles_errors::kVersionInTrash, {{"style", style.name}, words});
    return *version;
}

/// The Style as it is after a change that was told.
Result<StyleContent> told(project::Project& project, const std::string& name, std::int64_t id,
                          const Listener& listener) {
    Teller(listener).recorded({Recorded::What::Style, id, 0});
    return showStyle(project, name);
}

}  // namespace

Result<std::vector<StyleContent>> listStyles(project::Project& project, bool trash) {
    styles::StyleRepository repository(project.store());
    BRANDLOOM_TRY(const auto all, repository.list());
    std::vector<StyleContent> out;
    for (const auto& style : all) {
        BRANDLOOM_TRY(auto content, contentOf(repository, style));
        const bool hasTrash =
            style.inTrash || std::ranges::any_of(content.versions, &styles::StyleVersion::inTrash);
        if (trash ? hasTrash : !style.inTrash) out.push_back(std::move(content));
    }
    return out;
}

Result<StyleContent> showStyle(project::Project& project, const std::string& name) {
    styles::StyleRepository repository(project.store());
    BRANDLOOM_TRY(const auto style, repository.findByName(name));
    if (!style) return fail(styles_errors::kStyleMissing, {{"style", name}});
    return contentOf(repository, *style);
}

Result<styles::StyleVersion> usableVersion(project::Project& project, const std::string& name, int number) {
    BRANDLOOM_TRY(const auto content, showStyle(project, name));
    return usableIn(content, number);
}

Result<StyleContent> activateStyle(project::Project& project, const std::string& name, int number,
                                   const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto version, usableVersion(project, name, number));
    BRANDLOOM_CHECK(styles::StyleRepository(project.store()).activate(version.id));
    return told(project, name, version.id.value, listener);
}

Result<StyleContent> rollBackStyle(project::Project& project, const std::string& name, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto content, showStyle(project, name));
    if (content.style.inTrash) return fail(styles_errors::kStyleInTrash, {{"style", name}});
    // Without an active version there is nothing to go back from; the words should name the Style all the same.
    if (!content.style.activeVersion.isValid()) return fail(styles_errors::kNoParent, {{"style", name}});
    BRANDLOOM_TRY(const auto back, styles::StyleRepository(project.store()).rollBack(content.style.id));
    return told(project, name, back.id.value, listener);
}

Result<StyleContent> deleteStyle(project::Project& project, const std::string& name, int number,
                                 const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto content, showStyle(project, name));
    styles::StyleRepository repository(project.store());
    if (number == 0) {
        BRANDLOOM_CHECK(repository.moveToTrash(content.style.id));
        return told(project, name, 0, listener);
    }
    BRANDLOOM_TRY(const auto version, usableIn(content, number));
    BRANDLOOM_CHECK(repository.moveToTrash(version.id));
    return told(project, name, version.id.value, listener);
}

Result<StyleContent> restoreStyle(project::Project& project, const std::string& name, int number,
                                  const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto content, showStyle(project, name));
    styles::StyleRepository repository(project.store());
    if (number == 0) {
        BRANDLOOM_CHECK(repository.restore(content.style.id));
        return told(project, name, 0, listener);
    }
    const auto* version = versionIn(content, number);
    if (version == nullptr)
        return fail(studio_errors::kStyleNoVersion, {{"style", name}, {"version", std::to_string(number)}});
    BRANDLOOM_CHECK(repository.restore(version->id));
    return told(project, name, version->id.value, listener);
}

}  // namespace brandloom::studio
