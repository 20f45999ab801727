# Sourced by ./studio: one long training of the starter model at low priority beside other work, with a copy of the
# programs, so that building does not disturb it. Runs in $BRANDLOOM_RUNS/starter (default: the user's state folder).

find_runs() {
    runs=${BRANDLOOM_RUNS-}
    [ -n "$runs" ] || runs=${XDG_STATE_HOME:-${HOME:?}/.local/state}/brandloom/runs
    run=$runs/starter
}

check_starter_run() {
    case ${1-} in
        start | stop | status | pause | continue) find_runs ;;
        *) say "starter-run what? One of: start [FLAGS of 'cli starter transformer'], stop, status, pause, continue."; exit 2 ;;
    esac
}

# Its process, when it is really this program.
starter_pid() {
    pid=$(cat "$run/pid" 2>/dev/null) || return 1
    [ "$(readlink -f "/proc/$pid/exe" 2>/dev/null)" = "$(readlink -f "$runs/program/bin/brandloom-cli")" ]
}

start_starter_run() {
    if starter_pid; then die "it runs already (process $pid)."; fi
    mkdir -p -- "$run" "$runs/program/bin"
    rm -rf -- "$runs/program/lib" "$runs/program/share"
    # Beside a run that was killed and still ends: a new file, not a changed one.
    cp -- "$root/build/release/bin/brandloom-cli" "$runs/program/bin/brandloom-cli.new"
    mv -f -- "$runs/program/bin/brandloom-cli.new" "$runs/program/bin/brandloom-cli"
    cp -R -P -- "$root/build/release/lib" "$runs/program/lib"
    mkdir -p -- "$runs/program/share"
    cp -R -L -- "$root/build/release/share/brandloom" "$runs/program/share/brandloom"
    rm -f -- "$run/pause"
    if ls "$run/state/"transformer-*.safetensors >/dev/null 2>&1; then set -- --resume "$@"; fi
    # One thread: two that are taken off a busy machine in turn wait for each other most of the time.
    BRANDLOOM_THREADS=${BRANDLOOM_THREADS:-1}
    export BRANDLOOM_THREADS
    setsid nohup nice -n 19 "$runs/program/bin/brandloom-cli" starter transformer --out "$run" "$@" \
        >>"$run/run.out" 2>&1 </dev/null &
    echo $! >"$run/pid"
    # Where the system schedules by sessions, nice counts inside one only: a tenth of a busy machine for this one.
    { echo 10 >"/proc/$!/autogroup"; } 2>/dev/null || true
    say "started as process $!; ./studio starter-run status shows how it goes."
}

stop_starter_run() {
    starter_pid || { say "it does not run."; return 0; }
    kill -CONT "$pid" 2>/dev/null || true
    kill -TERM "$pid"
    waited=0
    while starter_pid; do
        [ "$waited" -lt 180 ] || die "process $pid has not ended after 3 minutes."
        sleep 1
        waited=$((waited + 1))
    done
    say "stopped and saved."
}

show_starter_run() {
    if starter_pid; then
        if [ -e "$run/pause" ]; then say "process $pid waits (pause)."; else say "process $pid trains in $run."; fi
    else
        say "it does not run; its folder is $run."
    fi
    [ -f "$run/log.jsonl" ] || return 0
    grep '"kind": "held-out"' "$run/log.jsonl" | tail -n 5
    grep '"kind": "loss"' "$run/log.jsonl" | tail -n 2
    ls "$run/sheets/"*.png 2>/dev/null | tail -n 1
}

starter_run() {
    word=$1
    shift
    case $word in
        start) start_starter_run "$@" ;;
        stop) stop_starter_run ;;
        status) show_starter_run ;;
        pause) : >"$run/pause" && say "it waits after the step at hand." ;;
        continue) rm -f -- "$run/pause" && say "it goes on." ;;
    esac
}
