#pragma once
// Inside core/adapters: the ss_* and modelspec entries of an exported file.
#include <map>
#include <string>

#include "core/adapters/adapter_export.h"

namespace brandloom::adapters {

struct ExportFacts {
    const std::map<std::string, ModuleAdapter>* modules = nullptr;
    Expert expert = Expert::Any;
    bool folded = false;     ///< the scale is in B: alpha = rank
    std::string stem;        ///< of the target
    std::string dataSha256;  ///< of the tensor bytes in file order
};

/// Never a clock, a random id or a path unless options.stamp.
std::map<std::string, std::string> exportMetadata(const std::map<std::string, std::string>& brought,
                                                  const ExportFacts& facts, const ExportOptions& options);

/// The shortest text that gives the number back: "16", "2.5".
std::string numberText(double value);

}  // namespace brandloom::adapters
