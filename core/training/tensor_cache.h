#pragma once
// Latents and text embeddings on disk by content key, float32, bit for bit: a step on a cached tensor gives the
// same loss as a step on a fresh one. An entry that is damaged, or belongs to another key, is made again. Entries
// are whole or absent; several processes may share the folder. One thread at a time.
#include <torch/types.h>

#include <functional>
#include <string>
#include <string_view>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::training {

class TensorCache {
  public:
    /// Makes the folder when it is missing. Errors: base/file_unwritable.
    static Result<TensorCache> open(const Path& folder);

    /// `kind` is part of the file's name ("latent", "text"); `key` names everything that the tensor depends on.
    /// `make` gives a float32 tensor and is called when there is no good entry. A full disk does not fail the call:
    /// the tensor is returned all the same.
    Result<torch::Tensor> get(std::string_view kind, const std::string& key,
                              const std::function<Result<torch::Tensor>()>& make);
    [[nodiscard]] int made() const { return m_made; }    ///< entries that were not there
    [[nodiscard]] int found() const { return m_found; }  ///< entries that were
    [[nodiscard]] int damaged() const { return m_damaged; }

  private:
    explicit TensorCache(Path folder) : m_folder(std::move(folder)) {}
    Path m_folder;
    int m_made = 0;
    int m_found = 0;
    int m_damaged = 0;
};

}  // namespace brandloom::training
