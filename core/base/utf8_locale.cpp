#include "core/base/utf8_locale.h"

#include <locale.h>

namespace brandloom {

Utf8ThreadLocale::Utf8ThreadLocale() {
    m_ours = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (m_ours != nullptr) m_before = ::uselocale(static_cast<locale_t>(m_ours));
}

Utf8ThreadLocale::~Utf8ThreadLocale() {
    if (m_ours == nullptr) return;
    ::uselocale(static_cast<locale_t>(m_before));
    ::freelocale(static_cast<locale_t>(m_ours));
}

}  // namespace brandloom
