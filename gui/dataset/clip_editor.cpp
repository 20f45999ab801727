#include "gui/dataset/clip_editor.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>

#include "gui/bridge/error_text.h"
#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/film_canvas.h"
#include "gui/widgets/film_player.h"
#include "gui/widgets/frame_view.h"
#include "gui/widgets/label.h"
#include "gui/widgets/range_timeline.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/surface.h"

namespace brandloom::dataset_page {

using namespace widgets;
using bridge::fromUtf8;

namespace {

constexpr int kStripMs = 120;    // after the last zoom
constexpr int kStripSide = 144;  // pixels
constexpr int kJogPictures = 8;

/// Aspects of a crop; 0: any.
constexpr double kAspects[] = {0, 16.0 / 9, 9.0 / 16, 1, 4.0 / 3, 4.0 / 5};

QString clockOf(double seconds) {
    const auto ms = static_cast<qint64>(seconds * 1000 + 0.5);
    return QStringLiteral("%1:%2.%3")
        .arg(ms / 60000, 2, 10, QLatin1Char('0'))
        .arg(ms / 1000 % 60, 2, 10, QLatin1Char('0'))
        .arg(ms % 1000, 3, 10, QLatin1Char('0'));
}

}  // namespace

ClipEditor::ClipEditor(ClipPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    setFocusPolicy(Qt::StrongFocus);
    // Single letters are commands here, also with a Chinese input method on.
    setAttribute(Qt::WA_InputMethodEnabled, false);
    m_stripThread.setMaxThreadCount(1);
    m_stripTimer.setSingleShot(true);
    m_stripTimer.setInterval(kStripMs);
    m_player = new FilmPlayer(
        [this](const studio::PictureOrder& order, const StopToken& stop) { return m_pictures->read(order, stop); },
        this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_canvas = new FilmCanvas, 1);
    column->addWidget(buildControls());
    column->addWidget(m_timeline = new RangeTimeline);
    connectAll();
    retranslate();
    opened();
}

ClipEditor::~ClipEditor() {
    ++*m_stripAsked;
    m_stop.request_stop();
    m_stripThread.waitForDone();
    delete m_player;  // its thread asks m_pictures
}

QWidget* ClipEditor::buildHead() {
    auto* bar = new Surface(Token::Panel, Qt::BottomEdge);
    bar->setFixedHeight(40);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_back = new IconButton(QStringLiteral("chevron-left"), 28));
    row->addWidget(m_place = new Label(Role::BodyStrong));
    row->addWidget(m_name = new Label(Role::Body, Token::T2), 1);
    m_name->setElide(Qt::ElideMiddle);
    row->addWidget(m_before = new IconButton(QStringLiteral("step-back"), 28));
    row->addWidget(m_after = new IconButton(QStringLiteral("step-on"), 28));
    row->addWidget(m_zoom = new Segmented(24), 0, Qt::AlignVCenter);
    return bar;
}

QWidget* ClipEditor::buildControls() {
    auto* bar = new Surface(Token::Panel, Qt::TopEdge);
    bar->setFixedHeight(40);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(6);
    row->addWidget(m_time = new Label(Role::BodyStrong));
    m_time->setFigures(true);
    row->addWidget(m_frame = new Label(Role::Small, Token::T3));
    m_frame->setFigures(true);
    row->addStretch(1);
    const auto act = [&](const char* icon) {
        auto* button = new IconButton(QLatin1String(icon), 28);
        row->addWidget(button);
        return button;
    };
    m_in = act("range-in");
    m_stepBack = act("step-back");
    m_play = act("play");
    m_stepOn = act("step-on");
    m_out = act("range-out");
    m_loop = act("loop");
    m_loop->setCheckable(true);
    m_loop->setChecked(m_player->isLooping());
    row->addStretch(1);
    row->addWidget(m_aspect = new ComboBox);
    row->addWidget(m_uncrop = new Button(ButtonKind::Normal, 24));
    row->addWidget(m_split = new Button(ButtonKind::Normal, 24));
    m_split->setIconName(QStringLiteral("split"));
    row->addWidget(m_crop = new Button(ButtonKind::Normal, 24));
    m_crop->setIconName(QStringLiteral("crop"));
    return bar;
}

