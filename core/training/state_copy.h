#pragma once
// What a checkpoint writes, copied once while the next step computes: its forward and backward pass only read what
// the update changes, so the copy has to be whole just before the update. Whoever comes first copies: the writer's
// thread in the background, and the engine's thread what is left then. The buffers are used again by every
// checkpoint.
#include <torch/types.h>

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "core/training/adam.h"

namespace brandloom::training {

class StateCopy {
  public:
    StateCopy() = default;
    StateCopy(const StateCopy&) = delete;
    StateCopy& operator=(const StateCopy&) = delete;

    /// One thread, and only when the last plan is done: what to copy, by name. Moves no bytes save of tensors that
    /// are not contiguous on the CPU. Throws c10::Error when there is no memory for new buffers.
    void plan(const NamedTensors& sources);
    /// Any thread: copies what nobody copies yet, and returns when everything planned is copied.
    void work();
    /// The copies, contiguous on the CPU; whole after work() and until the next plan().
    [[nodiscard]] const std::map<std::string, torch::Tensor>& tensors() const { return m_buffers; }
    /// Gives the memory back. As plan().
    void release();

  private:
    struct Piece {
        char* target;
        const char* source;
        std::size_t bytes;
    };
    std::map<std::string, torch::Tensor> m_buffers;
    NamedTensors m_sources;  ///< kept alive until they are copied
    std::vector<Piece> m_pieces;
    std::atomic<std::size_t> m_next{0}, m_done{0};
};

}  // namespace brandloom::training
