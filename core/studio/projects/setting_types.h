#pragma once
// What a setting is, for those who only show it.
#include <string>

namespace brandloom::studio {

/// Where a value comes from.
enum class SettingOrigin { Shipped, Person, Project };

struct Setting {
    std::string key;   ///< "model", "trash-days"
    std::string help;  ///< one English line
    std::string value;
    SettingOrigin origin = SettingOrigin::Shipped;
};

}  // namespace brandloom::studio
