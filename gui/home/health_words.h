#pragma once
// Words for the machine's health items, whose ids are stable and whose values come in English.
#include <QVector>
#include <vector>

#include "core/studio/workbench/workbench_types.h"

namespace brandloom::home {

struct HealthRow;
QVector<HealthRow> healthRows(const std::vector<studio::HealthItem>& items);

}  // namespace brandloom::home
