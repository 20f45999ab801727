#pragma once
// What votes say. Pure, thread-safe.

namespace brandloom::compare {

struct Interval {
    double low = 0;
    double high = 1;
};
/// Wilson's score interval of a share (E. B. Wilson, JASA 22, 1927) at 95 %; 0 to 1 without trials.
Interval wilson(int successes, int trials);

}  // namespace brandloom::compare
