// Grabs every page in every state, in both languages and themes, with scripted jobs instead of the core, and lays
// them out on labelled sheets: for looking at.
//   brandloom-gui-shots FOLDER [--only WORDS] [--size WxH ...]
// FOLDER/<page>-<state>-<size>.png holds zh and en, dark and light; FOLDER/single/ each picture alone.
#include <QCommandLineParser>
#include <QDialog>
#include <QDir>
#include <QFileInfo>
#include <QLineEdit>
#include <QPainter>
#include <QSettings>
#include <cstdio>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "gui/activity/activity_dock.h"
#include "gui/brand/brand_page.h"
#include "gui/brand/colour_wells.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/clip_editor.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/dataset_page.h"
#include "gui/home/home_page.h"
#include "gui/settings/settings_page.h"
#include "gui/shell/command_search.h"
#include "gui/shell/commands.h"
#include "gui/train/run_view.h"
#include "gui/train/setup_view.h"
#include "gui/widgets/choice_card.h"
#include "gui/widgets/film_player.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/range_timeline.h"
#include "gui/widgets/theme/theme.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;

namespace {

struct Scene {
    const char* page;
    const char* state;
};
constexpr Scene kScenes[] = {
    {"home", "empty"},       {"home", "projects"},     {"home", "running"},     {"home", "error"},
    {"home", "dialog"},      {"home", "search"},       {"home", "keys"},        {"home", "about"},
    {"brand", "empty"},      {"brand", "plain"},       {"brand", "filled"},     {"brand", "fault"},
    {"dataset", "empty"},    {"dataset", "clips"},     {"dataset", "chosen"},   {"dataset", "importing"},
    {"dataset", "nothing"},  {"dataset", "clip"},      {"dataset", "crop"},     {"train", "empty"},
    {"train", "setup"},      {"train", "advanced"},    {"train", "long"},       {"train", "loading"},
    {"train", "running"},    {"train", "paused"},      {"train", "stopping"},   {"train", "finished"},
    {"train", "failed"},     {"train", "stopped"},     {"settings", "plain"},   {"settings", "project"},
    {"settings", "missing"}, {"settings", "checking"}, {"settings", "checked"}, {"settings", "wrong"},
    {"settings", "refused"}, {"activity", "nothing"},  {"activity", "left"},    {"activity", "line"},
    {"activity", "cancel"},  {"activity", "quit"}};

const QString kLong =
    QStringLiteral("寓物冬季新品发布与门店陈列影片全集二〇二六年第二版（含方屏与竖屏及门店循环播放）");

bool isRun(const QString& state) {
    return QStringList{"loading", "running", "paused", "stopping", "finished", "failed", "stopped"}.contains(state);
}

class Stage {
  public:
    Stage(const QString& page, const QString& state, bool chinese, bool dark, QSize size)
        : m_page(page), m_state(state), m_chinese(chinese), m_bench(scriptFor(state), chinese ? "zh" : "en") {
        widgets::Theme::instance().setMode(dark ? widgets::Mode::Dark : widgets::Mode::Light);
        m_bench.window->resize(size);
    }

    QImage picture() {
        fill();
        act();
        m_bench.window->showPage(m_page == QLatin1String("activity") ? QStringLiteral("train") : m_page);
        decorate();
        QTest::qWait(60);
        QPixmap shot = m_bench.window->grab();
        if (auto* dialog = m_bench.window->findChild<QDialog*>(); dialog && dialog->isVisible()) {
            QPainter painter(&shot);
            const QPixmap above = dialog->grab();
            const QPoint at((m_bench.window->width() - dialog->width()) / 2,
                            (m_bench.window->height() - dialog->height()) / 3);
            painter.fillRect(QRect(at, dialog->size()).adjusted(-1, -1, 1, 1),
                             widgets::color(widgets::Token::Line2));
            painter.drawPixmap(at, above);
        }
        QImage image = shot.toImage();
        image.setDevicePixelRatio(1);  // sheets are laid out in pixels
        return image;
    }

  private:
    static FakeScript scriptFor(const QString& state) {
        FakeScript script;
        script.stepMs = 1;
        script.stopTakesMs = state == QLatin1String("stopping") ? 3000 : 5;
        script.failAtStep = state == QLatin1String("failed") ? 120 : 0;
        if (state == QLatin1String("loading")) script.holdAt = "loading";
        if (QStringList{"line", "cancel", "quit"}.contains(state) || state == QLatin1String("running") ||
            state == QLatin1String("paused") || state == QLatin1String("stopping") ||
            state == QLatin1String("stopped"))
            script.holdAt = "training", script.holdStep = 212;
        return script;
    }

