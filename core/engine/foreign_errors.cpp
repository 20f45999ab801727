#include "core/engine/foreign_errors.h"

#include <c10/util/Exception.h>

#include <new>

#include "core/base/log.h"
#include "core/door/engine_errors.h"

namespace brandloom::engine {
namespace {

/// LibTorch has no type of its own for a failed allocation on the CPU.
bool saysOutOfMemory(const std::string& text) {
    return text.find("can't allocate memory") != std::string::npos ||
           text.find("not enough memory") != std::string::npos || text.find("out of memory") != std::string::npos;
}

std::string firstLine(const std::string& text) {
    auto line = text.substr(0, text.find('\n'));
    while (!line.empty() && (line.back() == '.' || line.back() == ' ')) line.pop_back();
    return line;
}

Error fromText(const std::string& what, const std::string& text) {
    if (saysOutOfMemory(text)) return Error(engine_errors::kOutOfMemory, {{"what", what}});
    logError("engine, {}: {}", what, text);
    return Error(engine_errors::kEngineFault, {{"what", what}, {"reason", firstLine(text)}});
}

}  // namespace

Error errorFromCurrentException(const std::string& what) {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return Error(engine_errors::kOutOfMemory, {{"what", what}});
    } catch (const c10::Error& e) {
        return fromText(what, e.what_without_backtrace());
    } catch (const std::exception& e) {
        return fromText(what, e.what());
    } catch (...) {
        return Error(engine_errors::kEngineFault, {{"what", what}, {"reason", "an unknown error"}});
    }
}

}  // namespace brandloom::engine
