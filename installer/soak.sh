# Sourced by ./studio: what is too long for every test run. Each part prints its result and at most half an hour passes.

soak_parts='training-kills project-kills queue-kills interop media-fuzz stalls monkey'

check_soak() {
    for part in "$@"; do
        case " $soak_parts " in
            *" $part "*) ;;
            *) say "there is no soak part '$part'; there are: $soak_parts."; exit 2 ;;
        esac
    done
}

# soak_part PART
soak_part() {
    case $1 in
        training-kills) BRANDLOOM_KILLS=${BRANDLOOM_KILLS:-50} ctest --test-dir "$root/build/release" -R '^cli_resume$' --verbose --timeout 1800 ;;
        project-kills)
            # A writing process, power lost at every call that writes, and the program while it backs up and restores.
            BRANDLOOM_KILLS=${BRANDLOOM_KILLS:-1000} "$root/build/release/tests-bin/unit_domain" --gtest_filter='ProjectKill*:PowerLoss*' &&
                BRANDLOOM_SOURCE=$root BRANDLOOM_BUILD=$root/build/release BRANDLOOM_KILLS=${BRANDLOOM_KILLS:-1000} \
                    /usr/bin/python3 -B "$root/tests/cli/test_projects.py" -v Backups.test_killed_while_backing_up_and_restoring
            ;;
        queue-kills)
            # A writing process, and the program while it works the line off.
            BRANDLOOM_KILLS=${BRANDLOOM_KILLS:-200} "$root/build/release/tests-bin/unit_domain" --gtest_filter='QueueKill*' &&
                BRANDLOOM_SOURCE=$root BRANDLOOM_BUILD=$root/build/release BRANDLOOM_KILLS=${BRANDLOOM_KILLS:-200} \
                    /usr/bin/python3 -B "$root/tests/cli/test_queue.py" -v Queue.test_killed_while_it_works
            ;;
        interop)
            [ -n "${BRANDLOOM_FIXTURES-}" ] || { say "interop needs the golden data: set BRANDLOOM_FIXTURES."; return 1; }
            need_peers
            "$peers/bin/python" "$root/tests/interop/run_interop.py" "$BRANDLOOM_FIXTURES" "$root/build/release/tests-bin/adapter_probe"
            ;;
        media-fuzz) media_fuzz ;;
        stalls)
            # Ten minutes of work on 10 000 clips beside a training; Qt Test by itself ends a test after five.
            QTEST_FUNCTION_TIMEOUT=1200000 BRANDLOOM_STALL_SECONDS=${BRANDLOOM_STALL_SECONDS:-600} QT_QPA_PLATFORM=offscreen \
                "$root/build/release/tests-bin/gui_stalls"
            ;;
        monkey)
            # Ten monkeys, a minute each.
            for seed in 1 2 3 4 5 6 7 8 9 10; do
                QTEST_FUNCTION_TIMEOUT=1200000 BRANDLOOM_MONKEY_SEED=$seed BRANDLOOM_MONKEY_SECONDS=${BRANDLOOM_MONKEY_SECONDS:-60} \
                    QT_QPA_PLATFORM=offscreen "$root/build/release/tests-bin/gui_monkey" || return 1
            done
            ;;
    esac
}

# Films, pictures and the film reader's messages, mutated for so many minutes of processor time each.
media_fuzz() {
    command -v clang++-16 >/dev/null 2>&1 ||
        { say "media-fuzz needs the packages of installer/packages-soak.txt (apt-get install clang-16 libclang-rt-16-dev)."; return 1; }
    (cd -- "$root" && cmake --preset fuzz -DBRANDLOOM_TORCH_ROOT="$deps" >"$root/build/configure-fuzz.log" 2>&1) ||
        { say "configuring failed; the whole log is build/configure-fuzz.log."; return 1; }
    ninja -C "$root/build/fuzz" -j "$(compile_jobs)" fuzz_film fuzz_picture fuzz_reader >&2 || return 1
    /usr/bin/python3 "$root/tests/fuzz/explore.py" "$root/build/fuzz/tests-bin" "$root/build/fuzz/work" \
        --minutes "${BRANDLOOM_FUZZ_MINUTES:-4}" film picture reader
}

# All parts run, whatever one of them says.
run_soak() {
    [ $# -gt 0 ] || set -- $soak_parts
    failed=
    for part in "$@"; do
        say "soak: $part"
        soak_part "$part" || failed="$failed $part"
    done
    [ -z "$failed" ] || die "failed:$failed"
}
