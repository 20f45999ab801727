#pragma once
// The daily backup of a project that is open for writing.
#include <thread>

#include "core/project/project.h"

namespace brandloom::project {

struct Project::Daily {
    Daily(Path project, double created);
    ~Daily();  ///< waits for the backup, and makes one if the day has passed meanwhile

    Path folder;
    double createdAt;
    std::thread thread;
};

}  // namespace brandloom::project
