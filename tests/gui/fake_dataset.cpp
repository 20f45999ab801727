#include "tests/gui/fake_dataset.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/dataset/dataset_errors.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::tests {
namespace {

Error nothingToUndo() {
    return {base_errors::kInvalidArgument, {{"what", "undo"}, {"reason", "nothing"}, {"allowed", "a change"}}};
}

}  // namespace

FakeDataset::~FakeDataset() {
    stopImport();
    if (m_import.joinable()) m_import.join();
}

void FakeDataset::fill(int clips) {
    const std::lock_guard lock(m_mutex);
    for (int i = 0; i < clips; ++i) {
        studio::ClipCard card;
        card.id = m_next++;
        card.film = "/films/film_" + std::to_string(i) + ".mp4";
        if (!pictures.empty()) card.picture = pictures / ("picture_" + std::to_string(i % 8) + ".png");
        card.seconds = 2.0 + 0.1 * (i % 20);
        card.width = 256;
        card.height = 256;
        if (i % 3 != 2)
            card.captions["en"] = "a red mug number " + std::to_string(i) + " on a wooden table, static camera";
        if (i % 3 == 0) card.captions["zh"] = "木桌上的红色马克杯，固定镜头";
        card.pick = i % 5 == 1 ? 1 : i % 7 == 3 ? -1 : 0;
        card.rating = i % 6;
        m_cards.push_back(card);
    }
}

std::vector<studio::ClipCard> FakeDataset::cards() const {
    const std::lock_guard lock(m_mutex);
    return m_cards;
}

Result<studio::DatasetView> FakeDataset::view(const std::string& query) {
    const std::lock_guard lock(m_mutex);
    studio::DatasetView out;
    out.dataset = m_cards.empty() ? "" : "Dataset";
    out.isReadOnly = isReadOnly;
    out.all = static_cast<std::int64_t>(m_cards.size());
    if (query == "rating>") {
        out.queryError = Error(base_errors::kInvalidArgument,
                               {{"what", "The query"}, {"reason", "no number"}, {"allowed", "a number"}});
        out.cards = m_cards;
        return out;
    }
    for (const auto& card : m_cards)
        if (query.empty() || std::ranges::any_of(card.captions, [&](const auto& c) {
                return c.second.find(query) != std::string::npos;
            }))
            out.cards.push_back(card);
    answeredAt = steadySeconds();
    return out;
}

Result<studio::DatasetFindings> FakeDataset::findings() {
    const std::lock_guard lock(m_mutex);
    studio::DatasetFindings out;
    out.score = 72;
    out.parts = {
        {"amount", 20, 0.96, 1, ""},    {"variety", 15, 0.84, 1, ""}, {"captions", 20, 0.6, 1, "missing:caption"},
        {"sharpness", 10, 0.88, 1, ""}, {"copies", 10, 0.62, 1, ""},  {"rights", 10, 0, 1, "missing:rights"}};
    studio::DatasetHint empty{"caption_empty", "blocks", true, 0, {}, ""};
    for (const auto& card : m_cards)
        if (card.captions.empty()) {
            ++empty.findings;
            empty.clips.push_back(card.id);
        }
    if (empty.findings > 0) out.hints.push_back(empty);
    if (m_cards.size() > 8) out.hints.push_back({"near_duplicate", "warns", true, 1, {1, 4}, "2 clips"});
    out.hints.push_back({"rights_missing", "notes", false, 1, {}, ""});
    return out;
}

studio::ClipCard* FakeDataset::find(std::int64_t id) {
    const auto found = std::ranges::find(m_cards, id, &studio::ClipCard::id);
    return found == m_cards.end() ? nullptr : &*found;
}

void FakeDataset::change(const std::string& command) {
    m_done.push_back({command, m_cards, m_crops});
    m_undone.clear();
}

