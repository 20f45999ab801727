<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>brandloom::activity::ActivityDock</name>
    <message>
        <source>Activity</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务列表</translation>
    </message>
    <message>
        <source>Resume queue</source>
        <translation>继续队列</translation>
    </message>
    <message>
        <source>Clear what is over</source>
        <translation>清除已结束的</translation>
    </message>
    <message>
        <source>Close Activity</source>
        <translation>关闭任务栏</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Trainings and Shots appear here, in the order in which they are made.</source>
        <translation>训练和镜头会按执行顺序出现在这里。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>Pause and free memory</source>
        <translation>暂停并释放内存</translation>
    </message>
    <message>
        <source>Move to top</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>取消…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the training?</source>
        <translation>取消这次训练？</translation>
    </message>
    <message>
        <source>Keep and stop</source>
        <translation>保留并停止</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
</context>
<context>
    <name>brandloom::activity::ActivityPresenter</name>
    <message>
        <source>Shot %1</source>
        <comment>the prompt of a Shot, quoted</comment>
        <translation>镜头%1</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>第 %1 / %2 步</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Paused, memory freed</source>
        <translation>已暂停，内存已释放</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>已暂缓</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>生成中</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个运行中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n 个已暂停</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>What it has learned becomes a version of the Style, and the training can still be resumed.</source>
        <translation>学到的内容会成为风格的一个版本，训练以后仍可继续。</translation>
    </message>
    <message>
        <source>Its checkpoints are removed and no version is made. Films, captions and earlier versions stay.</source>
        <translation>检查点会被删除，不生成版本。影片、描述和以前的版本都保留。</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::BrandPage</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take a brand from a file</source>
        <translation>从文件导入品牌</translation>
    </message>
    <message>
        <source>Brands (*.json *.txt)</source>
        <translation>品牌文件 (*.json *.txt)</translation>
    </message>
    <message>
        <source>Take colours from a picture</source>
        <translation>从图片取色</translation>
    </message>
    <message>
        <source>Pictures and films (*.png *.jpg *.jpeg *.mp4 *.mov *.mkv)</source>
        <translation>图片和影片 (*.png *.jpg *.jpeg *.mp4 *.mov *.mkv)</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>品牌</translation>
    </message>
    <message>
        <source>Kept as you change it</source>
        <translation>更改即保存</translation>
    </message>
    <message>
        <source>This project can only be read</source>
        <translation>此项目只能读取</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>No clip yet: on plain ground</source>
        <translation>还没有素材：用纯色底</translation>
    </message>
    <message>
        <source>On a clip of the dataset</source>
        <translation>取自素材集的素材</translation>
    </message>
    <message>
        <source>Take the brand from %1</source>
        <translation>从%1导入品牌</translation>
    </message>
    <message>
        <source>Take the colours of %1</source>
        <translation>从%1取色</translation>
    </message>
    <message>
        <source>Use %1 for colours or as a logo</source>
        <translation>用%1取色或作标志</translation>
    </message>
    <message>
        <source>Use %1 as a logo</source>
        <translation>用%1作标志</translation>
    </message>
    <message>
        <source>Take its colours</source>
        <translation>从中取色</translation>
    </message>
    <message>
        <source>Logo for dark ground</source>
        <translation>深色背景的标志</translation>
    </message>
    <message>
        <source>Logo for light ground</source>
        <translation>浅色背景的标志</translation>
    </message>
    <message>
        <source>Add a colour</source>
        <translation>添加颜色</translation>
    </message>
    <message>
        <source>Change the colour</source>
        <translation>更改颜色</translation>
    </message>
    <message>
        <source>Choose a logo</source>
        <translation>选择标志</translation>
    </message>
    <message>
        <source>Logos (*.png *.svg)</source>
        <translation>标志 (*.png *.svg)</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>换一个文件…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>A brand belongs to a project. Create one, or open one on Home.</source>
        <translation>品牌属于项目。请新建一个，或在首页打开一个。</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件导入…</translation>
    </message>
    <message>
        <source>JSON, or lines such as “name: …”, as the command line writes them</source>
        <translation>JSON，或「name: …」这样的文本行，与命令行写出的相同</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>On dark ground</source>
        <translation>深色背景</translation>
    </message>
    <message>
        <source>On light ground</source>
        <translation>浅色背景</translation>
    </message>
    <message>
        <source>Logo: %1</source>
        <translation>标志：%1</translation>
    </message>
    <message>
        <source>PNG or SVG; drop it here</source>
        <translation>PNG 或 SVG，可拖到这里</translation>
    </message>
    <message>
        <source>Clear space</source>
        <translation>留白</translation>
    </message>
    <message>
        <source>Clear space around the logo</source>
        <translation>标志四周的留白</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>¼ of its height</source>
        <translation>高度的 ¼</translation>
    </message>
    <message>
        <source>½ of its height</source>
        <translation>高度的 ½</translation>
    </message>
    <message>
        <source>Its height</source>
        <translation>与高度相同</translation>
    </message>
    <message>
        <source>Fonts</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Another picture</source>
        <translation>换一张</translation>
    </message>
    <message>
        <source>Can subtitles be read?</source>
        <translation>字幕看得清吗？</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>From a picture…</source>
        <translation>从图片取色…</translation>
    </message>
    <message>
        <source>From the dataset</source>
        <translation>从素材集取色</translation>
    </message>
    <message>
        <source>Name of the colour</source>
        <translation>颜色名称</translation>
    </message>
    <message>
        <source>Colour as #RRGGBB</source>
        <translation>颜色值 #RRGGBB</translation>
    </message>
    <message>
        <source>What the colour is for</source>
        <translation>颜色用途</translation>
    </message>
    <message>
        <source>Pick…</source>
        <translation>选色…</translation>
    </message>
    <message>
        <source>Use the nearest that passes</source>
        <translation>改用最近的合格色</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::BrandPresenter</name>
    <message>
        <source>Nothing had to be changed.</source>
        <translation>没有需要更改的内容。</translation>
    </message>
    <message>
        <source>Colour %1</source>
        <translation>颜色 %1</translation>
    </message>
    <message>
        <source>%1 was removed from the colours.</source>
        <translation>%1已从颜色中移除。</translation>
    </message>
    <message>
        <source>%1 is %2 now.</source>
        <translation>%1现在是 %2。</translation>
    </message>
    <message>
        <source>The colours of the clips are in the brand, with their shares.</source>
        <translation>素材的颜色及占比已加入品牌。</translation>
    </message>
    <message>
        <source>The colours of %1 are in the brand.</source>
        <translation>%1的颜色已加入品牌。</translation>
    </message>
    <message>
        <source>What %1 says is in the brand.</source>
        <translation>%1的内容已导入品牌。</translation>
    </message>
    <message>
        <source>The logo is in the brand.</source>
        <translation>标志已加入品牌。</translation>
    </message>
    <message>
        <source>The logo was removed.</source>
        <translation>标志已移除。</translation>
    </message>
    <message>
        <source>The last change of the brand was taken back.</source>
        <translation>已撤销对品牌的上一次更改。</translation>
    </message>
    <message>
        <source>The last change of the project was taken back.</source>
        <translation>已撤销对项目的上一次更改。</translation>
    </message>
    <message>
        <source>The change was made again.</source>
        <translation>已重做该更改。</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::ColourWells</name>
    <message>
        <source>contrast %1</source>
        <translation>对比度 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n colour(s)</source>
        <translation>
            <numerusform>%n 种颜色</numerusform>
        </translation>
    </message>
    <message>
        <source>ground</source>
        <comment>of subtitles; under a colour</comment>
        <translation>底色</translation>
    </message>
    <message>
        <source>No colours yet: add one, or take them from a picture or from the dataset.</source>
        <translation>还没有颜色：可以添加，或从图片、素材集取色。</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::LogoBox</name>
    <message>
        <source>there is a logo</source>
        <translation>已有标志</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::SampleFrame</name>
    <message>
        <source>Sample frame %1:%2</source>
        <translation>样片画面 %1:%2</translation>
    </message>
    <message>
        <source>with the logo</source>
        <translation>带标志</translation>
    </message>
    <message>
        <source>without a logo</source>
        <translation>不带标志</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::Words</name>
    <message>
        <source>Not installed here; another font stands in</source>
        <translation>本机未安装，将用其他字体代替</translation>
    </message>
    <message>
        <source>Chinese is complete</source>
        <translation>中文齐全</translation>
    </message>
    <message>
        <source>No Chinese; another font stands in</source>
        <translation>没有中文，将用其他字体代替</translation>
    </message>
    <message>
        <source>Some Chinese is missing; another font stands in</source>
        <translation>缺少部分中文，将用其他字体代替</translation>
    </message>
    <message>
        <source>Has Chinese too</source>
        <translation>也有中文</translation>
    </message>
    <message>
        <source>No Chinese; that is written in the font above</source>
        <translation>无中文，中文用上面的字体</translation>
    </message>
    <message>
        <source>Text in %1 on %2 has a contrast of %3: it can be read.</source>
        <translation>%2底上的%1文字对比度为 %3，可以看清。</translation>
    </message>
    <message>
        <source>Text in %1 on %2 has a contrast of %3, below 4.5: only large text can be read.</source>
        <translation>%2底上的%1文字对比度为 %3，低于 4.5，只有大字能看清。</translation>
    </message>
    <message>
        <source>Text in %1 on %2 has a contrast of %3, below 3: it cannot be read.</source>
        <translation>%2底上的%1文字对比度为 %3，低于 3，看不清。</translation>
    </message>
    <message>
        <source>No role</source>
        <translation>无用途</translation>
    </message>
    <message>
        <source>Ground of subtitles</source>
        <translation>字幕底色</translation>
    </message>
    <message>
        <source>Text of subtitles</source>
        <translation>字幕文字</translation>
    </message>
    <message>
        <source>Main colour</source>
        <translation>主色</translation>
    </message>
    <message>
        <source>Accent</source>
        <translation>点缀色</translation>
    </message>
    <message>
        <source>white</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>near black</source>
        <translation>近黑色</translation>
    </message>
</context>
<context>
    <name>brandloom::brand_page::WordsForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>西文</translation>
    </message>
    <message>
        <source>Tone, Chinese</source>
        <translation>语气（中文）</translation>
    </message>
    <message>
        <source>Tone, English</source>
        <translation>语气（英文）</translation>
    </message>
    <message>
        <source>Banned words</source>
        <translation>禁用词</translation>
    </message>
    <message>
        <source>Legal, Chinese</source>
        <translation>法律声明（中文）</translation>
    </message>
    <message>
        <source>Legal, English</source>
        <translation>法律声明（英文）</translation>
    </message>
    <message>
        <source>Font: %1</source>
        <translation>字体：%1</translation>
    </message>
    <message>
        <source>As the window</source>
        <translation>与窗口相同</translation>
    </message>
    <message>
        <source>What the brand is called</source>
        <translation>品牌叫什么</translation>
    </message>
    <message>
        <source>Words it never uses, between commas</source>
        <translation>绝不使用的词，用逗号隔开</translation>
    </message>
    <message>
        <source>How it speaks: quiet, warm, concrete</source>
        <translation>说话的方式：安静、温暖、具体</translation>
    </message>
    <message>
        <source>Stands at the foot of each film</source>
        <translation>显示在每部影片底部</translation>
    </message>
