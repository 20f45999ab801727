#pragma once
// The recipe of a Shot as JSON: everything that is needed to make the same pictures again, every default written
// out, without paths of this machine and without times, so that the same Shot gives the same bytes. Thread-safe.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/requests.h"

namespace brandloom::studio {

/// One adapter at work, by content. Of a model with one expert only the low side counts.
struct RecipeStyle {
    std::string kind = "style";  ///< "style" (a version of a Style) or "file" (from elsewhere)
    std::string name;            ///< of the Style, or of the file
    int version = 0;             ///< of the Style; 0 for a file
    std::string highSha256;      ///< of the adapter file; empty: none
    std::string lowSha256;
    double strengthHigh = 1.0;
    double strengthLow = 1.0;
    bool operator==(const RecipeStyle&) const = default;
};

struct Recipe {
    std::string modelKind;
    std::string modelName;
    std::string modelContentId;
    std::vector<RecipeStyle> styles;
    std::string imageSha256;        ///< of the file that was given as first picture; empty: none
    int scale = 1;                  ///< enlargement in the MP4
    door::GenerateRequest request;  ///< without modelDir, styles, residency, previews and picture in the text
    door::GenerateResult result;    ///< without what differs from run to run (seconds, memory) in the text
};

/// The request with every value as it was used, so that other defaults later change nothing.
door::GenerateRequest resolvedRequest(door::GenerateRequest request, const door::GenerateResult& result);

std::string recipeJson(const Recipe& recipe);
/// Errors: kBadJson.
Result<Recipe> recipeFromJson(const std::string& json);

/// From the JSON beside a film or from the film itself. Errors: kRecipeAbsent (a film without one), kBadJson, those
/// of reading files and of opening films.
Result<Recipe> readRecipe(const Path& jsonOrFilm, const StopToken& stop);

}  // namespace brandloom::studio
