#pragma once
// Numbers as text that gives exactly the same numbers again. Thread-safe.
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace brandloom::training {

using StateValues = std::map<std::string, std::string>;

std::string textFromNumbers(const std::vector<double>& numbers);
/// Empty when there is no such value or it is no list of numbers.
std::vector<double> numbersFromText(const StateValues& values, const std::string& name);
std::optional<double> numberFromText(const StateValues& values, const std::string& name);

}  // namespace brandloom::training
