# Sourced by ./studio: benches beside the peers, which live in a virtual environment of the cache folder.

check_bench() {
    case ${1-} in
        engine | training | import | grid | media | shots | measures | search | world) ;;
        '') say "bench what? One of: engine, training, import, grid, media, shots, measures, search, world."; exit 2 ;;
        *) say "there is no bench '$1'; there are: engine, training, import, grid, media, shots, measures, search, world."; exit 2 ;;
    esac
}

bench_target() {
    case $1 in
        engine | training) echo brandloom_bench_engine ;;
        media) echo brandloom_bench_media ;;
        search) echo brandloom_bench_search ;;
        world) echo brandloom_bench_world ;;
        grid) echo brandloom_bench_grid ;;
        *) echo programs ;;
    esac
}

# need_peers FOLDER LIST: those of installer/LIST in a virtual environment of the cache folder.
need_peers() {
    peers=$cache/$1
    list=$root/installer/$2
    packages=$(sed 's/#.*//' "$list")
    if cmp -s "$list" "$peers/brandloom-packages.txt"; then return 0; fi
    say "installing the peers to compare with: $(echo $packages)"
    /usr/bin/python3 -m venv "$peers" ||
        die "a virtual environment could not be made; install the Debian package python3-venv and try again."
    # shellcheck disable=SC2086  # one word per package
    "$peers/bin/pip" install --quiet $packages || die "the peers could not be installed (see above); try again when the network works."
    cp "$list" "$peers/brandloom-packages.txt"
}

run_bench() {
    what=$1
    shift
    case $what in
        media)
            exec /usr/bin/python3 "$root/tests/bench/media.py" "$root/build/release/tests-bin/brandloom_bench_media" "$cache/bench-media" "$@" ;;
        import)
            exec /usr/bin/python3 "$root/tests/bench/importing.py" "$bin/brandloom-cli" "$cache/bench-import" "$@" ;;
        measures)
            exec /usr/bin/python3 "$root/tests/bench/measures.py" "$bin/brandloom-cli" "$cache/bench-measures" "$@" ;;
        search)
            exec "$root/build/release/tests-bin/brandloom_bench_search" "$cache/bench-search" "$@" ;;
        world)
            exec "$root/build/release/tests-bin/brandloom_bench_world" "$@" ;;
        grid)
            QT_QPA_PLATFORM=offscreen exec "$root/build/release/tests-bin/brandloom_bench_grid" "$@" ;;
        shots)
            need_peers bench-shots-venv bench-shots-packages.txt
            exec "$peers/bin/python" "$root/tests/bench/shots.py" "$bin/brandloom-cli" "$cache/bench-shots" \
                ${BRANDLOOM_CLIPS:+--clips "$BRANDLOOM_CLIPS"} "$@" ;;
        training) set -- "$@" --training ;;
    esac
    # About 5 GB: PyTorch comes with its GPU libraries.
    need_peers bench-venv bench-packages.txt
    exec "$peers/bin/python" "$root/tests/bench/engine.py" "$root/build/release/tests-bin/brandloom_bench_engine" "$@"
}
