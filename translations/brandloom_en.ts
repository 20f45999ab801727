<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>brandloom::train::SetupView</name>
    <message numerus="yes">
        <source>A look, from %n film(s)</source>
        <translation>
            <numerusform>A look, from %n film</numerusform>
            <numerusform>A look, from %n films</numerusform>
        </translation>
    </message>
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
        <source>%n film(s) without a caption</source>
        <translation>
            <numerusform>%n film without a caption</numerusform>
            <numerusform>%n films without a caption</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n film(s)</source>
        <translation>
            <numerusform>%n film</numerusform>
            <numerusform>%n films</numerusform>
        </translation>
    </message>
</context>
</TS>
