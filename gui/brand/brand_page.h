#pragma once
// Brand: logos, colours, fonts and words in the middle; at the side the brand at work in three aspects.
#include <QPointer>
#include <QWidget>

#include "gui/brand/brand_presenter.h"
#include "gui/widgets/thumb_cache.h"

class QColorDialog;
class QLineEdit;
class QMenu;
class QStackedWidget;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class ComboBox;
class IconView;
class Label;
class MessageBar;
class Paragraph;
}  // namespace brandloom::widgets

namespace brandloom::brand_page {

class ColourWells;
class LogoBox;
class SampleFrame;
class WordsForm;
struct SampleLook;

class BrandPage : public QWidget {
    Q_OBJECT
  public:
    explicit BrandPage(bridge::Session& session, QWidget* parent = nullptr);
    [[nodiscard]] BrandPresenter& presenter() { return m_presenter; }
    [[nodiscard]] ColourWells& wells() { return *m_wells; }
    [[nodiscard]] WordsForm& name() { return *m_name; }
    [[nodiscard]] WordsForm& fonts() { return *m_fonts; }
    [[nodiscard]] WordsForm& words() { return *m_words; }
    [[nodiscard]] widgets::MessageBar& messages() { return *m_message; }
    [[nodiscard]] SampleFrame& frame(int index) { return *m_frames[index]; }
    /// What happens when these files are let go over the page; empty: they are not for the brand.
    [[nodiscard]] QString dropWords(const QStringList& files) const;
    /// Takes the file, or asks in a menu at `at` (of the screen) what it is meant for.
    void drop(const QStringList& files, const QPoint& at);

  Q_SIGNALS:
    void newProjectRequested();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    [[nodiscard]] QWidget* buildCentre();
    [[nodiscard]] QWidget* buildEmpty();
    [[nodiscard]] QWidget* buildSide();
    void buildLogos(QVBoxLayout* column);
    void buildColours(QVBoxLayout* column);
    [[nodiscard]] QWidget* buildColourRow();
    [[nodiscard]] QWidget* buildFault();
    void connectAll();
    void connectColour();
    void retranslate();
    void retranslateColours();
    void refresh();
    void refreshEmpty();
    void refreshLogos();
    void refreshColour();
    void refreshFault();
    void refreshFrames();
    void refreshChecks();
    void setColourFrom(brand::Colour changed);
    void pickColour(int index);
    void chooseFile(const QString& title, const QString& kinds, void (BrandPage::*use)(const QString&));
    void takeColours(const QString& file);
    void takeWords(const QString& file);
    void chooseLogo(brand::LogoGround ground);
    void showLogoMenu(int index);

    BrandPresenter m_presenter;
    widgets::ThumbCache m_thumbs;
    int m_picture = 0;  ///< of the clips, in the frames
    QStackedWidget* m_centre;
    QWidget* m_side;
    QWidget* m_inside;
    widgets::Label* m_emptyHeading;
    widgets::Label* m_emptyText;
    widgets::Button* m_emptyAct;
    widgets::Label* m_title;
    widgets::Label* m_saved;
    widgets::Button* m_import;
    widgets::MessageBar* m_message;
    WordsForm* m_name;
    widgets::Label* m_logoHeading;
    LogoBox* m_logos[2];
    widgets::Button* m_logoActs[2];
    widgets::Label* m_logoNames[2];
    widgets::Label* m_clearName;
    widgets::ComboBox* m_clear;
    widgets::Label* m_colourHeading;
    widgets::Button* m_addColour;
    widgets::Button* m_fromPicture;
    widgets::Button* m_fromDataset;
    ColourWells* m_wells;
    QWidget* m_colourRow;
    QLineEdit* m_colourName;
    QLineEdit* m_colourHex;
    widgets::ComboBox* m_colourRole;
    widgets::Button* m_colourPick;
    widgets::Button* m_colourRemove;
    QWidget* m_fault;
    widgets::Paragraph* m_faultWords;
    widgets::Button* m_mend;
    widgets::Label* m_fontHeading;
    WordsForm* m_fonts;
    widgets::Label* m_wordsHeading;
    WordsForm* m_words;
    SampleFrame* m_frames[3];
    widgets::Label* m_sampleName;
    widgets::Button* m_otherPicture;
    widgets::Label* m_checkHeading;
    QWidget* m_checks;
    QPointer<QMenu> m_ask;
};

}  // namespace brandloom::brand_page
