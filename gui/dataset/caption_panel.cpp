#include "gui/dataset/caption_panel.h"

#include <QAbstractItemView>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/caption_help.h"
#include "gui/widgets/button.h"
#include "gui/widgets/frame_view.h"
#include "gui/widgets/label.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/theme/paint.h"
#include "gui/widgets/thumb_cache.h"

namespace brandloom::dataset_page {

using namespace widgets;
using bridge::fromUtf8;

CaptionEdit::CaptionEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setTabChangesFocus(true);
    setFont(Theme::instance().font(Role::Prompt));
}

void CaptionEdit::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) Q_EMIT left();
}

void CaptionEdit::keyPressEvent(QKeyEvent* event) {
    // Keys of the list of words, while it is open.
    if (m_list && m_list->isVisible())
        for (const int key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Escape, Qt::Key_Tab})
            if (event->key() == key && event->modifiers() == Qt::NoModifier) return event->ignore();
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && (event->modifiers() & Qt::ControlModifier)) {
        if (!m_composing) Q_EMIT submitted();
        return;
    }
    if (event->key() == Qt::Key_Escape && !m_composing) return escaped();
    QPlainTextEdit::keyPressEvent(event);
}

void CaptionEdit::inputMethodEvent(QInputMethodEvent* event) {
    m_composing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

CaptionPanel::CaptionPanel(DatasetPresenter& presenter, ThumbCache& thumbs, QWidget* parent)
    : PaintedWidget(parent), m_presenter(presenter), m_thumbs(thumbs), m_fieldLang(presenter.language()) {
    setFixedHeight(164);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 13, 16, 12);
    row->setSpacing(16);
    row->addWidget(m_frame = new FrameView);
    m_frame->setFixedSize(228, 128);
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title = new Label(Role::BodyStrong));
    m_title->setElide(Qt::ElideMiddle);
    head->addWidget(m_facts = new Label(Role::Small, Token::T3));
    head->addStretch(1);
    head->addWidget(m_languages = new Segmented(24), 0, Qt::AlignVCenter);
    head->addWidget(m_suggest = new Button(ButtonKind::Normal, 24), 0, Qt::AlignVCenter);
    column->addLayout(head);
    column->addWidget(m_field = new CaptionEdit, 1);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_state = new Label(Role::Small, Token::T3));
    foot->addStretch(1);
    foot->addWidget(m_length = new Label(Role::Small, Token::T3));
    m_length->setFigures(true);
    foot->addWidget(m_next = new Button(ButtonKind::Normal, 24));
    m_next->setKeyHint(QKeySequence(Qt::CTRL | Qt::Key_Enter));
    column->addLayout(foot);
    row->addLayout(column, 1);
    m_help = new CaptionHelp(*m_field, m_presenter);
    m_help->setLanguage(m_fieldLang);
    m_field->setWordList(m_help->completer().popup());
    connect(m_help, &CaptionHelp::changed, this, [this] {
        m_length->setText(m_help->lengthWords());
        m_length->setToken(m_help->isTooLong() ? Token::Warning : Token::T3);
    });
    connect(m_field, &CaptionEdit::left, this, &CaptionPanel::keep);
    const auto next = [this] {
        keep();
        Q_EMIT nextWanted();
    };
    connect(m_field, &CaptionEdit::submitted, this, next);
    connect(m_next, &QAbstractButton::clicked, this, next);
    connect(m_field, &CaptionEdit::escaped, this, [this] {
        keep();
        Q_EMIT leaveWanted();
    });
    connect(m_suggest, &QAbstractButton::clicked, this, [this] {
        if (m_clip != 0) m_presenter.suggest({m_clip});
    });
    connect(m_languages, &Segmented::chosen, this, [this](int index) {
        keep();
        m_presenter.setLanguage(index == 0 ? QStringLiteral("en") : QStringLiteral("zh"));
    });
    connect(&thumbs, &ThumbCache::arrived, this, [this](const QString& file) {
        if (file == m_picture) m_frame->setImage(m_thumbs.picture(file));
    });
    retranslate();
}