Result<studio::PictureBatch> FakePictures::read(const studio::PictureOrder& order, const StopToken& stop) {
    constexpr int kAll = 240;
    if (stop.stop_requested()) return fail(cancelledError());
    if (order.film.filename().string().starts_with("broken"))
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(order.film)}, {"reason", "it is broken"}});
    studio::PictureBatch out;
    if (!order.continues) m_next = std::min(kAll - 1, static_cast<int>(order.fromSeconds * 24 + 1e-6));
    const int width = std::min(order.side, 640), height = std::max(1, width * 9 / 16);
    for (int i = 0; i < order.count; ++i, ++m_next) {
        if (m_next >= kAll) {
            out.atEnd = true;
            break;
        }
        auto picture = std::make_shared<FrameBuffer>(width, height);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                auto* pixel = picture->row(y) + 3 * x;
                const bool isBar = std::abs(x * kAll / width - m_next) < 4;
                pixel[0] = static_cast<std::uint8_t>(isBar ? 240 : 60 + 120 * x / width);
                pixel[1] = static_cast<std::uint8_t>(isBar ? 180 : 70 + 60 * y / height);
                pixel[2] = static_cast<std::uint8_t>(isBar ? 60 : 110);
            }
        picture->row(0)[0] = static_cast<std::uint8_t>(m_next);
        out.pictures.push_back({std::move(picture), m_next / 24.0, 1 / 24.0});
    }
    return out;
}

std::shared_ptr<bridge::PicturePort> FakeDataset::openPictures() {
    return std::make_shared<FakePictures>();
}

Result<studio::DatasetFacets> FakeDataset::facets() {
    const std::lock_guard lock(m_mutex);
    studio::DatasetFacets out;
    const auto count = [&](auto holds) { return static_cast<std::int64_t>(std::ranges::count_if(m_cards, holds)); };
    const auto add = [&](const char* group, const std::string& name, const std::string& query, std::int64_t clips) {
        if (clips > 0) out.facets.push_back({group, name, query, clips});
    };
    add("todo", "caption", "missing:caption", count([](const auto& c) { return c.captions.empty(); }));
    add("todo", "draft", "is:draft", count([](const auto& c) { return !c.drafts.empty(); }));
    add("marks", "picked", "pick:yes", count([](const auto& c) { return c.pick > 0; }));
    add("marks", "rejected", "pick:reject", count([](const auto& c) { return c.pick < 0; }));
    add("marks", "good", "rating>=4", count([](const auto& c) { return c.rating >= 4; }));
    add("camera", "push_in", "camera:push_in", count([](const auto&) { return true; }));
    std::map<std::string, std::int64_t> tags;
    for (const auto& card : m_cards)
        for (const auto& tag : card.tags) ++tags[tag];
    for (const auto& [tag, clips] : tags) add("tags", tag, "tag:\"" + tag + "\"", clips);
    out.versions = m_versions;
    return out;
}

FakeDataset::Changed FakeDataset::freeze(const std::string& title) {
    const std::lock_guard lock(m_mutex);
    const auto number = static_cast<std::int64_t>(m_versions.size()) + 1;
    for (auto& version : m_versions) version.isNow = false;
    m_versions.insert(m_versions.begin(), {number, title, 1795000000, static_cast<int>(m_cards.size()), true});
    return studio::DatasetChanged{1};
}

FakeDataset::Changed FakeDataset::drawSplit() {
    const std::lock_guard lock(m_mutex);
    change("dataset.split");
    for (auto& card : m_cards) card.isHeldOut = card.id % 5 == 0;
    return studio::DatasetChanged{1};
}

Result<studio::ClipDetail> FakeDataset::clip(std::int64_t id) {
    const std::lock_guard lock(m_mutex);
    const auto* card = find(id);
    if (card == nullptr) return fail(dataset_errors::kClipMissing, {{"id", std::to_string(id)}});
    studio::ClipDetail out;
    out.card = *card;
    out.filmSeconds = 10;
    out.fps = 24;
    out.filmWidth = 640;
    out.filmHeight = 360;
    out.codec = "h264";
    out.isThere = !card->film.filename().string().starts_with("gone");
    if (const auto crop = m_crops.find(id); crop != m_crops.end()) out.crop = crop->second;
    out.look = studio::ClipLook{"push-in", 0.31, 0.82, 0.44, 0, false};
    out.rightsHolder = "Fable Goods";
    out.rightsUntil = 1798761600;
    out.modelFps = 8;
    out.modelFrames = static_cast<int>(card->seconds * 8) / 4 * 4 + 1;
    return out;
}

