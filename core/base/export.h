#pragma once
// Marks what brandloom_base (the one library shared by both sides of the door) exports.
#define BRANDLOOM_BASE_EXPORT __attribute__((visibility("default")))
