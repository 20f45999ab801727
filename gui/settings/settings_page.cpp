#include "gui/settings/settings_page.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QListView>
#include <QMimeData>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "gui/settings/choices_form.h"
#include "gui/settings/model_panel.h"
#include "gui/settings/models_delegate.h"
#include "gui/settings/models_model.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::settings {

using namespace widgets;

namespace {

constexpr int kGutter = 28;
constexpr int kWidest = 1000;
/// Who only leafs through the pages does not load the engine.
constexpr int kLookAfterMs = 400;

QStringList foldersIn(const QMimeData& data) {
    QStringList folders;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isDir()) folders << url.toLocalFile();
    return folders;
}

}  // namespace

/// The card around the list; dashed while a folder is over the page.
class SettingsPage::Box : public Card {
  public:
    void setDropping(bool on) {
        m_isDropping = on;
        update();
    }

  protected:
    void paintEvent(QPaintEvent* event) override {
        Card::paintEvent(event);
        if (!m_isDropping) return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(color(Token::Accent), 2);
        pen.setDashPattern({4, 4});
        painter.setPen(pen);
        painter.setBrush(color(Token::Soft));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }

  private:
    bool m_isDropping = false;
};

SettingsPage::SettingsPage(bridge::Session& session, QWidget* parent) : QWidget(parent), m_presenter(session) {
    setAcceptDrops(true);
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildCentre(), 1);
    whole->addWidget(m_panel = new ModelPanel(m_presenter));
    m_look.setSingleShot(true);
    m_look.setInterval(kLookAfterMs);
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (isVisible()) m_presenter.lookAtModels();
    });
    connect(m_choices, &ChoicesForm::languageChosen, this, &SettingsPage::languageChosen);
    connect(m_choices, &ChoicesForm::themeChosen, this, &SettingsPage::themeChosen);
    connect(&m_presenter, &SettingsPresenter::changed, this, &SettingsPage::refresh);
    connect(&m_presenter, &SettingsPresenter::message, this, &SettingsPage::say);
    connect(m_add, &QAbstractButton::clicked, this, &SettingsPage::chooseFolder);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (index.isValid()) m_presenter.select(m_model->row(index.row()).id);
    });
    retranslate();
}

QWidget* SettingsPage::buildCentre() {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* centre = new Surface(Token::App);
    scroll->setWidget(centre);
    auto* sides = new QHBoxLayout(centre);
    sides->setContentsMargins(kGutter, 20, kGutter, 20);
    auto* inside = new QWidget;
    inside->setMaximumWidth(kWidest);
    sides->addWidget(inside, 1);
    sides->addStretch(0);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title = new Label(Role::Title));
    column->addSpacing(10);
    column->addWidget(m_message = new MessageBar);
    column->addSpacing(14);
    column->addWidget(m_choices = new ChoicesForm(m_presenter));
    column->addSpacing(24);
    buildModels(column);
    column->addStretch(1);
    return scroll;
}

void SettingsPage::buildModels(QVBoxLayout* column) {
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_heading = new Label(Role::Heading));
    m_heading->setElide(Qt::ElideNone);
    head->addWidget(m_hint = new Label(Role::Body, Token::T3), 1);
    head->addWidget(m_add = new Button(ButtonKind::Normal));
    m_add->setIconName(QStringLiteral("add"));
    column->addLayout(head);
    column->addSpacing(10);
    m_box = new Box;
    auto* inner = new QVBoxLayout(m_box);
    inner->setContentsMargins(1, 1, 1, 1);
    m_model = new ModelsModel(this);
    m_list = new QListView;
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ModelsDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    inner->addWidget(m_list);
    column->addWidget(m_box);
}

void SettingsPage::retranslate() {
    m_title->setText(tr("Settings"));
    m_message->setCloseWords(tr("Close message"));
    m_heading->setText(tr("Models"));
    endDrop();
    m_add->setText(tr("Add folder…"));
    m_list->setAccessibleName(tr("Models"));
    m_box->setAccessibleName(tr("Models"));
    m_choices->retranslate();
    m_panel->retranslate();
    refresh();
}

void SettingsPage::refresh() {
    m_choices->refresh();
    m_model->setRows(m_presenter.models());
    m_list->setFixedHeight(qMax(1, m_model->rowCount()) * ModelsDelegate::kHeight);
    const int row = m_model->indexOf(m_presenter.selected());
    if (row >= 0 && m_list->currentIndex().row() != row) m_list->setCurrentIndex(m_model->index(row));
    m_panel->refresh();
    if (isVisible()) m_look.start();
}

void SettingsPage::say(Say tone, const QString& sentence) {
    const Tone tones[] = {Tone::Info, Tone::Success, Tone::Warning, Tone::Error};
    m_message->say(tones[static_cast<int>(tone)], sentence);
}

void SettingsPage::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder of a model"), QDir::homePath());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, &m_presenter, &SettingsPresenter::addFolders);
    dialog->open();
}

void SettingsPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void SettingsPage::showEvent(QShowEvent* event) {
    m_presenter.open();
    m_look.start();
    QWidget::showEvent(event);
}

void SettingsPage::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList folders = foldersIn(*event->mimeData());
    if (folders.isEmpty()) return;
    m_box->setDropping(true);
    m_hint->setText(tr("Let go to add %n folder(s) to the models", nullptr, static_cast<int>(folders.size())));
    event->acceptProposedAction();
}

void SettingsPage::dragLeaveEvent(QDragLeaveEvent*) {
    endDrop();
}

void SettingsPage::endDrop() {
    m_box->setDropping(false);
    m_hint->setText(tr("A model's files are read where they are."));
}

void SettingsPage::dropEvent(QDropEvent* event) {
    endDrop();
    event->acceptProposedAction();
    m_presenter.addFolders(foldersIn(*event->mimeData()));
}

}  // namespace brandloom::settings
