#pragma once
// What the parts of a model folder need in memory, from the tables of their files: no weights are read.
#include <cstdint>

#include "core/base/result.h"
#include "core/wan/model_folder.h"
#include "core/wan/transformer.h"
#include "core/wan/umt5.h"
#include "core/wan/vae_config.h"

namespace brandloom::wan {

struct PartBytes {
    std::int64_t whole = 0;          ///< everything loaded, in the form in which it is kept
    std::int64_t streamed = 0;       ///< of that: the matrices of the blocks (see openStreamedTransformer)
    std::int64_t largestBlock = 0;   ///< one slot of the ring
    std::int64_t largestTensor = 0;  ///< in that form
    std::int64_t loading =
        0;  ///< besides, for a moment: the largest tensor in its file's form, when the forms differ
};

/// `part`: a transformer, the text encoder or the VAE. Errors: kPartMissing, those of opening files.
Result<PartBytes> partBytes(const ModelFolder& folder, Part part, Compute compute);

/// Of the VAE and of the text encoder, from the table of its file alone.
Result<VaeConfig> vaeConfigOf(const ModelFolder& folder);
Result<Umt5Config> umt5ConfigOf(const ModelFolder& folder);

}  // namespace brandloom::wan
