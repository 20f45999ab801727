#pragma once
// Parts of a model by themselves: a prompt as embeddings, a film as latents, latents as a film. Nothing is
// overwritten; cancelled or failed a call leaves no file. `model` is a registered name or a folder; empty: the
// starter model.
#include "core/door/engine_loader.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct EncodeTextOptions {
    Path model;
    std::string prompt;
    Path outFile;  ///< .safetensors
};
Result<door::EncodeTextResult> encodeText(const door::EngineFactory& engine, const EncodeTextOptions& options,
                                          const Listener& listener, const StopToken& stop);

struct EncodeFilmOptions {
    Path model;
    Path film;
    Path outFile;             ///< .safetensors
    int width = 0;            ///< pixels; 0: the model's default
    int height = 0;           ///< pixels; 0: the model's default
    int frames = 0;           ///< 4n+1; 0: the model's default, fewer when the film is shorter
    int fps = 0;              ///< 0: the model's default
    double startSeconds = 0;  ///< in the film
};
struct EncodedFilm {
    door::EncodeVideoResult result;
    int frames = 0;
    int width = 0;
    int height = 0;
    int fps = 0;
};
/// Errors: those of the film and the engine, base kInvalidArgument (a name that is no .safetensors).
Result<EncodedFilm> encodeFilm(const door::EngineFactory& engine, const EncodeFilmOptions& options,
                               const Listener& listener, const StopToken& stop);

struct DecodeFilmOptions {
    Path model;
    Path latents;
    Path outFile;   ///< .mp4
    int fps = 0;    ///< 0: what the latents say, else the model's default
    int scale = 1;  ///< enlargement of the pictures, 1..8
};
struct DecodedFilm {
    door::DecodeVideoResult result;
    int fps = 0;
};
Result<DecodedFilm> decodeFilm(const door::EngineFactory& engine, const DecodeFilmOptions& options,
                               const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