FakeDataset::Changed FakeDataset::setRange(std::int64_t id, double start, double end) {
    const std::lock_guard lock(m_mutex);
    change("clip.set");
    if (auto* card = find(id)) {
        card->startSeconds = start;
        card->seconds = end - start;
    }
    return studio::DatasetChanged{1};
}

FakeDataset::Changed FakeDataset::setCrop(std::int64_t id, const std::optional<studio::CropBox>& crop) {
    const std::lock_guard lock(m_mutex);
    change("clip.set");
    m_crops.erase(id);
    if (crop) m_crops[id] = *crop;
    return studio::DatasetChanged{1};
}

FakeDataset::Changed FakeDataset::setTags(const Ids& clips, const std::vector<std::string>& add,
                                          const std::vector<std::string>& remove) {
    const std::lock_guard lock(m_mutex);
    change("clip.set");
    for (const auto id : clips)
        if (auto* card = find(id)) {
            for (const auto& tag : add) card->tags.push_back(tag);
            for (const auto& tag : remove) std::erase(card->tags, tag);
        }
    return studio::DatasetChanged{static_cast<int>(clips.size())};
}

FakeDataset::Changed FakeDataset::split(std::int64_t id, double at) {
    const std::lock_guard lock(m_mutex);
    change("clip.split");
    auto* card = find(id);
    if (card == nullptr) return studio::DatasetChanged{0};
    auto second = *card;
    second.id = m_next++;
    second.startSeconds = at;
    second.seconds = card->startSeconds + card->seconds - at;
    card->seconds = at - card->startSeconds;
    m_cards.push_back(second);
    return studio::DatasetChanged{1};
}

void FakeDataset::setFilm(std::int64_t clip, const Path& film) {
    const std::lock_guard lock(m_mutex);
    if (auto* card = find(clip)) card->film = film;
}

FakeDataset::Changed FakeDataset::mark(const Ids& clips, int pick) {
    const std::lock_guard lock(m_mutex);
    change("clip.set");
    for (const auto id : clips)
        if (auto* card = find(id)) card->pick = pick;
    return studio::DatasetChanged{static_cast<int>(clips.size())};
}

FakeDataset::Changed FakeDataset::rate(const Ids& clips, int rating) {
    const std::lock_guard lock(m_mutex);
    change("clip.set");
    for (const auto id : clips)
        if (auto* card = find(id)) card->rating = rating;
    return studio::DatasetChanged{static_cast<int>(clips.size())};
}

FakeDataset::Changed FakeDataset::remove(const Ids& clips) {
    const std::lock_guard lock(m_mutex);
    change("clip.remove");
    std::erase_if(m_cards, [&](const auto& card) { return std::ranges::find(clips, card.id) != clips.end(); });
    return studio::DatasetChanged{static_cast<int>(clips.size())};
}

FakeDataset::Changed FakeDataset::writeCaption(std::int64_t clip, const std::string& language,
                                               const std::string& text) {
    const std::lock_guard lock(m_mutex);
    change("caption.set");
    if (auto* card = find(clip)) {
        card->drafts.erase(language);
        if (text.empty())
            card->captions.erase(language);
        else
            card->captions[language] = text;
    }
    return studio::DatasetChanged{1};
}

/// A token for each byte; "beautiful" is vague and "cinematic" a look.
Result<studio::CaptionNotes> FakeDataset::readCaption(const std::string& text) {
    studio::CaptionNotes notes{static_cast<int>(text.size()), 64, {}};
    for (const auto& [word, rule] : {std::pair("beautiful", "caption_vague"), std::pair("cinematic", "style_leak")})
        if (const auto at = text.find(word); at != std::string::npos)
            notes.marks.push_back({at, at + std::string(word).size(), rule});
    return notes;
}

Result<std::vector<std::string>> FakeDataset::captionWords(const std::string& language) {
    if (language == "zh") return std::vector<std::string>{"红色马克杯", "镜头推近"};
    return std::vector<std::string>{"saffron", "table", "turning"};
}

