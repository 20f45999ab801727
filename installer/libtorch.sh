# Sourced by ./studio: LibTorch and the CUDA libraries from pinned wheels, unpacked once per pin set into the cache.
# $deps becomes the folder that holds torch/ and nvidia/. A folder under its final name is always whole.

# The layout version joins the pins in the name: raise it when what is kept of the wheels changes.
layout=1

pins_of() { sed -n 's/^\([a-z].*==.* --hash=sha256:[0-9a-f]*\)$/\1/p' "$@"; }
short_hash() { sha256sum | cut -c1-12; }

need_libtorch() {
    wheel_lists=$root/installer/wheels.txt
    kind=cpu
    if [ "$cuda" = yes ] || { [ "$cuda" = auto ] && [ -r /sys/module/nvidia/version ]; }; then
        kind=cuda
    fi
    key=$({ echo "$layout $kind"; pins_of "$wheel_lists"; [ "$kind" = cpu ] || pins_of "$root/installer/wheels-cuda.txt"; } |
        short_hash)
    deps=$cache/deps-$kind-$key
    [ ! -d "$deps" ] || return 0

    lock "$cache/libtorch.lock" "LibTorch"
    rm -rf -- "$cache"/deps-*.part  # what an interrupted run left: we hold the lock, so nobody writes there
    if [ ! -d "$deps" ]; then
        wheels=$cache/wheels
        mkdir -p -- "$wheels"
        fetch_wheels "$root/installer/wheels.txt"
        [ "$kind" = cpu ] || fetch_wheels "$root/installer/wheels-cuda.txt"
        say "unpacking LibTorch"
        unpack_wheels "$deps.part"
        sync -f "$deps.part"
        mv -T -- "$deps.part" "$deps"
        rm -rf -- "$wheels"
    fi
    unlock
}

# One pip call per wheel: a finished one survives an interruption, an unfinished one never gets its final name.
fetch_wheels() {
    pins_of "$1" >"$wheels/list"
    while read -r name hash; do
        sum=${hash#--hash=sha256:}
        into=$wheels/$sum
        if [ -d "$into" ]; then
            (cd -- "$into" && printf '%s  %s\n' "$sum" ./*.whl | sha256sum --status -c -) && continue
            rm -rf -- "$into"
        fi
        say "downloading $name"
        rm -rf -- "$wheels/part"
        mkdir -p -- "$wheels/part/tmp" "$wheels/part/got"
        printf '%s %s\n' "$name" "$hash" >"$wheels/part/pin.txt"
        TMPDIR=$wheels/part/tmp /usr/bin/python3 -m pip --disable-pip-version-check download --quiet --no-cache-dir \
            --no-deps --only-binary=:all: --require-hashes --python-version 3.12 --implementation cp \
            --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 --platform manylinux_2_25_x86_64 \
            --platform manylinux_2_18_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux_2_12_x86_64 \
            --platform manylinux2014_x86_64 -d "$wheels/part/got" -r "$wheels/part/pin.txt" </dev/null >&2 ||
            die "$name could not be downloaded (see above); nothing was changed. Run the same command again when the network works."
        mv -T -- "$wheels/part/got" "$into"
    done <"$wheels/list"
    rm -rf -- "$wheels/part"
}

# unzip answers 11 when a pattern matches nothing in this wheel: fine, what must be there is looked at afterwards.
unzip_some() {
    unzip -qq -o "$@" >"$wheels/unzip.log" 2>&1 || [ $? -eq 11 ] || {
        cat "$wheels/unzip.log" >&2
        die "unpacking failed (is the disk full?); nothing was changed."
    }
}

unpack_wheels() {
    mkdir -p -- "$1"
    for wheel in "$wheels"/*/*.whl; do
        case $wheel in
            */torch-*)
                if [ "$kind" = cpu ]; then
                    unzip_some "$wheel" 'torch/lib/libtorch_cpu.so' 'torch/lib/libc10.so' 'torch/lib/libgomp*' \
                        'torch/include/*' '*.dist-info/licenses/*' -d "$1"
                else
                    unzip_some "$wheel" 'torch/lib/*.so*' 'torch/include/*' '*.dist-info/licenses/*' \
                        -x 'torch/lib/libtorch_python*' 'torch/lib/libshm*' -d "$1"
                fi
                ;;
            *)
                if [ "$kind" = cpu ]; then
                    unzip_some "$wheel" 'nvidia/*/lib/libcu[dp]*.so*' '*.dist-info/licenses/*' -d "$1"
                else
                    unzip_some "$wheel" 'nvidia/*' '*.dist-info/licenses/*' -x '*.a' '*.py' -d "$1"
                fi
                ;;
        esac
    done
    for file in torch/lib/libtorch_cpu.so torch/lib/libc10.so torch/include/torch/csrc/api/include/torch/torch.h \
        nvidia/cu13/lib/libcudart.so.13 nvidia/cu13/lib/libcupti.so.13; do
        [ -s "$1/$file" ] || die "the wheels did not hold $file; nothing was changed."
    done
}