</context>
<context>
    <name>brandloom::bridge::JobWords</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Loading model</source>
        <translation>正在载入模型</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Making a preview</source>
        <translation>正在生成预览</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a quoted name</comment>
        <translation>「%1」</translation>
    </message>
    <message>
        <source>Training %1</source>
        <comment>the name of a Style, quoted</comment>
        <translation>训练%1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds, after a number</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours, after a number</comment>
        <translation>小时</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes, after a number</comment>
        <translation>分钟</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a time: number and unit</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>已开始</translation>
    </message>
    <message>
        <source>Clips and captions are prepared</source>
        <translation>素材与描述已准备好</translation>
    </message>
    <message>
        <source>First step done</source>
        <translation>完成第 1 步</translation>
    </message>
    <message>
        <source>Step %1: preview made</source>
        <translation>第 %1 步：已生成预览</translation>
    </message>
    <message>
        <source>Preview before training made</source>
        <translation>已生成训练前的预览</translation>
    </message>
    <message>
        <source>Step %1: checkpoint saved</source>
        <translation>第 %1 步：已保存检查点</translation>
    </message>
    <message>
        <source>Stop asked for; this step is finished first</source>
        <translation>已请求停止，完成本步后结束</translation>
    </message>
    <message>
        <source>Finished after %1 steps</source>
        <translation>已完成，共 %1 步</translation>
    </message>
    <message>
        <source>Stopped after step %1</source>
        <translation>在第 %1 步后停止</translation>
    </message>
    <message>
        <source>Failed at step %1</source>
        <translation>在第 %1 步失败</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Step %1: held-out loss %2</source>
        <translation>第 %1 步：验证集损失 %2</translation>
    </message>
    <message>
        <source>Paused after step %1</source>
        <translation>在第 %1 步后暂停</translation>
    </message>
    <message>
        <source>Went on after step %1</source>
        <translation>从第 %1 步之后继续</translation>
    </message>
    <message>
        <source>Step %1: learning rate %2</source>
        <translation>第 %1 步：学习率 %2</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::CaptionHelp</name>
    <message>
        <source>%1 of %2 tokens: the end is not read</source>
        <translation>%1 / %2 个词元：后面的读不到</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 / %2 个词元</translation>
    </message>
    <message>
        <source>Names the look. The Style is meant to learn the look by itself: leave such words out.</source>
        <translation>这个词说的是画面风格。风格应由模型自己学会，请不要写进来。</translation>
    </message>
    <message>
        <source>Describes nothing that can be seen. Say what is there instead.</source>
        <translation>这个词没有说出看得见的东西。请写画面里有什么。</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::CaptionPanel</name>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Language of the caption</source>
        <translation>描述的语言</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>自动描述</translation>
    </message>
    <message>
        <source>A draft from camera, light, colours and movement</source>
        <translation>根据运镜、光线、颜色和动作写出草稿</translation>
    </message>
    <message>
        <source>Keep and next</source>
        <translation>保留并继续</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>What is to be seen: subject, action, place, camera. Not the look itself.</source>
        <translation>写出画面内容：主体、动作、地点、镜头，不要写风格本身。</translation>
    </message>
    <message>
        <source>Picture of the clip</source>
        <translation>素材画面</translation>
    </message>
    <message>
        <source>%1–%2 s</source>
        <translation>%1–%2 秒</translation>
    </message>
    <message>
        <source>only measured</source>
        <translation>仅用于验证</translation>
    </message>
    <message>
        <source>A draft: keep it as it is, or write over it</source>
        <translation>这是草稿，可直接保留或改写</translation>
    </message>
    <message>
        <source>Only in another language so far</source>
        <translation>目前只有另一种语言的描述</translation>
    </message>
    <message>
        <source>No caption yet</source>
        <translation>还没有描述</translation>
    </message>
    <message>
        <source>Choose a clip to caption it</source>
        <translation>选择一个素材来写描述</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipDelegate</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>On its way in</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Press Enter to caption</source>
        <translation>按 Enter 添加描述</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipEditor</name>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play the range (Space)</source>
        <translation>播放入出点之间（空格）</translation>
    </message>
    <message>
        <source>Back to all clips (Esc)</source>
        <translation>回到全部素材（Esc）</translation>
    </message>
    <message>
        <source>Clip before (Up)</source>
        <translation>上一个素材（上方向键）</translation>
    </message>
    <message>
        <source>Next clip (Down)</source>
        <translation>下一个素材（下方向键）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>画面大小</translation>
    </message>
    <message>
        <source>Picture of the film</source>
        <translation>影片画面</translation>
    </message>
    <message>
        <source>Range of the clip</source>
        <translation>素材范围</translation>
    </message>
    <message>
        <source>The clip begins at this picture (I)</source>
        <translation>素材从这一帧开始（I）</translation>
    </message>
    <message>
        <source>The clip ends with this picture (O)</source>
        <translation>素材到这一帧结束（O）</translation>
    </message>
    <message>
        <source>One picture back (,)</source>
        <translation>后退一帧（,）</translation>
    </message>
    <message>
        <source>One picture on (.)</source>
        <translation>前进一帧（.）</translation>
    </message>
    <message>
        <source>Play it again and again</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Two clips, the second from this picture on</source>
        <translation>拆成两个素材，第二个从这一帧开始</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁切</translation>
    </message>
    <message>
        <source>Learn only a part of the picture</source>
        <translation>只学习画面的一部分</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>整个画面</translation>
    </message>
    <message>
        <source>Any shape</source>
        <translation>任意比例</translation>
    </message>
    <message>
        <source>Shape of the crop</source>
        <translation>裁切比例</translation>
    </message>
    <message>
        <source>The film is not where it was: %1</source>
        <translation>影片不在原来的位置：%1</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipFacts</name>
    <message>
        <source>Pick</source>
        <translation>选用</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>弃用</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Fits the model</source>
        <translation>是否适合模型</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量结果</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Add tags, with commas between them</source>
        <translation>添加标签，用逗号分隔</translation>
    </message>
    <message>
        <source>Add tags</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>A single picture</source>
        <translation>单张图片</translation>
    </message>
    <message>
        <source>trainings learn films only</source>
        <translation>训练只学习影片</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Too short</source>
        <translation>太短</translation>
    </message>
    <message>
        <source>large enough</source>
        <translation>足够大</translation>
    </message>
    <message>
        <source>will be enlarged: 64 pixels are learnt</source>
        <translation>会被放大：模型学习 64 像素</translation>
    </message>
    <message>
        <source>Uneven rate</source>
        <translation>帧率不均匀</translation>
    </message>
    <message>
        <source>read by its time stamps</source>
        <translation>按时间戳读取</translation>
    </message>
    <message>
        <source>This range is measured when you leave it.</source>
        <translation>离开这个素材后测量这个范围。</translation>
    </message>
    <message>
        <source>still</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>pans left</source>
        <translation>向左摇</translation>
    </message>
    <message>
        <source>pans right</source>
        <translation>向右摇</translation>
    </message>
    <message>
        <source>pushes in</source>
        <translation>推近</translation>
    </message>
    <message>
        <source>pulls out</source>
        <translation>拉远</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手持</translation>
    </message>
    <message>
        <source>moves freely</source>
        <translation>自由移动</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Lightness</source>
        <translation>明暗</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>运动</translation>
    </message>
    <message>
        <source>Black bars</source>
        <translation>黑边</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>Stands still</source>
        <translation>静止</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Take the tag %1 away</source>
        <translation>去掉标签 %1</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1 帧</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>nobody said</source>
        <translation>未登记</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <translation>%1，至 %2</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>使用授权</translation>
    </message>
    <message>
        <source>at %1 a second, for the starter</source>
        <translation>入门模型每秒 %1 帧</translation>
    </message>
    <message>
        <source>needs %1 frames at %2 a second</source>
        <translation>至少要 %1 帧（每秒 %2 帧）</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipPresenter</name>
    <message>
        <source>Clip %1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Crop%1 · %2 × %3</source>
        <translation>裁切%1 · %2 × %3</translation>
    </message>
    <message>
        <source>A clip begins before it ends: move its end first.</source>
        <translation>入点要在出点之前：请先移动出点。</translation>
    </message>
    <message>
        <source>A clip ends after it begins: move its start first.</source>
        <translation>出点要在入点之后：请先移动入点。</translation>
    </message>
    <message>
        <source>Two clips now; both keep the caption</source>
        <translation>现在是两个素材，都保留原描述</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ClipsModel</name>
    <message>
        <source>On its way in</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>已选用</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已弃用</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::DatasetPage</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Find: words, rating&gt;=4, -tag:stage, missing:caption, duration&lt;2</source>
        <translation>查找：文字、rating&gt;=4、-tag:stage、missing:caption、duration&lt;2</translation>
    </message>
    <message>
        <source>Find clips</source>
        <translation>查找素材</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>素材</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>选用</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>弃用</translation>
    </message>
    <message>
        <source>Unmark</source>
        <translation>取消标记</translation>
    </message>
    <message>
        <source>Suggest captions</source>
        <translation>自动描述</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>Films belong to a project. Create one, or open one on Home.</source>
        <translation>影片属于项目，请先新建项目，或在首页打开一个。</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>No clip fits these words</source>
        <translation>没有符合条件的素材</translation>
    </message>
    <message>
        <source>Clear the query to see all clips again.</source>
        <translation>清除条件即可重新看到全部素材。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Drop your films here</source>
        <translation>把影片拖到这里</translation>
    </message>
    <message>
        <source>Files or whole folders. They are read where they are; nothing is moved or changed.</source>
        <translation>文件或整个文件夹均可，只在原处读取，不会移动或改动。</translation>
    </message>
    <message>
        <source>Choose films…</source>
        <translation>选择影片…</translation>
    </message>
    <message>
        <source>Measuring clips: %1 of %2</source>
        <translation>正在分析素材：%1 / %2</translation>
    </message>
    <message>
        <source>Reading films: %1 of %2</source>
        <translation>正在读取影片：%1 / %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) selected</source>
        <translation>
            <numerusform>已选 %n 个素材</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Import films</source>
        <translation>导入影片</translation>
    </message>
    <message>
        <source>Films (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts);;All files (*)</source>
        <translation>影片 (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::DatasetPresenter</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个素材</numerusform>
        </translation>
    </message>
    <message>
        <source>Showing %1 of %2</source>
        <translation>显示 %1 / %2</translation>
    </message>
    <message>
        <source>The import was stopped. What came in before stays; drop the films again to go on.</source>
        <translation>导入已停止。之前导入的内容保留不变，再次拖入影片即可继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) added</source>
        <translation>
            <numerusform>已添加 %n 部影片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n 部已在素材集中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n 部无法读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) picked</source>
        <translation>
            <numerusform>已选用 %n 个素材</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) rejected: no training sees them</source>
        <translation>
            <numerusform>已弃用 %n 个素材，训练不会使用它们</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) unmarked</source>
        <translation>
            <numerusform>已取消 %n 个素材的标记</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) rated</source>
        <translation>
            <numerusform>已为 %n 个素材评分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) removed from the dataset; the films stay where they are</source>
        <translation>
            <numerusform>已从素材集移除 %n 个素材，影片仍在原处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) written: read them before you train</source>
        <translation>
            <numerusform>已写出 %n 条草稿，训练前请先读一遍</numerusform>
        </translation>
    </message>
    <message>
        <source>These clips have captions in this language already</source>
        <translation>这些素材已有这种语言的描述</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) made</source>
        <translation>
            <numerusform>已做 %n 处改动</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing had to be changed</source>
        <translation>没有需要改动的地方</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>The dataset as it is now was kept as a version</source>
        <translation>已保留当前素材集的版本</translation>
    </message>
    <message>
        <source>It is kept as a version already</source>
        <translation>这个版本已经保留过</translation>
    </message>
    <message>
        <source>Which clips are only measured was drawn anew</source>
        <translation>已重新划分只用于评估的素材</translation>
    </message>
    <message>
        <source>These films come next, when those before them have been read.</source>
        <translation>这些影片排在后面，前面的读完就轮到它们。</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::FilterPanel</name>
    <message>
        <source>Keep a version</source>
        <translation>保留一个版本</translation>
    </message>
    <message>
        <source>The dataset as it is now, to come back to and to compare with</source>
        <translation>按现在的样子保留素材集，供以后对照</translation>
    </message>
    <message>
        <source>Draw the split anew</source>
        <translation>重新划分</translation>
    </message>
    <message>
        <source>Clips that are only measured, never learnt; films and scenes stay together</source>
        <translation>哪些素材只用于评估、不参与学习；同一影片和场景不会拆开</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>All clips</source>
        <translation>全部素材</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::HintsPanel</name>
    <message>
        <source>Score</source>
        <translation>素材评分</translation>
    </message>
    <message>
        <source>Nothing to put right</source>
        <translation>没有需要修复的问题</translation>
    </message>
    <message>
        <source>Looking at the clips…</source>
        <translation>正在检查素材…</translation>
    </message>
    <message>
        <source>No clips yet</source>
        <translation>还没有素材</translation>
    </message>
    <message>
        <source>Hints</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Some clips cannot be learnt yet</source>
        <translation>有些素材还不能用于训练</translation>
    </message>
    <message>
        <source>Ready to train</source>
        <translation>可以训练</translation>
    </message>
    <message>
        <source>Can be trained, could be better</source>
        <translation>可以训练，还能更好</translation>
    </message>
    <message>
        <source>More or better clips would help</source>
        <translation>需要更多或更好的素材</translation>
    </message>
    <message>
        <source>Hints · %1</source>
        <translation>检查结果 · %1</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::ScoreRow</name>
    <message>
        <source>%1: %2 of 100</source>
        <translation>%1：%2 / 100</translation>
    </message>
    <message>
        <source>%1: not measured yet</source>
        <translation>%1：尚未分析</translation>
    </message>
    <message>
        <source>Show the clips to put right: %1</source>
        <translation>显示需要处理的素材：%1</translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::StarRow</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::dataset_page::Words</name>
    <message numerus="yes">
        <source>%n clip(s) have no caption</source>
        <translation>
            <numerusform>%n 个素材没有描述</numerusform>
        </translation>
    </message>
    <message>
        <source>They are trained with the empty prompt</source>
        <translation>训练时会使用空提示词</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>自动描述</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) share one caption</source>
        <translation>
            <numerusform>%n 个素材描述相同</numerusform>
        </translation>
    </message>
    <message>
        <source>The model cannot tell them apart</source>
        <translation>模型无法区分它们</translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) say little</source>
        <translation>
            <numerusform>%n 条描述内容空泛</numerusform>
        </translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>删去</translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) are too long</source>
        <translation>
            <numerusform>%n 条描述过长</numerusform>
        </translation>
    </message>
    <message>
        <source>The model does not read their end</source>
        <translation>模型读不到结尾部分</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) with drafts</source>
        <translation>
            <numerusform>%n 个素材的描述是草稿</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody has accepted these captions yet</source>
        <translation>还没有人确认这些描述</translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) lack the trigger word</source>
        <translation>
            <numerusform>%n 条描述缺少触发词</numerusform>
        </translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>添加</translation>
    </message>
    <message numerus="yes">
        <source>%n caption(s) name the look</source>
        <translation>
            <numerusform>%n 条描述写出了风格</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clips show nearly the same</source>
        <translation>
            <numerusform>%n 个素材画面近似</numerusform>
        </translation>
    </message>
    <message>
        <source>The best one of each group is kept</source>
        <translation>每组保留最好的一个</translation>
    </message>
    <message>
        <source>Keep best</source>
        <translation>保留最好</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) have a cut inside</source>
        <translation>
            <numerusform>%n 个素材中间有剪切点</numerusform>
        </translation>
    </message>
    <message>
        <source>The model would learn to jump</source>
        <translation>模型会学到画面跳变</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>切分</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) of varying frame rate</source>
        <translation>
            <numerusform>%n 个素材帧率不固定</numerusform>
        </translation>
    </message>
    <message>
        <source>They are resampled by their time stamps</source>
        <translation>会按时间戳重新取样</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) have black bars</source>
        <translation>
            <numerusform>%n 个素材有黑边</numerusform>
        </translation>
    </message>
    <message>
        <source>The model would learn the bars</source>
        <translation>模型会学到黑边</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁切</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) stand still</source>
        <translation>
            <numerusform>%n 个素材画面静止</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing moves for most of the time</source>
        <translation>大部分时间没有动作</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>弃用</translation>
    </message>
    <message numerus="yes">
        <source>%n still picture(s)</source>
        <translation>
            <numerusform>%n 张静态图片</numerusform>
        </translation>
    </message>
    <message>
        <source>A training leaves them out</source>
        <translation>训练不会使用它们</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) are too short</source>
        <translation>
            <numerusform>%n 个素材过短</numerusform>
        </translation>
    </message>
    <message>
        <source>They cannot be learnt</source>
        <translation>无法用于训练</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) are long</source>
        <translation>
            <numerusform>%n 个素材较长</numerusform>
        </translation>
    </message>
    <message>
        <source>A training takes parts of them</source>
        <translation>训练只取其中几段</translation>
    </message>
    <message>
        <source>Shorten</source>
        <translation>缩短</translation>
    </message>
    <message numerus="yes">
        <source>%n short clip(s) shorten all others</source>
        <translation>
            <numerusform>%n 个短素材会缩短其他素材</numerusform>
        </translation>
    </message>
    <message>
        <source>No caption</source>
        <translation>缺少描述</translation>
    </message>
    <message>
        <source>Same caption</source>
        <translation>描述重复</translation>
    </message>
    <message>
        <source>Says little</source>
        <translation>描述空泛</translation>
    </message>
    <message>
        <source>Names the look</source>
        <translation>写出风格</translation>
    </message>
    <message>
        <source>No trigger word</source>
        <translation>缺触发词</translation>
    </message>
    <message>
        <source>Near twin</source>
        <translation>近似素材</translation>
    </message>
    <message>
        <source>Cut inside</source>
        <translation>中间有剪切</translation>
    </message>
    <message>
        <source>Black bars</source>
        <translation>黑边</translation>
    </message>
    <message>
        <source>Stands still</source>
        <translation>画面静止</translation>
    </message>
    <message>
        <source>Too short</source>
        <translation>过短</translation>
    </message>
    <message>
        <source>Rights ended</source>
        <translation>授权到期</translation>
    </message>
    <message>
        <source>Film missing</source>
        <translation>影片缺失</translation>
    </message>
    <message>
        <source>Film changed</source>
        <translation>影片已变</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>瑕疵</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Near twins</source>
        <translation>近似素材</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>使用授权</translation>
    </message>
    <message>
        <source>films added</source>
        <translation>添加影片</translation>
    </message>
    <message>
        <source>hints fixed</source>
        <translation>修复问题</translation>
    </message>
    <message>
        <source>rights</source>
        <translation>使用授权</translation>
    </message>
    <message>
        <source>split drawn</source>
        <translation>重新划分</translation>
    </message>
    <message>
        <source>trigger words</source>
        <translation>触发词</translation>
    </message>
    <message>
        <source>clips removed</source>
        <translation>移除素材</translation>
    </message>
    <message>
        <source>caption written</source>
        <translation>写描述</translation>
    </message>
    <message>
        <source>captions suggested</source>
        <translation>自动描述</translation>
    </message>
    <message>
        <source>words replaced</source>
        <translation>替换文字</translation>
    </message>
    <message>
        <source>Few clips to learn from</source>
        <translation>可学习的素材太少</translation>
    </message>
    <message>
        <source>Few clips that are only measured</source>
        <translation>用于验证的素材太少</translation>
    </message>
    <message>
        <source>The held-out loss says little</source>
        <translation>验证集损失参考价值不大</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) on both sides of the split</source>
        <translation>
            <numerusform>%n 个素材同时在学习和验证两侧</numerusform>
        </translation>
    </message>
    <message>
        <source>What is learnt would also be measured with</source>
        <translation>学过的画面又被用来验证</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>重新划分</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) without noted rights</source>
        <translation>
            <numerusform>%n 个素材未登记使用授权</numerusform>
        </translation>
    </message>
    <message>
        <source>Note who holds them, and until when</source>
        <translation>请登记授权方和期限</translation>
    </message>
    <message numerus="yes">
        <source>Rights of %n clip(s) have ended</source>
        <translation>
            <numerusform>%n 个素材的授权已到期</numerusform>
        </translation>
    </message>
    <message>
        <source>They may not be used any more</source>
        <translation>不能再使用</translation>
    </message>
    <message numerus="yes">
        <source>Films of %n clip(s) are missing</source>
        <translation>
            <numerusform>%n 个素材的影片缺失</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Films of %n clip(s) are others now</source>
        <translation>
            <numerusform>%n 个素材的影片已变</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) cannot be read</source>
        <translation>
            <numerusform>%n 个素材无法读取</numerusform>
        </translation>
    </message>
    <message>
        <source>clips changed</source>
        <translation>素材已修改</translation>
    </message>
    <message>
        <source>clip split</source>
        <translation>素材已拆分</translation>
    </message>
    <message>
        <source>the brand</source>
        <translation>品牌</translation>
    </message>
    <message>
        <source>taken into the brand</source>
        <translation>导入品牌</translation>
    </message>
    <message>
        <source>place of a job</source>
        <translation>任务的位置</translation>
    </message>
    <message>
        <source>settings of a waiting job</source>
        <translation>等待中任务的设置</translation>
    </message>
    <message>
        <source>waiting job cancelled</source>
        <translation>取消等待中的任务</translation>
    </message>
    <message>
        <source>jobs cleared</source>
        <translation>清除任务</translation>
    </message>
    <message>
        <source>version kept</source>
        <translation>已保留版本</translation>
    </message>
</context>
<context>
    <name>brandloom::home::HealthWords</name>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Fonts</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Video formats</source>
        <translation>视频格式</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Text encoding</source>
        <translation>文字编码</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n 核</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2 free</source>
        <translation>可用 %1 %2</translation>
    </message>
    <message>
        <source>%1 of %2 %3 free</source>
        <translation>可用 %1 / %2 %3</translation>
    </message>
    <message>
        <source>None: the processor does the work</source>
        <translation>无，由处理器完成计算</translation>
    </message>
    <message>
        <source>Missing: install Brandloom again</source>
        <translation>缺失，请重新安装 Brandloom</translation>
    </message>
    <message>
        <source>Ready, started when first needed</source>
        <translation>已就绪，首次使用时启动</translation>
    </message>
    <message>
        <source>%1 · Chinese covered</source>
        <translation>%1 · 支持中文</translation>
    </message>
    <message>
        <source>Starter model is complete</source>
        <translation>入门模型完整</translation>
    </message>
    <message>
        <source>Files of the starter model are missing</source>
        <translation>入门模型的文件缺失</translation>
    </message>
    <message>
        <source>No Chinese font: install fonts-noto-cjk</source>
        <translation>没有中文字体，请安装 fonts-noto-cjk</translation>
    </message>
    <message>
        <source>MP4 films cannot be written: x264 is missing</source>
        <translation>缺少 x264，无法写入 MP4 影片</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>NVIDIA, driver %1</source>
        <translation>NVIDIA，驱动 %1</translation>
    </message>
</context>
<context>
    <name>brandloom::home::HomePage</name>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Start a project</source>
        <translation>新建一个项目</translation>
    </message>
    <message>
        <source>A project is a folder that holds everything you make. Nothing has to be saved by hand.</source>
        <translation>项目是一个文件夹，您制作的一切都在其中，全程自动保存。</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>入门模型</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Built in · 64 px · runs anywhere</source>
        <translation>内置 · 64 像素 · 任何电脑都能运行</translation>
    </message>
    <message>
        <source>Its files are missing: install again</source>
        <translation>文件缺失，请重新安装</translation>
    </message>
</context>
<context>
    <name>brandloom::home::HomePresenter</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个素材</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n Style(s)</source>
        <translation>
            <numerusform>%n 个风格</numerusform>
        </translation>
    </message>
    <message>
        <source>no Style yet</source>
        <translation>还没有风格</translation>
    </message>
    <message numerus="yes">
        <source>%n Shot(s)</source>
        <translation>
            <numerusform>%n 个镜头</numerusform>
        </translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <comment>date format of a day in this year</comment>
        <translation>M 月 d 日</translation>
    </message>
    <message>
        <source>The folder is not there any more</source>
        <translation>文件夹已不在原处</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>当前打开</translation>
    </message>
    <message>
        <source>The engine is started and the model is read. This happens once per session.</source>
        <translation>正在启动引擎并读取模型，每次打开程序只需一次。</translation>
    </message>
    <message>
        <source>Films are cut to clips and prepared for training.</source>
        <translation>正在把影片切成素材，为训练做准备。</translation>
    </message>
    <message>
        <source>The present step is finished first; what was learned is kept.</source>
        <translation>完成当前这一步后停止，已学到的内容会保留。</translation>
    </message>
    <message>
        <source>Still learning. The newest preview is from step %1.</source>
        <translation>还在学习，最新预览来自第 %1 步。</translation>
    </message>
    <message>
        <source>Still learning.</source>
        <translation>还在学习。</translation>
    </message>
    <message>
        <source>Everything is saved and the memory is given back until it goes on.</source>
        <translation>已全部保存，内存已释放，等待继续。</translation>
    </message>
</context>
<context>
    <name>brandloom::home::RunningCard</name>
    <message>
        <source>Step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>查看训练</translation>
    </message>
    <message>
        <source>Stop after this step</source>
        <translation>本步后停止</translation>
    </message>
    <message>
        <source>Newest preview</source>
        <translation>最新预览</translation>
    </message>
    <message>
        <source>Loss so far</source>
        <translation>损失曲线</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>Checkpoint kept at step %1</source>
        <translation>已保留第 %1 步的检查点</translation>
    </message>
    <message>
        <source>Preview · step %1</source>
        <translation>预览 · 第 %1 步</translation>
    </message>
</context>
<context>
    <name>brandloom::settings::ChoicesForm</name>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>All projects</source>
        <translation>所有项目</translation>
    </message>
    <message>
        <source>This project</source>
        <translation>当前项目</translation>
    </message>
    <message>
        <source>Days that things stay in the Trash</source>
        <translation>回收站保留天数</translation>
    </message>
    <message>
        <source> days</source>
        <comment>after a number; space before it</comment>
        <translation> 天</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认设置</translation>
    </message>
    <message>
        <source>Defaults for</source>
        <translation>默认设置的范围</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>默认模型</translation>
    </message>
    <message>
        <source>Time in the Trash</source>
        <translation>回收站保留时间</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Reset: %1</source>
        <translation>恢复：%1</translation>
    </message>
</context>
<context>
    <name>brandloom::settings::ModelPanel</name>
    <message>
        <source>Chosen model</source>
        <translation>所选模型</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>占用磁盘</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Its files are being looked at…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Missing official files</source>
        <translation>缺少的官方文件</translation>
    </message>
    <message>
        <source>Copy them from the official release into the folder, under these names.</source>
        <translation>请从官方发布中把它们复制到该文件夹，并保持这些名称。</translation>
    </message>
    <message>
        <source>Parts found</source>
        <translation>已找到的部分</translation>
    </message>
    <message>
        <source>Last check</source>
        <translation>最近一次检查</translation>
    </message>
    <message>
        <source>Progress of the check</source>
        <translation>检查进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>取消检查</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Reads every file whole and lets the experts prove themselves</source>
        <translation>完整读取每个文件，并让两个专家各自验证</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>The files stay where they are</source>
        <translation>文件保留在原处</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>正在检查 %1</translation>
    </message>
</context>
<context>
    <name>brandloom::settings::ModelWords</name>
    <message>
        <source>Starter</source>
        <translation>入门模型</translation>
    </message>
    <message>
        <source>Small model of the kind %1</source>
        <translation>%1 类型的小模型</translation>
    </message>
    <message>
        <source>Wan 2.2, text to video, two experts</source>
        <translation>Wan 2.2，文生视频，双专家</translation>
    </message>
    <message>
        <source>Wan 2.2, text or picture to video</source>
        <translation>Wan 2.2，文生或图生视频</translation>
    </message>
    <message>
        <source>Wan 2.1, text to video</source>
        <translation>Wan 2.1，文生视频</translation>
    </message>
    <message>
        <source>As the makers release it</source>
        <translation>官方发布格式</translation>
    </message>
    <message>
        <source>As Diffusers keeps it</source>
        <translation>Diffusers 格式</translation>
    </message>
    <message>
        <source>Single files</source>
        <translation>单个文件</translation>
    </message>
    <message>
        <source>High-noise expert</source>
        <translation>高噪专家</translation>
    </message>
    <message>
        <source>Low-noise expert</source>
        <translation>低噪专家</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>扩散主干</translation>
    </message>
    <message>
        <source>Film encoder (VAE)</source>
        <translation>视频编码器（VAE）</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation>%1 亿</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 万</translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) read in %1</source>
        <translation>
            <numerusform>用 %1 读取了 %n 个张量</numerusform>
        </translation>
    </message>
    <message>
        <source>Something is wrong with the files</source>
        <translation>文件有问题</translation>
    </message>
    <message>
        <source>What is there is sound, but files are missing</source>
        <translation>现有文件完好，但缺少文件</translation>
    </message>
    <message>
        <source>Every file is whole</source>
        <translation>所有文件完好</translation>
    </message>
    <message>
        <source>Each expert is in its place</source>
        <translation>两个专家位置正确</translation>
    </message>
    <message>
        <source>The experts could not be told apart</source>
        <translation>无法区分两个专家</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>date format</comment>
        <translation>yyyy 年 M 月 d 日</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Comparing the experts</source>
        <translation>正在比较两个专家</translation>
    </message>
    <message>
        <source>The engine is started</source>
        <translation>正在启动引擎</translation>
    </message>
    <message>
        <source>Reading %1 of %2</source>
        <comment>sizes</comment>
        <translation>已读取 %1 / %2</translation>
    </message>
</context>
<context>
    <name>brandloom::settings::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>模型所在文件夹</translation>
    </message>
    <message numerus="yes">
        <source>Let go to add %n folder(s) to the models</source>
        <translation>
            <numerusform>松开即可把 %n 个文件夹添加到模型列表</numerusform>
        </translation>
    </message>
    <message>
        <source>A model&apos;s files are read where they are.</source>
        <translation>模型文件在原处读取。</translation>
    </message>
