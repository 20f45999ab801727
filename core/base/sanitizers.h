#pragma once
// Inside core/base: BRANDLOOM_ADDRESS_SANITIZER is defined where the address sanitizer is at work, with GCC and
// clang.

#if defined(__SANITIZE_ADDRESS__)
#define BRANDLOOM_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BRANDLOOM_ADDRESS_SANITIZER
#endif
#endif
