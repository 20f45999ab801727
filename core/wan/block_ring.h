#pragma once
// Inside core/wan: the ring of buffers through which the blocks of a transformer pass when it does not fit into
// memory.
#include <torch/types.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/wan/transformer.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {

/// The matrices of the blocks' linear layers: nearly all of a transformer. Biases, norms and tables are not.
[[nodiscard]] bool isStreamed(std::string_view parameter);

/// Reads ahead block by block, from the last to the first again. acquire() in any other order starts anew there.
class BlockRing : public BlockSource {
  public:
    /// `keys` belongs to `file`. The model must outlive this object (it owns it). Throws std::bad_alloc,
    /// c10::Error.
    BlockRing(WanTransformer& model, std::shared_ptr<const weights::TensorFile> file, weights::KeyMap keys,
              torch::Device device, int slots);
    ~BlockRing() override;

    void acquire(int block) override;
    void release(int block) override;

  private:
    struct Source {
        Linear* linear = nullptr;
        const weights::MappedTensor* mapped = nullptr;
    };
    struct Slot {
        std::vector<torch::Tensor> values;  ///< in the order of the sources of a block
    };
    void loop();
    Status read(Slot& slot, int block) const;
    Status readOne(const Source& source, torch::Tensor& into) const;

    std::shared_ptr<const weights::TensorFile> m_file;
    weights::KeyMap m_keys;
    torch::Device m_device;
    std::vector<std::vector<Source>> m_blocks;
    std::vector<Slot> m_slots;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Slot*> m_free, m_filled;
    Slot* m_lent = nullptr;
    int m_expected = 0;            ///< the block that comes next
    std::optional<int> m_restart;  ///< the reader is to go on there
    std::optional<Error> m_error;  ///< the reader waits for a restart
    bool m_end = false;
    std::thread m_thread;
};

}  // namespace brandloom::wan
