#pragma once
// The query line, as people write it, taken apart. All terms have to hold.
//
//   马克杯 "red shoe"        words of captions, tags or the name of the film; the last one may be a beginning
//   caption:杯  film:winter  only there
//   tag:舞台  scene:kitchen  exactly that tag or scene, capitals aside
//   rating>=4  duration<2    also width, height, ratio (width by height, 16:9), sharpness, motion, frozen; = > >= <
//   <= pick:yes                 yes, no, reject (left out by trainings) split:held_out           or train lang:zh
//   zh, en or und has a caption camera:pan_left          static, pan_left, pan_right, push_in, pull_out, handheld,
//   other missing:caption          caption, tag, rights, measures, scene (has: the contrary) is:draft draft,
//   approved, still, vfr, cropped, bars, audio rights:expired           expired, missing, ok -tag:x not that one
//
// Signs of comparison and ':' may be the fullwidth ones. Thread-safe.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace brandloom::dataset {

struct WordTerm {
    enum class Where { Anywhere, Caption, Tag, Film };
    Where where = Where::Anywhere;
    std::string text;
    bool operator==(const WordTerm&) const = default;
};

/// A field that is compared with a number.
struct NumberTerm {
    enum class Sign { Equal, Greater, GreaterEqual, Less, LessEqual };
    std::string field;  ///< "rating", "duration", "width", "height", "ratio", "sharpness", "motion", "frozen"
    Sign sign = Sign::Equal;
    double value = 0;
    bool operator==(const NumberTerm&) const = default;
};

/// A field that has one of a few words, or a name: as written, small letters, '-' for '_'.
struct ChoiceTerm {
    std::string field;  ///< "tag", "scene", "pick", "split", "lang", "camera", "missing", "has", "is", "rights"
    std::string value;
    bool operator==(const ChoiceTerm&) const = default;
};

struct QueryTerm {
    bool isNot = false;
    std::variant<WordTerm, NumberTerm, ChoiceTerm> what;
    bool operator==(const QueryTerm&) const = default;
};

/// Empty text: no terms, everything. Error: kBadQuery, naming the place.
Result<std::vector<QueryTerm>> parseQuery(std::string_view text);

}  // namespace brandloom::dataset
