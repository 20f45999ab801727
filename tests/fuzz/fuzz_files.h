#pragma once
// Inside tests/fuzz: an input as a file.
#include "tests/fuzz/fuzz_targets.h"

namespace brandloom::fuzz {

void writeFile(const std::filesystem::path& path, Bytes bytes);

}  // namespace brandloom::fuzz