void ClipEditor::connectAll() {
    connect(&m_presenter, &ClipPresenter::opened, this, &ClipEditor::opened);
    connect(&m_presenter, &ClipPresenter::changed, this, [this] {
        openFilm();
        refresh();
    });
    connect(m_player, &FilmPlayer::shown, this, [this](const QImage& picture, double seconds) {
        m_canvas->setPicture(picture);
        refreshTime(seconds);
    });
    connect(m_player, &FilmPlayer::failed, this, [this](const Error& error) {
        m_canvas->setPicture({});
        m_canvas->setWords(bridge::describe(error).whole());
    });
    connect(m_player, &FilmPlayer::playingChanged, this, [this](bool on) {
        m_play->setIconName(on ? QStringLiteral("pause") : QStringLiteral("play"));
        m_play->setWords(on ? tr("Pause (Space)") : tr("Play the range (Space)"));
    });
    connect(m_canvas, &FilmCanvas::sideChanged, m_player, &FilmPlayer::setSide);
    connect(m_canvas, &FilmCanvas::cropMoved, this,
            [this](const QRect& crop) { m_canvas->setCropWords(m_presenter.cropWords(crop)); });
    connect(m_canvas, &FilmCanvas::cropDone, &m_presenter, &ClipPresenter::setCrop);
    connect(m_timeline, &RangeTimeline::seekWanted, m_player, &FilmPlayer::seek);
    connect(m_timeline, &RangeTimeline::stepWanted, m_player, &FilmPlayer::step);
    connect(m_timeline, &RangeTimeline::rangeMoved, this,
            [this](double from, double to) { m_timeline->setRangeWords(m_presenter.rangeWords(from, to)); });
    connect(m_timeline, &RangeTimeline::rangeDone, &m_presenter, &ClipPresenter::setRange);
    connect(m_timeline, &RangeTimeline::viewChanged, &m_stripTimer, qOverload<>(&QTimer::start));
    connect(&m_stripTimer, &QTimer::timeout, this, &ClipEditor::fillStrip);
    connect(m_back, &QAbstractButton::clicked, this, &ClipEditor::leaveWanted);
    connect(m_before, &QAbstractButton::clicked, this, [this] { m_presenter.go(-1); });
    connect(m_after, &QAbstractButton::clicked, this, [this] { m_presenter.go(1); });
    connect(m_zoom, &Segmented::chosen, this, [this](int index) { m_canvas->setPixelForPixel(index == 1); });
    connect(m_play, &QAbstractButton::clicked, this, &ClipEditor::togglePlay);
    connect(m_stepBack, &QAbstractButton::clicked, this, [this] { m_player->step(-1); });
    connect(m_stepOn, &QAbstractButton::clicked, this, [this] { m_player->step(1); });
    connect(m_in, &QAbstractButton::clicked, this, [this] { markKey(Qt::Key_I); });
    connect(m_out, &QAbstractButton::clicked, this, [this] { markKey(Qt::Key_O); });
    connect(m_loop, &QAbstractButton::toggled, m_player, &FilmPlayer::setLoop);
    connect(m_split, &QAbstractButton::clicked, this, [this] { markKey(Qt::Key_S); });
    connect(m_crop, &QAbstractButton::clicked, this, [this] { setCropping(!m_canvas->isCropping()); });
    connect(m_uncrop, &QAbstractButton::clicked, &m_presenter, &ClipPresenter::clearCrop);
    connect(m_aspect, qOverload<int>(&QComboBox::activated), this, &ClipEditor::chooseAspect);
}

