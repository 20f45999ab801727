# Sourced by ./studio: benches beside the peers, which live in a virtual environment of the cache folder.

check_bench() {
    case ${1-} in
        engine | training) ;;
        '') say "bench what? One of: engine, training."; exit 2 ;;
        *) say "there is no bench '$1'; there are: engine, training."; exit 2 ;;
    esac
}

# About 5 GB: PyTorch comes with its GPU libraries.
need_peers() {
    peers=$cache/bench-venv
    packages=$(sed 's/#.*//' "$root/installer/bench-packages.txt")
    if cmp -s "$root/installer/bench-packages.txt" "$peers/brandloom-packages.txt"; then return 0; fi
    say "installing the peers to compare with: $(echo $packages)"
    /usr/bin/python3 -m venv "$peers" ||
        die "a virtual environment could not be made; install the Debian package python3-venv and try again."
    # shellcheck disable=SC2086  # one word per package
    "$peers/bin/pip" install --quiet $packages || die "the peers could not be installed (see above); try again when the network works."
    cp "$root/installer/bench-packages.txt" "$peers/brandloom-packages.txt"
}

run_bench() {
    [ "$1" = engine ] || set -- "$@" --training
    shift
    need_peers
    exec "$peers/bin/python" "$root/tests/bench/engine.py" "$root/build/release/tests-bin/brandloom_bench_engine" "$@"
}
