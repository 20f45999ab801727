#pragma once
// The second half of the door: what may be done with model and adapter files beside training and generating. The
// same manners as Engine: calls are noexcept, block, queue on the engine's thread, and stop within 200 ms with
// kCancelled, leaving nothing half written. Values have JSON in door_json.h. Paths UTF-8.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/door/events.h"

namespace brandloom::door {

class ClipSource;
class FrameSink;

// --- models
// -----------------------------------------------------------------------------------------------------------

struct VerifyModelRequest {
    std::string modelDir;
    bool experts = true;  ///< also let two experts denoise a picture, to see which is which
    bool operator==(const VerifyModelRequest&) const = default;
};

struct VerifiedFile {
    std::string file;
    std::int64_t bytes = 0;
    std::string sha256;
    bool operator==(const VerifiedFile&) const = default;
};

/// How the experts did on a picture with much and with little noise: mean squared error of the velocity over that
/// of saying nothing (zero), so below 1 is a trained model. Zeros when it was not tried.
struct ExpertCheck {
    std::string verdict;  ///< "right", "swapped", "unclear", or "not tried"
    double highAtHigh = 0;
    double highAtLow = 0;
    double lowAtHigh = 0;
    double lowAtLow = 0;
    bool operator==(const ExpertCheck&) const = default;
};

struct VerifyModelResult {
    std::string contentId;
    std::vector<VerifiedFile> files;
    std::int64_t tensors = 0;  ///< read, finite and of the right shape
    ExpertCheck experts;
    std::vector<std::string> missing;  ///< official names
    std::vector<Error> findings;       ///< what is wrong; empty: the model is sound
    double seconds = 0;
    bool operator==(const VerifyModelResult& other) const;
};

struct ConvertModelRequest {
    std::string modelDir;
    std::string outputDir;  ///< a new folder for the whole model; empty: beside each .pth, which stays
    bool operator==(const ConvertModelRequest&) const = default;
};

struct ConvertModelResult {
    std::string modelDir;            ///< where the converted model is
    std::vector<std::string> files;  ///< safetensors files made
    std::string contentId;           ///< the same as before
    double seconds = 0;
    bool operator==(const ConvertModelResult&) const = default;
};

// --- parts of a model
// -------------------------------------------------------------------------------------------------

/// Writes "embeddings" [textTokens,dim] F32 (rows behind the text are zero), "ids" and "mask" [textTokens] I64.
struct EncodeTextRequest {
    std::string modelDir;
    std::string prompt;
    std::string outFile;
    bool operator==(const EncodeTextRequest&) const = default;
};

struct EncodeTextResult {
    std::string cleaned;  ///< the prompt as it was read
    int tokens = 0;       ///< of the whole prompt, end token included
    bool wasCut = false;
    int textTokens = 0;  ///< rows written
    int width = 0;
    double seconds = 0;
    bool operator==(const EncodeTextResult&) const = default;
};

/// Writes "latent" [z,f,h,w] F32 as the transformer sees it; the size and fps of the film go into the metadata.
struct EncodeVideoRequest {
    std::string modelDir;
    std::string outFile;
    int fps = 0;
    bool operator==(const EncodeVideoRequest&) const = default;
};

struct EncodeVideoResult {
    std::vector<std::int64_t> shape;  ///< z, f, h, w
    double seconds = 0;
    bool operator==(const EncodeVideoResult&) const = default;
};

struct DecodeVideoRequest {
    std::string modelDir;
    std::string latentsFile;  ///< a tensor "latent" or "latents", or the only one; [z,f,h,w] or [1,z,f,h,w]
    bool operator==(const DecodeVideoRequest&) const = default;
};

struct DecodeVideoResult {
    int frames = 0;
    int width = 0;
    int height = 0;
    double seconds = 0;
    bool operator==(const DecodeVideoResult&) const = default;
};

// --- adapters
// ---------------------------------------------------------------------------------------------------------

struct InspectAdapterRequest {
    std::string source;    ///< file or folder
    std::string modelDir;  ///< checked against it; empty: not
    bool operator==(const InspectAdapterRequest&) const = default;
};

/// One file (or PEFT folder), or one expert's part of it.
struct AdapterFileDescription {
    std::string file;
    std::string expert;   ///< "high", "low", "any"
    std::string dialect;  ///< "kohya", "comfy" ...; "prompt" for a learned prompt
    std::string kind;     ///< "LoRA", "DoRA", "LoHa", "LoKr", "difference", joined with "+"; "P-tuning"
    std::string base;     ///< the model that its shapes speak of
    int modules = 0;
    int blocks = 0;
    std::int64_t lowestRank = 0;
    std::int64_t highestRank = 0;
    double lowestScale = 0;
    double highestScale = 0;
    std::vector<std::string> targets;  ///< "self_attn.q", "ffn.0" ..., without the block's number
    std::string numberType;
    std::int64_t bytes = 0;
    std::map<std::string, std::string> metadata;
    bool operator==(const AdapterFileDescription&) const = default;
};

struct AdapterDescription {
    std::vector<AdapterFileDescription> files;
    bool swapped = false;  ///< the names said the opposite of what the files say
    bool fits = false;     ///< with a model: it belongs to it (else the call fails with the reason)
    bool operator==(const AdapterDescription&) const = default;
};

struct ConvertAdapterRequest {
    std::string source;
    std::string target;             ///< file, for peft a folder; a pair becomes two with _high_noise and _low_noise
    std::string dialect = "comfy";  ///< kohya, comfy, diffusers or peft
    std::string numberType;         ///< f32, bf16 or f16; empty: as in the source
    bool oneFile = false;           ///< diffusers: both experts in one file
    bool stamp = false;             ///< write the time and keep session ids
    bool overwrite = false;
    std::string title;
    bool operator==(const ConvertAdapterRequest&) const = default;
};

struct ConvertAdapterResult {
    std::vector<std::string> files;
    bool operator==(const ConvertAdapterResult&) const = default;
};

struct MergeAdapter {
    std::string source;
    double strengthHigh = 1.0;
    double strengthLow = 1.0;
    bool operator==(const MergeAdapter&) const = default;
};

struct MergeAdaptersRequest {
    std::string modelDir;
    std::vector<MergeAdapter> adapters;
    std::string outputDir;
    bool operator==(const MergeAdaptersRequest&) const = default;
};

struct MergeAdaptersResult {
    std::string modelDir;
    std::int64_t changedTensors = 0;
    std::string contentId;
    bool operator==(const MergeAdaptersResult&) const = default;
};

class ModelTools {
  public:
    virtual ~ModelTools() = default;

