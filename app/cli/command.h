#pragma once
// What a command of the program is: it declares its flags, then runs once.
#include <memory>
#include <span>

#include "app/cli/flags.h"
#include "app/cli/output.h"
#include "core/base/cancel.h"
#include "core/base/result.h"

namespace brandloom::cli {

/// Exit code of a command that did not fail; a failure is an Error (exitCodeOf in output.h).
using ExitCode = int;
inline constexpr ExitCode kDone = 0;
inline constexpr ExitCode kFound = 1;      ///< a check found something
inline constexpr ExitCode kStopped = 130;  ///< stopped by Ctrl-C after it saved what there was

class Command {
  public:
    virtual ~Command() = default;
    virtual void declare(Flags& flags) = 0;
    /// The flags that the command line names ("--learning-rate"), before run().
    virtual void setGiven(const std::vector<std::string>& flags) { static_cast<void>(flags); }
    virtual Result<ExitCode> run(Output& out, const StopToken& stop) = 0;
};

struct CommandEntry {
    const char* name;  ///< "train", or "project new" for a command of a group
    const char* help;  ///< one line
    std::unique_ptr<Command> (*make)();
};
struct GroupEntry {
    const char* name;
    const char* help;
};

std::span<const CommandEntry> commandTable();
std::span<const GroupEntry> commandGroups();

std::unique_ptr<Command> makeAdapterConvert();
std::unique_ptr<Command> makeAdapterInspect();
std::unique_ptr<Command> makeAdapterMerge();
std::unique_ptr<Command> makeBrandImport();
std::unique_ptr<Command> makeBrandSet();
std::unique_ptr<Command> makeBrandShow();
std::unique_ptr<Command> makeCaptionExport();
std::unique_ptr<Command> makeCaptionImport();
std::unique_ptr<Command> makeCaptionReplace();
std::unique_ptr<Command> makeCaptionSet();
std::unique_ptr<Command> makeCaptionSuggest();
std::unique_ptr<Command> makeClipRemove();
std::unique_ptr<Command> makeClipSet();
std::unique_ptr<Command> makeClipSplit();
std::unique_ptr<Command> makeClipShow();
std::unique_ptr<Command> makeCompare();
std::unique_ptr<Command> makeDatasetAdd();
std::unique_ptr<Command> makeDatasetBuckets();
std::unique_ptr<Command> makeDatasetExport();
std::unique_ptr<Command> makeDatasetFix();
std::unique_ptr<Command> makeDatasetImport();
std::unique_ptr<Command> makeDatasetLint();
std::unique_ptr<Command> makeDatasetList();
std::unique_ptr<Command> makeDatasetRelink();
std::unique_ptr<Command> makeDatasetRemove();
std::unique_ptr<Command> makeDatasetRights();
std::unique_ptr<Command> makeDatasetScore();
std::unique_ptr<Command> makeDatasetSearch();
std::unique_ptr<Command> makeDatasetShow();
std::unique_ptr<Command> makeDatasetSplit();
std::unique_ptr<Command> makeDatasetTrigger();
std::unique_ptr<Command> makeDatasetVersion();
std::unique_ptr<Command> makeDemo();
std::unique_ptr<Command> makeDoctor();
std::unique_ptr<Command> makeEncodeText();
std::unique_ptr<Command> makeExport();
std::unique_ptr<Command> makeFilmInfo();
std::unique_ptr<Command> makeFilmMeasure();
std::unique_ptr<Command> makeFilmShots();
std::unique_ptr<Command> makeGenerate();
std::unique_ptr<Command> makeLibraryList();
std::unique_ptr<Command> makeLibraryRate();
std::unique_ptr<Command> makeLibrarySearch();
std::unique_ptr<Command> makeLibraryTrash();
std::unique_ptr<Command> makeModelAdd();
std::unique_ptr<Command> makeModelConvert();
std::unique_ptr<Command> makeModelList();
std::unique_ptr<Command> makeModelRemove();
std::unique_ptr<Command> makeModelShow();
std::unique_ptr<Command> makeModelVerify();
std::unique_ptr<Command> makeProjectBackup();
std::unique_ptr<Command> makeProjectCheck();
std::unique_ptr<Command> makeProjectInfo();
std::unique_ptr<Command> makeProjectHistory();
std::unique_ptr<Command> makeProjectNew();
std::unique_ptr<Command> makeProjectPack();
std::unique_ptr<Command> makeProjectRecovery();
std::unique_ptr<Command> makeProjectRedo();
std::unique_ptr<Command> makeProjectRename();
std::unique_ptr<Command> makeProjectRestore();
std::unique_ptr<Command> makeProjectTrash();
std::unique_ptr<Command> makeProjectUndo();
std::unique_ptr<Command> makeProjectUnpack();
std::unique_ptr<Command> makePresetDelete();
std::unique_ptr<Command> makePresetExport();
std::unique_ptr<Command> makePresetImport();
std::unique_ptr<Command> makePresetList();
std::unique_ptr<Command> makePresetRestore();
std::unique_ptr<Command> makePresetSave();
std::unique_ptr<Command> makePresetShow();
std::unique_ptr<Command> makePresetUse();
std::unique_ptr<Command> makeQueueCancel();
std::unique_ptr<Command> makeQueueClear();
std::unique_ptr<Command> makeStyleTry();
std::unique_ptr<Command> makeRunList();
std::unique_ptr<Command> makeRunShow();
std::unique_ptr<Command> makeRunKeep();
std::unique_ptr<Command> makeQueueList();
std::unique_ptr<Command> makeQueueMove();
std::unique_ptr<Command> makeQueuePause();
std::unique_ptr<Command> makeQueueResume();
std::unique_ptr<Command> makeQueueRun();
std::unique_ptr<Command> makeSettingsClear();
std::unique_ptr<Command> makeSettingsList();
std::unique_ptr<Command> makeSettingsSet();
std::unique_ptr<Command> makeShotDelete();
std::unique_ptr<Command> makeShotList();
std::unique_ptr<Command> makeShotRestore();
std::unique_ptr<Command> makeStarterEvaluate();
std::unique_ptr<Command> makeStarterText();
std::unique_ptr<Command> makeStarterTransformer();
std::unique_ptr<Command> makeStarterVae();
std::unique_ptr<Command> makeStyleActivate();
std::unique_ptr<Command> makeStyleDelete();
std::unique_ptr<Command> makeStyleExport();
std::unique_ptr<Command> makeStyleImport();
std::unique_ptr<Command> makeStyleList();
std::unique_ptr<Command> makeStyleRestore();
std::unique_ptr<Command> makeStyleRollback();
std::unique_ptr<Command> makeStyleShow();
std::unique_ptr<Command> makeTrain();
std::unique_ptr<Command> makeVaeDecode();
std::unique_ptr<Command> makeVaeEncode();
std::unique_ptr<Command> makeVoteCast();
std::unique_ptr<Command> makeVoteResult();
std::unique_ptr<Command> makeVoteStart();
std::unique_ptr<Command> makeWorldRender();

}  // namespace brandloom::cli
