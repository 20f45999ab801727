#include "core/studio/import/import_options.h"

#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;

template <class T>
Json jsonOf(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

template <class T>
std::optional<T> optionalFrom(const Json& value) {
    return value.is_null() ? std::optional<T>() : std::optional<T>(value.get<T>());
}

}  // namespace

Status check(const ImportOptions& options) {
    if (options.films.empty())
        return fail(base_errors::kInvalidArgument,
                    {{"what", "Adding nothing"}, {"reason", "no film is named"}, {"allowed", "at least one film"}});
    if (options.split != "none" && options.split != "shots" && options.split != "fixed")
        return fail(base_errors::kInvalidArgument, {{"what", "The split \"" + options.split + "\""},
                                                    {"reason", "there is none of that name"},
                                                    {"allowed", "none, shots or fixed"}});
    if (options.split == "fixed" && !(options.pieceSeconds >= 0.1 && options.pieceSeconds <= 3600))
        return fail(base_errors::kInvalidArgument, {{"what", "The length of a piece"},
                                                    {"reason", "it is too short or too long"},
                                                    {"allowed", "0.1 to 3600 seconds"}});
    return {};
}

std::string textOf(const ImportOptions& options) {
    return Json{{"split", options.split},
                {"pieceSeconds", options.pieceSeconds},
                {"seed", jsonOf(options.seed)},
                {"heldOutShare", jsonOf(options.heldOutShare)},
                {"measure", options.measure}}
        .dump();
}

std::optional<ImportOptions> optionsFrom(const std::string& text) {
    try {
        const auto j = Json::parse(text);
        ImportOptions out;
        out.films = {Path()};  // they are kept beside it
        out.split = j.at("split").get<std::string>();
        out.pieceSeconds = j.at("pieceSeconds").get<double>();
        out.seed = optionalFrom<std::uint64_t>(j.at("seed"));
        out.heldOutShare = optionalFrom<double>(j.at("heldOutShare"));
        out.measure = j.at("measure").get<bool>();
        return check(out) ? std::optional(std::move(out)) : std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace brandloom::studio
