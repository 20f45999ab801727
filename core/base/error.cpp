#include "core/base/error.h"

#include <array>

#include "core/base/base_errors.h"

namespace brandloom {

Error::Error(const ErrorSpec& spec, std::initializer_list<ErrorArg> a) : Error(spec, std::vector<ErrorArg>(a)) {}

Error::Error(const ErrorSpec& spec, std::vector<ErrorArg> a)
    : module(spec.module),
      code(spec.code),
      sentenceTemplate(spec.sentence),
      remedyTemplate(spec.remedy),
      args(std::move(a)),
      kind(spec.kind) {}

Error Error::withCause(Error lower) const {
    Error copy = *this;
    copy.cause = std::make_shared<const Error>(std::move(lower));
    return copy;
}

std::string Error::arg(std::string_view name) const {
    for (const auto& a : args)
        if (a.name == name) return a.value;
    return {};
}

std::string Error::sentence() const {
    return fillArguments(sentenceTemplate, args);
}
std::string Error::remedy() const {
    return fillArguments(remedyTemplate, args);
}

std::string Error::describe() const {
    std::string out = sentence();
    if (const auto r = remedy(); !r.empty()) out += " " + r;
    for (const Error* c = cause.get(); c != nullptr; c = c->cause.get()) out += " (Cause: " + c->sentence() + ")";
    return out;
}

std::string fillArguments(std::string_view text, std::span<const ErrorArg> args) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
        bool filled = false;
        if (close != std::string_view::npos) {
            const auto name = text.substr(i + 1, close - i - 1);
            for (const auto& a : args)
                if (a.name == name) {
                    out += a.value;
                    i = close + 1;
                    filled = true;
                    break;
                }
        }
        if (!filled) out += text[i++];
    }
    return out;
}

std::span<const ErrorSpec* const> baseErrorSpecs() {
    using namespace base_errors;
    static constexpr std::array<const ErrorSpec*, 11> kAll{
        &kCancelled, &kFileMissing,    &kFileUnreadable, &kFileUnwritable,  &kDiskFull, &kNotRegularFile,
        &kBadJson,   &kLibraryMissing, &kOutOfMemory,    &kInvalidArgument, &kInternal};
    return kAll;
}

}  // namespace brandloom
