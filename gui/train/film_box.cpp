#include "gui/train/film_box.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMimeData>
#include <QPainter>
#include <QStandardPaths>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/train/train_delegate.h"
#include "gui/train/train_model.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"

namespace brandloom::train {

using namespace widgets;

namespace {

constexpr int kEmptyHeight = 150;
constexpr int kRowsShown = 4;

}  // namespace

FilmBox::FilmBox(TrainPresenter& presenter, QWidget* parent) : PaintedWidget(parent), m_presenter(presenter) {
    setAcceptDrops(true);
    auto* both = new QVBoxLayout(this);
    both->setContentsMargins(1, 1, 1, 1);
    both->setSpacing(0);
    m_empty = new QWidget;
    auto* column = new QVBoxLayout(m_empty);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(4);
    column->addStretch(1);
    column->addWidget(new IconView(QStringLiteral("import"), 28, Token::T3), 0, Qt::AlignHCenter);
    column->addWidget(m_heading = new Label(Role::Heading), 0, Qt::AlignHCenter);
    column->addWidget(m_sentence = new Label(Role::Body, Token::T2), 0, Qt::AlignHCenter);
    column->addSpacing(4);
    auto* acts = new QHBoxLayout;
    acts->setSpacing(8);
    acts->addStretch(1);
    acts->addWidget(m_choose = new Button(ButtonKind::Normal));
    m_choose->setIconName(QStringLiteral("project"));
    acts->addWidget(m_sample = new Button(ButtonKind::Normal));
    m_sample->setIconName(QStringLiteral("film"));
    acts->addStretch(1);
    column->addLayout(acts);
    column->addStretch(1);
    both->addWidget(m_empty);
    m_filled = new QWidget;
    auto* rows = new QVBoxLayout(m_filled);
    rows->setContentsMargins(0, 4, 0, 8);
    rows->setSpacing(4);
    m_model = new FilmsModel(this);
    m_list = new QListView;
    m_list->setModel(m_model);
    m_delegate = new FilmDelegate(m_list);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->installEventFilter(this);
    rows->addWidget(m_list);
    auto* more = new QHBoxLayout;
    more->setContentsMargins(12, 0, 12, 0);
    more->setSpacing(8);
    more->addWidget(m_addMore = new Button(ButtonKind::Normal, 24));
    more->addWidget(m_addSample = new Button(ButtonKind::Quiet, 24));
    more->addStretch(1);
    rows->addLayout(more);
    both->addWidget(m_filled);
    for (Button* b : {m_choose, m_addMore}) connect(b, &QAbstractButton::clicked, this, &FilmBox::chooseFilms);
    for (Button* b : {m_sample, m_addSample})
        connect(b, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::useSampleFilm);
    connect(m_delegate, &FilmDelegate::removeRequested, &m_presenter, &TrainPresenter::removeFilm,
            Qt::QueuedConnection);
}

void FilmBox::retranslate() {
    m_choose->setText(tr("Choose films…"));
    m_sample->setText(tr("Use the sample film"));
    m_addMore->setText(tr("Add films…"));
    m_addSample->setText(tr("Add the sample film"));
    m_list->setAccessibleName(tr("Chosen films"));
    setAccessibleName(tr("Films"));
}

void FilmBox::refresh() {
    m_model->setFilms(m_presenter.films());
    const int count = m_model->rowCount();
    m_empty->setVisible(count == 0);
    m_filled->setVisible(count > 0);
    m_list->setFixedHeight(qMin(count, kRowsShown) * FilmDelegate::kHeight + 2);
    setFixedHeight(count == 0 ? kEmptyHeight : m_filled->sizeHint().height() + 2);
    const QString sample = bridge::fromUtf8(utf8FromPath(m_presenter.session().port().sampleFilm()));
    const bool usesDataset = m_presenter.usesDataset();
    m_heading->setText(usesDataset
                           ? tr("All %n clip(s) of the dataset", nullptr, m_presenter.session().datasetClips())
                           : tr("Drop films here"));
    m_sentence->setText(usesDataset ? tr("Choose films only to train on those alone.")
                                    : tr("They are read where they are; nothing is moved."));
    m_sample->setVisible(!usesDataset);
    m_addSample->setVisible(!m_presenter.films().contains(sample));
    update();
}

void FilmBox::chooseFilms() {
    const QString start = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    auto* dialog =
        new QFileDialog(this, tr("Choose films"), start,
                        tr("Films (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, &m_presenter, &TrainPresenter::addFilms);
    dialog->open();
}

void FilmBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool light = Theme::instance().mode() == Mode::Light;
    if (m_dragging) {
        drawBox(painter, rect(), 6, color(Token::Soft));
    } else {
        drawBox(painter, rect(), 6, color(Token::Raised),
                m_model->rowCount() == 0 ? QColor() : color(light ? Token::Line2 : Token::Line1));
    }
    if (m_model->rowCount() > 0 && !m_dragging) return;
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(color(m_dragging ? Token::Accent : Token::Line3), m_dragging ? 2 : 1);
    pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void FilmBox::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    m_dragging = true;
    event->acceptProposedAction();
    update();
}

void FilmBox::dragLeaveEvent(QDragLeaveEvent*) {
    m_dragging = false;
    update();
}

void FilmBox::dropEvent(QDropEvent* event) {
    m_dragging = false;
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    event->acceptProposedAction();
    m_presenter.addFilms(files);
    update();
}

bool FilmBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        m_presenter.removeFilm(m_list->currentIndex().row());
        return true;
    }
    return PaintedWidget::eventFilter(watched, event);
}

}  // namespace brandloom::train
