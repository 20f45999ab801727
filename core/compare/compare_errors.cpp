#include "core/compare/compare_errors.h"

#include <array>

namespace brandloom::compare {

std::span<const ErrorSpec* const> compareErrorSpecs() {
    using namespace compare_errors;
    static constexpr std::array kAll{&kVoteMissing, &kVoteExists, &kBadVote, &kPairMissing, &kBadChoice};
    return kAll;
}

}  // namespace brandloom::compare
