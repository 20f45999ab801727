#include "core/finishing/look_document.h"

#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"

namespace brandloom::finishing {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
T wordIn(const Json& j, const char* key, std::optional<T> (*from)(const std::string&), T usual) {
    if (!j.contains(key)) return usual;
    const auto value = from(j[key].get<std::string>());
    if (!value) throw std::invalid_argument(std::string(key) + " is " + j[key].dump());
    return *value;
}

PieceLook lookFrom(const Json& j) {
    PieceLook out;
    out.fit = wordIn(j, "fit", fitFrom, out.fit);
    if (j.contains("focus")) {
        out.focusX = j["focus"].at(0).get<double>();
        out.focusY = j["focus"].at(1).get<double>();
    }
    out.fadeIn = j.value("fadeIn", out.fadeIn);
    out.fadeOut = j.value("fadeOut", out.fadeOut);
    out.logo = j.value("logo", out.logo);
    out.logoCorner = wordIn(j, "logoCorner", cornerFrom, out.logoCorner);
    out.logoSize = j.value("logoSize", out.logoSize);
    out.logoPlate = j.value("logoPlate", out.logoPlate);
    out.captionSize = j.value("captionSize", out.captionSize);
    out.captionBottom = j.value("captionBottom", out.captionBottom);
    out.legalLine = j.value("legalLine", out.legalLine);
    out.label = wordIn(j, "label", labelWordsFrom, out.label);
    return out;
}

}  // namespace

std::string documentOf(const PieceLook& look) {
    return Json{{"fit", wordFor(look.fit)},
                {"focus", {look.focusX, look.focusY}},
                {"fadeIn", look.fadeIn},
                {"fadeOut", look.fadeOut},
                {"logo", look.logo},
                {"logoCorner", wordFor(look.logoCorner)},
                {"logoSize", look.logoSize},
                {"logoPlate", look.logoPlate},
                {"captionSize", look.captionSize},
                {"captionBottom", look.captionBottom},
                {"legalLine", look.legalLine},
                {"label", wordFor(look.label)}}
        .dump();
}

Result<PieceLook> lookFromDocument(const std::string& json) {
    try {
        return lookFrom(Json::parse(json));
    } catch (const std::exception& e) {
        return fail(base_errors::kBadJson, {{"what", "The look of a Piece"}, {"reason", e.what()}});
    }
}

}  // namespace brandloom::finishing