</context>
<context>
    <name>brandloom::settings::SettingsPresenter</name>
    <message>
        <source>Chosen by you</source>
        <translation>由您选择</translation>
    </message>
    <message>
        <source>As for all projects</source>
        <translation>与所有项目相同</translation>
    </message>
    <message>
        <source>Only in this project</source>
        <translation>仅用于当前项目</translation>
    </message>
    <message>
        <source>Its files are missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>The folder is not there any more</source>
        <translation>文件夹已不存在</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) missing</source>
        <translation>
            <numerusform>缺少 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Something is wrong with the files</source>
        <translation>文件有问题</translation>
    </message>
    <message>
        <source>Comes with Brandloom</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>Verified %1</source>
        <comment>a date</comment>
        <translation>%1 检查通过</translation>
    </message>
    <message>
        <source>Not verified yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>%1 is in the list already.</source>
        <translation>%1已在列表中。</translation>
    </message>
    <message numerus="yes">
        <source>%1 was added, but %n of its files are missing.</source>
        <translation>
            <numerusform>%1已添加，但缺少 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was added. Its files stay where they are.</source>
        <translation>%1已添加，文件保留在原处。</translation>
    </message>
    <message>
        <source>%1 is not sound.</source>
        <translation>%1的文件有问题。</translation>
    </message>
    <message>
        <source>What is there of %1 is sound, but files are missing.</source>
        <translation>%1现有的文件完好，但缺少文件。</translation>
    </message>
    <message>
        <source>%1 is whole and sound.</source>
        <translation>%1完好无损。</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>大约还需 %1</translation>
    </message>
    <message>
        <source>As shipped</source>
        <translation>出厂值</translation>
    </message>
</context>
<context>
    <name>brandloom::shell::ActivityStrip</name>
    <message>
        <source>Activity</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Stop after this step</source>
        <translation>本步后停止</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有任务在运行</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name of a job: its state</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 · step %2 of %3</source>
        <translation>%1 · 第 %2 / %3 步</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>全部任务</translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>还有 %n 个等待</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n 个已暂停</numerusform>
        </translation>
    </message>
    <message>
        <source>Generating %1</source>
        <translation>正在生成%1</translation>
    </message>
</context>
<context>
    <name>brandloom::shell::CommandSearch</name>
    <message>
        <source>Search or run a command</source>
        <translation>搜索或输入命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>brandloom::shell::MainWindow</name>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Sample project</source>
        <translation>示例项目</translation>
    </message>
    <message>
        <source>%1 – Brandloom</source>
        <translation>%1 – Brandloom</translation>
    </message>
    <message>
        <source>%1 GB free</source>
        <translation>可用空间 %1 GB</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Read only: %1 is working in this project</source>
        <translation>只读：%1 正在使用此项目</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Stopping… the present step is finished first, then Brandloom closes.</source>
        <translation>正在停止：完成当前这一步后，Brandloom 会自动关闭。</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>正在关闭…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>&amp;Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的项目</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>About Brandloom</source>
        <translation>关于 Brandloom</translation>
    </message>
    <message>
        <source>A studio that learns the look of your films and makes new Shots in it, on this machine. Nothing leaves it. Free software under the GNU General Public License, version 3 or later.</source>
        <translation>在本机学习您影片的画面风格，并用它生成新镜头。任何内容都不会离开这台电脑。本程序是自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本。</translation>
    </message>
    <message>
        <source>Open or create a project first</source>
        <translation>请先打开或新建项目</translation>
    </message>
    <message>
        <source>This project can only be read</source>
        <translation>此项目只能读取</translation>
    </message>
    <message>
        <source>Other films are still on their way in</source>
        <translation>还有影片正在导入</translation>
    </message>
    <message numerus="yes">
        <source>Add %n file(s) or folder(s) to %1</source>
        <translation>
            <numerusform>把 %n 个文件或文件夹添加到 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>A Shot is being made.</source>
        <translation>正在生成一个镜头。</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting job(s) stay in the queue.</source>
        <translation>
            <numerusform>%n 个等待中的任务留在队列里。</numerusform>
        </translation>
    </message>
    <message>
        <source>A job is running. Quit Brandloom?</source>
        <translation>有任务正在运行。要退出 Brandloom 吗？</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>The window goes, the work goes on; the icon in the tray brings it back.</source>
        <translation>窗口关闭，工作继续；点击托盘图标即可重新打开。</translation>
    </message>
    <message>
        <source>This desktop has no tray: the window is minimised and the work goes on.</source>
        <translation>此桌面没有托盘：窗口最小化，工作继续。</translation>
    </message>
    <message>
        <source>Pause and save</source>
        <translation>暂停并保存</translation>
    </message>
    <message>
        <source>This step is finished and a checkpoint is kept. At the next start it waits under Activity to be resumed.</source>
        <translation>完成当前这一步并保留检查点。下次启动时，可在「任务」中继续。</translation>
    </message>
    <message>
        <source>The Shot begins anew when it is resumed under Activity.</source>
        <translation>在「任务」中继续时，这个镜头会重新生成。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>This step is finished, and what was learned becomes a version of the Style.</source>
        <translation>完成当前这一步，学到的内容成为风格的一个版本。</translation>
    </message>
    <message>
        <source>Nothing of this Shot is kept; what was finished stays.</source>
        <translation>这个镜头不保留；已完成的都还在。</translation>
    </message>
    <message>
        <source>Do not quit</source>
        <translation>不退出</translation>
    </message>
    <message>
        <source>Open Brandloom</source>
        <translation>打开 Brandloom</translation>
    </message>
    <message>
        <source>Saving a checkpoint… then Brandloom closes.</source>
        <translation>正在保存检查点…随后 Brandloom 将关闭。</translation>
    </message>
</context>
<context>
    <name>brandloom::shell::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Folder of the project</source>
        <translation>项目所在文件夹</translation>
    </message>
    <message>
        <source>My project</source>
        <comment>default name of a project</comment>
        <translation>我的项目</translation>
    </message>
</context>
<context>
    <name>brandloom::shell::TopBar</name>
    <message>
        <source>No project</source>
        <translation>未打开项目</translation>
    </message>
    <message>
        <source>Project: %1</source>
        <translation>项目：%1</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Mem</source>
        <comment>memory, as short as possible</comment>
        <translation>内存</translation>
    </message>
</context>
<context>
    <name>brandloom::train::DonePanel</name>
    <message>
        <source>Without</source>
        <translation>不用风格</translation>
    </message>
    <message>
        <source>With the Style</source>
        <translation>使用风格</translation>
    </message>
    <message>
        <source>Clip without the Style</source>
        <translation>不用风格的片段</translation>
    </message>
    <message>
        <source>Clip with the Style</source>
        <translation>使用风格的片段</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回退版本</translation>
    </message>
    <message>
        <source>Shots use the version before again. This one stays.</source>
        <translation>镜头重新使用上一个版本。这个版本仍保留。</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Shots use this version from now on.</source>
        <translation>镜头从现在起使用这个版本。</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>What should be seen, in English or Chinese</source>
        <translation>要看到什么，中文或英文</translation>
    </message>
    <message>
        <source>Stop</source>
        <comment>making a clip</comment>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Being made…</source>
        <translation>正在生成…</translation>
    </message>
    <message>
        <source>Not made yet</source>
        <translation>尚未生成</translation>
    </message>
</context>
<context>
    <name>brandloom::train::FilmBox</name>
    <message>
        <source>Drop films here</source>
        <translation>把影片拖到这里</translation>
    </message>
    <message>
        <source>They are read where they are; nothing is moved.</source>
        <translation>影片在原处读取，不会移动。</translation>
    </message>
    <message>
        <source>Choose films…</source>
        <translation>选择影片…</translation>
    </message>
    <message>
        <source>Use the sample film</source>
        <translation>使用示例影片</translation>
    </message>
    <message>
        <source>Add films…</source>
        <translation>添加影片…</translation>
    </message>
    <message>
        <source>Add the sample film</source>
        <translation>添加示例影片</translation>
    </message>
    <message>
        <source>Chosen films</source>
        <translation>已选影片</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Choose films</source>
        <translation>选择影片</translation>
    </message>
    <message>
        <source>Films (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts);;All files (*)</source>
        <translation>影片 (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts);;所有文件 (*)</translation>
    </message>
    <message numerus="yes">
        <source>All %n clip(s) of the dataset</source>
        <translation>
            <numerusform>素材集的全部 %n 个素材</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose films only to train on those alone.</source>
        <translation>仅在想单独用某些影片训练时才选择影片。</translation>
    </message>
</context>
<context>
    <name>brandloom::train::OptionForm</name>
    <message>
        <source>Back to the recipe</source>
        <translation>恢复为配方的设置</translation>
    </message>
</context>
<context>
    <name>brandloom::train::OptionWords</name>
    <message>
        <source>Clips per film</source>
        <translation>每片片段数</translation>
    </message>
    <message>
        <source>How many clips are cut from each film, or from each clip of the dataset, at most.</source>
        <translation>每部影片（或素材集中每段素材）最多剪出多少段来学习。</translation>
    </message>
    <message>
        <source>What learns</source>
        <translation>学什么</translation>
    </message>
    <message>
        <source>LoRA adds small weights; rsLoRA scales them for high ranks; p-tuning learns words in front of the prompt; full changes every weight.</source>
        <translation>LoRA 附加少量权重；rsLoRA 适合较高的秩；p-tuning 学习提示词前的词向量；full 改动全部权重。</translation>
    </message>
    <message>
        <source>Steps per expert</source>
        <translation>每个专家的步数</translation>
    </message>
    <message>
        <source>How often the weights are changed. More learns more, until clips are learnt by heart.</source>
        <translation>权重更新多少次。越多学得越多，直到把素材死记下来。</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>How much a LoRA can hold. Higher holds more detail, needs more memory and larger files.</source>
        <translation>LoRA 能容纳多少内容。越高细节越多，占用的内存和文件也越大。</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>The scale of the LoRA is alpha divided by rank. It follows the rank until it is set here.</source>
        <translation>LoRA 的强度是 alpha 除以秩。在这里设定之前跟随秩变化。</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>学习的部件</translation>
    </message>
    <message>
        <source>Which parts of each block learn: q,v are enough for a look; attention or all hold products better.</source>
        <translation>每个模块中哪些部件参与学习：q,v 足够学画面；attention 或 all 更能记住产品。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机丢弃</translation>
    </message>
    <message>
        <source>Share of the LoRA&apos;s inputs that is left out at random. A little helps when there are few clips.</source>
        <translation>随机忽略的 LoRA 输入比例。素材少时，少量有帮助。</translation>
    </message>
    <message>
        <source>Learned words</source>
        <translation>学习的词数</translation>
    </message>
    <message>
        <source>p-tuning: how many word vectors are learnt.</source>
        <translation>p-tuning：学习多少个词向量。</translation>
    </message>
    <message>
        <source>Inner width</source>
        <translation>内部宽度</translation>
    </message>
    <message>
        <source>p-tuning: width of the small network that makes the vectors; 0 learns them directly.</source>
        <translation>p-tuning：生成词向量的小网络的宽度；0 表示直接学习。</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>Wan 2.2 has two: the high-noise one learns movement and layout, the low-noise one texture and colour.</source>
        <translation>Wan 2.2 有两个专家：高噪声专家学习运动和构图，低噪声专家学习质感和色彩。</translation>
    </message>
    <message>
        <source>Steps in a row</source>
        <translation>连续步数</translation>
    </message>
    <message>
        <source>Steps on one expert before the other takes over. Longer rows change experts less often.</source>
        <translation>一个专家连续训练多少步后换另一个。数值大，切换次数少。</translation>
    </message>
    <message>
        <source>Samples at once</source>
        <translation>每批样本数</translation>
    </message>
    <message>
        <source>More are steadier and need more memory.</source>
        <translation>越多越平稳，占用的内存也越大。</translation>
    </message>
    <message>
        <source>Passes per step</source>
        <translation>每步累积次数</translation>
    </message>
    <message>
        <source>Several passes make one step: as steady as more samples at once, in less memory, but slower.</source>
        <translation>多次计算合成一步：与增大每批样本数一样平稳，内存更省，但更慢。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How far each step goes. Too high and the loss jumps or becomes no number; too low and nothing changes.</source>
        <translation>每一步走多远。过高损失会跳动甚至失效，过低则几乎不变。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Pulls weights towards zero, against learning by heart.</source>
        <translation>把权重拉向零，防止死记。</translation>
    </message>
    <message>
        <source>Warm-up steps</source>
        <translation>预热步数</translation>
    </message>
    <message>
        <source>The rate rises over so many steps before it falls slowly to the end.</source>
        <translation>学习率先用这么多步升上去，然后缓慢下降到结束。</translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation>梯度上限</translation>
    </message>
    <message>
        <source>Steps larger than this are shortened; 0 never does.</source>
        <translation>超过上限的步幅会被缩短；0 表示不限制。</translation>
    </message>
    <message>
        <source>Noise levels</source>
        <translation>噪声分布</translation>
    </message>
    <message>
        <source>Which noise levels are learnt most: shifted is how the model makes films; uniform and logit-normal are other choices.</source>
        <translation>着重学习哪些噪声程度：shifted 与模型生成影片时一致；uniform 和 logit-normal 是另外的选择。</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Moves the noise levels towards strong noise; 0 takes the model&apos;s own.</source>
        <translation>让噪声偏向更强的一端；0 表示用模型自己的值。</translation>
    </message>
    <message>
        <source>Without caption</source>
        <translation>无描述比例</translation>
    </message>
    <message>
        <source>Share of the steps that learn without words, so that the Style also works with short prompts.</source>
        <translation>不带文字学习的步数比例，使风格在提示词很短时也有效。</translation>
    </message>
    <message>
        <source>Averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Keeps a slow average of the weights, which becomes the Style; 0 does not. 0.99 is a good value for long runs.</source>
        <translation>保留权重的缓慢平均值作为风格；0 表示不用。长时间训练可用 0.99。</translation>
    </message>
    <message>
        <source>Number type</source>
        <translation>数值类型</translation>
    </message>
    <message>
        <source>bf16 halves the model&apos;s memory while it trains; what is learnt stays precise.</source>
        <translation>bf16 让训练时模型占用的内存减半；学到的内容仍保持精度。</translation>
    </message>
    <message>
        <source>Recompute blocks</source>
        <translation>重新计算</translation>
    </message>
    <message>
        <source>Needs much less memory and a third more time; the result is the same.</source>
        <translation>内存大大减少，时间多约三分之一，结果相同。</translation>
    </message>
    <message>
        <source>Give up after</source>
        <translation>放弃前步数</translation>
    </message>
    <message>
        <source>Steps in a row without a usable loss after which the training ends.</source>
        <translation>连续这么多步得不到有效损失时结束训练。</translation>
    </message>
    <message>
        <source>Held-out share</source>
        <translation>验证比例</translation>
    </message>
    <message>
        <source>Share of the clips that is only measured, never learnt; a dataset says itself which.</source>
        <translation>只测量、不学习的素材比例；素材集自己决定是哪些。</translation>
    </message>
    <message>
        <source>Measure every</source>
        <translation>测量间隔</translation>
    </message>
    <message>
        <source>Steps between measurements of the held-out clips; 0 measures none.</source>
        <translation>两次测量验证素材之间的步数；0 表示不测量。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Measurements without a better one after which the training ends early; 0 never does.</source>
        <translation>连续这么多次测量没有变好就提前结束；0 表示从不。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed, clips and settings give the same Style on the same machine.</source>
        <translation>种子、素材和设置都相同时，在同一台机器上得到相同的风格。</translation>
    </message>
    <message>
        <source>Preview every</source>
        <translation>预览间隔</translation>
    </message>
    <message>
        <source>Steps between previews; 0 makes none. Previews take time.</source>
        <translation>两次预览之间的步数；0 表示不做。预览会占用时间。</translation>
    </message>
    <message>
        <source>Preview prompts</source>
        <translation>预览提示词</translation>
    </message>
    <message>
        <source>One a line. Each preview shows all of them, from the same seed.</source>
        <translation>每行一条。每次预览都会用同一种子生成全部提示词。</translation>
    </message>
    <message>
        <source>Preview quality</source>
        <translation>预览步数</translation>
    </message>
    <message>
        <source>Solver steps of a preview: more is sharper and slower.</source>
        <translation>预览的求解步数：越多越清晰，也越慢。</translation>
    </message>
    <message>
        <source>Preview seed</source>
        <translation>预览种子</translation>
    </message>
    <message>
        <source>The seed of every preview, so that they can be compared.</source>
        <translation>每次预览使用的种子，便于比较。</translation>
    </message>
    <message>
        <source>Save every</source>
        <translation>保存间隔</translation>
    </message>
    <message>
        <source>Steps between checkpoints, from which a training can go on; 0 saves only at the end.</source>
        <translation>两次保存检查点之间的步数，训练可以从检查点继续；0 表示只在结束时保存。</translation>
    </message>
    <message>
        <source>Checkpoints kept</source>
        <translation>保留的检查点</translation>
    </message>
    <message>
        <source>The newest so many stay, and the best one; 0 keeps all.</source>
        <translation>保留最新的这么多个以及最好的一个；0 表示全部保留。</translation>
    </message>
    <message>
        <source>What learns</source>
        <comment>group of settings</comment>
        <translation>学什么</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>节奏</translation>
    </message>
    <message>
        <source>Noise and chance</source>
        <translation>噪声与随机</translation>
    </message>
    <message>
        <source>Watching and saving</source>
        <translation>观察与保存</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>both</source>
        <translation>两个</translation>
    </message>
    <message>
        <source>high noise</source>
        <translation>高噪声</translation>
    </message>
    <message>
        <source>low noise</source>
        <translation>低噪声</translation>
    </message>
</context>
<context>
    <name>brandloom::train::RunHeader</name>
    <message>
        <source>Back to the choices</source>
        <translation>返回设置</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>再次训练</translation>
    </message>
    <message>
        <source>Stop after this step</source>
        <translation>本步后停止</translation>
    </message>
    <message>
        <source>Preview now</source>
        <translation>立即预览</translation>
    </message>
    <message>
        <source>Save now</source>
        <translation>立即保存</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>elapsed %1</source>
        <translation>已用 %1</translation>
    </message>
    <message>
        <source>left %1</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