FakeDataset::Changed FakeDataset::suggest(const Ids& clips, const std::string& language) {
    const std::lock_guard lock(m_mutex);
    change("caption.suggest");
    int n = 0;
    for (const auto id : clips)
        if (auto* card = find(id); card && !card->captions.contains(language)) {
            card->captions[language] = "static camera, a bright scene in red";
            card->drafts.insert(language);
            ++n;
        }
    return studio::DatasetChanged{n};
}

FakeDataset::Changed FakeDataset::fix(const std::string& rule) {
    Ids empty;
    for (const auto& card : cards())
        if (card.captions.empty()) empty.push_back(card.id);
    if (rule == "caption_empty") return suggest(empty, "en");
    return studio::DatasetChanged{0};
}

Result<std::string> FakeDataset::undo() {
    if (auto other = elsewhere ? elsewhere(true) : std::nullopt) return *other;
    const std::lock_guard lock(m_mutex);
    if (m_done.empty()) return fail(nothingToUndo());
    auto step = m_done.back();
    m_done.pop_back();
    m_undone.push_back({step.command, m_cards, m_crops});
    m_crops = step.crops;
    m_cards = step.before;
    return step.command;
}

Result<std::string> FakeDataset::redo() {
    if (auto other = elsewhere ? elsewhere(false) : std::nullopt) return *other;
    const std::lock_guard lock(m_mutex);
    if (m_undone.empty()) return fail(nothingToUndo());
    auto step = m_undone.back();
    m_undone.pop_back();
    m_done.push_back({step.command, m_cards, m_crops});
    m_crops = step.crops;
    m_cards = step.before;
    return step.command;
}

Status FakeDataset::startImport(const std::vector<Path>& films, const std::string&,
                                studio::ImportListener listener) {
    if (m_import.joinable()) m_import.join();
    {
        const std::lock_guard lock(m_mutex);
        m_stop = false;
    }
    m_import = std::thread([this, films, listener = std::move(listener)] { work(films, listener); });
    return {};
}

Status FakeDataset::continueImport(studio::ImportListener listener) {
    studio::ImportUpdate end;
    end.what = studio::ImportUpdate::What::Ended;
    listener(end);
    return {};
}

void FakeDataset::stopImport() {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
    m_wake.notify_all();
}

void FakeDataset::letImportGoOn() {
    const std::lock_guard lock(m_mutex);
    holdImport = false;
    m_wake.notify_all();
}

void FakeDataset::work(std::vector<Path> films, studio::ImportListener listener) {
    using What = studio::ImportUpdate::What;
    studio::ImportUpdate found;
    found.what = What::Found;
    found.films = films;
    listener(found);
    studio::ImportUpdate end;
    end.what = What::Ended;
    const auto total = static_cast<std::int64_t>(films.size());
    std::vector<studio::ClipCard> cards;
    for (std::size_t i = 0; i < films.size(); ++i) {
        studio::ImportUpdate progress;
        progress.what = What::Progressed;
        progress.phase = "reading";
        progress.done = static_cast<std::int64_t>(i);
        progress.total = total;
        progress.secondsLeft = 12;
        listener(progress);
        studio::ImportUpdate looked;
        looked.number = static_cast<int>(i);
        if (films[i].filename().string().starts_with("bad")) {
            looked.what = What::Refused;
            looked.films = {films[i]};
            looked.error = Error(base_errors::kFileUnreadable,
                                 {{"file", utf8FromPath(films[i])}, {"reason", "it is not a film"}});
            ++end.refused;
        } else {
            looked.what = What::Looked;
            looked.picture = "/no/such/picture.png";
            studio::ClipCard card;
            card.film = films[i];
            card.seconds = 3;
            cards.push_back(card);
        }
        listener(looked);
        std::unique_lock lock(m_mutex);
        if (holdImport) m_wake.wait(lock, [this] { return m_stop || !holdImport; });
        if (m_stop) {
            end.wasStopped = true;
            lock.unlock();
            return listener(end);
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        change("dataset.add");
        for (auto& card : cards) {
            card.id = m_next++;
            m_cards.push_back(card);
        }
    }
    end.added = static_cast<int>(cards.size());
    listener(end);
}

}  // namespace brandloom::tests
