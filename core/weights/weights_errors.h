#pragma once
// The error table of core/weights. {file} names the file, {place} the tensor, key or entry inside it.
#include <span>

#include "core/base/error.h"

namespace brandloom::weights {

#define BRANDLOOM_WEIGHTS_ERROR(name, code, sentence, remedy) \
    inline constexpr ErrorSpec name {                         \
        "weights", code, sentence, remedy                     \
    }

inline constexpr std::string_view kRemedyAgain = "Download or copy the file again; nothing of it was used.";
inline constexpr std::string_view kRemedyExport = "Export the file again with the program that made it.";
inline constexpr std::string_view kRemedyUntrusted = "Do not use this file; ask for a safetensors file instead.";
inline constexpr std::string_view kRemedyConvert = "Save it again with a current PyTorch, or as safetensors.";

// --- what the file is -------------------------------------------------------------------------------------------
BRANDLOOM_WEIGHTS_ERROR(kLfsPointer, "lfs_pointer", "{file} is only a Git LFS pointer, not the weights themselves.",
                        "Run 'git lfs pull' in the folder it came from, or download the real file.");
BRANDLOOM_WEIGHTS_ERROR(kWebPage, "web_page", "{file} is a web page that was saved in place of the weights.",
                        "Open the download page in a browser, sign in if it asks, and download the file again.");
BRANDLOOM_WEIGHTS_ERROR(kZipNamedSafetensors, "zip_named_safetensors",
                        "{file} is a zip archive although its name says safetensors.",
                        "If it is a PyTorch checkpoint, give it the ending .pth; otherwise download it again.");
BRANDLOOM_WEIGHTS_ERROR(kLegacyPth, "legacy_pth", "{file} has the old PyTorch format that is not a zip archive.",
                        kRemedyConvert);
BRANDLOOM_WEIGHTS_ERROR(kNotPth, "not_pth", "{file} is not a PyTorch zip checkpoint.", kRemedyAgain);

// --- safetensors: numbers of the rules in the reference page
// ------------------------------------------------------
BRANDLOOM_WEIGHTS_ERROR(kFileTooShort, "file_too_short", "{file} is too short to be a safetensors file.",
                        kRemedyAgain);  // 1
BRANDLOOM_WEIGHTS_ERROR(kHeaderTooLong, "header_too_long",
                        "{file} claims a header of {size} bytes; 100,000,000 is the limit.", kRemedyAgain);  // 2
BRANDLOOM_WEIGHTS_ERROR(kHeaderLengthOverflow, "header_length_overflow",
                        "{file} claims a header length that no file can have ({size}).", kRemedyAgain);  // 3
BRANDLOOM_WEIGHTS_ERROR(kHeaderPastEnd, "header_past_end", "The header of {file} runs past the end of the file.",
                        kRemedyAgain);  // 4
BRANDLOOM_WEIGHTS_ERROR(kHeaderNotUtf8, "header_not_utf8", "The header of {file} is not valid UTF-8 text.",
                        kRemedyAgain);  // 5
BRANDLOOM_WEIGHTS_ERROR(kHeaderNotJson, "header_not_json", "The header of {file} is not valid JSON: {reason}.",
                        kRemedyAgain);  // 6
BRANDLOOM_WEIGHTS_ERROR(kHeaderNotObject, "header_not_object",
                        "The header of {file} does not start with a JSON object.", kRemedyAgain);         // 7
BRANDLOOM_WEIGHTS_ERROR(kDuplicateKey, "duplicate_key", "{file} names '{place}' twice.", kRemedyExport);  // 8
BRANDLOOM_WEIGHTS_ERROR(kBadMetadata, "bad_metadata",
                        "The metadata of {file} is not a list of texts (at '{place}').", kRemedyExport);  // 9
BRANDLOOM_WEIGHTS_ERROR(kBadEntry, "bad_entry", "The entry of tensor '{place}' in {file} is wrong: {reason}.",
                        kRemedyExport);  // 10
BRANDLOOM_WEIGHTS_ERROR(kUnknownDtype, "unknown_dtype",
                        "Tensor '{place}' in {file} has the unknown number type '{reason}'.",
                        "Update Brandloom, or export the file with bf16, f16 or f32 weights.");  // 11
BRANDLOOM_WEIGHTS_ERROR(kBadShape, "bad_shape",
                        "Tensor '{place}' in {file} has a shape that is not allowed: {reason}.",
                        kRemedyExport);  // 12
BRANDLOOM_WEIGHTS_ERROR(kBadOffsets, "bad_offsets",
                        "Tensor '{place}' in {file} has data offsets that are not allowed: {reason}.",
                        kRemedyExport);  // 13
BRANDLOOM_WEIGHTS_ERROR(kHole, "hole", "{file} has unused bytes in front of tensor '{place}'.",
                        kRemedyExport);  // 14
BRANDLOOM_WEIGHTS_ERROR(kOverlap, "overlap", "Tensor '{place}' in {file} lies on bytes of another tensor.",
                        kRemedyExport);  // 15
BRANDLOOM_WEIGHTS_ERROR(kShapeOverflow, "shape_overflow",
                        "Tensor '{place}' in {file} claims more elements than can be counted.",
                        kRemedyExport);  // 16
BRANDLOOM_WEIGHTS_ERROR(kSizeOverflow, "size_overflow",
                        "Tensor '{place}' in {file} claims more bytes than can be counted.", kRemedyExport);  // 17
BRANDLOOM_WEIGHTS_ERROR(kSubByteEnd, "sub_byte_end", "Tensor '{place}' in {file} does not end on a whole byte.",
                        kRemedyExport);  // 18
BRANDLOOM_WEIGHTS_ERROR(kSizeMismatch, "size_mismatch",
                        "Tensor '{place}' in {file} needs {needs} bytes by its shape, but {has} are given.",
                        kRemedyExport);  // 19
BRANDLOOM_WEIGHTS_ERROR(kDataLength, "data_length", "{file} should hold {needs} bytes of weights, but holds {has}.",
                        kRemedyAgain);  // 20
BRANDLOOM_WEIGHTS_ERROR(kHeaderTooDeep, "header_too_deep", "The JSON of {file} is nested too deeply.",
                        kRemedyAgain);  // 21

// --- sharded folders
// ----------------------------------------------------------------------------------------------
BRANDLOOM_WEIGHTS_ERROR(kBadIndex, "bad_index", "The shard index {file} is wrong: {reason}.", kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kShardOutside, "shard_outside",
                        "The shard index {file} names '{place}', which is not a plain file name in its folder.",
                        kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kShardMissing, "shard_missing", "The shard {place}, named by {file}, is not there.",
                        "Download or copy the missing file into the same folder.");
BRANDLOOM_WEIGHTS_ERROR(kTensorNotInShard, "tensor_not_in_shard",
                        "The shard index {file} looks for tensor '{place}' in {shard}, which does not hold it.",
                        kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kTensorInTwoShards, "tensor_in_two_shards",
                        "Tensor '{place}' is in more than one shard of {file}.", kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kTensorNotInIndex, "tensor_not_in_index",
                        "{shard} holds tensor '{place}', which the index {file} does not mention.", kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kTotalSizeDiffers, "total_size_differs",
                        "The index {file} speaks of {needs} bytes, its shards hold {has}.",
                        "The weights were checked one by one and can be used.");  // a notice, not a refusal
BRANDLOOM_WEIGHTS_ERROR(kStrayShard, "stray_shard", "{place} lies beside {file} but does not belong to it.",
                        "It was not read; delete it if it is left over from another download.");  // a notice

// --- .pth: the archive
// ---------------------------------------------------------------------------------------------
BRANDLOOM_WEIGHTS_ERROR(kZipDamaged, "zip_damaged", "The archive {file} is damaged: {reason}.", kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kZipCompressed, "zip_compressed",
                        "{file} has a compressed entry ({place}), which PyTorch never writes.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kZipEntryOutside, "zip_entry_outside", "Entry {place} of {file} points outside the file.",
                        kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kZipSizesDiffer, "zip_sizes_differ",
                        "Entry {place} of {file} has different sizes in its two headers.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kZipOverlap, "zip_overlap", "Entry {place} of {file} lies on bytes of another entry.",
                        kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kZipBadName, "zip_bad_name",
                        "{file} has an entry with a name that is not allowed: {place}.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kZipDuplicate, "zip_duplicate", "{file} has the entry {place} twice.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kZipNoPickle, "zip_no_pickle", "{file} has no data.pkl, so it is not a PyTorch checkpoint.",
                        kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kZipTwoPickles, "zip_two_pickles", "{file} has more than one data.pkl.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kTorchScript, "torch_script", "{file} is a TorchScript program, not a list of weights.",
                        "Save the model's state dict instead, best as safetensors.");
BRANDLOOM_WEIGHTS_ERROR(kChecksum, "checksum", "Entry {place} of {file} does not match its checksum.",
                        kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kBigEndian, "big_endian",
                        "{file} was written on a big-endian machine, which is not supported.", kRemedyConvert);

// --- .pth: the pickle
// -----------------------------------------------------------------------------------------------
BRANDLOOM_WEIGHTS_ERROR(kPickleTooLarge, "pickle_too_large",
                        "The list of weights in {file} is far larger than any real one.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kPickleDamaged, "pickle_damaged", "The list of weights in {file} is damaged: {reason}.",
                        kRemedyAgain);
BRANDLOOM_WEIGHTS_ERROR(kPickleOpcode, "pickle_opcode",
                        "{file} uses the pickle instruction {place}, which a list of weights does not need.",
                        kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kPickleForeignName, "pickle_foreign_name",
                        "{file} asks to run '{place}'. Nothing was run and nothing was loaded.", kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kPickleForeignCall, "pickle_foreign_call",
                        "{file} calls something that a list of weights does not need: {reason}. Nothing was run.",
                        kRemedyUntrusted);
BRANDLOOM_WEIGHTS_ERROR(kNotStateDict, "not_state_dict", "{file} does not hold named weights: {reason}.",
                        "Save the model's state dict instead, best as safetensors.");
BRANDLOOM_WEIGHTS_ERROR(kBadStorage, "bad_storage", "Storage {place} of {file} is wrong: {reason}.", kRemedyExport);
BRANDLOOM_WEIGHTS_ERROR(kBadView, "bad_view", "Tensor '{place}' of {file} is wrong: {reason}.", kRemedyExport);

// --- key dialects
// -----------------------------------------------------------------------------------------------------
BRANDLOOM_WEIGHTS_ERROR(kComponentAbsent, "component_absent", "{file} does not hold {place} of the model family.",
                        "Choose the file of that part of the model.");
BRANDLOOM_WEIGHTS_ERROR(kOtherComponent, "other_component", "{file} holds {reason}, not {place}.",
                        "Choose the file of that part of the model.");
BRANDLOOM_WEIGHTS_ERROR(kKeyTwice, "key_twice", "{file} holds the weight '{place}' under two names.",
                        kRemedyExport);

#undef BRANDLOOM_WEIGHTS_ERROR

std::span<const ErrorSpec* const> weightsErrorSpecs();

}  // namespace brandloom::weights
