# Sourced by ./studio: configure and compile into build/release of this checkout. All output goes to stderr, so that
# what a program prints stays clean for pipes.

# A torch file takes about 1.5 GB while it compiles: as many jobs as cores, fewer where memory is short.
compile_jobs() {
    if [ -n "${BRANDLOOM_JOBS-}" ]; then
        echo "$BRANDLOOM_JOBS"
        return
    fi
    memory_kb=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
    case $limit in
        '' | *[!0-9]*) ;;
        *) [ $((limit / 1024)) -ge "$memory_kb" ] || memory_kb=$((limit / 1024)) ;;
    esac
    jobs=$((memory_kb / 1536 / 1024))
    cores=$(nproc)
    [ "$jobs" -le "$cores" ] || jobs=$cores
    [ "$jobs" -ge 1 ] || jobs=1
    echo "$jobs"
}

configure() {
    build=$root/build/release
    wanted="source $root
libtorch $deps"
    if [ -f "$build/build.ninja" ] && [ "$(cat "$build/studio-configured" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    # A checkout that was moved or copied: CMake refuses a cache made for another folder.
    case $(cat "$build/studio-configured" 2>/dev/null) in
        '' | "source $root
"*) ;;
        *) rm -rf -- "$build" ;;
    esac
    say "configuring (build/release)"
    (cd -- "$root" && cmake --preset release -DBRANDLOOM_TORCH_ROOT="$deps" >"$root/build/configure.log" 2>&1) || {
        tail -n 40 "$root/build/configure.log" >&2
        die "configuring failed; the whole log is build/configure.log."
    }
    printf '%s\n' "$wanted" >"$build/studio-configured"
}

# On a terminal ninja keeps its progress on one line; elsewhere what it says when there is nothing to do is left out.
run_ninja() {
    if [ -t 2 ]; then
        ninja -C "$build" -j "$(compile_jobs)" "$@" >&2
    else
        { ninja -C "$build" -j "$(compile_jobs)" "$@" 2>&1 && : >"$build/studio-built"; } |
            sed -u '/^ninja: Entering directory/d; /Re-checking globbed directories/d; /^ninja: no work to do/d' >&2
        [ -f "$build/studio-built" ]
    fi
}

build_targets() {
    CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}
    CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-8G}
    export CCACHE_DIR CCACHE_MAXSIZE
    mkdir -p -- "$root/build"
    lock "$root/build/.lock" "building this checkout"
    configure
    rm -f -- "$build/studio-built"
    run_ninja "$@" || die "building failed (see above)."
    unlock
}

build_if_known() {
    if ninja -C "$build" -t query "$1" >/dev/null 2>&1; then build_targets "$1"; fi
}

start() {
    program=$bin/$1
    [ -x "$program" ] || die "the program $1 is not in this tree yet."
    shift
    exec "$program" "$@"
}
