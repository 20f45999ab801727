# Sourced by ./studio: the folders shared by checkouts, and locks.

# $cache: where downloads and compiled objects stay. $BRANDLOOM_DEPS, else the XDG cache folder, else the checkout.
find_cache() {
    cache=${BRANDLOOM_DEPS-}
    if [ -z "$cache" ]; then
        case ${XDG_CACHE_HOME-} in
            /*) cache=$XDG_CACHE_HOME/brandloom ;;
            *)
                home=${HOME-}
                [ -n "$home" ] || home=$(getent passwd "$(id -u)" | cut -d: -f6)
                cache=${home:-/nonexistent}/.cache/brandloom
                ;;
        esac
        if ! { mkdir -p -- "$cache" && [ -w "$cache" ]; } 2>/dev/null; then
            cache=$root/build/cache
        fi
    fi
    mkdir -p -- "$cache" 2>/dev/null && [ -w "$cache" ] ||
        die "the folder '$cache' cannot be written; set BRANDLOOM_DEPS to one that can."
    cache=$(cd -P -- "$cache" && pwd -P)
}

# lock FILE WHAT: waits until no other ./studio holds it; unlock lets go. Children inherit the lock, so a killed script
# whose download still runs keeps others out until that download has ended.
lock() {
    exec 9>"$1"
    flock -n 9 || {
        say "another ./studio is busy with $2; waiting for it."
        flock 9
    }
}
unlock() { exec 9>&-; }
