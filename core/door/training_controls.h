#pragma once
// Commands to a training that runs. Thread-safe; every call returns at once, save wait(). Each command is obeyed
// between two steps and answered with a CommandDone event, in the order given.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>

#include "core/base/cancel.h"

namespace brandloom::door {

enum class TrainingCommand { Pause, Resume, Stop, Sample, Save, LearningRate };
/// "pause", "resume", "stop", "sample", "save", "learning-rate".
std::string_view wordFor(TrainingCommand command);

class TrainingControls {
  public:
    struct Given {
        TrainingCommand command = TrainingCommand::Stop;
        double value = 0;
    };

    void pause();          ///< write a checkpoint, give the model's memory back, wait
    void resume();         ///< after a pause; otherwise nothing happens
    void stopAfterStep();  ///< end as after a stop request: everything is written
    void sampleNow();      ///< a preview
    void saveNow();        ///< a checkpoint
    /// Of the steps that follow, in place of TrainOptions::learningRate. Outside 0...10 it is not obeyed.
    void setLearningRate(double rate);

    /// For the engine: the oldest command, or none.
    std::optional<Given> take();
    /// For the engine, while paused: the oldest command; none once `stop` is requested.
    std::optional<Given> wait(const StopToken& stop);

  private:
    void give(TrainingCommand command, double value = 0);
    std::mutex m_mutex;
    std::condition_variable_any m_given;
    std::deque<Given> m_queue;
};

}  // namespace brandloom::door
