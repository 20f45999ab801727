#include "core/media/reader/reader_service.h"

int main() {
    return brandloom::media::serveFilms();
}
