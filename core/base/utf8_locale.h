#pragma once
// For libraries that turn names into text by the locale of the calling thread (libarchive): UTF-8 while the object
// lives, whatever the process was started with. Ends on the thread that made it.
#include "core/base/export.h"

namespace brandloom {

class BRANDLOOM_BASE_EXPORT Utf8ThreadLocale {
  public:
    Utf8ThreadLocale();
    ~Utf8ThreadLocale();
    Utf8ThreadLocale(const Utf8ThreadLocale&) = delete;
    Utf8ThreadLocale& operator=(const Utf8ThreadLocale&) = delete;

  private:
    void* m_ours = nullptr;
    void* m_before = nullptr;
};

}  // namespace brandloom