    /// Models in several states, and what is done with one of them.
    void actOnModels() {
        FakeSettings& models = m_bench.port->settings();
        settings::SettingsPresenter& page = m_bench.window->settingsPage().presenter();
        if (m_state != QLatin1String("plain")) models.addSomeModels();
        page.open();
        m_bench.wait([&] { return page.models().size() == (m_state == QLatin1String("plain") ? 1 : 4); });
        page.lookAtModels();
        m_bench.wait([&] { return !page.facts().isReading; });
        if (m_state == QLatin1String("project")) {
            page.setTrashDays(60);
            page.setScope(settings::SettingScope::Project);
            page.chooseModel(1);
            m_bench.wait([&] { return page.isOwn("model"); });
        }
        page.select(m_state == QLatin1String("missing") ? QStringLiteral("wan2.2-low")
                                                        : QStringLiteral("wan2.2-t2v-a14b"));
        m_bench.wait([&] { return !page.facts().isReading; });
        if (m_state == QLatin1String("refused")) {
            page.addFolders({QStringLiteral("/media/") + kLong});
            m_bench.wait(
                [&] { return m_bench.window->settingsPage().messages().isVisibleTo(m_bench.window.get()); });
        }
        if (m_state == QLatin1String("wrong"))
            models.finds(Error(engine_errors::kExpertsSwapped, {{"high", "high_noise_model/model.safetensors"},
                                                                {"low", "low_noise_model/model.safetensors"}}));
        models.hold(m_state == QLatin1String("checking"));
        if (!QStringList{"checking", "checked", "wrong"}.contains(m_state)) return;
        page.verifySelected();
        if (m_state == QLatin1String("checking"))
            m_bench.wait([&] { return page.checkShare() == 0.5; });
        else
            m_bench.wait([&] { return page.checking().isEmpty(); });
    }

    /// A training that runs (but for "nothing" and "left": what an earlier day left), and jobs in every state.
    void actOnQueue() {
        using studio::QueueState;
        auto& queue = m_bench.port->queue();
        const auto put = [&](const char* zh, const char* en, QueueState state, const char* kind = "train") {
            studio::QueueLine line;
            line.kind = kind;
            line.title = m_chinese ? zh : en;
            line.state = state;
            line.hasRun = state != QueueState::Waiting;
            if (line.hasRun) line.progress = {"training", 212, 300, {}};
            if (state == QueueState::Failed)
                line.failure = Error(base_errors::kDiskFull, {{"file", "runs/3/step-000200"}});
            if (state >= QueueState::Finished) line.startedAt = 1e9, line.endedAt = 1e9 + 2890;
            queue.put(line);
        };
        train::TrainPresenter& train = m_bench.presenter();
        train.setStyleName(m_chinese ? QStringLiteral("暮色") : QStringLiteral("Dusk"));
        train.useSampleFilm();
        const bool runs = m_state != QLatin1String("nothing") && m_state != QLatin1String("left");
        if (runs) {
            train.setPreset(train::Preset::Thorough);
            train.start();
            m_bench.wait([&] { return m_bench.job().step() == 212; });
            train.showRun(false);
        }
        if (m_state != QLatin1String("nothing")) {
            put("清晨", "Morning", QueueState::Paused);
            put("木桌上的红色马克杯，清晨的光线", "a red mug on a wooden table, morning light", QueueState::Waiting,
                "generate");
            put(kLong.toUtf8().constData(), kLong.toUtf8().constData(), QueueState::Waiting);
            put("夜景", "Night", QueueState::Failed);
            put("正午", "Noon", QueueState::Finished);
        }
        m_bench.session->queue().refresh();
        m_bench.window->showActivity(true);
        auto& dock = m_bench.window->activityDock();
        m_bench.wait([&] {
            return m_state == QLatin1String("nothing") || dock.presenter().rows().size() == (runs ? 6 : 5);
        });
    }

