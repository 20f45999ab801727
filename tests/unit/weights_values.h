#pragma once
// Elements of a tensor as double, decoded here from the bits and not by the code under test.
#include <cmath>
#include <cstring>
#include <span>
#include <vector>

#include "core/weights/dtype.h"

namespace brandloom::test {

/// Sign, `exponentBits`, `mantissaBits` from the top; infinities as in IEEE unless `finite` (then only all-ones is
/// NaN).
inline double decodeSmallFloat(unsigned bits, int exponentBits, int mantissaBits, bool finite) {
    const unsigned mantissa = bits & ((1u << mantissaBits) - 1);
    const unsigned exponent = (bits >> mantissaBits) & ((1u << exponentBits) - 1);
    const double sign = (bits >> (exponentBits + mantissaBits)) & 1 ? -1 : 1;
    const int bias = (1 << (exponentBits - 1)) - 1;
    const unsigned top = (1u << exponentBits) - 1;
    if (exponent == top && !finite) return mantissa != 0 ? NAN : sign * INFINITY;
    if (exponent == top && finite && mantissa == (1u << mantissaBits) - 1) return NAN;
    if (exponent == 0) return sign * std::ldexp(mantissa, 1 - bias - mantissaBits);
    return sign * std::ldexp((1u << mantissaBits) + mantissa, static_cast<int>(exponent) - bias - mantissaBits);
}

template <class T>
double elementAs(const std::uint8_t* p) {
    T value;
    std::memcpy(&value, p, sizeof value);
    return static_cast<double>(value);
}

inline double elementAt(weights::DType dtype, const std::uint8_t* p) {
    using weights::DType;
    const auto half = [&] { return static_cast<unsigned>(elementAs<std::uint16_t>(p)); };
    switch (dtype) {
        case DType::Bool:
        case DType::U8:
            return *p;
        case DType::I8:
            return static_cast<std::int8_t>(*p);
        case DType::U16:
            return elementAs<std::uint16_t>(p);
        case DType::I16:
            return elementAs<std::int16_t>(p);
        case DType::U32:
            return elementAs<std::uint32_t>(p);
        case DType::I32:
            return elementAs<std::int32_t>(p);
        case DType::U64:
            return elementAs<std::uint64_t>(p);
        case DType::I64:
            return elementAs<std::int64_t>(p);
        case DType::F32:
            return elementAs<float>(p);
        case DType::F64:
            return elementAs<double>(p);
        case DType::F16:
            return decodeSmallFloat(half(), 5, 10, false);
        case DType::BF16:
            return decodeSmallFloat(half(), 8, 7, false);
        case DType::F8E4M3:
            return decodeSmallFloat(*p, 4, 3, true);
        case DType::F8E5M2:
            return decodeSmallFloat(*p, 5, 2, false);
        default:
            return NAN;
    }
}

inline std::vector<double> elementsOf(weights::DType dtype, std::span<const std::uint8_t> bytes) {
    const auto itemBytes = static_cast<std::size_t>(weights::bitsPerElement(dtype) / 8);
    std::vector<double> values;
    for (std::size_t i = 0; i + itemBytes <= bytes.size(); i += itemBytes)
        values.push_back(elementAt(dtype, bytes.data() + i));
    return values;
}

}  // namespace brandloom::test
