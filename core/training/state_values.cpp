#include "core/training/state_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace brandloom::training {

std::string textFromNumbers(const std::vector<double>& numbers) {
    return fmt::format("{}", fmt::join(numbers, " "));
}

std::vector<double> numbersFromText(const StateValues& values, const std::string& name) {
    const auto found = values.find(name);
    if (found == values.end()) return {};
    std::vector<double> out;
    const char* at = found->second.data();
    const char* const end = at + found->second.size();
    while (at < end) {
        double number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc() || (next < end && *next != ' ')) return {};
        out.push_back(number);
        at = next + 1;
    }
    return out;
}

std::optional<double> numberFromText(const StateValues& values, const std::string& name) {
    const auto numbers = numbersFromText(values, name);
    if (numbers.size() != 1) return std::nullopt;
    return numbers.front();
}

}  // namespace brandloom::training