void ClipEditor::retranslate() {
    m_back->setWords(tr("Back to all clips (Esc)"));
    m_before->setWords(tr("Clip before (Up)"));
    m_after->setWords(tr("Next clip (Down)"));
    m_zoom->setOptions({tr("Fit"), QStringLiteral("1:1")});
    m_zoom->setAccessibleName(tr("Size of the picture"));
    m_canvas->setAccessibleName(tr("Picture of the film"));
    m_timeline->setAccessibleName(tr("Range of the clip"));
    m_in->setWords(tr("The clip begins at this picture (I)"));
    m_out->setWords(tr("The clip ends with this picture (O)"));
    m_stepBack->setWords(tr("One picture back (,)"));
    m_stepOn->setWords(tr("One picture on (.)"));
    m_play->setWords(m_player->isPlaying() ? tr("Pause (Space)") : tr("Play the range (Space)"));
    m_loop->setWords(tr("Play it again and again"));
    m_split->setText(tr("Split"));
    m_split->setToolTip(tr("Two clips, the second from this picture on"));
    m_split->setKeyHint(QKeySequence(Qt::Key_S));
    m_crop->setText(tr("Crop"));
    m_crop->setToolTip(tr("Learn only a part of the picture"));

    m_uncrop->setText(tr("Whole picture"));
    const int aspect = std::max(0, m_aspect->currentIndex());
    m_aspect->clear();
    m_aspect->addItems({tr("Any shape"), QStringLiteral("16:9"), QStringLiteral("9:16"), QStringLiteral("1:1"),
                        QStringLiteral("4:3"), QStringLiteral("4:5")});
    m_aspect->setCurrentIndex(aspect);
    m_aspect->setAccessibleName(tr("Shape of the crop"));
    refresh();
}

void ClipEditor::opened() {
    if (m_presenter.clip() == 0) {
        setCropping(false);
        m_player->close();
        m_film.clear();
        m_clip = 0;
        return;
    }
    m_player->pause();
    refresh();
}

void ClipEditor::openFilm() {
    const auto& detail = *m_presenter.detail();
    const double from = detail.card.startSeconds, to = from + detail.card.seconds;
    m_player->setRange(from, to);
    m_timeline->setOthers(m_presenter.otherRanges());
    // The same clip, cut or marked: the picture stays where it is.
    if (m_film == detail.card.film && m_clip == m_presenter.clip()) return m_timeline->setRange(from, to);
    m_clip = m_presenter.clip();
    m_canvas->setPicture({});
    m_canvas->setWords(detail.isThere
                           ? QString()
                           : tr("The film is not where it was: %1").arg(fromUtf8(utf8FromPath(detail.card.film))));
    m_timeline->setFilm(detail.isThere ? std::max(detail.filmSeconds, to) : 0, detail.fps, from, to);
    m_timeline->setOthers(m_presenter.otherRanges());
    m_film = detail.card.film;
    if (!detail.isThere) return m_player->close();
    if (!m_pictures) m_pictures = m_presenter.dataset().session().openPictures();
    m_player->open(detail.card.film, from);
}

void ClipEditor::refresh() {
    const auto* card = m_presenter.card();
    const auto& detail = m_presenter.detail();
    m_place->setText(m_presenter.placeWords());
    m_name->setText(card == nullptr ? QString() : QFileInfo(fromUtf8(utf8FromPath(card->film))).fileName());
    const bool isEditable = m_presenter.isEditable();
    const bool mayCrop = detail && !m_presenter.dataset().isReadOnly() && detail->filmWidth > 0;
    for (QWidget* widget :
         {static_cast<QWidget*>(m_in), static_cast<QWidget*>(m_out), static_cast<QWidget*>(m_split)})
        widget->setEnabled(isEditable);
    m_crop->setEnabled(mayCrop);
    m_timeline->setEditable(isEditable);
    if (detail) {
        m_canvas->setFilmSize(QSize(detail->filmWidth, detail->filmHeight));
        m_canvas->setCrop(detail->crop ? std::optional(m_presenter.cropRect()) : std::nullopt);
        m_canvas->setCropWords(m_presenter.cropWords(m_presenter.cropRect()));
        m_timeline->setRangeWords(m_presenter.rangeWords(m_timeline->from(), m_timeline->to()));
    }
    m_uncrop->setVisible(m_canvas->isCropping() || (detail && detail->crop));
    m_uncrop->setEnabled(mayCrop && detail->crop);
    m_aspect->setVisible(m_canvas->isCropping());
}

void ClipEditor::refreshTime(double seconds) {
    m_time->setText(clockOf(seconds));
    const auto& detail = m_presenter.detail();
    m_frame->setText(detail && detail->fps > 0 && !detail->isVariableRate
                         ? tr("frame %1").arg(qRound64(seconds * detail->fps))
                         : QString());
    m_timeline->setPlayhead(seconds);
}

