#pragma once
// What the rooms say about models and adapters, in the words of the door.
#include "core/adapters/adapter_table.h"
#include "core/door/model_tools.h"
#include "core/door/requests.h"
#include "core/wan/model_folder.h"
#include "core/wan/model_size.h"

namespace brandloom::engine {

/// Reads the tables of the weight files. Errors: those of opening them.
Result<door::ModelDescription> describe(const wan::ModelFolder& folder);

/// One file or PEFT folder: one row, or two when it holds both experts. Errors: those of AdapterTable::open and
/// SoftPrompt::load.
Result<std::vector<door::AdapterFileDescription>> describeAdapterFile(const Path& file, adapters::Expert expert);

}  // namespace brandloom::engine