    void fill() {
        auto& recent = m_bench.port->recent;
        const std::string root = ownHome().path().toStdString();
        if (m_state != QLatin1String("empty"))
            recent = {{"Summer toys", pathFromUtf8(root + "/summer toys"), "2026-11-23T18:20:00Z", true},
                      {"Bath and home", pathFromUtf8(root + "/bath"), "2026-11-14T09:00:00Z", false},
                      {kLong.toStdString(), pathFromUtf8(root + "/" + kLong.toStdString()), "2026-11-02T10:00:00Z",
                       true}};
        const bool measured = m_state != QLatin1String("empty") &&
                              (m_state != QLatin1String("plain") || m_page == QLatin1String("brand"));
        bridge::userSettings()->setValue(QStringLiteral("measured/starter/secondsPerStep"), measured ? 0.62 : 0.0);
        if (measured) {
            bool opened = false;
            const QString name = m_state == QLatin1String("long") ? kLong
                                 : m_chinese                      ? QStringLiteral("寓物 · 冬季 24")
                                                                  : QStringLiteral("Fable Goods · Winter 24");
            m_bench.session->createProject(ownHome().path() + QStringLiteral("/winter"), name,
                                           [&](const Status&) { opened = true; });
            m_bench.wait([&] { return opened; });
        } else {
            m_bench.window->warmUp();
        }
        m_bench.wait([&] { return !m_bench.session->health().empty(); });
    }

    void fillDataset() {
        const QString folder = ownHome().path() + QStringLiteral("/pictures");
        QDir().mkpath(folder);
        for (int i = 0; i < 8; ++i) {
            const Frame frame = paintedFrames(8, 256, 1)[static_cast<std::size_t>(i)];
            QImage(frame->bytes().data(), frame->width(), frame->height(), frame->strideBytes(),
                   QImage::Format_RGB888)
                .save(folder + QStringLiteral("/picture_%1.png").arg(i));
        }
        auto& data = m_bench.port->dataset();
        data.pictures = pathFromUtf8(folder.toStdString());
        data.fill(48);
        data.holdImport = m_state == QLatin1String("importing");
        auto& page = m_bench.window->datasetPage();
        m_bench.window->showPage(m_page);
        page.presenter().refresh();
        m_bench.wait([&] { return page.presenter().view().all > 0 && page.presenter().findings(); });
        page.grid().setCurrentIndex(page.grid().model()->index(2, 0));
        if (m_state == QLatin1String("chosen")) {
            const auto cards = data.cards();
            page.grid().selectClips({cards[1].id, cards[2].id, cards[6].id}, cards[2].id);
            page.presenter().mark({cards[1].id, cards[2].id}, 1);
            m_bench.wait([&] { return page.messages().isVisible(); });
        }
        if (m_state == QLatin1String("clip") || m_state == QLatin1String("crop")) editClip(page, data);
        if (m_state == QLatin1String("nothing")) {
            page.queryLine().setText(m_chinese ? QStringLiteral("没有这样的") : QStringLiteral("no such words"));
            m_bench.wait([&] { return page.presenter().view().cards.empty(); });
        }
        if (m_state == QLatin1String("importing")) {
            page.presenter().importFilms({ownHome().film(kLong + QStringLiteral(".mp4")),
                                          QStringLiteral("/films/bad film.mov"), QStringLiteral("/films/c.mp4")});
            m_bench.wait([&] { return page.presenter().session().import().total() > 0; });
            page.grid().scrollToBottom();
        }
    }

    void editClip(dataset_page::DatasetPage& page, FakeDataset& data) {
        const bool crops = m_state == QLatin1String("crop");
        data.setRange(3, 2.5, 6.0);
        data.setTags({3}, {"舞台", "night"}, {});
        if (crops) data.setCrop(3, studio::CropBox{200, 20, 256, 320});
        page.presenter().refresh();
        page.editClip(3);
        auto& editor = page.editor();
        m_bench.wait([&] { return editor.player().seconds() && editor.timeline().hasStrip(); });
        editor.player().seek(4.1);
        if (crops) QTest::keyClick(&editor, Qt::Key_C);
    }

    [[nodiscard]] brand::Brand someBrand() const {
        using brand::ColourRole;
        brand::Brand b;
        b.name = m_chinese ? "寓物 Fable Goods" : "Fable Goods";
        const bool isFaulty = m_state == QLatin1String("fault");
        b.colours = {
            {m_chinese ? "夜紫" : "Night", "#2A2740", 0.26, ColourRole::Background},
            {m_chinese ? "奶白" : "Cream", "#F5EDE0", 0.09, isFaulty ? ColourRole::None : ColourRole::Text},
            {m_chinese ? "陶红" : "Clay red", "#D6563F", 0.09, ColourRole::Primary},
            {m_chinese ? "灯黄" : "Lamp", "#E2A33C", 0.08, ColourRole::None},
            {m_chinese ? "木色" : "Wood", "#C9A37A", 0.2, ColourRole::None},
            {m_chinese ? "釉蓝" : "Glaze blue", "#4A62AE", 0.11, isFaulty ? ColourRole::Text : ColourRole::Accent}};
        if (isFaulty)
            b.colours.push_back({m_chinese ? "一个名字很长的颜色" : "a colour with a long name", "#FFFFFF", 0, {}});
        b.fontChinese = "Noto Sans CJK SC";
        b.fontLatin = isFaulty ? "No Such Font" : "Inter";
        if (isFaulty) b.fontChinese = "DejaVu Sans";
        b.tone = {"安静、温暖、具体、不夸张", "quiet, warm, concrete, never loud"};
        b.bannedWords = {"最", "第一", "顶级", "the best"};
        b.legalLine = {"图像由 AI 生成，产品以实物为准。", "Pictures were made by AI."};
        b.logos = {{brand::LogoGround::Dark, std::string(64, 'a'), 0.25, 200, 200}};
        if (!isFaulty) b.logos.push_back({brand::LogoGround::Light, std::string(64, 'b'), 0.25, 200, 200});
        return b;
    }

