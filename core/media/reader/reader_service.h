#pragma once
// What the process brandloom-film-reader does: puts on the ropes that it is told, then looks at one film after the
// other for whoever started it, until that side of the pipe closes.

namespace brandloom::media {

/// Exit code of the process. Called once, from main(), before any thread exists.
int serveFilms();

}  // namespace brandloom::media
