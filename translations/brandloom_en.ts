<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>brandloom::activity::ActivityPresenter</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::ColourWells</name>
    <message numerus="yes">
        <source>%n colour(s)</source>
        <translation>
            <numerusform>%n colour</numerusform>
            <numerusform>%n colours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipFacts</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipPresenter</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipsModel</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::DatasetPage</name>
    <message numerus="yes">
        <source>%n clip(s) selected</source>
        <translation>
            <numerusform>%n clip selected</numerusform>
            <numerusform>%n clips selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::DatasetPresenter</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) added</source>
        <translation>
            <numerusform>%n film added</numerusform>
            <numerusform>%n films added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n known already</numerusform>
            <numerusform>%n known already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) picked</source>
        <translation>
            <numerusform>%n clip picked</numerusform>
            <numerusform>%n clips picked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) rejected: no training sees them</source>
        <translation>
            <numerusform>%n clip rejected: no training sees it</numerusform>
            <numerusform>%n clips rejected: no training sees them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) unmarked</source>
        <translation>
            <numerusform>%n clip unmarked</numerusform>
            <numerusform>%n clips unmarked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) rated</source>
        <translation>
            <numerusform>%n clip rated</numerusform>
            <numerusform>%n clips rated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) removed from the dataset; the films stay where they are</source>
        <translation>
            <numerusform>%n clip removed from the dataset; the film stays where it is</numerusform>
            <numerusform>%n clips removed from the dataset; the films stay where they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) written: read them before you train</source>
        <translation>
            <numerusform>%n draft written: read it before you train</numerusform>
            <numerusform>%n drafts written: read them before you train</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made</source>
        <translation>
            <numerusform>%n change made</numerusform>
            <numerusform>%n changes made</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::StarRow</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::Words</name>
    <message numerus="yes">
        <source>%n clip(s) have no caption</source>
        <translation>
            <numerusform>%n clip has no caption</numerusform>
            <numerusform>%n clips have no caption</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) share one caption</source>
        <translation>
            <numerusform>%n clip shares one caption</numerusform>
            <numerusform>%n clips share one caption</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) say little</source>
        <translation>
            <numerusform>%n caption says little</numerusform>
            <numerusform>%n captions say little</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) are too long</source>
        <translation>
            <numerusform>%n caption is too long</numerusform>
            <numerusform>%n captions are too long</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) with drafts</source>
        <translation>
            <numerusform>%n clip with drafts</numerusform>
            <numerusform>%n clips with drafts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) lack the trigger word</source>
        <translation>
            <numerusform>%n caption lacks the trigger word</numerusform>
            <numerusform>%n captions lack the trigger word</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) name the look</source>
        <translation>
            <numerusform>%n caption names the look</numerusform>
            <numerusform>%n captions name the look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clips show nearly the same</source>
        <translation>
            <numerusform>%n clip shows nearly the same</numerusform>
            <numerusform>%n clips show nearly the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) have a cut inside</source>
        <translation>
            <numerusform>%n clip has a cut inside</numerusform>
            <numerusform>%n clips have a cut inside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) of varying frame rate</source>
        <translation>
            <numerusform>%n clip of varying frame rate</numerusform>
            <numerusform>%n clips of varying frame rate</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) have black bars</source>
        <translation>
            <numerusform>%n clip has black bars</numerusform>
            <numerusform>%n clips have black bars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) stand still</source>
        <translation>
            <numerusform>%n clip stands still</numerusform>
            <numerusform>%n clips stand still</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still picture(s)</source>
        <translation>
            <numerusform>%n still picture</numerusform>
            <numerusform>%n still pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) are too short</source>
        <translation>
            <numerusform>%n clip is too short</numerusform>
            <numerusform>%n clips are too short</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) are long</source>
        <translation>
            <numerusform>%n clip is long</numerusform>
            <numerusform>%n clips are long</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n short clip(s) shorten all others</source>
        <translation>
            <numerusform>%n short clip shortens all others</numerusform>
            <numerusform>%n short clips shorten all others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) on both sides of the split</source>
        <translation>
            <numerusform>%n clip on both sides of the split</numerusform>
            <numerusform>%n clips on both sides of the split</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) without noted rights</source>
        <translation>
            <numerusform>%n clip without noted rights</numerusform>
            <numerusform>%n clips without noted rights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rights of %n clip(s) have ended</source>
        <translation>
            <numerusform>Rights of %n clip have ended</numerusform>
            <numerusform>Rights of %n clips have ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Films of %n clip(s) are missing</source>
        <translation>
            <numerusform>Film of %n clip is missing</numerusform>
            <numerusform>Films of %n clips are missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Films of %n clip(s) are others now</source>
        <translation>
            <numerusform>Film of %n clip is another now</numerusform>
            <numerusform>Films of %n clips are others now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) cannot be read</source>
        <translation>
            <numerusform>%n clip cannot be read</numerusform>
            <numerusform>%n clips cannot be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::home::HealthWords</name>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::home::HomePresenter</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n Style(s)</source>
        <translation>
            <numerusform>%n Style</numerusform>
            <numerusform>%n Styles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n Shot(s)</source>
        <translation>
            <numerusform>%n Shot</numerusform>
            <numerusform>%n Shots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::settings::ModelWords</name>
    <message numerus="yes">
        <source>%n tensor(s) read in %1</source>
        <translation>
            <numerusform>%n tensor read in %1</numerusform>
            <numerusform>%n tensors read in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::settings::SettingsPage</name>
    <message numerus="yes">
        <source>Let go to add %n folder(s) to the models</source>
        <translation>
            <numerusform>Let go to add %n folder to the models</numerusform>
            <numerusform>Let go to add %n folders to the models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::settings::SettingsPresenter</name>
    <message numerus="yes">
        <source>%n file(s) missing</source>
        <translation>
            <numerusform>%n file missing</numerusform>
            <numerusform>%n files missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was added, but %n of its files are missing.</source>
        <translation>
            <numerusform>%1 was added, but %n of its files is missing.</numerusform>
            <numerusform>%1 was added, but %n of its files are missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::shell::ActivityStrip</name>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>%n more waiting</numerusform>
            <numerusform>%n more waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::shell::MainWindow</name>
    <message numerus="yes">
        <source>Add %n file(s) or folder(s) to %1</source>
        <translation>
            <numerusform>Add %n file or folder to %1</numerusform>
            <numerusform>Add %n files or folders to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting job(s) stay in the queue.</source>
        <translation>
            <numerusform>%n waiting job stays in the queue.</numerusform>
            <numerusform>%n waiting jobs stay in the queue.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::FilmBox</name>
    <message numerus="yes">
        <source>All %n clip(s) of the dataset</source>
        <translation>
            <numerusform>The %n clip of the dataset</numerusform>
            <numerusform>All %n clips of the dataset</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::RunPresenter</name>
    <message numerus="yes">
        <source>%n film(s)</source>
        <translation>
            <numerusform>%n film</numerusform>
            <numerusform>%n films</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n step(s) · %2</source>
        <translation>
            <numerusform>%1 · %n step · %2</numerusform>
            <numerusform>%1 · %n steps · %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::SetupSide</name>
    <message numerus="yes">
        <source>%1, from %n film(s)</source>
        <translation>
            <numerusform>%1, from %n film</numerusform>
            <numerusform>%1, from %n films</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::SetupView</name>
    <message numerus="yes">
        <source>%n thing(s) to decide</source>
        <translation>
            <numerusform>%n thing to decide</numerusform>
            <numerusform>%n things to decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Can start; %n thing(s) to improve</source>
        <translation>
            <numerusform>Can start; %n thing to improve</numerusform>
            <numerusform>Can start; %n things to improve</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rank %1 · rate %2 · %n setting(s) of your own</source>
        <translation>
            <numerusform>Rank %1 · rate %2 · %n setting of your own</numerusform>
            <numerusform>Rank %1 · rate %2 · %n settings of your own</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::TrainPresenter</name>
    <message numerus="yes">
        <source>%n step(s), half for each expert</source>
        <translation>
            <numerusform>%n step, half for each expert</numerusform>
            <numerusform>%n steps, half for each expert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A preview every %n step(s)</source>
        <translation>
            <numerusform>A preview every %n step</numerusform>
            <numerusform>A preview every %n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) of one expert</source>
        <translation>
            <numerusform>%n step of one expert</numerusform>
            <numerusform>%n steps of one expert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) were changed. Undo takes it back.</source>
        <translation>
            <numerusform>%n clip was changed. Undo takes it back.</numerusform>
            <numerusform>%n clips were changed. Undo takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) were found again.</source>
        <translation>
            <numerusform>%n film was found again.</numerusform>
            <numerusform>%n films were found again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::TrainReview</name>
    <message numerus="yes">
        <source>%n clip(s) of the dataset</source>
        <translation>
            <numerusform>%n clip of the dataset</numerusform>
            <numerusform>%n clips of the dataset</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) cannot be found</source>
        <translation>
            <numerusform>%n film cannot be found</numerusform>
            <numerusform>%n films cannot be found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) chosen</source>
        <translation>
            <numerusform>%n film chosen</numerusform>
            <numerusform>%n films chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) without a caption</source>
        <translation>
            <numerusform>%n clip without a caption</numerusform>
            <numerusform>%n clips without a caption</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) without a caption</source>
        <translation>
            <numerusform>%n film without a caption</numerusform>
            <numerusform>%n films without a caption</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) whose film is gone</source>
        <translation>
            <numerusform>%n clip whose film is gone</numerusform>
            <numerusform>%n clips whose film is gone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %n clip(s) to learn from</source>
        <translation>
            <numerusform>Only %n clip to learn from</numerusform>
            <numerusform>Only %n clips to learn from</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The dataset has %n hint(s)</source>
        <translation>
            <numerusform>The dataset has %n hint</numerusform>
            <numerusform>The dataset has %n hints</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be put right at once; Undo takes it back</source>
        <translation>
            <numerusform>%n can be put right at once; Undo takes it back</numerusform>
            <numerusform>%n can be put right at once; Undo takes it back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fix %n</source>
        <translation>
            <numerusform>Fix %n</numerusform>
            <numerusform>Fix %n</numerusform>
        </translation>
    </message>
</context>
</TS>
