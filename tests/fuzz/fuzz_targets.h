#pragma once
// What the fuzzers call, and what unit_base calls with the stored corpus: bytes of a stranger in, no crash out.
// Each call works in the folder that it is given (best on a memory file system) and leaves its files there.
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace brandloom::fuzz {

using Bytes = std::span<const std::uint8_t>;
using Entry = void (*)(const std::filesystem::path& folder, Bytes input);

struct Target {
    std::string_view name;  ///< also the folder of its corpus
    Entry run;
};

/// One safetensors file: opened, every tensor read, keys mapped.
void safetensors(const std::filesystem::path& folder, Bytes input);
/// A sharded model: index, first and second shard, with kPartEnd between them; a shard that is absent in the input
/// is absent on disk.
void shardedIndex(const std::filesystem::path& folder, Bytes input);
/// A PyTorch zip checkpoint. Checksums of entries are made right first, or nothing would be found behind them.
void pth(const std::filesystem::path& folder, Bytes input);
/// A SentencePiece model: loaded, then some text is split with it.
void tokenizerModel(const std::filesystem::path& folder, Bytes input);
/// A prompt: cleaned twice.
void promptText(const std::filesystem::path& folder, Bytes input);

/// A film: looked at, pictures decoded, sought and conformed, measured.
void film(const std::filesystem::path& folder, Bytes input);
/// A PNG as pictures that start films are read.
void picture(const std::filesystem::path& folder, Bytes input);
/// What the film reader's process might say, and be told: the head, the text, kPartEnd and bytes.
void readerMessage(const std::filesystem::path& folder, Bytes input);

inline constexpr std::string_view kPartEnd = "\xff\xfe\xfd\xfc";

inline constexpr Target kTargets[] = {{"safetensors", safetensors},
                                      {"sharded", shardedIndex},
                                      {"pth", pth},
                                      {"tokenizer", tokenizerModel},
                                      {"text", promptText}};
/// Those of brandloom_fuzz_media, which unit_domain replays.
inline constexpr Target kMediaTargets[] = {{"film", film}, {"picture", picture}, {"reader", readerMessage}};
inline constexpr std::string_view kMediaNames[] = {"film", "picture", "reader"};

}  // namespace brandloom::fuzz