    void fillBrand() {
        const QString folder = ownHome().path() + QStringLiteral("/pictures");
        QDir().mkpath(folder);
        const Frame frame = paintedFrames(1, 320, 1)[0];
        QImage(frame->bytes().data(), frame->width(), frame->height(), frame->strideBytes(), QImage::Format_RGB888)
            .save(folder + QStringLiteral("/sample.png"));
        QImage mark(200, 200, QImage::Format_ARGB32_Premultiplied);
        mark.fill(Qt::transparent);
        QPainter painter(&mark);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(QColor(0xF5, 0xED, 0xD9), 26));
        painter.drawEllipse(20, 20, 160, 160);
        painter.drawLine(100, 30, 100, 170);
        painter.end();
        mark.save(folder + QStringLiteral("/mark.png"));
        FakeBrand& data = m_bench.port->brand();
        if (m_state != QLatin1String("plain")) data.fill(someBrand());
        data.setPictures({pathFromUtf8((folder + QStringLiteral("/sample.png")).toStdString())});
        data.setLogoFile(pathFromUtf8((folder + QStringLiteral("/mark.png")).toStdString()));
        auto& page = m_bench.window->brandPage();
        m_bench.window->showPage(m_page);
        m_bench.wait([&] { return page.presenter().isKnown(); });
        if (m_state != QLatin1String("plain")) page.wells().setCurrent(m_state == QLatin1String("fault") ? 5 : 2);
        QTest::qWait(150);  // small pictures come in
    }

    void act() {
        if (m_page == QLatin1String("settings")) return actOnModels();
        if (m_page == QLatin1String("brand")) return m_state == QLatin1String("empty") ? void() : fillBrand();
        if (m_page == QLatin1String("activity")) return actOnQueue();
        if (m_page == QLatin1String("dataset") && m_state != QLatin1String("empty")) return fillDataset();
        train::TrainPresenter& train = m_bench.presenter();
        train.setStyleName(m_state == QLatin1String("long") ? kLong
                           : m_chinese                      ? QStringLiteral("暮色")
                                                            : QStringLiteral("Dusk"));
        if (m_state == QLatin1String("empty")) return;
        train.useSampleFilm();
        if (isRun(m_state)) train.addFilms({ownHome().film(QStringLiteral("second.mp4"))});
        if (m_state == QLatin1String("long"))
            for (int i = 0; i < 5; ++i) train.addFilms({ownHome().film(kLong + QStringLiteral("%1.mp4").arg(i))});
        train.setCaption(m_chinese ? QStringLiteral("木桌上的红色马克杯，清晨的光线，镜头缓慢推近")
                                   : QStringLiteral("a red mug on a wooden table, morning light, slow push-in"));
        train.setPreset(isRun(m_state) ? train::Preset::Thorough : train::Preset::Standard);
        if (!isRun(m_state)) {
            if (m_state == QLatin1String("advanced")) train.measure();
            m_bench.wait([&] { return train.preflight() && !train.isMeasuring(); });
            return;
        }
        train.start();
        bridge::JobModel& job = m_bench.job();
        if (m_state == QLatin1String("loading")) return;
        if (m_state == QLatin1String("failed") || m_state == QLatin1String("finished")) {
            m_bench.wait([&] { return !job.active(); });
            return;
        }
        m_bench.wait([&] { return job.step() == 212; });
        if (m_state == QLatin1String("running")) return;
        if (m_state == QLatin1String("paused")) {
            m_bench.session->tellJob(door::TrainingCommand::LearningRate, 0.0004);
            m_bench.session->tellJob(door::TrainingCommand::Pause);
            m_bench.wait([&] { return job.state() == bridge::RunState::Paused; });
            return;
        }
        m_bench.session->stopJob();
        if (m_state == QLatin1String("stopped")) m_bench.wait([&] { return !job.active(); });
    }

