#pragma once
// The caption of one clip: two languages, a field, "Keep and next". Written when the field is left, and by
// Ctrl+Enter. Composing text of an input method is never taken.
#include <QPlainTextEdit>
#include <QPointer>

#include "gui/dataset/dataset_presenter.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {
class Button;
class Label;
class Segmented;
class FrameView;
class ThumbCache;
}  // namespace brandloom::widgets

namespace brandloom::dataset_page {

/// Tells when it is left, and keeps Tab for the window.
class CaptionEdit : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit CaptionEdit(QWidget* parent = nullptr);
    [[nodiscard]] bool isComposing() const { return m_composing; }
    /// While it is open it gets Enter, Esc and Tab.
    void setWordList(QWidget* list) { m_list = list; }

  Q_SIGNALS:
    void left();
    void submitted();
    void escaped();

  protected:
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;

  private:
    bool m_composing = false;
    QPointer<QWidget> m_list;
};

class CaptionHelp;

class CaptionPanel : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    CaptionPanel(DatasetPresenter& presenter, widgets::ThumbCache& thumbs, QWidget* parent = nullptr);
    /// Writes what was typed for the clip before, then shows this one; null: none.
    void show(const studio::ClipCard* card);
    /// The clip is shown again as it is now; what is being typed stays.
    void refresh(const studio::ClipCard* card);
    void edit();
    /// Off where the clip is to be seen in large anyway.
    void setPictureShown(bool shown);
    [[nodiscard]] CaptionEdit& field() { return *m_field; }
    [[nodiscard]] CaptionHelp& help() { return *m_help; }
    [[nodiscard]] std::int64_t clip() const { return m_clip; }
    void retranslate();

  Q_SIGNALS:
    void nextWanted();
    void leaveWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void keep();
    void fill(const studio::ClipCard& card);
    [[nodiscard]] QString savedText() const { return m_saved; }
    DatasetPresenter& m_presenter;
    widgets::ThumbCache& m_thumbs;
    std::int64_t m_clip = 0;
    QString m_picture;
    QString m_fileWords;
    QString m_saved;      ///< of the clip in that language
    QString m_fieldLang;  ///< language that the field shows
    bool m_isDraft = false;
    widgets::FrameView* m_frame;
    widgets::Label* m_title;
    widgets::Label* m_facts;
    widgets::Label* m_state;
    widgets::Segmented* m_languages;
    widgets::Button* m_suggest;
    widgets::Button* m_next;
    CaptionEdit* m_field;
    CaptionHelp* m_help;
    widgets::Label* m_length;
};

}  // namespace brandloom::dataset_page
