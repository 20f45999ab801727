#include <cstdio>

#include "app/cli/parser.h"
#include "app/common/process.h"
#include "core/base/base_errors.h"
#include "core/base/platform.h"

using namespace brandloom;

namespace {

int run(cli::ParsedCommand parsed) {
    cli::Output out(parsed.json);
    StopSource stop;
    platform::stopOnSignals(stop);
    const std::stop_callback told(stop.get_token(), [&] {
        out.note("Stopping after this step and saving; press Ctrl-C again to end at once.");
    });
    Result<cli::ExitCode> done = cli::kDone;
    try {
        done = parsed.command->run(out, stop.get_token());
    } catch (const std::exception& e) {
        done = fail(base_errors::kInternal, {{"where", "the command line"}, {"reason", e.what()}});
    }
    if (done) return *done;
    out.error(done.error());
    return cli::exitCodeOf(done.error());
}

}  // namespace

int main(int argc, char** argv) {
    app::prepareProcess(LogLevel::Error, argv);
    auto parsed = cli::parseCommandLine(argc, argv);
    if (const auto* text = std::get_if<cli::PlainText>(&parsed)) {
        std::fputs(text->text.c_str(), stdout);
        return 0;
    }
    if (const auto* wrong = std::get_if<cli::WrongUsage>(&parsed)) {
        cli::Output(wrong->json).error(wrong->error);
        return cli::exitCodeOf(wrong->error);
    }
    return run(std::move(std::get<cli::ParsedCommand>(parsed)));
}
