#pragma once
// The words of the command line. The only file that knows CLI11 is parser.cpp.
#include <memory>
#include <string>
#include <variant>

#include "app/cli/command.h"

namespace brandloom::cli {

/// A command that is ready to run.
struct ParsedCommand {
    std::unique_ptr<Command> command;
    bool json = false;
};
/// Text that was asked for (--help, --version).
struct PlainText {
    std::string text;
};
/// Wrong usage, and whether --json was among the words.
struct WrongUsage {
    Error error;
    bool json = false;
};

std::variant<ParsedCommand, PlainText, WrongUsage> parseCommandLine(int argc, char** argv);

}  // namespace brandloom::cli
