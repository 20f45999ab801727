#pragma once
// QCustomPlot's header uses Qt's keyword macros, which our code leaves off. Include this only in .cpp files.
#include <QObject>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach
