#include "gui/widgets/film_player.h"

#include <QPointer>
#include <algorithm>

#include "gui/widgets/frame_view.h"

namespace brandloom::widgets {
namespace {

constexpr int kAhead = 8;                      // pictures that are asked for at once
constexpr std::size_t kKeptBytes = 64u << 20;  // of pictures
constexpr double kBackSeconds = 0.5;           // that a step back reads at once
constexpr double kEarlier = 1e-5;              // before a picture begins, the one before it is shown

}  // namespace

FilmPlayer::FilmPlayer(ReadPictures read, QObject* parent) : QObject(parent), m_read(std::move(read)) {
    m_thread.setMaxThreadCount(1);
    m_tick.setTimerType(Qt::PreciseTimer);
    m_tick.setInterval(8);
    connect(&m_tick, &QTimer::timeout, this, &FilmPlayer::tick);
}

FilmPlayer::~FilmPlayer() {
    close();
    m_thread.waitForDone();
}

void FilmPlayer::open(const Path& film, double atSeconds) {
    if (film == m_film && !m_broken) return seek(atSeconds);
    close();
    m_film = film;
    seek(atSeconds);
}

void FilmPlayer::close() {
    pause();
    ++m_generation;
    if (m_reading) {
        m_stop.request_stop();
        m_stop = StopSource();
        m_reading = false;
    }
    m_kept.clear();
    m_current = -1;
    m_atEnd = m_broken = false;
    m_wish.reset();
    m_steps = 0;
    m_film.clear();
}

void FilmPlayer::setSide(int pixels) {
    // In steps, so that a window that is made wider does not read everything again.
    m_side = std::clamp((pixels + 127) / 128 * 128, 128, 1152);
}

void FilmPlayer::setRange(double from, double to) {
    m_from = from;
    m_to = to;
}

std::optional<double> FilmPlayer::seconds() const {
    if (m_current < 0) return {};
    return m_kept[static_cast<std::size_t>(m_current)].seconds;
}

double FilmPlayer::durationSeconds() const {
    return m_current < 0 ? 0 : m_kept[static_cast<std::size_t>(m_current)].durationSeconds;
}

int FilmPlayer::indexAt(double seconds) const {
    if (m_kept.empty() || seconds < m_kept.front().seconds) return -1;
    const auto after = std::ranges::upper_bound(m_kept, seconds, {}, &studio::ShownPicture::seconds);
    const bool isLast = after == m_kept.end();
    if (isLast && !m_atEnd && seconds >= m_kept.back().seconds + m_kept.back().durationSeconds) return -1;
    return static_cast<int>(after - m_kept.begin()) - 1;
}

void FilmPlayer::show(int index) {
    if (index == m_current) return;
    m_current = index;
    const auto& picture = m_kept[static_cast<std::size_t>(index)];
    Q_EMIT shown(imageFromFrame(picture.picture), picture.seconds);
}

void FilmPlayer::seek(double seconds) {
    if (m_film.empty() || m_broken) return;
    seconds = std::max(0.0, seconds);
    m_steps = 0;
    if (const int index = indexAt(seconds); index >= 0) {
        m_wish.reset();
        show(index);
        return startClock();
    }
    m_wish = seconds;
    goOn();
}

void FilmPlayer::step(int pictures) {
    if (m_film.empty() || m_broken) return;
    pause();
    m_steps += pictures;
    goOn();
}

void FilmPlayer::play() {
    if (m_playing || m_film.empty() || m_broken) return;
    m_playing = true;
    m_steps = 0;
    const auto at = seconds();
    const bool isOutside = !at || *at < m_from - kEarlier || *at + durationSeconds() >= m_to - kEarlier;
    if (isOutside && m_to > m_from) seek(m_from);
    startClock();
    m_tick.start();
    Q_EMIT playingChanged(true);
}

void FilmPlayer::pause() {
    if (!m_playing) return;
    m_playing = false;
    m_tick.stop();
    Q_EMIT playingChanged(false);
}

void FilmPlayer::startClock() {
    m_clockFrom = seconds().value_or(m_from);
    m_clock.restart();
}

void FilmPlayer::tick() {
    if (m_wish || m_current < 0) return;
    double now = m_clockFrom + static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    const auto& last = m_kept.back();
    const double ready = last.seconds + last.durationSeconds;
    const bool isOver = now >= m_to - kEarlier || (m_atEnd && now >= ready);
    if (isOver) {
        if (m_loop) return seek(m_from);
        if (const int index = indexAt(std::min(m_to, ready) - kEarlier); index >= 0) show(index);
        return pause();
    }
    if (now >= ready) {  // reading is slower than the film: it waits, and leaves nothing out
        now = last.seconds;
        show(static_cast<int>(m_kept.size()) - 1);
        startClock();
    } else if (const int index = indexAt(now); index >= 0) {
        show(index);
    }
    const int ahead = static_cast<int>(m_kept.size()) - 1 - m_current;
    if (!m_reading && !m_atEnd && ahead < kAhead && ready < m_to) ask(Purpose::More, ready, true, kAhead);
}

void FilmPlayer::goOn() {
    if (m_reading || m_broken || m_film.empty()) return;
    if (m_wish) {
        if (const int index = indexAt(*m_wish); index >= 0) {
            m_wish.reset();
            show(index);
            return startClock();
        }
        return ask(Purpose::Seek, *m_wish, false, m_playing ? kAhead : 1);
    }
    if (m_steps == 0 || m_current < 0) return;
    const int last = static_cast<int>(m_kept.size()) - 1;
    const int to = std::clamp(m_current + m_steps, 0, last);
    m_steps -= to - m_current;
    show(to);
    if (m_steps > 0 && m_atEnd) m_steps = 0;
    if (m_steps > 0) return ask(Purpose::More, m_kept.back().seconds + m_kept.back().durationSeconds, true, 4);
    if (m_steps == 0) return;
    const auto& first = m_kept.front();
    if (first.seconds <= kEarlier) {
        m_steps = 0;
        return;
    }
    // A stretch that ends with the picture before the first one that is kept.
    const double from = std::max(0.0, first.seconds - kBackSeconds);
    const double duration = first.durationSeconds > 1e-3 ? first.durationSeconds : 0.04;
    ask(Purpose::Back, from, false, std::clamp(2 * static_cast<int>((first.seconds - from) / duration) + 2, 2, 64));
}

void FilmPlayer::ask(Purpose purpose, double from, bool continues, int count) {
    m_reading = true;
    m_asked = from;
    const studio::PictureOrder order{m_film, from, continues, count, m_side};
    m_thread.start([this, order, purpose, read = m_read, stop = m_stop.get_token(), generation = m_generation] {
        auto batch = read(order, stop);
        QMetaObject::invokeMethod(
            this,
            [this, purpose, generation, batch = std::move(batch)] {
                if (generation == m_generation) arrived(purpose, batch);
            },
            Qt::QueuedConnection);
    });
}

void FilmPlayer::arrived(Purpose purpose, const Result<studio::PictureBatch>& batch) {
    m_reading = false;
    if (!batch) {
        if (batch.error().isCancelled()) return;
        m_broken = true;
        m_wish.reset();
        pause();
        Q_EMIT failed(batch.error());
        return;
    }
    keep(purpose, *batch);
    goOn();
}

void FilmPlayer::keep(Purpose purpose, const studio::PictureBatch& batch) {
    if (purpose == Purpose::More) {
        // A reader that lost its place begins a little earlier or later: only what follows is taken.
        for (const auto& picture : batch.pictures)
            if (m_kept.empty() || picture.seconds > m_kept.back().seconds + kEarlier) m_kept.push_back(picture);
        m_atEnd = batch.atEnd;
        return trim();
    }
    if (batch.pictures.empty()) {
        m_wish.reset();
        m_steps = 0;
        return;
    }
    const auto before = seconds();
    m_kept.assign(batch.pictures.begin(), batch.pictures.end());
    m_atEnd = batch.atEnd;
    if (purpose == Purpose::Back && before) {
        // The one that is shown stays so; where it is not among them, the last one stands for the one before it.
        const auto at = std::ranges::lower_bound(m_kept, *before - kEarlier, {}, &studio::ShownPicture::seconds);
        m_current = static_cast<int>(at - m_kept.begin());
        if (at == m_kept.end()) {
            m_current = -1;
            ++m_steps;
            show(static_cast<int>(m_kept.size()) - 1);
        }
        return;
    }
    m_current = -1;
    if (m_wish == m_asked) m_wish.reset();
    show(0);
    startClock();
}

void FilmPlayer::trim() {
    std::size_t bytes = 0;
    for (const auto& picture : m_kept) bytes += picture.picture->bytes().size();
    while (bytes > kKeptBytes && m_current > 2) {
        bytes -= m_kept.front().picture->bytes().size();
        m_kept.pop_front();
        --m_current;
    }
}

}  // namespace brandloom::widgets