void CaptionPanel::retranslate() {
    m_languages->setOptions({tr("English"), tr("Chinese")});
    m_languages->setAccessibleName(tr("Language of the caption"));
    m_suggest->setText(tr("Suggest"));
    m_suggest->setToolTip(tr("A draft from camera, light, colours and movement"));
    m_next->setText(tr("Keep and next"));
    m_length->setText(m_help->lengthWords());
    m_field->setAccessibleName(tr("Caption"));
    m_field->setPlaceholderText(tr("What is to be seen: subject, action, place, camera. Not the look itself."));
    m_frame->setAccessibleName(tr("Picture of the clip"));
}

void CaptionPanel::fill(const studio::ClipCard& card) {
    m_clip = card.id;
    m_fieldLang = m_presenter.language();
    m_help->setLanguage(m_fieldLang);
    m_languages->setCurrent(m_fieldLang == QLatin1String("zh") ? 1 : 0);
    const auto lang = m_fieldLang.toStdString();
    const auto own = card.captions.find(lang);
    m_saved = own == card.captions.end() ? QString() : fromUtf8(own->second);
    m_isDraft = card.drafts.contains(lang);
    m_picture = fromUtf8(utf8FromPath(card.picture));
    m_frame->setImage(m_thumbs.picture(m_picture));
    m_title->setText(QFileInfo(fromUtf8(utf8FromPath(card.film))).fileName());
    const QLocale locale;
    QStringList facts;
    if (card.seconds > 0)
        facts << tr("%1–%2 s").arg(locale.toString(card.startSeconds, 'f', 1),
                                   locale.toString(card.startSeconds + card.seconds, 'f', 1));
    if (card.width > 0) facts << QStringLiteral("%1×%2").arg(card.width).arg(card.height);
    if (card.isHeldOut) facts << tr("only measured");
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    const auto other = card.captions.size() - (own == card.captions.end() ? 0 : 1);
    m_state->setText(m_isDraft            ? tr("A draft: keep it as it is, or write over it")
                     : !m_saved.isEmpty() ? QString()
                     : other > 0          ? tr("Only in another language so far")
                                          : tr("No caption yet"));
    m_state->setToken(m_isDraft ? Token::Warning : Token::T3);
}

void CaptionPanel::show(const studio::ClipCard* card) {
    keep();
    setEnabled(card != nullptr && !m_presenter.isReadOnly());
    if (card == nullptr) {
        m_clip = 0;
        m_saved.clear();
        m_picture.clear();
        m_frame->setImage({});
        m_title->setText(tr("Choose a clip to caption it"));
        m_facts->setText({});
        m_state->setText({});
        m_field->clear();
        return;
    }
    fill(*card);
    m_field->setPlainText(m_saved);
}

void CaptionPanel::refresh(const studio::ClipCard* card) {
    if (card == nullptr || card->id != m_clip || m_fieldLang != m_presenter.language()) return show(card);
    const bool isTyping = m_field->toPlainText() != m_saved;
    fill(*card);
    if (!isTyping && m_field->toPlainText() != m_saved) m_field->setPlainText(m_saved);
}

void CaptionPanel::setPictureShown(bool shown) {
    m_frame->setVisible(shown);
}

void CaptionPanel::edit() {
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void CaptionPanel::keep() {
    if (m_clip == 0 || !isEnabled() || m_field->isComposing()) return;
    const QString text = m_field->toPlainText().simplified();
    const bool isAccepted = m_isDraft && !text.isEmpty() && sender() != nullptr && m_field->hasFocus();
    if (text == m_saved && !isAccepted) return;
    m_saved = text;
    m_isDraft = false;
    m_presenter.writeCaption(m_clip, m_fieldLang, text);
}

void CaptionPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Panel));
    painter.fillRect(QRect(0, 0, width(), 1), color(Token::Line1));
}

}  // namespace brandloom::dataset_page