void ClipEditor::setCropping(bool on) {
    if (on && !m_crop->isEnabled()) return;
    m_canvas->setCropping(on);
    m_crop->setKindOf(on ? ButtonKind::Primary : ButtonKind::Normal);
    m_crop->setKeyHint(on ? QKeySequence() : QKeySequence(Qt::Key_C));
    if (on) m_canvas->setFocus(Qt::OtherFocusReason);
    refresh();
}

void ClipEditor::chooseAspect(int index) {
    m_canvas->setAspect(kAspects[index]);
    if (const auto crop = m_canvas->crop(); crop && kAspects[index] > 0) m_presenter.setCrop(*crop);
}

void ClipEditor::togglePlay() {
    m_player->isPlaying() ? m_player->pause() : m_player->play();
}

void ClipEditor::fillStrip() {
    const auto& detail = m_presenter.detail();
    if (!detail || !detail->isThere || !isVisible()) return;
    if (!m_stripPictures) m_stripPictures = m_presenter.dataset().session().openPictures();
    QVector<double> moments;
    for (int i = 0; i < m_timeline->stripCount(); ++i) moments << m_timeline->stripSeconds(i);
    const int asked = ++*m_stripAsked;
    m_stripThread.start([timeline = m_timeline, film = detail->card.film, moments, asked, newest = m_stripAsked,
                         pictures = m_stripPictures, stop = m_stop.get_token()] {
        for (int i = 0; i < moments.size() && *newest == asked; ++i) {
            const auto batch = pictures->read({film, moments[i], false, 1, kStripSide}, stop);
            if (!batch) return;
            if (batch->pictures.empty()) continue;
            QMetaObject::invokeMethod(
                timeline,
                [timeline, newest, asked, i, frame = batch->pictures.front().picture] {
                    if (*newest == asked) timeline->setStripPicture(i, imageFromFrame(frame));
                },
                Qt::QueuedConnection);
        }
    });
}

bool ClipEditor::playKey(int key) {
    switch (key) {
        case Qt::Key_Space:
            togglePlay();
            return true;
        case Qt::Key_J:
            m_player->step(-kJogPictures);
            return true;
        case Qt::Key_K:
            m_player->pause();
            return true;
        case Qt::Key_L:
            m_player->play();
            return true;
        case Qt::Key_Comma:
            m_player->step(-1);
            return true;
        case Qt::Key_Period:
            m_player->step(1);
            return true;
        case Qt::Key_Up:
        case Qt::Key_Left:
        case Qt::Key_BracketLeft:
            m_presenter.go(-1);
            return true;
        case Qt::Key_Down:
        case Qt::Key_Right:
        case Qt::Key_BracketRight:
            m_presenter.go(1);
            return true;
        default:
            return false;
    }
}

bool ClipEditor::markKey(int key) {
    const auto at = m_player->seconds();
    auto& dataset = m_presenter.dataset();
    const QVector<std::int64_t> clip{m_presenter.clip()};
    if (key >= Qt::Key_0 && key <= Qt::Key_5) {
        dataset.rate(clip, key - Qt::Key_0);
        return true;
    }
    switch (key) {
        case Qt::Key_I:
            if (at) m_presenter.setIn(*at);
            return true;
        case Qt::Key_O:
            if (at) m_presenter.setOut(*at, m_player->durationSeconds());
            return true;
        case Qt::Key_S:
            if (at) m_presenter.split(*at);
            return true;
        case Qt::Key_C:
            setCropping(!m_canvas->isCropping());
            return true;
        case Qt::Key_P:
            dataset.mark(clip, 1);
            return true;
        case Qt::Key_X:
            dataset.mark(clip, -1);
            return true;
        case Qt::Key_U:
            dataset.mark(clip, 0);
            return true;
        default:
            return false;
    }
}

void ClipEditor::keyPressEvent(QKeyEvent* event) {
    if ((event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Escape:
            if (m_canvas->isCropping()) return setCropping(false);
            return leaveWanted();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_canvas->isCropping()) return setCropping(false);
            return captionWanted();
        default:
            break;
    }
    if (m_presenter.clip() != 0 && (playKey(event->key()) || markKey(event->key()))) return;
    QWidget::keyPressEvent(event);
}

void ClipEditor::hideEvent(QHideEvent* event) {
    m_player->pause();
    QWidget::hideEvent(event);
}

}  // namespace brandloom::dataset_page