</context>
<context>
    <name>brandloom::train::RunPresenter</name>
    <message>
        <source>Still learning; best so far is step %1</source>
        <translation>还在学习，目前最佳是第 %1 步</translation>
    </message>
    <message>
        <source>It no longer gets better; best was step %1</source>
        <translation>不再进步，最佳是第 %1 步</translation>
    </message>
    <message>
        <source>It learns the films by heart; best was step %1</source>
        <translation>开始死记影片，最佳是第 %1 步</translation>
    </message>
    <message>
        <source>Too early to say</source>
        <translation>现在判断还太早</translation>
    </message>
    <message>
        <source>Some films are only measured, never learned from.</source>
        <translation>有些影片只用于验证，不参与学习。</translation>
    </message>
    <message>
        <source>On films it does not learn from, the loss is %1 of the start; at best %2.</source>
        <translation>在未参与学习的影片上，损失为起点的 %1，最低 %2。</translation>
    </message>
    <message>
        <source>Rate %1</source>
        <translation>学习率 %1</translation>
    </message>
    <message>
        <source>Paused for %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s)</source>
        <translation>
            <numerusform>%n 段影片</numerusform>
        </translation>
    </message>
    <message>
        <source>clips of the dataset</source>
        <translation>素材集的素材</translation>
    </message>
    <message>
        <source>Starter model</source>
        <translation>入门模型</translation>
    </message>
    <message>
        <source>%1 / %2 steps</source>
        <translation>%1 / %2 步</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>训练失败。</translation>
    </message>
    <message>
        <source>Paused after step %1 and saved. Resume it under Activity; nothing is lost.</source>
        <translation>已在第 %1 步后暂停并保存。可在「任务」中继续，什么都不会丢失。</translation>
    </message>
    <message>
        <source>Stopped before the first step. Nothing was changed.</source>
        <translation>在第一步之前停止，没有任何改动。</translation>
    </message>
    <message>
        <source>Stopped after step %1. %2 version %3 was kept as it is.</source>
        <translation>已在第 %1 步后停止，%2第 %3 版按当前状态保留。</translation>
    </message>
    <message>
        <source>%1 version %2 is ready.</source>
        <translation>%1第 %2 版已完成。</translation>
    </message>
    <message>
        <source>Went on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Start</source>
        <comment>before the first step</comment>
        <translation>起点</translation>
    </message>
    <message>
        <source>Step %1 · best</source>
        <translation>第 %1 步 · 最佳</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n step(s) · %2</source>
        <translation>
            <numerusform>%1 · %n 步 · %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::RunSide</name>
    <message>
        <source>New rate</source>
        <translation>新学习率</translation>
    </message>
    <message>
        <source>New learning rate</source>
        <translation>新的学习率</translation>
    </message>
    <message>
        <source>Set</source>
        <comment>another learning rate</comment>
        <translation>设定</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Loss, high noise</source>
        <translation>高噪声损失</translation>
    </message>
    <message>
        <source>Loss, low noise</source>
        <translation>低噪声损失</translation>
    </message>
    <message>
        <source>Time per step</source>
        <translation>每步用时</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>At most so far</source>
        <translation>目前最高</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Log</source>
        <comment>list of what happened</comment>
        <translation>日志</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 of %2 GB</source>
        <translation>%1 / %2 GB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>Step %1 · best, kept</source>
        <translation>第 %1 步 · 最佳，保留</translation>
    </message>
    <message>
        <source>Step %1 · kept by you</source>
        <translation>第 %1 步 · 你保留的</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>The first one comes while training</source>
        <translation>训练过程中会自动保存</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>brandloom::train::RunView</name>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>High-noise expert</source>
        <translation>高噪专家</translation>
    </message>
    <message>
        <source>Low-noise expert</source>
        <translation>低噪专家</translation>
    </message>
    <message>
        <source>The first point comes with the first step.</source>
        <translation>完成第一步后显示第一个点。</translation>
    </message>
    <message>
        <source>Log</source>
        <comment>logarithmic axis</comment>
        <translation>对数</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Previews</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>in about %1</source>
        <translation>约 %1后</translation>
    </message>
    <message>
        <source>Held-out</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>The Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>How it went</source>
        <translation>训练过程</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Steps %1–%2 · %3×</source>
        <comment>a stretch that is shown larger</comment>
        <translation>第 %1–%2 步 · %3×</translation>
    </message>
    <message>
        <source>Show the whole again (double click)</source>
        <translation>重新显示全部（双击）</translation>
    </message>
    <message>
        <source>Drag to see a stretch, double click for the whole; keys + − 0 and ← →</source>
        <translation>拖动查看一段，双击显示全部；按键 + − 0 和 ← →</translation>
    </message>
    <message>
        <source>Same seed each time · the chosen one plays, others under the pointer · the star keeps a checkpoint</source>
        <translation>每次用同一种子 · 选中的会播放，其他的悬停播放 · 点星标保留检查点</translation>
    </message>
    <message>
        <source>Keep this checkpoint (S)</source>
        <translation>保留这个检查点（S）</translation>
    </message>
    <message>
        <source>This checkpoint is kept; press to let it go (S)</source>
        <translation>已保留这个检查点；再按一次取消（S）</translation>
    </message>
    <message>
        <source>Another run beside this one</source>
        <translation>与另一次训练对比</translation>
    </message>
    <message>
        <source>Compare with another run…</source>
        <translation>与另一次训练对比…</translation>
    </message>
</context>
<context>
    <name>brandloom::train::SetupSide</name>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Previews</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Preview prompts</source>
        <translation>预览提示词</translation>
    </message>
    <message>
        <source>Style without a name</source>
        <translation>未命名风格</translation>
    </message>
    <message>
        <source>%1, from the clips of the dataset</source>
        <translation>%1，来自素材集</translation>
    </message>
    <message>
        <source>%1, from films still to be chosen</source>
        <translation>%1，影片待选择</translation>
    </message>
    <message numerus="yes">
        <source>%1, from %n film(s)</source>
        <translation>
            <numerusform>%1，来自 %n 部影片</numerusform>
        </translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>保存更改</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Not yet: %1</source>
        <comment>why a training cannot start</comment>
        <translation>还不能开始：%1</translation>
    </message>
    <message>
        <source>It keeps its place in the queue.</source>
        <translation>它在队列中的位置不变。</translation>
    </message>
    <message>
        <source>It begins when the jobs before it are done.</source>
        <translation>前面的任务完成后自动开始。</translation>
    </message>
    <message>
        <source>You can stop after any step and keep what was learned.</source>
        <translation>任何一步后都可以停止，已学到的内容会保留。</translation>
    </message>
</context>
<context>
    <name>brandloom::train::SetupView</name>
    <message>
        <source>New training</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>上次训练</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>How long?</source>
        <translation>训练多久？</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>开始前检查</translation>
    </message>
    <message>
        <source>Name of the Style</source>
        <translation>风格名称</translation>
    </message>
    <message>
        <source>Caption: what can be seen in the films</source>
        <translation>描述：影片中能看到什么</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>For example: a red mug on a wooden table, morning light</source>
        <translation>例如：木桌上的红色马克杯，清晨的光线</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to decide</source>
        <translation>
            <numerusform>有 %n 项需要处理</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Can start; %n thing(s) to improve</source>
        <translation>
            <numerusform>可以开始，另有 %n 项可改进</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is there</source>
        <translation>一切就绪</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Change a waiting training</source>
        <translation>更改等待中的训练</translation>
    </message>
    <message>
        <source>What should it learn?</source>
        <translation>学习什么？</translation>
    </message>
    <message>
        <source>And from which films: those that show the look you want</source>
        <translation>从哪些影片学：展示你想要的画面的影片</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>素材集</translation>
    </message>
    <message>
        <source>The next version is made when there is a Style of that name.</source>
        <translation>已有同名风格时，会成为它的下一个版本。</translation>
    </message>
    <message>
        <source>For all clips. Left empty: the texts beside the films, or the captions of the dataset.</source>
        <translation>用于全部素材。留空则使用影片旁的文本或素材集的描述。</translation>
    </message>
    <message>
        <source>What is learnt when no film is chosen.</source>
        <translation>没有选择影片时学习的内容。</translation>
    </message>
    <message>
        <source>The model that learns. Models are added in Settings.</source>
        <translation>要训练的模型。模型在「设置」中添加。</translation>
    </message>
    <message numerus="yes">
        <source>Rank %1 · rate %2 · %n setting(s) of your own</source>
        <translation>
            <numerusform>秩 %1 · 学习率 %2 · %n 项自定义设置</numerusform>
        </translation>
    </message>
    <message>
        <source>Rank %1 · rate %2 · every option of the command line</source>
        <translation>秩 %1 · 学习率 %2 · 命令行的全部选项</translation>
    </message>
    <message>
        <source>Forecasts are for this machine, measured on it</source>
        <translation>预计值在这台机器上测得</translation>
    </message>
    <message>
        <source>Measured on this machine in a few steps</source>
        <translation>只需几步即可在这台机器上测出</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>停止测量</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Takes a few steps with these settings and says what the training will need.</source>
        <translation>用这些设置训练几步，告诉你这次训练需要什么。</translation>
    </message>
    <message>
        <source>Where are the films now?</source>
        <translation>影片现在在哪里？</translation>
    </message>
</context>
<context>
    <name>brandloom::train::StylePresenter</name>
    <message>
        <source>%1 · version %2</source>
        <comment>name of a Style</comment>
        <translation>%1 · 版本 %2</translation>
    </message>
    <message>
        <source>Active: Shots use it</source>
        <translation>已启用：镜头会使用它</translation>
    </message>
    <message>
        <source>Version %1 is active</source>
        <translation>正在使用版本 %1</translation>
    </message>
    <message>
        <source>No version is active</source>
        <translation>没有启用的版本</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Best step</source>
        <translation>最佳步数</translation>
    </message>
    <message>
        <source>Held-out loss</source>
        <translation>验证集损失</translation>
    </message>
    <message>
        <source>%1 of the start</source>
        <translation>起点的 %1</translation>
    </message>
    <message>
        <source>Loss, high noise</source>
        <translation>高噪声损失</translation>
    </message>
    <message>
        <source>Loss, low noise</source>
        <translation>低噪声损失</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>素材</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Something runs; wait until it ends</source>
        <translation>有任务在运行；请等它结束</translation>
    </message>
    <message>
        <source>Say what should be seen</source>
        <translation>请写下要看到什么</translation>
    </message>
    <message>
        <source>Being made, without and with the Style…</source>
        <translation>正在生成，先不用、再用这个风格…</translation>
    </message>
    <message>
        <source>The same prompt and seed, without and with the Style</source>
        <translation>相同的提示词和种子，不用与使用这个风格</translation>
    </message>
    <message>
        <source>%1 · seed %2</source>
        <translation>%1 · 种子 %2</translation>
    </message>
    <message>
        <source>%1 uses version %2 from now on. Undo takes it back.</source>
        <translation>%1 从现在起使用版本 %2。可以撤销。</translation>
    </message>
</context>
<context>
    <name>brandloom::train::TrainPresenter</name>
    <message>
        <source>My look</source>
        <comment>default name of a Style</comment>
        <translation>我的风格</translation>
    </message>
    <message>
        <source>%1 was left out: it is not a film that can be read.</source>
        <comment>one or several file names</comment>
        <translation>已略过 %1：不是可以读取的影片。</translation>
    </message>
    <message>
        <source>The sample film is missing. Install Brandloom again.</source>
        <translation>示例影片缺失，请重新安装 Brandloom。</translation>
    </message>
    <message>
        <source>Quick test</source>
        <translation>快速测试</translation>
    </message>
    <message>
        <source>Shows whether the films are right before you spend more time.</source>
        <translation>先看看影片是否合适，再投入更多时间。</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Enough for most looks.</source>
        <translation>适合大多数画面风格。</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>精细</translation>
    </message>
    <message>
        <source>The finest detail, for a Style that you will keep.</source>
        <translation>细节最丰富，适合要长期使用的风格。</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s), half for each expert</source>
        <translation>
            <numerusform>共 %n 步，两位专家各一半</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A preview every %n step(s)</source>
        <translation>
            <numerusform>每 %n 步生成一次预览</numerusform>
        </translation>
    </message>
    <message>
        <source>The first caption</source>
        <translation>第一条描述</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>入门模型</translation>
    </message>
    <message>
        <source>%1 was changed and keeps its place in the queue.</source>
        <translation>%1已更改，队列位置不变。</translation>
    </message>
    <message>
        <source>%1 waits in the queue. Activity shows its place.</source>
        <translation>%1已加入队列，可在「任务」中查看位置。</translation>
    </message>
    <message>
        <source>%1 is paused after step %2 of %3.</source>
        <translation>%1已暂停，停在第 %2 / %3 步之后。</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) of one expert</source>
        <translation>
            <numerusform>一个专家共 %n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>Being measured…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>Measure it, or let the first run do so.</source>
        <translation>请测量，或由第一次训练测出。</translation>
    </message>
    <message>
        <source>%1 of %2 GB</source>
        <translation>%1 / %2 GB</translation>
    </message>
    <message>
        <source>Close other programs first</source>
        <translation>请先关闭其他程序</translation>
    </message>
    <message>
        <source>It needs more memory than this machine has.</source>
        <translation>所需内存超过这台机器的内存。</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) were changed. Undo takes it back.</source>
        <translation>
            <numerusform>已更改 %n 段素材。可以撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>None of the films is there. Nothing was changed.</source>
        <translation>那里没有这些影片。没有任何改动。</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) were found again.</source>
        <translation>
            <numerusform>重新找到了 %n 部影片。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>brandloom::train::TrainReview</name>
    <message>
        <source>The Style has no name</source>
        <translation>风格还没有名称</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>A Style is kept in a project</source>
        <translation>风格保存在项目中</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>This project can only be read</source>
        <translation>此项目只能读取</translation>
    </message>
    <message>
        <source>%1 is working in it</source>
        <translation>%1 正在使用</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) of the dataset</source>
        <translation>
            <numerusform>素材集的 %n 个素材</numerusform>
        </translation>
    </message>
    <message>
        <source>Rejected ones are left out</source>
        <translation>不含已弃用的</translation>
    </message>
    <message>
        <source>No film is chosen</source>
        <translation>还没有选择影片</translation>
    </message>
    <message>
        <source>One short film is enough to begin</source>
        <translation>有一段短片就可以开始</translation>
    </message>
    <message>
        <source>Choose films…</source>
        <translation>选择影片…</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) cannot be found</source>
        <translation>
            <numerusform>找不到 %n 段影片</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) chosen</source>
        <translation>
            <numerusform>已选 %n 段影片</numerusform>
        </translation>
    </message>
    <message>
        <source>Originals stay where they are</source>
        <translation>原文件不会移动</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>From the clips of the dataset</source>
        <translation>来自素材集</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) without a caption</source>
        <translation>
            <numerusform>%n 段素材没有描述</numerusform>
        </translation>
    </message>
    <message>
        <source>They are trained with the empty prompt</source>
        <translation>将用空提示词训练</translation>
    </message>
    <message>
        <source>Suggest captions</source>
        <translation>自动描述</translation>
    </message>
    <message>
        <source>From the text beside each film</source>
        <translation>取自影片旁的文本文件</translation>
    </message>
    <message>
        <source>No caption</source>
        <translation>缺少描述</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) without a caption</source>
        <translation>
            <numerusform>%n 段影片没有描述</numerusform>
        </translation>
    </message>
    <message>
        <source>Write one above; words make a Style easier to call up</source>
        <translation>请在上面填写，有描述的风格更容易调用</translation>
    </message>
    <message>
        <source>The library that trains is missing</source>
        <translation>缺少训练用的程序库</translation>
    </message>
    <message>
        <source>Nothing is lost; install Brandloom again</source>
        <translation>没有丢失任何内容；请重新安装 Brandloom</translation>
    </message>
    <message>
        <source>Check this machine</source>
        <translation>检查这台机器</translation>
    </message>
    <message>
        <source>The model %1 is not there</source>
        <translation>找不到模型 %1</translation>
    </message>
    <message>
        <source>The starter model ships with Brandloom</source>
        <translation>Brandloom 自带入门模型</translation>
    </message>
    <message>
        <source>Use the starter model</source>
        <translation>使用入门模型</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) whose film is gone</source>
        <translation>
            <numerusform>%n 段素材的影片不见了</numerusform>
        </translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>重新定位…</translation>
    </message>
    <message>
        <source>Every clip of the dataset is rejected</source>
        <translation>素材集中的素材都已弃用</translation>
    </message>
    <message>
        <source>Unmark some, or add films</source>
        <translation>请取消一些标记，或添加影片</translation>
    </message>
    <message>
        <source>Go to Dataset</source>
        <translation>前往素材集</translation>
    </message>
    <message numerus="yes">
        <source>Only %n clip(s) to learn from</source>
        <translation>
            <numerusform>只有 %n 段素材可学</numerusform>
        </translation>
    </message>
    <message>
        <source>So few are learnt by heart; 8 or more make a look</source>
        <translation>太少会被死记；8 段以上才能成为风格</translation>
    </message>
    <message numerus="yes">
        <source>The dataset has %n hint(s)</source>
        <translation>
            <numerusform>素材集有 %n 条检查结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be put right at once; Undo takes it back</source>
        <translation>
            <numerusform>%n 条可立即修复；可以撤销</numerusform>
        </translation>
    </message>
    <message>
        <source>Each is shown with its clips</source>
        <translation>每条都列出了相关素材</translation>
    </message>
    <message numerus="yes">
        <source>Fix %n</source>
        <translation>
            <numerusform>修复 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>needs %1 GB, %2 GB free</source>
        <translation>需要 %1 GB，可用 %2 GB</translation>
    </message>
    <message>
        <source>%1 GB free</source>
        <translation>可用 %1 GB</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>The disk is nearly full</source>
        <translation>磁盘快满了</translation>
    </message>
    <message>
        <source>Keep one checkpoint</source>
        <translation>只保留一个检查点</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>%1 GB; not measured for this training yet</source>
        <translation>%1 GB；尚未为这次训练测量</translation>
    </message>
    <message>
        <source>needs %1 of %2 GB</source>
        <translation>需要 %1 / %2 GB</translation>
    </message>
    <message>
        <source>More memory than is good</source>
        <translation>占用内存偏多</translation>
    </message>
    <message>
        <source>Use less memory</source>
        <translation>减少内存占用</translation>
    </message>
