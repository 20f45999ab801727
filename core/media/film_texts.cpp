#include "core/media/film_texts.h"

#include "core/media/film_source.h"

namespace brandloom::media {

Result<std::map<std::string, std::string>> filmTexts(const Path& path, const StopToken& stop,
                                                     const Limits& limits) {
    BRANDLOOM_TRY(const auto film, FilmSource::open(path, stop, limits));
    std::map<std::string, std::string> texts;
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(film->format()->metadata, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr)
        texts[entry->key] = entry->value;
    return texts;
}

}  // namespace brandloom::media
