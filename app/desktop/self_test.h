#pragma once
// `brandloom --selftest`: what an installed program can check about itself in a second, without a core job.
#include <QString>
#include <QStringList>

namespace brandloom::desktop {

class Desktop;

/// Shows every page in both languages and themes; a sentence per fault. The choices of the user are put back.
QStringList selfTest(Desktop& desktop);

}  // namespace brandloom::desktop