    void decorate() {
        const auto run = [&](const char* id) {
            m_bench.window->commands().action(QString::fromLatin1(id))->trigger();
        };
        if (m_state == QLatin1String("dialog")) run("project.new");
        if (m_state == QLatin1String("quit")) m_bench.window->close();
        if (m_state == QLatin1String("cancel"))
            m_bench.window->activityDock().askCancel(m_bench.window->activityDock().presenter().rows()[0].id);
        if (m_state == QLatin1String("keys")) run("help.keys");
        if (m_state == QLatin1String("about")) run("help.about");
        if (m_state == QLatin1String("search")) run("search");
        if (m_state == QLatin1String("advanced")) m_bench.window->findChild<widgets::Expander*>()->setChecked(true);
        if (m_state == QLatin1String("error")) {
            bool said = false;
            m_bench.window->openProject(ownHome().path() + QStringLiteral("/") + kLong +
                                        QStringLiteral("/missing"));
            m_bench.wait([&] { return said = m_bench.window->homePage().messages().isVisible(); });
        }
    }

    QString m_page;
    QString m_state;
    bool m_chinese;
    Bench m_bench;
};

QImage sheet(const QVector<QPair<QString, QImage>>& pictures) {
    constexpr int kHead = 28, kGap = 12;
    const QSize one = pictures[0].second.size();
    QImage whole(2 * one.width() + 3 * kGap, 2 * (one.height() + kHead) + 3 * kGap, QImage::Format_RGB32);
    whole.fill(QColor(90, 90, 90));
    QPainter painter(&whole);
    painter.setFont(widgets::Theme::instance().font(widgets::Role::Body));
    painter.setPen(Qt::white);
    for (int i = 0; i < pictures.size(); ++i) {
        const QPoint at(kGap + (i % 2) * (one.width() + kGap), kGap + (i / 2) * (one.height() + kHead + kGap));
        painter.drawText(QRect(at, QSize(one.width(), kHead)), Qt::AlignVCenter, pictures[i].first);
        painter.drawImage(at + QPoint(0, kHead), pictures[i].second);
    }
    return whole;
}

}  // namespace

int main(int argc, char** argv) {
    ownHome();
    QApplication app(argc, argv);
    prepareApplication(app);
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("Where the sheets go."));
    parser.addOption(
        {QStringLiteral("only"), QStringLiteral("Scenes whose name holds this."), QStringLiteral("words")});
    parser.addOption(
        {QStringLiteral("size"), QStringLiteral("Size of the window, may be given again."), QStringLiteral("WxH")});
    parser.addHelpOption();
    parser.process(app);
    const QString folder = parser.positionalArguments().value(0);
    if (folder.isEmpty() || !QDir().mkpath(folder + QStringLiteral("/single"))) {
        std::fputs("Name a folder that can be made.\n", stderr);
        return 2;
    }
    const QStringList sizes = parser.isSet(QStringLiteral("size")) ? parser.values(QStringLiteral("size"))
                                                                   : QStringList{"1440x900", "1280x720"};
    int count = 0;
    for (const Scene& scene : kScenes) {
        const QString name = QStringLiteral("%1-%2").arg(QLatin1String(scene.page), QLatin1String(scene.state));
        if (!name.contains(parser.value(QStringLiteral("only")))) continue;
        for (const QString& size : sizes) {
            const QStringList parts = size.split(QLatin1Char('x'));
            QVector<QPair<QString, QImage>> pictures;
            for (const bool chinese : {true, false})
                for (const bool dark : {true, false}) {
                    const QString label = QStringLiteral("%1 · %2 · %3 · %4")
                                              .arg(name, chinese ? QStringLiteral("zh") : QStringLiteral("en"),
                                                   dark ? QStringLiteral("dark") : QStringLiteral("light"), size);
                    Stage stage(QLatin1String(scene.page), QLatin1String(scene.state), chinese, dark,
                                QSize(parts.value(0).toInt(), parts.value(1).toInt()));
                    pictures.append({label, stage.picture()});
                    QString file = label;
                    file.replace(QStringLiteral(" · "), QStringLiteral("-"));
                    if (!pictures.last().second.save(folder + QStringLiteral("/single/") + file +
                                                     QStringLiteral(".png")))
                        return 1;
                    ++count;
                }
            if (!sheet(pictures).save(QStringLiteral("%1/%2-%3.png").arg(folder, name, size))) return 1;
        }
    }
    std::printf("%d pictures of the window in %s\n", count, qPrintable(QFileInfo(folder).absoluteFilePath()));
    return count > 0 ? 0 : 1;
}
