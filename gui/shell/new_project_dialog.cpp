#include "gui/shell/new_project_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"

namespace brandloom::shell {

using namespace widgets;

NewProjectDialog::NewProjectDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("New project"));
    setModal(true);
    setMinimumWidth(480);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 18);
    column->setSpacing(4);
    auto* title = new Label(Role::Heading);
    title->setText(tr("New project"));
    column->addWidget(title);
    column->addSpacing(8);
    column->addWidget(m_message = new MessageBar);
    m_message->setCloseWords(tr("Close message"));
    auto* nameLabel = new Label(Role::SmallMedium, Token::T3);
    nameLabel->setText(tr("Name"));
    column->addWidget(nameLabel);
    column->addWidget(m_name = new QLineEdit);
    m_name->setMaxLength(120);
    m_name->setAccessibleName(tr("Name"));
    column->addSpacing(8);
    auto* folderLabel = new Label(Role::SmallMedium, Token::T3);
    folderLabel->setText(tr("Folder"));
    column->addWidget(folderLabel);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_folder = new QLineEdit, 1);
    m_folder->setAccessibleName(tr("Folder"));
    auto* browse = new Button(ButtonKind::Normal);
    browse->setText(tr("Choose…"));
    row->addWidget(browse);
    column->addLayout(row);
    column->addSpacing(16);
    auto* acts = new QHBoxLayout;
    acts->setSpacing(8);
    acts->addStretch(1);
    auto* cancel = new Button(ButtonKind::Normal, 32);
    cancel->setText(tr("Cancel"));
    acts->addWidget(cancel);
    m_create = new Button(ButtonKind::Primary, 32);
    m_create->setText(tr("Create project"));
    m_create->setDefault(true);
    acts->addWidget(m_create);
    column->addLayout(acts);
    connect(m_name, &QLineEdit::textChanged, this, &NewProjectDialog::nameChanged);
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folderTyped = true; });
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_create, &QAbstractButton::clicked, this, [this] { Q_EMIT chosen(folder(), name()); });
    connect(browse, &QAbstractButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Folder of the project"), QFileInfo(folder()).absolutePath());
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
            const bool empty = QDir(folder).isEmpty();
            m_folder->setText(empty ? folder : QDir(folder).filePath(name()));
            m_folderTyped = true;
        });
        dialog->open();
    });
    setName(tr("My project", "default name of a project"));
    m_name->selectAll();
}

QString NewProjectDialog::folderFor(const QString& name) {
    static const QRegularExpression unfit(QStringLiteral("[/\\\\:*?\"<>|\\x00-\\x1f]"));
    QString stem = name.trimmed();
    stem.replace(unfit, QStringLiteral("-"));
    if (stem.isEmpty() || stem == QLatin1String(".") || stem == QLatin1String(".."))
        stem = QStringLiteral("project");
    return QDir::home().filePath(QStringLiteral("Brandloom/") + stem);
}

QString NewProjectDialog::defaultFolder(const QString& name) {
    const QString wanted = folderFor(name);
    QString folder = wanted;
    for (int n = 2; QFileInfo::exists(folder); ++n) folder = wanted + QStringLiteral(" %1").arg(n);
    return folder;
}

void NewProjectDialog::nameChanged() {
    m_create->setEnabled(!name().isEmpty());
    if (!m_folderTyped) m_folder->setText(defaultFolder(name()));
}

void NewProjectDialog::setName(const QString& name) {
    m_name->setText(name);
    nameChanged();
}

QString NewProjectDialog::name() const {
    return m_name->text().trimmed();
}

QString NewProjectDialog::folder() const {
    return m_folder->text().trimmed();
}

void NewProjectDialog::showError(const QString& sentence) {
    m_message->say(Tone::Error, sentence);
}

}  // namespace brandloom::shell