</context>
<context>
    <name>brandloom::widgets::ChoiceDialog</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Open &amp;sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>S&amp;top after this step</source>
        <translation>本步后停止</translation>
    </message>
    <message>
        <source>Show &amp;run</source>
        <translation>查看训练</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>&amp;About Brandloom</source>
        <translation>关于 Brandloom</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>搜索或输入命令</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Go to &amp;Home</source>
        <translation>前往首页</translation>
    </message>
    <message>
        <source>Go to &amp;Train</source>
        <translation>前往训练</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>&amp;English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>&amp;Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>暂停或继续(&amp;P)</translation>
    </message>
    <message>
        <source>Preview &amp;now</source>
        <translation>立即预览(&amp;N)</translation>
    </message>
    <message>
        <source>Save &amp;checkpoint now</source>
        <translation>立即保存检查点(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>Theme &amp;of the desktop</source>
        <translation>跟随桌面主题(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Go to &amp;Dataset</source>
        <translation>转到素材集</translation>
    </message>
    <message>
        <source>Go to &amp;Brand</source>
        <translation>转到品牌(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Activity: all jobs</source>
        <translation>任务：全部任务(&amp;A)</translation>
    </message>
</context>
<context>
    <name>errorWords</name>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>The name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The font for Latin</source>
        <translation>西文字体</translation>
    </message>
    <message>
        <source>The font for Chinese</source>
        <translation>中文字体</translation>
    </message>
    <message>
        <source>The tone in Chinese</source>
        <translation>中文语气</translation>
    </message>
    <message>
        <source>The tone in English</source>
        <translation>英文语气</translation>
    </message>
    <message>
        <source>The legal line in Chinese</source>
        <translation>中文法律声明</translation>
    </message>
    <message>
        <source>The legal line in English</source>
        <translation>英文法律声明</translation>
    </message>
    <message>
        <source>The number of colours</source>
        <translation>颜色数量</translation>
    </message>
    <message>
        <source>The name of a colour</source>
        <translation>颜色名称</translation>
    </message>
    <message>
        <source>The share of a colour</source>
        <translation>颜色占比</translation>
    </message>
    <message>
        <source>The role of a colour</source>
        <translation>颜色用途</translation>
    </message>
    <message>
        <source>A banned word</source>
        <translation>禁用词</translation>
    </message>
    <message>
        <source>The number of banned words</source>
        <translation>禁用词数量</translation>
    </message>
    <message>
        <source>The clear space of a logo</source>
        <translation>标志留白</translation>
    </message>
    <message>
        <source>A logo</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>The list of colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>The logo</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>The font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>The tone</source>
        <translation>语气</translation>
    </message>
    <message>
        <source>The list of banned words</source>
        <translation>禁用词</translation>
    </message>
    <message>
        <source>The legal line</source>
        <translation>法律声明</translation>
    </message>
    <message>
        <source>it has not six hexadecimal digits</source>
        <translation>没有六位十六进制数字</translation>
    </message>
    <message>
        <source>it is no PNG that can be read</source>
        <translation>不是可读取的 PNG</translation>
    </message>
    <message>
        <source>it is an SVG, whose shapes every program draws otherwise</source>
        <translation>是 SVG，各个程序画出来都不一样</translation>
    </message>
    <message>
        <source>it is larger than 4096 pixels a side</source>
        <translation>边长超过 4096 像素</translation>
    </message>
    <message>
        <source>it is not UTF-8 text</source>
        <translation>不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>it holds no key of a brand</source>
        <translation>其中没有品牌的键</translation>
    </message>
    <message>
        <source>it holds no line of a brand</source>
        <translation>其中没有品牌的内容</translation>
    </message>
    <message>
        <source>its JSON is of another form</source>
        <translation>JSON 的结构不符</translation>
    </message>
    <message>
        <source>1 to 60 characters</source>
        <translation>1 到 60 个字符</translation>
    </message>
    <message>
        <source>it for one colour only</source>
        <translation>它只用于一种颜色</translation>
    </message>
    <message>
        <source>another name for one of the two</source>
        <translation>其中一个另取名字</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>The work was cancelled.</source>
        <translation>操作已取消。</translation>
    </message>
    <message>
        <source>{file} does not exist.</source>
        <translation>{file} 不存在。</translation>
    </message>
    <message>
        <source>Check the path, or locate the file again.</source>
        <translation>请检查路径，或重新定位该文件。</translation>
    </message>
    <message>
        <source>{file} could not be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Check that the file is complete and that you may read it.</source>
        <translation>请确认文件完整，并且您有读取权限。</translation>
    </message>
    <message>
        <source>{file} could not be written: {reason}.</source>
        <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Check the permissions and the free space of that folder.</source>
        <translation>请检查该文件夹的权限和剩余空间。</translation>
    </message>
    <message>
        <source>The disk is full: {file} could not be written.</source>
        <translation>磁盘已满，无法写入 {file}。</translation>
    </message>
    <message>
        <source>Free some space and try again; the earlier file was kept.</source>
        <translation>请腾出一些空间后重试，原有文件已保留。</translation>
    </message>
    <message>
        <source>{file} is not a regular file.</source>
        <translation>{file} 不是普通文件。</translation>
    </message>
    <message>
        <source>Choose a file, not a folder, pipe or device.</source>
        <translation>请选择文件，而不是文件夹、管道或设备。</translation>
    </message>
    <message>
        <source>{what} is not valid: {reason}.</source>
        <translation>{what} 无效：{reason}。</translation>
    </message>
    <message>
        <source>Check the place named, or make the file again.</source>
        <translation>请检查所指出的位置，或重新生成该文件。</translation>
    </message>
    <message>
        <source>{file} could not be loaded: {reason}.</source>
        <translation>无法加载 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Install Brandloom again, or run its doctor command.</source>
        <translation>请重新安装 Brandloom，或运行它的 doctor 命令。</translation>
    </message>
    <message>
        <source>There is not enough memory for {what}.</source>
        <translation>内存不足，无法处理 {what}。</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller size.</source>
        <translation>请关闭其他程序，或选择较小的尺寸。</translation>
    </message>
    <message>
        <source>{what} is not allowed: {reason}.</source>
        <translation>不允许 {what}：{reason}。</translation>
    </message>
    <message>
        <source>Use {allowed}.</source>
        <translation>请使用 {allowed}。</translation>
    </message>
    <message>
        <source>Something unexpected happened in {where}: {reason}.</source>
        <translation>{where} 发生意外情况：{reason}。</translation>
    </message>
    <message>
        <source>Please send the log to the people who make Brandloom.</source>
        <translation>请把日志发给 Brandloom 的开发人员。</translation>
    </message>
    <message>
        <source>The engine library belongs to another build ({theirs} instead of {ours}).</source>
        <translation>引擎库属于另一次构建（是 {theirs}，应为 {ours}）。</translation>
    </message>
    <message>
        <source>Build or install Brandloom again as a whole.</source>
        <translation>请重新完整构建或安装 Brandloom。</translation>
    </message>
    <message>
        <source>The engine could not be started: {reason}.</source>
        <translation>无法启动引擎：{reason}。</translation>
    </message>
    <message>
        <source>Run the doctor command, then build or install Brandloom again.</source>
        <translation>请运行 doctor 命令，然后重新构建或安装 Brandloom。</translation>
    </message>
    <message>
        <source>The engine failed while {what}: {reason}.</source>
        <translation>引擎在执行 {what} 时出错：{reason}。</translation>
    </message>
    <message>
        <source>Nothing else was lost; try again, and send the log if it happens twice.</source>
        <translation>其他内容没有丢失。请重试，如果再次出现，请发送日志。</translation>
    </message>
    <message>
        <source>There was not enough memory while {what}.</source>
        <translation>执行 {what} 时内存不足。</translation>
    </message>
    <message>
        <source>Choose a smaller size or fewer frames, or close other programs.</source>
        <translation>请选择较小的尺寸或较少的帧数，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Clip {index} is {have} but the training expects {want}.</source>
        <translation>素材 {index} 的尺寸是 {have}，训练需要 {want}。</translation>
    </message>
    <message>
        <source>Import the clip again so that it is cut to the model&apos;s size.</source>
        <translation>请重新导入该素材，让它按模型的尺寸裁切。</translation>
    </message>
    <message>
        <source>There is no clip to train on.</source>
        <translation>没有可用于训练的素材。</translation>
    </message>
    <message>
        <source>Add at least one film to the dataset.</source>
        <translation>请至少向素材集添加一段影片。</translation>
    </message>
    <message>
        <source>The training option {option} may not be {value}.</source>
        <translation>训练选项 {option} 不能设为 {value}。</translation>
    </message>
    <message>
        <source>The loss became {value} at step {step} on the {expert}-noise expert (clip {clip}).</source>
        <translation>{expert}噪专家在第 {step} 步的损失变成了 {value}（素材 {clip}）。</translation>
    </message>
    <message>
        <source>Lower the learning rate and go on from the last checkpoint; what was learned before is in it.</source>
        <translation>请降低学习率，从最近的检查点继续；此前学到的内容都在其中。</translation>
    </message>
    <message>
        <source>{file} belongs to another training: {what} is {theirs} there and {ours} here.</source>
        <translation>{file} 属于另一次训练：其中的{what}是 {theirs}，而这里是 {ours}。</translation>
    </message>
    <message>
        <source>Go on with the settings of that training, or branch a new one from it.</source>
        <translation>请用那次训练的设置继续，或从它分出一次新的训练。</translation>
    </message>
    <message>
        <source>{folder} already holds a training of the {stage}.</source>
        <translation>{folder} 中已有一次 {stage} 的训练。</translation>
    </message>
    <message>
        <source>Go on with it (--resume), or choose another folder.</source>
        <translation>请继续那次训练（--resume），或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Another program trains in {folder}.</source>
        <translation>另一个程序正在 {folder} 中训练。</translation>
    </message>
    <message>
        <source>Stop it first, or choose another folder.</source>
        <translation>请先停止它，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds no checkpoint of the {stage}.</source>
        <translation>{folder} 中没有 {stage} 的检查点。</translation>
    </message>
    <message>
        <source>Start the training without --resume.</source>
        <translation>请不带 --resume 开始训练。</translation>
    </message>
    <message>
        <source>There is no {part} to begin with in the given folders.</source>
        <translation>给出的文件夹中没有可供开始的 {part}。</translation>
    </message>
    <message>
        <source>Name a folder that has one with --init.</source>
        <translation>请用 --init 指定含有它的文件夹。</translation>
    </message>
    <message>
        <source>The {part} and the {other} do not fit together: {reason}.</source>
        <translation>{part} 与 {other} 不相配：{reason}。</translation>
    </message>
    <message>
        <source>Take both from the same model, or begin with fresh weights.</source>
        <translation>请从同一个模型取用二者，或从全新的权重开始。</translation>
    </message>
    <message>
        <source>{file} cannot be used to go on with a training: {reason}.</source>
        <translation>无法用 {file} 继续训练：{reason}。</translation>
    </message>
    <message>
        <source>Go on from an earlier checkpoint.</source>
        <translation>请从更早的检查点继续。</translation>
    </message>
    <message>
        <source>No training of this project was interrupted.</source>
        <translation>这个项目没有被中断的训练。</translation>
    </message>
    <message>
        <source>Start a new one, or name the run to go on with.</source>
        <translation>请开始新的训练，或指定要继续的那一次。</translation>
    </message>
    <message>
        <source>The captioner {program} cannot be started: {reason}.</source>
        <translation>无法启动描述程序 {program}：{reason}。</translation>
    </message>
    <message>
        <source>Check its path, and that it may be executed.</source>
        <translation>请检查它的路径，以及它是否可执行。</translation>
    </message>
    <message>
        <source>The captioner {program} gave no caption: {reason}.</source>
        <translation>描述程序 {program} 没有给出描述：{reason}。</translation>
    </message>
    <message>
        <source>Try it by hand: it reads a line of JSON and answers with one, as the handbook of &apos;caption suggest&apos; says.</source>
        <translation>请手动试一下：它读入一行 JSON，并用一行 JSON 回答，格式见「caption suggest」的说明。</translation>
    </message>
    <message>
        <source>Training run {run} has taken all of its steps.</source>
        <translation>训练 {run} 已走完全部步数。</translation>
    </message>
    <message>
        <source>Ask for more steps or another setting, and a new run goes on from it.</source>
        <translation>请增加步数或更改设置，新的训练会从它继续。</translation>
    </message>
    <message>
        <source>Training run {run} has no checkpoint of step {step}.</source>
        <translation>训练 {run} 没有第 {step} 步的检查点。</translation>
    </message>
    <message>
        <source>Choose one of these steps: {steps}.</source>
        <translation>请从这些步中选择：{steps}。</translation>
    </message>
    <message>
        <source>The settings of training run {run} cannot be read.</source>
        <translation>无法读取训练 {run} 的设置。</translation>
    </message>
    <message>
        <source>Start a new training.</source>
        <translation>请开始新的训练。</translation>
    </message>
    <message>
        <source>{folder} has {free} free, but a checkpoint of this training needs {need}.</source>
        <translation>{folder} 剩余 {free}，而这次训练的一个检查点需要 {need}。</translation>
    </message>
    <message>
        <source>Free some space and go on from the last checkpoint; what was saved before is kept.</source>
        <translation>请腾出空间，从最近的检查点继续；此前保存的内容都还在。</translation>
    </message>
    <message>
        <source>There was not enough memory for a training step.</source>
        <translation>内存不足，无法完成一个训练步。</translation>
    </message>
    <message>
        <source>Set {option} to {value} and train again; a checkpoint that was saved before is kept.</source>
        <translation>请把 {option} 设为 {value} 后再训练；此前保存的检查点会保留。</translation>
    </message>
    <message>
        <source>The picture data of clip {clip} is damaged.</source>
        <translation>素材 {clip} 的画面数据已损坏。</translation>
    </message>
    <message>
        <source>Remove that clip or import it again.</source>
        <translation>请移除该素材，或重新导入。</translation>
    </message>
    <message>
        <source>The {option} of a Shot may not be {value}.</source>
        <translation>镜头的 {option} 不能设为 {value}。</translation>
    </message>
    <message>
        <source>The {expert}-noise expert gave a broken picture at step {step}.</source>
        <translation>{expert}噪专家在第 {step} 步给出了损坏的画面。</translation>
    </message>
    <message>
        <source>Check the model files, or lower the strength of the Style.</source>
        <translation>请检查模型文件，或降低风格的强度。</translation>
    </message>
    <message>
        <source>{file} holds a part that this model does not have: {key}.</source>
        <translation>{file} 含有此模型没有的部分：{key}。</translation>
    </message>
    <message>
        <source>Use a Style that was trained for this model.</source>
        <translation>请使用为此模型训练的风格。</translation>
    </message>
    <message>
        <source>{file} does not fit this model: {key} is {have} instead of {want}.</source>
        <translation>{file} 与此模型不符：{key} 是 {have}，应为 {want}。</translation>
    </message>
    <message>
        <source>{file} is not a whole LoRA: {key} is missing.</source>
        <translation>{file} 不是完整的 LoRA：缺少 {key}。</translation>
    </message>
    <message>
        <source>Export the Style again.</source>
        <translation>请重新导出该风格。</translation>
    </message>
    <message>
        <source>{file} holds broken numbers in {key}.</source>
        <translation>{file} 的 {key} 中含有损坏的数值。</translation>
    </message>
    <message>
        <source>Use an earlier version of that Style.</source>
        <translation>请使用该风格的较早版本。</translation>
    </message>
    <message>
        <source>{file} holds parts that Brandloom cannot use: {key}.</source>
        <translation>{file} 含有 Brandloom 无法使用的部分：{key}。</translation>
    </message>
    <message>
        <source>Export it as a plain LoRA for a Wan text-to-video model; nothing of it was used.</source>
        <translation>请把它导出为 Wan 文生视频模型的普通 LoRA，其中的内容均未使用。</translation>
    </message>
    <message>
        <source>{file} changes {key} twice.</source>
        <translation>{file} 对 {key} 修改了两次。</translation>
    </message>
    <message>
        <source>Export it again with the program that made it.</source>
        <translation>请用生成它的程序重新导出。</translation>
    </message>
    <message>
        <source>{file} was made for {theirs}, but this model is {ours}.</source>
        <translation>{file} 是为 {theirs} 制作的，而此模型是 {ours}。</translation>
    </message>
    <message>
        <source>Choose {theirs} as the model, or a Style made for {ours}.</source>
        <translation>请选择模型 {theirs}，或选择为 {ours} 制作的风格。</translation>
    </message>
    <message>
        <source>The strength of {key} in {file} is unclear: {reason}.</source>
        <translation>{file} 中 {key} 的强度不明确：{reason}。</translation>
    </message>
    <message>
        <source>{file} does not describe an adapter that can be used: {reason}.</source>
        <translation>{file} 描述的适配器无法使用：{reason}。</translation>
    </message>
    <message>
        <source>Export it as a plain LoRA.</source>
        <translation>请把它导出为普通 LoRA。</translation>
    </message>
    <message>
        <source>{folder} holds no adapter.</source>
        <translation>{folder} 中没有适配器。</translation>
    </message>
    <message>
        <source>Choose a safetensors file, or the folder that holds it.</source>
        <translation>请选择一个 safetensors 文件，或它所在的文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds {count} adapters, among them {first} and {other}.</source>
        <translation>{folder} 中有 {count} 个适配器，其中包括 {first} 和 {other}。</translation>
    </message>
    <message>
        <source>Choose one of the files.</source>
        <translation>请选择其中一个文件。</translation>
    </message>
    <message>
        <source>{file} is for the {theirs}-noise expert but was given for the {ours}-noise expert.</source>
        <translation>{file} 属于{theirs}噪专家，却用在了{ours}噪专家上。</translation>
    </message>
    <message>
        <source>Exchange the two files.</source>
        <translation>请对调这两个文件。</translation>
    </message>
    <message>
        <source>{file} holds nothing for the {expert}-noise expert.</source>
        <translation>{file} 中没有{expert}噪专家的内容。</translation>
    </message>
    <message>
        <source>Choose the other file of the pair.</source>
        <translation>请选择这一对中的另一个文件。</translation>
    </message>
    <message>
        <source>{file} has {kind} in {key}, which {what}.</source>
        <translation>{file} 的 {key} 中有 {kind}：{what}。</translation>
    </message>
    <message>
        <source>Use a plain LoRA, or another file format.</source>
        <translation>请使用普通 LoRA，或其他文件格式。</translation>
    </message>
    <message>
        <source>The exported {file} does not read back as it was written: {key}.</source>
        <translation>导出的 {file} 读回后与写入的不一致：{key}。</translation>
    </message>
    <message>
        <source>It was removed; try again, and send the log if it happens twice.</source>
        <translation>该文件已删除。请重试，如果再次出现，请发送日志。</translation>
    </message>
    <message>
        <source>{key} of {file} is stored as {type}, into which nothing can be merged.</source>
        <translation>{file} 的 {key} 以 {type} 存储，无法合并。</translation>
    </message>
    <message>
        <source>Use the model&apos;s bf16, f16 or f32 files.</source>
        <translation>请使用该模型的 bf16、f16 或 f32 文件。</translation>
    </message>
    <message>
        <source>{file} exists already.</source>
        <translation>{file} 已存在。</translation>
    </message>
    <message>
        <source>Choose another name, or move it away first.</source>
        <translation>请换一个名称，或先把它移走。</translation>
    </message>
    <message>
        <source>{file} is not a learned prompt: {reason}.</source>
        <translation>{file} 不是训练得到的提示词：{reason}。</translation>
    </message>
    <message>
        <source>Choose a file that a prompt training wrote.</source>
        <translation>请选择由提示词训练生成的文件。</translation>
    </message>
    <message>
        <source>{folder} is not a model folder: {reason}.</source>
        <translation>{folder} 不是模型文件夹：{reason}。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the model&apos;s weight files.</source>
        <translation>请选择存放模型权重文件的文件夹。</translation>
    </message>
    <message>
        <source>{file} does not describe this model: {reason}.</source>
        <translation>{file} 与此模型不符：{reason}。</translation>
    </message>
    <message>
        <source>Fetch that file again from where the model came from.</source>
        <translation>请从模型的来源重新获取该文件。</translation>
    </message>
    <message>
        <source>{file} has an unusable value for {field}: {reason}.</source>
        <translation>{file} 中 {field} 的值无法使用：{reason}。</translation>
    </message>
    <message>
        <source>Correct that line or remove the file.</source>
        <translation>请更正该行，或移除该文件。</translation>
    </message>
    <message>
        <source>The model has no {part}: {file} is not there.</source>
        <translation>模型缺少 {part}：找不到 {file}。</translation>
    </message>
    <message>
        <source>Add {file} to {folder}.</source>
        <translation>请把 {file} 放入 {folder}。</translation>
    </message>
    <message>
        <source>{file} is not a {part} of the Wan family: {problems}.</source>
        <translation>{file} 不是 Wan 系列的 {part}：{problems}。</translation>
    </message>
    <message>
        <source>Fetch the file again, or choose the one that belongs to this model.</source>
        <translation>请重新获取该文件，或选择属于此模型的文件。</translation>
    </message>
    <message>
        <source>The {option} may not be {value}.</source>
        <translation>{option} 不能设为 {value}。</translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation>{file} 是空文件。</translation>
    </message>
    <message>
        <source>Choose a complete file.</source>
        <translation>请选择完整的文件。</translation>
    </message>
    <message>
        <source>{file} is not a film that can be read: {reason}.</source>
        <translation>{file} 不是可以读取的影片：{reason}。</translation>
    </message>
    <message>
        <source>Choose an MP4, MOV, MKV, WebM or AVI film, or convert it first.</source>
        <translation>请选择 MP4、MOV、MKV、WebM 或 AVI 影片，或先转换格式。</translation>
    </message>
    <message>
        <source>{file} has no picture track.</source>
        <translation>{file} 没有画面轨道。</translation>
    </message>
    <message>
        <source>Choose a film with pictures, not only sound.</source>
        <translation>请选择有画面的影片，而不是只有声音的文件。</translation>
    </message>
    <message>
        <source>{file} uses the codec {codec}, which cannot be read here.</source>
        <translation>{file} 使用编码 {codec}，此处无法读取。</translation>
    </message>
    <message>
        <source>Convert the film to H.264 first.</source>
        <translation>请先把影片转换为 H.264。</translation>
    </message>
    <message>
        <source>No picture of {file} could be decoded.</source>
        <translation>无法解码 {file} 的任何画面。</translation>
    </message>
    <message>
        <source>The file is damaged or incomplete; fetch it again.</source>
        <translation>文件已损坏或不完整，请重新获取。</translation>
    </message>
    <message>
        <source>{file} is too large: {size}.</source>
        <translation>{file} 过大：{size}。</translation>
    </message>
    <message>
        <source>Use pictures of at most 16384 pixels a side and 67 megapixels.</source>
        <translation>画面每边最多 16384 像素，总计不超过 6700 万像素。</translation>
    </message>
    <message>
        <source>{file} has too many tracks.</source>
        <translation>{file} 的轨道过多。</translation>
    </message>
    <message>
        <source>Convert the film to one picture and one sound track first.</source>
        <translation>请先把影片转换为一条画面轨道和一条声音轨道。</translation>
    </message>
    <message>
        <source>Reading {file} took too long and was given up.</source>
        <translation>读取 {file} 用时过长，已放弃。</translation>
    </message>
    <message>
        <source>Copy the film to a local disk, or convert it first.</source>
        <translation>请把影片复制到本地磁盘，或先转换格式。</translation>
    </message>
    <message>
        <source>{file} gives only {have} frames at {fps} frames a second; {need} are needed.</source>
        <translation>{file} 在每秒 {fps} 帧时只有 {have} 帧，需要 {need} 帧。</translation>
    </message>
    <message>
        <source>Choose a longer film, or start earlier in it.</source>
        <translation>请选择更长的影片，或从更早的位置开始。</translation>
    </message>
    <message>
        <source>{file} could not be made: {reason}.</source>
        <translation>无法生成 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Check the free space of that folder and try again.</source>
        <translation>请检查该文件夹的剩余空间后重试。</translation>
    </message>
    <message>
        <source>{file} was written but does not play back as it should: {reason}.</source>
        <translation>{file} 已写入，但无法正常播放：{reason}。</translation>
    </message>
    <message>
        <source>It was removed again; try once more, and send the log if it repeats.</source>
        <translation>该文件已删除。请再试一次，如果再次出现，请发送日志。</translation>
    </message>
    <message>
        <source>{file} is not a PNG picture that can be read: {reason}.</source>
        <translation>{file} 不是可以读取的 PNG 图片：{reason}。</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>请选择其他图片。</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation>文件夹 {folder} 不存在。</translation>
    </message>
    <message>
        <source>Check the path, or create a project there.</source>
        <translation>请检查路径，或在那里新建项目。</translation>
    </message>
    <message>
        <source>{folder} cannot be created because {parent} does not exist.</source>
        <translation>无法创建 {folder}，因为 {parent} 不存在。</translation>
    </message>
    <message>
        <source>Create that folder first, or choose another place.</source>
        <translation>请先创建该文件夹，或选择其他位置。</translation>
    </message>
    <message>
        <source>{folder} is not a Brandloom project.</source>
        <translation>{folder} 不是 Brandloom 项目。</translation>
    </message>
    <message>
        <source>Choose a folder that holds a project.db, or create a project.</source>
        <translation>请选择含有 project.db 的文件夹，或新建项目。</translation>
    </message>
    <message>
        <source>{folder} is a file, not a folder.</source>
        <translation>{folder} 是文件，不是文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>请选择文件夹。</translation>
    </message>
    <message>
        <source>{folder} already holds a project.</source>
        <translation>{folder} 中已有项目。</translation>
    </message>
    <message>
        <source>Open it, or choose another folder.</source>
        <translation>请打开它，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{folder} is not empty.</source>
        <translation>{folder} 不是空文件夹。</translation>
    </message>
    <message>
        <source>Choose a new or an empty folder; nothing was changed.</source>
        <translation>请选择新文件夹或空文件夹，没有任何改动。</translation>
    </message>
    <message>
        <source>{folder} cannot be written to.</source>
        <translation>无法写入 {folder}。</translation>
    </message>
    <message>
        <source>Choose another folder, or change its permissions.</source>
        <translation>请选择其他文件夹，或更改它的权限。</translation>
    </message>
    <message>
        <source>A project may not be called &quot;{name}&quot;.</source>
        <translation>项目不能命名为「{name}」。</translation>
    </message>
    <message>
        <source>Use 1 to 120 characters without line breaks.</source>
        <translation>请使用 1 到 120 个字符，不含换行。</translation>
    </message>
    <message>
        <source>{folder} is being written by process {pid} on {host} since {since}.</source>
        <translation>{host} 上的进程 {pid} 自 {since} 起正在写入 {folder}。</translation>
    </message>
    <message>
        <source>Close it there, or open it here for reading only.</source>
        <translation>请在那里关闭它，或在此以只读方式打开。</translation>
    </message>
    <message>
        <source>A setting may not be called &quot;{key}&quot;.</source>
        <translation>设置项不能命名为「{key}」。</translation>
    </message>
    <message>
        <source>Use 1 to 200 printable characters.</source>
        <translation>请使用 1 到 200 个可显示的字符。</translation>
    </message>
    <message>
        <source>The database reports: {problem}.</source>
        <translation>数据库报告：{problem}。</translation>
    </message>
    <message>
        <source>Restore project.db from a backup.</source>
        <translation>请从备份恢复 project.db。</translation>
    </message>
    <message>
        <source>The {kind} file {file} is missing.</source>
        <translation>{kind}文件 {file} 缺失。</translation>
    </message>
    <message>
        <source>Put the file back, or delete its entry.</source>
        <translation>请放回该文件，或删除它的条目。</translation>
    </message>
    <message>
        <source>The {kind} file {file} is not as it was recorded.</source>
        <translation>{kind}文件 {file} 与记录不符。</translation>
    </message>
    <message>
        <source>Put the original file back, or delete its entry.</source>
        <translation>请放回原文件，或删除它的条目。</translation>
    </message>
    <message>
        <source>The database {file} does not exist.</source>
        <translation>数据库 {file} 不存在。</translation>
    </message>
    <message>
        <source>Check the path, or restore the project from a backup.</source>
        <translation>请检查路径，或从备份恢复项目。</translation>
    </message>
    <message>
        <source>The database {file} could not be used: {reason}.</source>
        <translation>无法使用数据库 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Check the disk and the permissions of that folder, then try again.</source>
        <translation>请检查磁盘和该文件夹的权限，然后重试。</translation>
    </message>
    <message>
        <source>The database {file} is in use elsewhere.</source>
        <translation>数据库 {file} 正在别处使用。</translation>
    </message>
    <message>
        <source>Close the other program that uses it, then try again.</source>
        <translation>请关闭正在使用它的程序，然后重试。</translation>
    </message>
    <message>
        <source>The database {file} is damaged: {reason}.</source>
        <translation>数据库 {file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>Nothing was changed; restore it from a backup.</source>
        <translation>没有任何改动，请从备份恢复。</translation>
    </message>
    <message>
        <source>{file} is not a Brandloom database.</source>
        <translation>{file} 不是 Brandloom 数据库。</translation>
    </message>
    <message>
        <source>Choose the folder of a Brandloom project.</source>
        <translation>请选择 Brandloom 项目的文件夹。</translation>
    </message>
    <message>
        <source>{file} may only be read.</source>
        <translation>{file} 只能读取。</translation>
    </message>
    <message>
        <source>Open a copy in a folder that you may write to.</source>
        <translation>请在有写入权限的文件夹中打开一份副本。</translation>
    </message>
    <message>
        <source>{file} was written by a newer Brandloom (schema {found}, this program knows {known}).</source>
        <translation>{file} 由更新版本的 Brandloom 写入（结构 {found}，本程序支持到 {known}）。</translation>
    </message>
    <message>
        <source>Install the newer Brandloom to change it; here it can only be read.</source>
        <translation>请安装更新版本的 Brandloom 后再修改，此处只能读取。</translation>
    </message>
    <message>
        <source>The database definitions in {folder} are not usable: {reason}.</source>
        <translation>{folder} 中的数据库定义无法使用：{reason}。</translation>
    </message>
    <message>
        <source>Install Brandloom again.</source>
        <translation>请重新安装 Brandloom。</translation>
    </message>
    <message>
        <source>{file} could not be brought to schema {version}: {reason}.</source>
        <translation>无法把 {file} 升级到结构 {version}：{reason}。</translation>
    </message>
    <message>
        <source>It was left as it was; please send the log.</source>
        <translation>文件保持原样，请发送日志。</translation>
    </message>
    <message>
        <source>{file} was closed before the change was written.</source>
        <translation>改动写入之前 {file} 已被关闭。</translation>
    </message>
    <message>
        <source>Open the project again and repeat the change.</source>
        <translation>请重新打开项目，再做一次改动。</translation>
    </message>
    <message>
        <source>The stored file {id} is missing.</source>
        <translation>存储的文件 {id} 缺失。</translation>
    </message>
    <message>
        <source>Restore the project&apos;s blobs folder from a backup.</source>
        <translation>请从备份恢复项目的 blobs 文件夹。</translation>
    </message>
    <message>
        <source>The stored file {id} is damaged.</source>
        <translation>存储的文件 {id} 已损坏。</translation>
    </message>
    <message>
        <source>{id} is not the name of a stored file.</source>
        <translation>{id} 不是存储文件的名称。</translation>
    </message>
    <message>
        <source>Use the 64 hexadecimal digits that the store gave.</source>
        <translation>请使用存储时给出的 64 位十六进制数字。</translation>
    </message>
    <message>
        <source>Training run {id} does not exist.</source>
        <translation>训练 {id} 不存在。</translation>
    </message>
    <message>
        <source>Choose another run.</source>
        <translation>请选择其他训练。</translation>
    </message>
    <message>
        <source>The Style {style} does not exist.</source>
        <translation>风格 {style} 不存在。</translation>
    </message>
    <message>
        <source>Choose a Style of this project.</source>
        <translation>请选择此项目中的风格。</translation>
    </message>
    <message>
        <source>Style version {id} does not exist.</source>
        <translation>风格版本 {id} 不存在。</translation>
    </message>
    <message>
        <source>Choose another version.</source>
        <translation>请选择其他版本。</translation>
    </message>
    <message>
        <source>There is already a Style called &quot;{style}&quot;.</source>
        <translation>已有名为「{style}」的风格。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>The Style {style} has no earlier version to go back to.</source>
        <translation>风格 {style} 没有可以回退的较早版本。</translation>
    </message>
    <message>
        <source>Train or import another version first.</source>
        <translation>请先训练或导入另一个版本。</translation>
    </message>
    <message>
        <source>{what} may not be {value}.</source>
        <translation>{what} 不能设为 {value}。</translation>
    </message>
    <message>
        <source>The training was interrupted because the program ended.</source>
        <translation>训练因程序退出而中断。</translation>
    </message>
    <message>
        <source>Its last checkpoint was kept; go on with the training from there.</source>
        <translation>最近的检查点已保留，请从那里继续训练。</translation>
    </message>
    <message>
        <source>{file} is far larger than a tokenizer model can be.</source>
        <translation>{file} 远大于分词器模型应有的大小。</translation>
    </message>
    <message>
        <source>Choose the spiece.model that came with the text encoder.</source>
        <translation>请选择文本编码器附带的 spiece.model。</translation>
    </message>
    <message>
        <source>{file} is not a usable tokenizer model: {reason}.</source>
        <translation>{file} 不是可用的分词器模型：{reason}。</translation>
    </message>
    <message>
        <source>Download or copy the spiece.model of the text encoder again.</source>
        <translation>请重新下载或复制文本编码器的 spiece.model。</translation>
    </message>
    <message>
        <source>{file} is a tokenizer of another kind of model: {reason}.</source>
        <translation>{file} 是另一类模型的分词器：{reason}。</translation>
    </message>
    <message>
        <source>A clip of {width} x {height} pixels cannot be rendered.</source>
        <translation>无法渲染 {width} × {height} 像素的素材。</translation>
    </message>
    <message>
        <source>Choose a width and a height from 64 to 1920 pixels.</source>
        <translation>请选择 64 到 1920 像素的宽度和高度。</translation>
    </message>
    <message>
        <source>A clip of {frames} frames cannot be rendered.</source>
        <translation>无法渲染 {frames} 帧的素材。</translation>
    </message>
    <message>
        <source>Choose 1, 5, 9, 13, 17 ... frames (a multiple of 4, plus 1), at most 481.</source>
        <translation>请选择 1、5、9、13、17 等帧数（4 的倍数加 1），最多 481 帧。</translation>
    </message>
    <message>
        <source>{value} x {value} samples per pixel cannot be rendered.</source>
        <translation>无法以每像素 {value} × {value} 个采样渲染。</translation>
    </message>
    <message>
        <source>Choose 1 to 6 samples along each side of a pixel.</source>
        <translation>请选择像素每边 1 到 6 个采样。</translation>
    </message>
    <message>
        <source>A clip cannot be rendered with {value} threads.</source>
        <translation>无法用 {value} 个线程渲染素材。</translation>
    </message>
    <message>
        <source>Choose 1 to 64 threads.</source>
        <translation>请选择 1 到 64 个线程。</translation>
    </message>
    <message>
        <source>A camera cannot sway by {value} of the picture.</source>
        <translation>镜头晃动幅度不能是画面的 {value}。</translation>
    </message>
    <message>
        <source>Choose 0 (none) to 0.1.</source>
        <translation>请选择 0(不晃动)到 0.1。</translation>
    </message>
    <message>
        <source>&quot;{word}&quot; is not a {axis} of the clip world.</source>
        <translation>「{word}」不是素材世界中的 {axis}。</translation>
    </message>
    <message>
        <source>Choose one of: {allowed}.</source>
        <translation>请从以下选项中选择：{allowed}。</translation>
    </message>
    <message>
        <source>A joined film needs at least one clip.</source>
        <translation>拼接影片至少需要一个素材。</translation>
    </message>
    <message>
        <source>Name one or more clips.</source>
        <translation>请指定一个或多个素材。</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>Open a project, or create one.</source>
        <translation>请打开或新建项目。</translation>
    </message>
    <message>
        <source>The project {project} is open for reading only.</source>
        <translation>项目 {project} 以只读方式打开。</translation>
    </message>
    <message>
        <source>Close it where it is being written, then open it again.</source>
        <translation>请在正在写入它的地方关闭，然后重新打开。</translation>
    </message>
    <message>
        <source>A job is running.</source>
        <translation>有任务正在运行。</translation>
    </message>
    <message>
        <source>Wait until it ends, or stop it first.</source>
        <translation>请等它结束，或先停止它。</translation>
    </message>
    <message>
        <source>{file} already exists.</source>
        <translation>{file} 已存在。</translation>
    </message>
    <message>
        <source>Choose another name; nothing was overwritten.</source>
        <translation>请换一个名称，没有覆盖任何内容。</translation>
    </message>
    <message>
        <source>{file} is not a name for a film.</source>
        <translation>{file} 不能用作影片的名称。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .mp4.</source>
        <translation>请使用以 .mp4 结尾的名称。</translation>
    </message>
    <message>
        <source>The Style {style} was trained for another model.</source>
        <translation>风格 {style} 是为另一个模型训练的。</translation>
    </message>
    <message>
        <source>Choose the model that it was trained for, or train it again.</source>
        <translation>请选择训练它时所用的模型，或重新训练。</translation>
    </message>
    <message>
        <source>The Style {style} has no active version.</source>
        <translation>风格 {style} 没有启用的版本。</translation>
    </message>
    <message>
        <source>Train it, or activate one of its versions.</source>
        <translation>请训练它，或启用它的某个版本。</translation>
    </message>
    <message>
        <source>The text encoder gave broken numbers for the prompt.</source>
        <translation>文本编码器对提示词给出了损坏的数值。</translation>
    </message>
    <message>
        <source>Check the model files.</source>
        <translation>请检查模型文件。</translation>
    </message>
    <message>
        <source>The VAE gave a broken picture at frame {frame}.</source>
        <translation>VAE 在第 {frame} 帧给出了损坏的画面。</translation>
    </message>
    <message>
        <source>This Shot needs about {need} of memory, and this machine has {have}.</source>
        <translation>这个镜头约需 {need} 内存，而本机共有 {have}。</translation>
    </message>
    <message>
        <source>Choose a smaller size, fewer frames or a smaller model.</source>
        <translation>请选择更小的尺寸、更少的帧数或更小的模型。</translation>
    </message>
    <message>
        <source>The Style {style} has no version {version}.</source>
        <translation>风格 {style} 没有第 {version} 版。</translation>
    </message>
    <message>
        <source>Choose one of the versions that it has.</source>
        <translation>请选择它已有的版本。</translation>
    </message>
    <message>
        <source>{file} carries no recipe.</source>
        <translation>{file} 里没有配方。</translation>
    </message>
    <message>
        <source>Choose a film that Brandloom made, or the JSON file beside it.</source>
        <translation>请选择 Brandloom 生成的影片，或它旁边的 JSON 文件。</translation>
    </message>
    <message>
        <source>This recipe was made with {theirs}, not with {ours}.</source>
        <translation>这份配方使用的模型是 {theirs}，不是 {ours}。</translation>
    </message>
    <message>
        <source>Choose the model that it was made with.</source>
        <translation>请选择当时所用的模型。</translation>
    </message>
    <message>
        <source>This recipe needs {name}, which was not found by its content.</source>
        <translation>这份配方需要 {name}，但按内容没有找到。</translation>
    </message>
    <message>
        <source>Open the project that has it, or say where the file is.</source>
        <translation>请打开包含它的项目，或指明文件的位置。</translation>
    </message>
    <message>
        <source>The model {model} cannot begin with a given picture.</source>
        <translation>模型 {model} 不能以给定的图片开头。</translation>
    </message>
    <message>
        <source>Choose a TI2V model, or leave the picture out.</source>
        <translation>请选择 TI2V 模型，或不使用图片。</translation>
    </message>
    <message>
        <source>{file} is only a Git LFS pointer, not the weights themselves.</source>
        <translation>{file} 只是 Git LFS 指针，不是权重本身。</translation>
    </message>
    <message>
        <source>Run &apos;git lfs pull&apos; in the folder it came from, or download the real file.</source>
        <translation>请在它来源的文件夹中运行 git lfs pull，或下载真正的文件。</translation>
    </message>
    <message>
        <source>{file} is a web page that was saved in place of the weights.</source>
        <translation>{file} 是网页，并不是权重文件。</translation>
    </message>
    <message>
        <source>Open the download page in a browser, sign in if it asks, and download the file again.</source>
        <translation>请在浏览器中打开下载页面，按要求登录后重新下载。</translation>
    </message>
    <message>
        <source>{file} is a zip archive although its name says safetensors.</source>
        <translation>{file} 的名称是 safetensors，内容却是 zip 压缩包。</translation>
    </message>
    <message>
        <source>If it is a PyTorch checkpoint, give it the ending .pth; otherwise download it again.</source>
        <translation>如果它是 PyTorch 检查点，请把扩展名改为 .pth，否则请重新下载。</translation>
    </message>
    <message>
        <source>{file} has the old PyTorch format that is not a zip archive.</source>
        <translation>{file} 是旧版 PyTorch 格式，不是 zip 压缩包。</translation>
    </message>
    <message>
        <source>Save it again with a current PyTorch, or as safetensors.</source>
        <translation>请用新版 PyTorch 重新保存，或保存为 safetensors。</translation>
    </message>
    <message>
        <source>{file} is not a PyTorch zip checkpoint.</source>
        <translation>{file} 不是 PyTorch 的 zip 检查点。</translation>
    </message>
    <message>
        <source>Download or copy the file again; nothing of it was used.</source>
        <translation>请重新下载或复制该文件，其中的内容均未使用。</translation>
    </message>
    <message>
        <source>{file} is too short to be a safetensors file.</source>
        <translation>{file} 太短，不可能是 safetensors 文件。</translation>
    </message>
    <message>
        <source>{file} claims a header of {size} bytes; 100,000,000 is the limit.</source>
        <translation>{file} 声称文件头有 {size} 字节，上限是 100,000,000 字节。</translation>
    </message>
    <message>
        <source>{file} claims a header length that no file can have ({size}).</source>
        <translation>{file} 声称的文件头长度不可能存在（{size}）。</translation>
    </message>
    <message>
        <source>The header of {file} runs past the end of the file.</source>
        <translation>{file} 的文件头超出了文件末尾。</translation>
    </message>
    <message>
        <source>The header of {file} is not valid UTF-8 text.</source>
        <translation>{file} 的文件头不是有效的 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The header of {file} is not valid JSON: {reason}.</source>
        <translation>{file} 的文件头不是有效的 JSON：{reason}。</translation>
    </message>
    <message>
        <source>The header of {file} does not start with a JSON object.</source>
        <translation>{file} 的文件头不是以 JSON 对象开头。</translation>
    </message>
    <message>
        <source>{file} names &apos;{place}&apos; twice.</source>
        <translation>{file} 中「{place}」出现了两次。</translation>
    </message>
    <message>
        <source>Export the file again with the program that made it.</source>
        <translation>请用生成该文件的程序重新导出。</translation>
    </message>
    <message>
        <source>The metadata of {file} is not a list of texts (at &apos;{place}&apos;).</source>
        <translation>{file} 的元数据不是文本列表（位于「{place}」）。</translation>
    </message>
    <message>
        <source>The entry of tensor &apos;{place}&apos; in {file} is wrong: {reason}.</source>
        <translation>{file} 中张量「{place}」的条目有误：{reason}。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} has the unknown number type &apos;{reason}&apos;.</source>
        <translation>{file} 中张量「{place}」的数值类型未知：「{reason}」。</translation>
    </message>
    <message>
        <source>Update Brandloom, or export the file with bf16, f16 or f32 weights.</source>
        <translation>请更新 Brandloom，或以 bf16、f16 或 f32 权重导出该文件。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} has a shape that is not allowed: {reason}.</source>
        <translation>{file} 中张量「{place}」的形状不被允许：{reason}。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} has data offsets that are not allowed: {reason}.</source>
        <translation>{file} 中张量「{place}」的数据偏移不被允许：{reason}。</translation>
    </message>
    <message>
        <source>{file} has unused bytes in front of tensor &apos;{place}&apos;.</source>
        <translation>{file} 中张量「{place}」之前有未使用的字节。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} lies on bytes of another tensor.</source>
        <translation>{file} 中张量「{place}」与另一个张量的字节重叠。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} claims more elements than can be counted.</source>
        <translation>{file} 中张量「{place}」声称的元素数量超出可计范围。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} claims more bytes than can be counted.</source>
        <translation>{file} 中张量「{place}」声称的字节数超出可计范围。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} does not end on a whole byte.</source>
        <translation>{file} 中张量「{place}」没有在整字节处结束。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; in {file} needs {needs} bytes by its shape, but {has} are given.</source>
        <translation>{file} 中张量「{place}」按形状需要 {needs} 字节，实际有 {has} 字节。</translation>
    </message>
    <message>
        <source>{file} should hold {needs} bytes of weights, but holds {has}.</source>
        <translation>{file} 应有 {needs} 字节的权重，实际有 {has} 字节。</translation>
    </message>
    <message>
        <source>The JSON of {file} is nested too deeply.</source>
        <translation>{file} 的 JSON 嵌套过深。</translation>
    </message>
    <message>
        <source>The shard index {file} is wrong: {reason}.</source>
        <translation>分片索引 {file} 有误：{reason}。</translation>
    </message>
    <message>
        <source>The shard index {file} names &apos;{place}&apos;, which is not a plain file name in its folder.</source>
        <translation>分片索引 {file} 中的「{place}」不是同一文件夹内的普通文件名。</translation>
    </message>
    <message>
        <source>Do not use this file; ask for a safetensors file instead.</source>
        <translation>请不要使用此文件，改为索取 safetensors 文件。</translation>
    </message>
    <message>
        <source>The shard {place}, named by {file}, is not there.</source>
        <translation>找不到 {file} 所列的分片 {place}。</translation>
    </message>
    <message>
        <source>Download or copy the missing file into the same folder.</source>
        <translation>请把缺少的文件下载或复制到同一文件夹。</translation>
    </message>
    <message>
        <source>The shard index {file} looks for tensor &apos;{place}&apos; in {shard}, which does not hold it.</source>
        <translation>分片索引 {file} 指出张量「{place}」在 {shard} 中，但其中没有。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; is in more than one shard of {file}.</source>
        <translation>张量「{place}」出现在 {file} 的多个分片中。</translation>
    </message>
    <message>
        <source>{shard} holds tensor &apos;{place}&apos;, which the index {file} does not mention.</source>
        <translation>{shard} 中有张量「{place}」，但索引 {file} 没有提到。</translation>
    </message>
    <message>
        <source>The index {file} speaks of {needs} bytes, its shards hold {has}.</source>
        <translation>索引 {file} 记载 {needs} 字节，各分片共有 {has} 字节。</translation>
    </message>
    <message>
        <source>The weights were checked one by one and can be used.</source>
        <translation>权重已逐一检查，可以使用。</translation>
    </message>
    <message>
        <source>{place} lies beside {file} but does not belong to it.</source>
        <translation>{place} 与 {file} 放在一起，但不属于它。</translation>
    </message>
    <message>
        <source>It was not read; delete it if it is left over from another download.</source>
        <translation>没有读取它。如果是其他下载遗留的文件，请删除。</translation>
    </message>
    <message>
        <source>The archive {file} is damaged: {reason}.</source>
        <translation>压缩包 {file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{file} has a compressed entry ({place}), which PyTorch never writes.</source>
        <translation>{file} 中有压缩条目（{place}），PyTorch 不会写入这种条目。</translation>
    </message>
    <message>
        <source>Entry {place} of {file} points outside the file.</source>
        <translation>{file} 的条目 {place} 指向文件之外。</translation>
    </message>
    <message>
        <source>Entry {place} of {file} has different sizes in its two headers.</source>
        <translation>{file} 的条目 {place} 在两处文件头中的大小不同。</translation>
    </message>
    <message>
        <source>Entry {place} of {file} lies on bytes of another entry.</source>
        <translation>{file} 的条目 {place} 与另一个条目的字节重叠。</translation>
    </message>
    <message>
        <source>{file} has an entry with a name that is not allowed: {place}.</source>
        <translation>{file} 中有名称不被允许的条目：{place}。</translation>
    </message>
    <message>
        <source>{file} has the entry {place} twice.</source>
        <translation>{file} 中条目 {place} 出现了两次。</translation>
    </message>
    <message>
        <source>{file} has no data.pkl, so it is not a PyTorch checkpoint.</source>
        <translation>{file} 中没有 data.pkl，因此不是 PyTorch 检查点。</translation>
    </message>
    <message>
        <source>{file} has more than one data.pkl.</source>
        <translation>{file} 中有多个 data.pkl。</translation>
    </message>
    <message>
        <source>{file} is a TorchScript program, not a list of weights.</source>
        <translation>{file} 是 TorchScript 程序，不是权重列表。</translation>
    </message>
    <message>
        <source>Save the model&apos;s state dict instead, best as safetensors.</source>
        <translation>请改为保存模型的 state dict，最好使用 safetensors。</translation>
    </message>
    <message>
        <source>Entry {place} of {file} does not match its checksum.</source>
        <translation>{file} 的条目 {place} 与校验和不符。</translation>
    </message>
    <message>
        <source>{file} was written on a big-endian machine, which is not supported.</source>
        <translation>{file} 是在大端序机器上写入的，不受支持。</translation>
    </message>
    <message>
        <source>The list of weights in {file} is far larger than any real one.</source>
        <translation>{file} 中的权重列表远大于任何真实的列表。</translation>
    </message>
    <message>
        <source>The list of weights in {file} is damaged: {reason}.</source>
        <translation>{file} 中的权重列表已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{file} uses the pickle instruction {place}, which a list of weights does not need.</source>
        <translation>{file} 使用了权重列表不需要的 pickle 指令 {place}。</translation>
    </message>
    <message>
        <source>{file} asks to run &apos;{place}&apos;. Nothing was run and nothing was loaded.</source>
        <translation>{file} 要求运行「{place}」。没有运行任何内容，也没有加载任何内容。</translation>
    </message>
    <message>
        <source>{file} calls something that a list of weights does not need: {reason}. Nothing was run.</source>
        <translation>{file} 调用了权重列表不需要的内容：{reason}。没有运行任何内容。</translation>
    </message>
    <message>
        <source>{file} does not hold named weights: {reason}.</source>
        <translation>{file} 中没有带名称的权重：{reason}。</translation>
    </message>
    <message>
        <source>Storage {place} of {file} is wrong: {reason}.</source>
        <translation>{file} 的存储 {place} 有误：{reason}。</translation>
    </message>
    <message>
        <source>Tensor &apos;{place}&apos; of {file} is wrong: {reason}.</source>
        <translation>{file} 的张量「{place}」有误：{reason}。</translation>
    </message>
    <message>
        <source>{file} does not hold {place} of the model family.</source>
        <translation>{file} 中没有该模型系列的 {place}。</translation>
    </message>
    <message>
        <source>Choose the file of that part of the model.</source>
        <translation>请选择模型该部分对应的文件。</translation>
    </message>
    <message>
        <source>{file} holds {reason}, not {place}.</source>
        <translation>{file} 的内容是 {reason}，不是 {place}。</translation>
    </message>
    <message>
        <source>{file} holds the weight &apos;{place}&apos; under two names.</source>
        <translation>{file} 中权重「{place}」有两个名称。</translation>
    </message>
    <message>
        <source>{file} holds {what}, which makes no films from text.</source>
        <translation>{file} 里是 {what}，不能由文字生成影片。</translation>
    </message>
    <message>
        <source>Choose a text-to-video model of the Wan family.</source>
        <translation>请选择 Wan 系列的文生视频模型。</translation>
    </message>
    <message>
        <source>{folder} holds more than one {part}: {first} and {other}.</source>
        <translation>{folder} 里有不止一个 {part}：{first} 和 {other}。</translation>
    </message>
    <message>
        <source>Choose the file of the transformer instead of the folder.</source>
        <translation>请不要选文件夹，改选 transformer 的那个文件。</translation>
    </message>
    <message>
        <source>{high} and {low} hold the same weights.</source>
        <translation>{high} 和 {low} 的权重完全相同。</translation>
    </message>
    <message>
        <source>Fetch the one that is wrong again; the two experts differ.</source>
        <translation>两个专家本应不同，请重新获取弄错的那一个。</translation>
    </message>
    <message>
        <source>{high} holds the low-noise expert, and {low} the high-noise one.</source>
        <translation>{high} 里是低噪声专家，{low} 里是高噪声专家，两者放反了。</translation>
    </message>
    <message>
        <source>Exchange the two files or folders, then verify the model again.</source>
        <translation>请交换这两个文件或文件夹，然后重新验证模型。</translation>
    </message>
    <message>
        <source>{folder} has no .pth file left to convert.</source>
        <translation>{folder} 里没有需要转换的 .pth 文件。</translation>
    </message>
    <message>
        <source>Use it as it is.</source>
        <translation>请直接使用。</translation>
    </message>
    <message>
        <source>{file} does not hold latents of this model: {reason}.</source>
        <translation>{file} 里不是这个模型的潜变量：{reason}。</translation>
    </message>
    <message>
        <source>Choose a file that &apos;vae encode&apos; wrote with the same model.</source>
        <translation>请选择用同一模型的 「vae encode」 写出的文件。</translation>
    </message>
    <message>
        <source>The film cannot be encoded: {have}.</source>
        <translation>影片无法编码：{have}。</translation>
    </message>
    <message>
        <source>Use {want}.</source>
        <translation>请使用 {want}。</translation>
    </message>
    <message>
        <source>There is no model or folder {name}.</source>
        <translation>没有名为 {name} 的模型或文件夹。</translation>
    </message>
    <message>
        <source>See the registered models with &apos;model list&apos;, or name a folder.</source>
        <translation>请用 「model list」 查看已登记的模型，或指定文件夹。</translation>
    </message>
    <message>
        <source>The model {name} was in {folder}, which is not there any more.</source>
        <translation>模型 {name} 原在 {folder}，该文件夹已不存在。</translation>
    </message>
    <message>
        <source>Put the folder back, or remove the name and add the model again.</source>
        <translation>请把文件夹放回原处，或移除该名称后重新添加模型。</translation>
    </message>
    <message>
        <source>The name {name} already stands for the model in {folder}.</source>
        <translation>名称 {name} 已用于 {folder} 中的模型。</translation>
    </message>
    <message>
        <source>Choose another name, or remove that one first.</source>
        <translation>请换一个名称，或先移除原来的。</translation>
    </message>
    <message>
        <source>{name} is not a name for a model.</source>
        <translation>{name} 不能用作模型名称。</translation>
    </message>
    <message>
        <source>Use up to 64 letters, digits or signs without slashes, not beginning with a dash or a dot, and not &apos;starter&apos;.</source>
        <translation>请使用不超过 64 个字符、不含斜杠、不以连字符或点开头的名称，且不能是 「starter」。</translation>
    </message>
    <message>
        <source>The list of models {file} cannot be read: {reason}.</source>
        <translation>无法读取模型列表 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Correct the file or move it away; the models themselves are untouched.</source>
        <translation>请更正该文件或把它移开；模型本身没有改动。</translation>
    </message>
    <message>
        <source>The starter model ships with the studio.</source>
        <translation>入门模型随软件提供。</translation>
    </message>
    <message>
        <source>Use a name of your own; the starter can neither be added nor removed.</source>
        <translation>请使用自己的名称；入门模型既不能添加也不能移除。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可以撤销的操作。</translation>
    </message>
    <message>
        <source>Nothing was undone that could be redone.</source>
        <translation>没有可以重做的操作。</translation>
    </message>
    <message>
        <source>{command} of {subject} was left as it is: it was changed since.</source>
        <translation>{subject} 的 {command} 保持原样：之后它又被改动过。</translation>
    </message>
    <message>
        <source>Make the change by hand.</source>
        <translation>请手动修改。</translation>
    </message>
    <message>
        <source>The project has no dataset.</source>
        <translation>该项目没有素材集。</translation>
    </message>
    <message>
        <source>Add films with &apos;dataset add&apos;, or name films to train on.</source>
        <translation>请用「dataset add」添加影片，或直接指定训练用的影片。</translation>
    </message>
    <message>
        <source>There is no dataset &quot;{dataset}&quot;.</source>
        <translation>没有名为「{dataset}」的素材集。</translation>
    </message>
    <message>
        <source>Choose one of these: {names}.</source>
        <translation>请从以下各项中选择：{names}。</translation>
    </message>
    <message>
        <source>The project has several datasets, and none was named.</source>
        <translation>该项目有多个素材集，但没有指定用哪一个。</translation>
    </message>
    <message>
        <source>The dataset &quot;{dataset}&quot; holds no clips.</source>
        <translation>素材集「{dataset}」中没有素材。</translation>
    </message>
    <message>
        <source>Add films to it.</source>
        <translation>请向其中添加影片。</translation>
    </message>
    <message>
        <source>The film {file} of the dataset is not there any more.</source>
        <translation>素材集中的影片 {file} 已不在原处。</translation>
    </message>
    <message>
        <source>Put it back, or add it from where it is now.</source>
        <translation>请把它放回原处，或从现在的位置重新添加。</translation>
    </message>
    <message>
        <source>The film {file} is not the one that was added to the dataset.</source>
        <translation>影片 {file} 与加入素材集时的不是同一个文件。</translation>
    </message>
    <message>
        <source>Put the earlier one back, or add the new one under another name.</source>
        <translation>请放回原来的文件，或以另一个名称添加新文件。</translation>
    </message>
    <message>
        <source>The Style {style} is in the Trash.</source>
        <translation>风格 {style} 在回收站中。</translation>
    </message>
    <message>
        <source>Restore it, or choose another Style.</source>
        <translation>请先恢复它，或选择其他风格。</translation>
    </message>
    <message>
        <source>Version {version} of the Style {style} is in the Trash.</source>
        <translation>风格 {style} 的版本 {version} 在回收站中。</translation>
    </message>
    <message>
        <source>Restore it, or choose another version.</source>
        <translation>请先恢复它，或选择其他版本。</translation>
    </message>
    <message>
        <source>The Style {style} is not in the Trash.</source>
        <translation>风格 {style} 不在回收站中。</translation>
    </message>
    <message>
        <source>See what is there with &apos;style list --trash&apos;.</source>
        <translation>可用「style list --trash」查看回收站中的内容。</translation>
    </message>
    <message>
        <source>There is no preset &quot;{preset}&quot;.</source>
        <translation>没有名为「{preset}」的预设。</translation>
    </message>
    <message>
        <source>The format {dialect} cannot hold what the Style {style} learned.</source>
        <translation>格式 {dialect} 无法保存风格 {style} 所学的内容。</translation>
    </message>
    <message>
        <source>Export its own files (--dialect own), which Brandloom reads.</source>
        <translation>请导出其原始文件（--dialect own），Brandloom 可以读取。</translation>
    </message>
    <message>
        <source>{folder} has no backup that is whole.</source>
        <translation>{folder} 没有完好的备份。</translation>
    </message>
    <message>
        <source>A backup is made once a day while the project is used; nothing was changed.</source>
        <translation>使用项目时每天备份一次；没有做任何改动。</translation>
    </message>
    <message>
        <source>{folder} has no backup called {backup}.</source>
        <translation>{folder} 没有名为 {backup} 的备份。</translation>
    </message>
    <message>
        <source>Choose one of the backups that it has.</source>
        <translation>请从已有的备份中选择。</translation>
    </message>
    <message>
        <source>The backup {backup} is not whole.</source>
        <translation>备份 {backup} 不完好。</translation>
    </message>
    <message>
        <source>Choose another backup; nothing was changed.</source>
        <translation>请选择另一个备份；没有做任何改动。</translation>
    </message>
    <message>
        <source>The database of {folder} is damaged; its backup {backup} of {time} is whole.</source>
        <translation>{folder} 的数据库已损坏；{time} 的备份 {backup} 完好。</translation>
    </message>
    <message>
        <source>Restore that backup; the damaged database is then kept aside.</source>
        <translation>请恢复该备份；损坏的数据库会另外保留。</translation>
    </message>
    <message>
        <source>The database of {folder} is missing; its backup {backup} of {time} is whole.</source>
        <translation>{folder} 的数据库不见了；{time} 的备份 {backup} 完好。</translation>
    </message>
    <message>
        <source>Put project.db back, or restore that backup.</source>
        <translation>请放回 project.db，或恢复该备份。</translation>
    </message>
    <message>
        <source>{file} is not a name for an archive.</source>
        <translation>{file} 不能用作归档的名称。</translation>
    </message>
    <message>
        <source>Choose a name that ends in .zip or .tar.</source>
        <translation>请选择以 .zip 或 .tar 结尾的名称。</translation>
    </message>
    <message>
        <source>{file} would lie inside the project.</source>
        <translation>{file} 会位于项目之内。</translation>
    </message>
    <message>
        <source>Choose a folder outside of it.</source>
        <translation>请选择项目之外的文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be read as an archive: {reason}.</source>
        <translation>{file} 无法作为归档读取：{reason}。</translation>
    </message>
    <message>
        <source>Copy the archive again; nothing was unpacked.</source>
        <translation>请重新复制该归档；没有解开任何内容。</translation>
    </message>
    <message>
        <source>{file} was refused: {entry} {reason}.</source>
        <translation>{file} 已被拒绝：{entry} {reason}。</translation>
    </message>
    <message>
        <source>Unpack only archives of Brandloom projects; nothing was unpacked.</source>
        <translation>请只解开 Brandloom 项目的归档；没有解开任何内容。</translation>
    </message>
    <message>
        <source>{file} holds no Brandloom project.</source>
        <translation>{file} 中没有 Brandloom 项目。</translation>
    </message>
    <message>
        <source>Choose an archive that was made by packing a project.</source>
        <translation>请选择由打包项目生成的归档。</translation>
    </message>
    <message>
        <source>There is no Shot {id}.</source>
        <translation>没有编号为 {id} 的镜头。</translation>
    </message>
    <message>
        <source>Choose a Shot of this project.</source>
        <translation>请选择此项目中的镜头。</translation>
    </message>
    <message>
        <source>The Shot {id} is in the Trash.</source>
        <translation>镜头 {id} 在回收站中。</translation>
    </message>
    <message>
        <source>Restore it, or choose another Shot.</source>
        <translation>请还原它，或选择其他镜头。</translation>
    </message>
    <message>
        <source>The Shot {id} is not in the Trash.</source>
        <translation>镜头 {id} 不在回收站中。</translation>
    </message>
    <message>
        <source>Choose one of those that are there.</source>
        <translation>请选择其中已有的。</translation>
    </message>
    <message>
        <source>Clips of {group} are wanted on both sides of the split.</source>
        <translation>{group} 的片段被指定到了划分的两侧。</translation>
    </message>
    <message>
        <source>Choose one side for all clips of that film or scene: what is measured may not show what is learnt.</source>
        <translation>请为该影片或场景的所有片段选择同一侧：用于测量的画面不能是学过的画面。</translation>
    </message>
    <message>
        <source>There is no clip {id} in the project.</source>
        <translation>项目中没有片段 {id}。</translation>
    </message>
    <message>
        <source>See the clips and their numbers with &apos;dataset show&apos;.</source>
        <translation>可用「dataset show」查看片段及其编号。</translation>
    </message>
    <message>
        <source>Clip {id} has no caption in {language}.</source>
        <translation>片段 {id} 没有 {language} 的描述。</translation>
    </message>
    <message>
        <source>Write one, or choose another language.</source>
        <translation>请写一条，或选择其他语言。</translation>
    </message>
    <message>
        <source>The range {start} to {end} s of clip {id} does not lie inside its film of {length} s.</source>
        <translation>片段 {id} 的范围 {start} 至 {end} 秒不在其 {length} 秒的影片之内。</translation>
    </message>
    <message>
        <source>Choose an in and an out point inside the film, at least one picture apart.</source>
        <translation>请在影片之内选择入点和出点，二者至少相隔一帧画面。</translation>
    </message>
    <message>
        <source>The dataset &quot;{dataset}&quot; has no frozen version {version}.</source>
        <translation>素材集「{dataset}」没有冻结版本 {version}。</translation>
    </message>
    <message>
        <source>The query cannot be understood at &quot;{part}&quot;: {reason}.</source>
        <translation>无法理解查询中的「{part}」：{reason}。</translation>
    </message>
    <message>
        <source>The project knows no film {film}.</source>
        <translation>项目中没有影片 {film}。</translation>
    </message>
    <message>
        <source>Name its path as &apos;dataset show&apos; gives it, or the first digits of its hash.</source>
        <translation>请使用「dataset show」显示的路径，或其哈希的前几位。</translation>
    </message>
    <message>
        <source>{file} is another film than the one that is looked for.</source>
        <translation>{file} 不是要找的那部影片。</translation>
    </message>
    <message>
        <source>Choose the file with the same content; its name does not matter.</source>
        <translation>请选择内容相同的文件，文件名无关紧要。</translation>
    </message>
    <message>
        <source>{folder} holds no dataset that can be read: {reason}.</source>
        <translation>{folder} 中没有可读取的素材集：{reason}。</translation>
    </message>
    <message>
        <source>Name a folder of films and texts, or the TOML file of musubi-tuner or diffusion-pipe.</source>
        <translation>请指定包含影片和文本的文件夹，或 musubi-tuner、diffusion-pipe 的 TOML 文件。</translation>
    </message>
    <message>
        <source>{file} does not describe a dataset: {reason}.</source>
        <translation>{file} 没有描述一个素材集：{reason}。</translation>
    </message>
    <message>
        <source>Correct that place, or write the file again with the program that made it.</source>
        <translation>请改正该处，或用生成它的程序重新写出。</translation>
    </message>
    <message>
        <source>{folder} already holds files.</source>
        <translation>{folder} 中已有文件。</translation>
    </message>
    <message>
        <source>Name a new or an empty folder; nothing was overwritten.</source>
        <translation>请指定新的或空的文件夹；没有覆盖任何内容。</translation>
    </message>
    <message>
        <source>{file} cannot be read as captions: {reason}.</source>
        <translation>无法将 {file} 读作描述：{reason}。</translation>
    </message>
    <message>
        <source>Use JSON lines or CSV as &apos;caption export&apos; writes them, or a folder of NAME.zh.txt, NAME.en.txt and NAME.txt.</source>
        <translation>请使用「caption export」写出的 JSON 行或 CSV，或包含 NAME.zh.txt、NAME.en.txt、NAME.txt 的文件夹。</translation>
    </message>
    <message>
        <source>{file} broke the program that looks at films ({how}); nothing else was touched.</source>
        <translation>{file} 使读取影片的程序中断（{how}）；其他内容均未受影响。</translation>
    </message>
    <message>
        <source>Do not use this file; fetch it again from where it came, or convert it with another program first.</source>
        <translation>请不要使用这个文件；请从来源重新获取，或先用其他程序转换。</translation>
    </message>
    <message>
        <source>The sound of {file} cannot be read: {reason}.</source>
        <translation>无法读取 {file} 的声音：{reason}。</translation>
    </message>
    <message>
        <source>Leave the sound out, or convert the film first.</source>
        <translation>请不带声音导出，或先转换该影片。</translation>
    </message>
    <message>
        <source>The program that looks at films, {file}, could not be started: {reason}.</source>
        <translation>无法启动读取影片的程序 {file}：{reason}。</translation>
    </message>
    <message>
        <source>&quot;{value}&quot; is not a colour: {reason}.</source>
        <translation>「{value}」不是颜色：{reason}。</translation>
    </message>
    <message>
        <source>Write NAME=#RRGGBB with six digits from 0 to 9 and A to F.</source>
        <translation>请写成「名称=#RRGGBB」，六位数字取 0 到 9 和 A 到 F。</translation>
    </message>
    <message>
        <source>{what} of a brand may not be {value}.</source>
        <translation>品牌的{what}不能是{value}。</translation>
    </message>
    <message>
        <source>The brand has no colour &quot;{name}&quot;.</source>
        <translation>品牌中没有颜色「{name}」。</translation>
    </message>
    <message>
        <source>{file} cannot be read as a brand: {reason}.</source>
        <translation>无法把 {file} 读作品牌：{reason}。</translation>
    </message>
    <message>
        <source>Correct that place; &apos;brand show --json&apos; writes the keys that are understood.</source>
        <translation>请更正该处；「brand show --json」会写出可识别的键。</translation>
    </message>
    <message>
        <source>{file} cannot be used as a logo: {reason}.</source>
        <translation>{file} 不能用作标志：{reason}。</translation>
    </message>
    <message>
        <source>Export it as a PNG with a transparent ground, about 1000 pixels wide.</source>
        <translation>请把它导出为透明底的 PNG，宽约 1000 像素。</translation>
    </message>
    <message>
        <source>No colours could be found in {what}.</source>
        <translation>在 {what} 中找不到颜色。</translation>
    </message>
    <message>
        <source>Choose a picture with colours in it, or import films into the dataset first.</source>
        <translation>请选择有颜色的图片，或先把影片导入素材集。</translation>
    </message>
    <message>
        <source>Look at it as it is now, then change it again.</source>
        <translation>请先查看现在的内容，再重新更改。</translation>
    </message>
    <message>
        <source>{what} of the brand was changed meanwhile, so nothing was written.</source>
        <translation>品牌的{what}在此期间已被更改，因此没有写入。</translation>
    </message>
    <message>
        <source>There is no job {id} in the queue.</source>
        <translation>队列中没有任务 {id}。</translation>
    </message>
    <message>
        <source>See which there are with &apos;queue list&apos;.</source>
        <translation>用 &apos;queue list&apos; 查看有哪些任务。</translation>
    </message>
    <message>
        <source>Job {id} of the queue is not waiting.</source>
        <translation>队列中的任务 {id} 不在等待。</translation>
    </message>
    <message>
        <source>Only what waits can be changed; what is paused can be moved.</source>
        <translation>只有等待中的任务可以更改；已暂停的可以移动。</translation>
    </message>
    <message>
        <source>Job {id} of the queue is running.</source>
        <translation>队列中的任务 {id} 正在运行。</translation>
    </message>
    <message>
        <source>Pause or stop it where it runs.</source>
        <translation>请在运行它的地方暂停或停止。</translation>
    </message>
    <message>
        <source>Job {id} of the queue is over.</source>
        <translation>队列中的任务 {id} 已经结束。</translation>
    </message>
    <message>
        <source>Choose one that is not.</source>
        <translation>请选择一个尚未结束的任务。</translation>
    </message>
    <message>
        <source>Job {id} of the queue cannot go on: it waits or is finished.</source>
        <translation>队列中的任务 {id} 无法继续：它在等待或已完成。</translation>
    </message>
    <message>
        <source>Choose one that is paused, stopped or failed.</source>
        <translation>请选择一个已暂停、已停止或失败的任务。</translation>
    </message>
    <message>
        <source>Job {id} of the queue is paused already.</source>
        <translation>队列中的任务 {id} 已经暂停。</translation>
    </message>
    <message>
        <source>Resume or cancel it.</source>
        <translation>请继续或取消它。</translation>
    </message>
    <message>
        <source>Job {id} cannot be moved beside itself.</source>
        <translation>任务 {id} 不能移到它自己旁边。</translation>
    </message>
    <message>
        <source>Name another job that is not over.</source>
        <translation>请指定另一个尚未结束的任务。</translation>
    </message>
    <message>
        <source>Job {id} of the queue is no longer held by {owner}.</source>
        <translation>队列中的任务 {id} 不再由 {owner} 执行。</translation>
    </message>
    <message>
        <source>Resume it; what was saved is kept.</source>
        <translation>请继续它；已保存的内容都还在。</translation>
    </message>
    <message>
        <source>What job {id} of the queue is to do cannot be read.</source>
        <translation>无法读取队列中任务 {id} 的内容。</translation>
    </message>
    <message>
        <source>Cancel it and add it anew.</source>
        <translation>请取消它，然后重新添加。</translation>
    </message>
    <message>
        <source>{file} has no sound.</source>
        <translation>{file} 没有声音。</translation>
    </message>
    <message>
        <source>Choose a WAV, MP3, FLAC or M4A file, or a film with sound.</source>
        <translation>请选 WAV、MP3、FLAC、M4A 文件，或带声音的影片。</translation>
    </message>
    <message>
        <source>There is no target &quot;{name}&quot;.</source>
        <translation>没有名为「{name}」的目标平台。</translation>
    </message>
    <message>
        <source>Part {number} of the Piece cannot be cut so: {reason}.</source>
        <translation>成片的第 {number} 段不能这样剪：{reason}。</translation>
    </message>
    <message>
        <source>Give times inside the Shot.</source>
        <translation>请给出镜头之内的时间。</translation>
    </message>
    <message>
        <source>This Piece has no Shots.</source>
        <translation>这个成片没有镜头。</translation>
    </message>
    <message>
        <source>Name at least one Shot.</source>
        <translation>请至少选一个镜头。</translation>
    </message>
    <message>
        <source>This Piece would be longer than 15 minutes.</source>
        <translation>这个成片会超过 15 分钟。</translation>
    </message>
    <message>
        <source>Leave Shots out, or trim them.</source>
        <translation>请去掉一些镜头，或把它们剪短。</translation>
    </message>
    <message>
        <source>Caption {number} cannot be used: {reason}.</source>
        <translation>第 {number} 条字幕不能用：{reason}。</translation>
    </message>
    <message>
        <source>Write START-END TEXT in seconds, as in &quot;0.5-2 Fresh every day&quot;.</source>
        <translation>请写成 开始-结束 文字（单位为秒），例如「0.5-2 每天新鲜」。</translation>
    </message>
    <message>
        <source>&quot;{template}&quot; cannot name files: {reason}.</source>
        <translation>「{template}」不能用作文件名：{reason}。</translation>
    </message>
    <message>
        <source>Use letters and {names} in braces.</source>
        <translation>请使用文字和花括号里的 {names}。</translation>
    </message>
    <message>
        <source>There is no Piece {id}.</source>
        <translation>没有编号为 {id} 的成片。</translation>
    </message>
    <message>
        <source>See which there are with &apos;library list&apos;.</source>
        <translation>用 library list 查看有哪些。</translation>
    </message>
    <message>
        <source>Piece {id} is in the Trash already.</source>
        <translation>成片 {id} 已在回收站里。</translation>
    </message>
    <message>
        <source>Restore it, or leave it there.</source>
        <translation>请恢复它，或让它留在那里。</translation>
    </message>
    <message>
        <source>Piece {id} is not in the Trash.</source>
        <translation>成片 {id} 不在回收站里。</translation>
    </message>
    <message>
        <source>Choose one that is.</source>
        <translation>请选一个在回收站里的。</translation>
    </message>
    <message>
        <source>A Piece cannot be recorded: {reason}.</source>
        <translation>成片无法记录：{reason}。</translation>
    </message>
    <message>
        <source>Export it again, and send the log if it repeats.</source>
        <translation>请再导出一次；若再次出现，请发送日志。</translation>
    </message>
    <message>
        <source>The written {file} is not as it should be: {reason}.</source>
        <translation>写出的 {file} 与应有的不符：{reason}。</translation>
    </message>
    <message>
        <source>Put them right as it says, or leave --strict out.</source>
        <translation>请按清单所说改正，或去掉 --strict。</translation>
    </message>
    <message>
        <source>{target} takes at most {most} s, and this has {seconds} s.</source>
        <translation>{target} 最长 {most} 秒，而这个成片有 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Trim the Shots, or leave some out.</source>
        <translation>请把镜头剪短，或去掉几个。</translation>
    </message>
    <message>
        <source>Caption {number} leaves the safe zone of {target}.</source>
        <translation>第 {number} 条字幕超出了 {target} 的安全区。</translation>
    </message>
    <message>
        <source>Shorten it, split it in two, or make it smaller or higher.</source>
        <translation>请缩短它、分成两条，或改小、移高。</translation>
    </message>
    <message>
        <source>Caption {number} takes {lines} lines.</source>
        <translation>第 {number} 条字幕占了 {lines} 行。</translation>
    </message>
    <message>
        <source>Split it into captions of at most two lines.</source>
        <translation>请分成每条最多两行的字幕。</translation>
    </message>
    <message>
        <source>Caption {number} stands for {seconds} s, which is too short to read it.</source>
        <translation>第 {number} 条字幕只停留 {seconds} 秒，来不及读完。</translation>
    </message>
    <message>
        <source>Let it stand for at least {need} s, or shorten it.</source>
        <translation>请让它至少停留 {need} 秒，或缩短文字。</translation>
    </message>
    <message>
        <source>Caption {number} begins after the end of the Piece or has no length.</source>
        <translation>第 {number} 条字幕在成片结束之后才开始，或没有时长。</translation>
    </message>
    <message>
        <source>Give it times between 0 and {seconds} s.</source>
        <translation>请给它 0 到 {seconds} 秒之间的时间。</translation>
    </message>
    <message>
        <source>No font here can write {characters} in caption {number}.</source>
        <translation>这里没有字体能写出第 {number} 条字幕里的 {characters}。</translation>
    </message>
    <message>
        <source>Install a font that has them (for Chinese: Noto Sans CJK), or write it otherwise.</source>
        <translation>请安装含有这些字的字体（中文可用 Noto Sans CJK），或换一种写法。</translation>
    </message>
    <message>
        <source>No font here can write {characters} in the legal line.</source>
        <translation>这里没有字体能写出法律声明里的 {characters}。</translation>
    </message>
    <message>
        <source>No font here can write {characters} in the AI label.</source>
        <translation>这里没有字体能写出 AI 标识里的 {characters}。</translation>
    </message>
    <message>
        <source>Install a font that has them (for Chinese: Noto Sans CJK).</source>
        <translation>请安装含有这些字的字体（中文可用 Noto Sans CJK）。</translation>
    </message>
    <message>
        <source>The brand&apos;s font {font} is not installed; another one stands in for it.</source>
        <translation>品牌字体 {font} 没有安装，暂由另一种字体代替。</translation>
    </message>
    <message>
        <source>Install {font}, or choose another font for the brand.</source>
        <translation>请安装 {font}，或为品牌另选字体。</translation>
    </message>
    <message>
        <source>Caption {number} says &quot;{word}&quot;, which the brand does not use.</source>
        <translation>第 {number} 条字幕用了品牌不用的词「{word}」。</translation>
    </message>
    <message>
        <source>Write it with other words.</source>
        <translation>请换一种说法。</translation>
    </message>
    <message>
        <source>The logo can hardly be told from the picture behind it (contrast {ratio}).</source>
        <translation>标志与背后的画面难以区分（对比度 {ratio}）。</translation>
    </message>
    <message>
        <source>Put a plate under it (--logo-plate), choose another corner, or give the brand logos for dark and for light ground.</source>
        <translation>请给它加底板（--logo-plate）、换一个角，或为品牌准备深色底与浅色底的标志。</translation>
    </message>
    <message>
        <source>The logo has {have} pixels of height and is enlarged to {need}.</source>
        <translation>标志高 {have} 像素，被放大到 {need} 像素。</translation>
    </message>
    <message>
        <source>Give the brand a larger picture of its logo.</source>
        <translation>请为品牌提供更大的标志图片。</translation>
    </message>
    <message>
        <source>No logo is shown: the brand has none.</source>
        <translation>没有显示标志：品牌还没有标志。</translation>
    </message>
    <message>
        <source>Give the brand a logo (brand set --logo).</source>
        <translation>请为品牌添加标志（brand set --logo）。</translation>
    </message>
    <message>
        <source>The AI label is switched off; China and the EU require it on what is shown to people.</source>
        <translation>AI 标识已关闭；中国和欧盟要求向公众展示的内容带有它。</translation>
    </message>
    <message>
        <source>Switch it on again (--label platform).</source>
        <translation>请重新打开（--label platform）。</translation>
    </message>
    <message>
        <source>The brand&apos;s legal line is switched off.</source>
        <translation>品牌的法律声明已关闭。</translation>
    </message>
    <message>
        <source>Switch it on again (leave --no-legal-line out).</source>
        <translation>请重新打开（去掉 --no-legal-line）。</translation>
    </message>
    <message>
        <source>No legal line is shown: the brand has none.</source>
        <translation>没有显示法律声明：品牌还没有。</translation>
    </message>
    <message>
        <source>Give the brand one (brand set --legal-zh, --legal-en).</source>
        <translation>请为品牌添加一条（brand set --legal-zh、--legal-en）。</translation>
    </message>
    <message>
        <source>The Piece is silent.</source>
        <translation>这个成片没有声音。</translation>
    </message>
    <message>
        <source>Add music (--music) or a voice (--voice).</source>
        <translation>请添加音乐（--music）或配音（--voice）。</translation>
    </message>
    <message>
        <source>{file} is silent, so it has no loudness.</source>
        <translation>{file} 没有声音，因此没有响度。</translation>
    </message>
    <message>
        <source>Choose another sound.</source>
        <translation>请另选一个声音。</translation>
    </message>
    <message>
        <source>The voice needs {need} s, and the Piece has {have} s: its end is cut off.</source>
        <translation>配音需要 {need} 秒，而成片只有 {have} 秒：结尾会被切掉。</translation>
    </message>
    <message>
        <source>Shorten the voice, or add Shots.</source>
        <translation>请缩短配音，或增加镜头。</translation>
    </message>
    <message>
        <source>The sound comes to {have} LUFS in the place of {want}: its peaks allow no more.</source>
        <translation>声音只能达到 {have} LUFS，而不是 {want}：它的峰值不允许更响。</translation>
    </message>
    <message>
        <source>Use a sound that is less spiky, or accept it.</source>
        <translation>请换一个峰值较平的声音，或接受它。</translation>
    </message>
    <message>
        <source>Shots are enlarged up to {times} times for {target} (parts {parts}).</source>
        <translation>为 {target} 最多放大到 {times} 倍（第 {parts} 段）。</translation>
    </message>
    <message>
        <source>Make them larger, or accept that they are soft.</source>
        <translation>请把镜头做大一些，或接受画面偏软。</translation>
    </message>
    <message>
        <source>The cross-fade into part {number} is longer than its Shots and was shortened.</source>
        <translation>进入第 {number} 段的叠化比镜头还长，已缩短。</translation>
    </message>
    <message>
        <source>Give it less time.</source>
        <translation>请把它设短一些。</translation>
    </message>
    <message>
        <source>The checklist for {target} has problems, so nothing was written: {problems}.</source>
        <translation>{target} 的检查清单有问题，因此没有写出任何文件：{problems}。</translation>
    </message>
    <message>
        <source>There is no vote &quot;{vote}&quot;.</source>
        <translation>没有名为「{vote}」的投票。</translation>
    </message>
    <message>
        <source>Start it first (vote start).</source>
        <translation>请先开始投票（vote start）。</translation>
    </message>
    <message>
        <source>There is already a vote &quot;{vote}&quot;.</source>
        <translation>已有名为「{vote}」的投票。</translation>
    </message>
    <message>
        <source>This vote cannot be started: {reason}.</source>
        <translation>无法开始这次投票：{reason}。</translation>
    </message>
    <message>
        <source>Name as many Shots on one side as on the other.</source>
        <translation>请让两边的镜头数量相同。</translation>
    </message>
    <message>
        <source>The vote &quot;{vote}&quot; has no pair {pair}.</source>
        <translation>投票「{vote}」没有第 {pair} 对。</translation>
    </message>
    <message>
        <source>Choose a pair from 1 to {pairs}.</source>
        <translation>请选 1 到 {pairs} 之间的一对。</translation>
    </message>
    <message>
        <source>&quot;{choice}&quot; is no choice.</source>
        <translation>「{choice}」不是可选项。</translation>
    </message>
    <message>
        <source>Say left, right or tie.</source>
        <translation>请说 left、right 或 tie。</translation>
    </message>
    <message>
        <source>The prompt &quot;{frame}&quot; cannot be filled in: {reason}.</source>
        <translation>提示词「{frame}」无法填写：{reason}。</translation>
    </message>
    <message>
        <source>Write a slot as its name in braces, and a brace itself twice.</source>
        <translation>请把空位写成花括号里的名字，花括号本身写两遍。</translation>
    </message>
    <message>
        <source>The prompt has no slot &quot;{slot}&quot;.</source>
        <translation>提示词里没有空位「{slot}」。</translation>
    </message>
    <message>
        <source>It has these: {names}.</source>
        <translation>它有这些：{names}。</translation>
    </message>
    <message>
        <source>Nothing was said for the slot &quot;{slot}&quot;.</source>
        <translation>空位「{slot}」还没有内容。</translation>
    </message>
    <message>
        <source>Say it with --slot {slot}=WORDS.</source>
        <translation>请用 --slot {slot}=文字 填写。</translation>
    </message>
    <message>
        <source>{what} is not a Preset that can be used: {reason}.</source>
        <translation>{what} 不是可用的预设：{reason}。</translation>
    </message>
    <message>
        <source>Correct that place, or export the Preset again.</source>
        <translation>请改正那一处，或重新导出该预设。</translation>
    </message>
    <message>
        <source>There is no Preset &quot;{preset}&quot;.</source>
        <translation>没有名为「{preset}」的预设。</translation>
    </message>
    <message>
        <source>See which there are with &apos;preset list&apos;.</source>
        <translation>用 preset list 查看有哪些。</translation>
    </message>
    <message>
        <source>The Preset {preset} needs the Style {style}, which this project does not have.</source>
        <translation>预设 {preset} 需要风格 {style}，而这个项目没有它。</translation>
    </message>
    <message>
        <source>Import that Style, or save the Preset with another one.</source>
        <translation>请导入该风格，或用另一个风格保存预设。</translation>
    </message>
</context>
<context>
    <name>facets</name>
    <message>
        <source>To do</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>No caption</source>
        <translation>缺少描述</translation>
    </message>
    <message>
        <source>Drafts to read</source>
        <translation>待确认的草稿</translation>
    </message>
    <message>
        <source>Rights not noted</source>
        <translation>未登记授权</translation>
    </message>
    <message>
        <source>Rights expired</source>
        <translation>授权已过期</translation>
    </message>
    <message>
        <source>Very short</source>
        <translation>太短</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Black bars</source>
        <translation>黑边</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>已选用</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已弃用</translation>
    </message>
    <message>
        <source>4 stars and more</source>
        <translation>四星及以上</translation>
    </message>
    <message>
        <source>Only measured</source>
        <translation>只用于评估</translation>
    </message>
    <message>
        <source>Cropped</source>
        <translation>已裁切</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Pans left</source>
        <translation>向左摇</translation>
    </message>
    <message>
        <source>Pans right</source>
        <translation>向右摇</translation>
    </message>
    <message>
        <source>Pushes in</source>
        <translation>推近</translation>
    </message>
    <message>
        <source>Pulls out</source>
        <translation>拉远</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手持</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>素材集</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>品牌</translation>
    </message>
</context>
</TS>
