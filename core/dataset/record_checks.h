#pragma once
// What a record may be, before it is written, and the words that its columns hold. Pure functions.
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/records.h"

namespace brandloom::dataset {

const char* wordFor(Split split);
Split splitFromWord(std::string_view word);
const char* wordFor(CaptionAuthor author);
CaptionAuthor authorFromWord(std::string_view word);

tl::unexpected<Error> badRecord(const char* what, const std::string& value, const char* allowed);

Status checkCaption(const Caption& caption);
/// Each of them, and no language twice.
Status checkCaptions(const std::vector<Caption>& captions);
Status checkSource(const NewSource& source);
Status checkClip(const NewClip& clip);
/// `width` and `height` of the film; 0: not known.
Status checkCrop(const Crop& crop, int width, int height);
/// 1 to 60 characters, one line, without commas and double quotes (the query line needs them).
Status checkTag(const std::string& tag);
Status checkScene(const std::string& scene);
/// At most 20, each 1 to 60 characters of one line, none twice.
Status checkTriggerWords(const std::vector<std::string>& words);
Status checkDatasetName(const std::string& name);
/// Up to 200 characters of one line; empty: nobody said.
Status checkRightsHolder(const std::string& holder);
Status checkHeldOutShare(double share);

std::string joinedLines(const std::vector<std::string>& lines);
std::vector<std::string> splitLines(std::string_view text);

}  // namespace brandloom::dataset
