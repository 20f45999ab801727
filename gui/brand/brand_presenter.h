#pragma once
// What the Brand page shows and does, without widgets. GUI thread; what touches the disk is asked of the session.
#include <QColor>
#include <QObject>
#include <QStringList>

#include "gui/bridge/session.h"

namespace brandloom::brand_page {

enum class Said { Info, Success, Warning, Error };
/// The texts that are one field each.
enum class Text { Name, ToneZh, ToneEn, Banned, LegalZh, LegalEn, FontLatin, FontChinese };
/// What may be made of a file that comes in.
enum class FileUse { None, Words, ColoursOnly, ColoursOrLogo, LogoOnly };

class BrandPresenter : public QObject {
    Q_OBJECT
  public:
    explicit BrandPresenter(bridge::Session& session, QObject* parent = nullptr);

    [[nodiscard]] bool hasProject() const { return m_session.project().has_value(); }
    [[nodiscard]] bool isReadOnly() const { return m_view.isReadOnly; }
    /// False until the brand was read for the first time since the project was opened.
    [[nodiscard]] bool isKnown() const { return m_known; }
    [[nodiscard]] const studio::BrandView& view() const { return m_view; }
    [[nodiscard]] const brand::Brand& brand() const { return m_view.shown.brand; }
    [[nodiscard]] QString text(Text which) const;
    /// PNG of the logo for that ground; empty: none.
    [[nodiscard]] QString logoFile(brand::LogoGround ground) const;
    /// Contrast of the colour with the text of subtitles (of the text itself: with their ground).
    [[nodiscard]] double contrastOf(const QString& colour) const;
    /// What is wrong with the colours of subtitles, a sentence; empty: nothing.
    [[nodiscard]] QString contrastFault() const;
    /// A colour of the brand can be exchanged for one that passes.
    [[nodiscard]] bool canMend() const;

    /// The page is to be seen: only then a brand is read.
    void setShown(bool shown);
    void refresh();
    void setText(Text which, const QString& text);
    void addColour(const QColor& colour);
    /// Places in brand().colours.
    void setColour(int index, const brand::Colour& colour);
    void removeColour(int index);
    void mend();
    void coloursFromDataset();
    void coloursFrom(const QString& file);
    void importWords(const QString& file);
    /// PNG, or an SVG that is drawn as one.
    void setLogo(brand::LogoGround ground, const QString& file);
    void removeLogo(brand::LogoGround ground);
    void setClearSpace(double share);
    void undo();
    void redo();

    [[nodiscard]] static FileUse useOf(const QString& file);

  Q_SIGNALS:
    void viewChanged();
    /// A sentence for the message bar. `canUndo`: it offers Undo.
    void said(brandloom::brand_page::Said tone, const QString& sentence, bool canUndo);

  private:
    void edit(brand::BrandEdit edit, const QString& sentence = {});
    void change(const studio::SetBrandOptions& options, const QString& sentence);
    void import(studio::ImportBrandOptions options, const QString& sentence);
    void took(const studio::BrandChanged& done, const QString& sentence);
    void projectChanged();
    void sayError(const Error& error);

    bridge::Session& m_session;
    QString m_folder;  ///< of the project that is shown
    studio::BrandView m_view;
    int m_asked = 0;  ///< views that were asked for: an older answer is dropped
    bool m_known = false;
    bool m_shown = false;
};

}  // namespace brandloom::brand_page
