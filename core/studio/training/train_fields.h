#pragma once
// The settings of a training in one table: flags of the command line and forms of the window are made from it, so
// that neither has one that the other lacks. Thread-safe.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <variant>

#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

enum class FieldGroup { Learns, Pace, Noise, Watches, Memory };

struct TrainField {
    template <class T>
    using In = T& (*)(TrainStyleOptions&);
    const char* name;  ///< in the struct and in its JSON: "learningRate"
    const char* help;  ///< English, one line without a full stop
    FieldGroup group = FieldGroup::Learns;
    std::variant<In<int>, In<double>, In<bool>, In<std::string>, In<std::uint64_t>> place;
    double low = 0;  ///< of a number
    double high = 0;
    std::array<const char*, 5> choices{};  ///< of a text that is one of these; none: any text
};

/// All fields of door::TrainOptions, and those of TrainStyleOptions that say how and not what is learned.
std::span<const TrainField> trainFields();
/// "learningRate" -> "--learning-rate".
std::string flagOf(const TrainField& field);

using FieldValue = std::variant<int, double, bool, std::string, std::uint64_t>;
FieldValue valueOf(const TrainField& field, const TrainStyleOptions& options);
/// Of the field's own type; of another one nothing happens.
void setValue(const TrainField& field, const FieldValue& value, TrainStyleOptions& options);

}  // namespace brandloom::studio
