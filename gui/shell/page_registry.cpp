#include "gui/shell/page_registry.h"

#include <QCoreApplication>

#include "gui/brand/brand_page.h"
#include "gui/dataset/dataset_page.h"
#include "gui/home/home_page.h"
#include "gui/settings/settings_page.h"
#include "gui/train/train_page.h"

namespace brandloom::shell {
namespace {

template <class Page>
QWidget* make(bridge::Session& session) {
    return new Page(session);
}

constexpr PageEntry kPages[] = {
    {"home", "home", QT_TRANSLATE_NOOP("pages", "Home"), Qt::Key_1, make<home::HomePage>},
    {"brand", "brand", QT_TRANSLATE_NOOP("pages", "Brand"), Qt::Key_2, make<brand_page::BrandPage>},
    {"dataset", "dataset", QT_TRANSLATE_NOOP("pages", "Dataset"), Qt::Key_3, make<dataset_page::DatasetPage>},
    {"train", "train", QT_TRANSLATE_NOOP("pages", "Train"), Qt::Key_4, make<train::TrainPage>},
    {"settings", "settings", QT_TRANSLATE_NOOP("pages", "Settings"), Qt::Key_Comma, make<settings::SettingsPage>,
     true},
};

}  // namespace

std::span<const PageEntry> pages() {
    return kPages;
}

QString pageName(const PageEntry& page) {
    return QCoreApplication::translate("pages", page.name);
}

}  // namespace brandloom::shell