    /// Reads every tensor of every part: checksums, shapes, finiteness, SHA-256 of the files. What is wrong is
    /// listed, not failed. Phases: verifying (bytes), comparing.
    virtual Result<VerifyModelResult> verifyModel(const VerifyModelRequest& request, const EventSink& events,
                                                  StopToken stop) noexcept = 0;
    /// Every .pth as safetensors, atomically; refuses with kNothingToConvert. Phase: converting (bytes).
    virtual Result<ConvertModelResult> convertModel(const ConvertModelRequest& request, const EventSink& events,
                                                    StopToken stop) noexcept = 0;
    virtual Result<EncodeTextResult> encodeText(const EncodeTextRequest& request, const EventSink& events,
                                                StopToken stop) noexcept = 0;
    /// The film is frames(0) of `film`: sides multiples of the VAE's stride, 4n+1 frames. Error: kBadVideo.
    virtual Result<EncodeVideoResult> encodeVideo(const EncodeVideoRequest& request, ClipSource& film,
                                                  const EventSink& events, StopToken stop) noexcept = 0;
    /// Error: kNotLatents.
    virtual Result<DecodeVideoResult> decodeVideo(const DecodeVideoRequest& request, FrameSink& frames,
                                                  const EventSink& events, StopToken stop) noexcept = 0;
    virtual Result<AdapterDescription> inspectAdapter(const InspectAdapterRequest& request) noexcept = 0;
    virtual Result<ConvertAdapterResult> convertAdapter(const ConvertAdapterRequest& request) noexcept = 0;
    /// A copy of the model with the adapters added to its weights. Phase: merging (bytes).
    virtual Result<MergeAdaptersResult> mergeAdapters(const MergeAdaptersRequest& request, const EventSink& events,
                                                      StopToken stop) noexcept = 0;
};

}  // namespace brandloom::door
