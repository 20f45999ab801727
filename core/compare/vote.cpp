#include "core/compare/vote.h"

#include <algorithm>

namespace brandloom::compare {
namespace {

/// SplitMix64 (S. Vigna, public domain): the same numbers on every machine.
class Random {
  public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[next() % i]);
    }

  private:
    std::uint64_t m_state;
};

}  // namespace

std::string wordFor(Choice choice) {
    return choice == Choice::First ? "first" : choice == Choice::Second ? "second" : "tie";
}

std::optional<Choice> choiceFrom(const std::string& word) {
    for (const auto choice : {Choice::First, Choice::Second, Choice::Tie})
        if (word == wordFor(choice)) return choice;
    return std::nullopt;
}

std::vector<VotePair> drawPairs(const std::vector<std::int64_t>& first, const std::vector<std::int64_t>& second,
                                std::uint64_t seed) {
    Random random(seed);
    std::vector<VotePair> out;
    std::vector<char> left;
    for (std::size_t i = 0; i < first.size(); ++i) {
        out.push_back({0, first[i], second[i], true});
        left.push_back(i % 2 == 0 ? 1 : 0);
    }
    random.shuffle(out);
    random.shuffle(left);
    // Of an odd number either side may be left once more.
    const bool isTurned = random.next() % 2 != 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].number = static_cast<int>(i) + 1;
        out[i].firstIsLeft = (left[i] != 0) != isTurned;
    }
    return out;
}

std::optional<Choice> choiceAt(const VotePair& pair, const std::string& place) {
    if (place == "tie") return Choice::Tie;
    if (place != "left" && place != "right") return std::nullopt;
    return (place == "left") == pair.firstIsLeft ? Choice::First : Choice::Second;
}

std::string wordFor(Verdict verdict) {
    return verdict == Verdict::First ? "first" : verdict == Verdict::Second ? "second" : "not_enough";
}

VoteResult resultOf(int first, int second, int ties, int voters) {
    VoteResult out;
    out.first = first;
    out.second = second;
    out.ties = ties;
    out.voters = voters;
    const int decided = first + second;
    if (decided > 0) out.share = static_cast<double>(first) / decided;
    out.interval = wilson(first, decided);
    if (decided < kLeastVotes) return out;
    if (out.interval.low > 0.5) out.verdict = Verdict::First;
    if (out.interval.high < 0.5) out.verdict = Verdict::Second;
    return out;
}

}  // namespace brandloom::compare
