# Sourced by ./studio: the Debian packages of installer/packages.txt.

missing_packages() {
    wanted=$(sed 's/#.*//' "$root/installer/packages.txt")
    # shellcheck disable=SC2086  # one word per package
    present=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^.i[^ ]* *//p')
    missing=
    for package in $wanted; do
        case "
$present
" in
            *"
$package
"*) ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -z "$missing" ]
}

need_packages() {
    command -v dpkg-query >/dev/null 2>&1 ||
        die "this is not a Debian system; build on Debian 12, or in a container of it."
    missing_packages && return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            die "these packages are missing and installing them needs root, so ask an administrator to run: apt-get install$missing"
        as_root=sudo
        [ -t 0 ] || as_root="sudo -n"
    fi
    say "installing Debian packages:$missing"
    lock "$cache/packages.lock" "the Debian packages"
    if ! missing_packages; then
        # shellcheck disable=SC2086
        {
            $as_root apt-get -qq update >&2 9>&- || say "apt-get update failed; trying with the lists at hand."
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -qq \
                -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 $missing </dev/null >&2 9>&- ||
                die "the packages could not be installed (see above); nothing else was changed. Try again when the network and apt work."
        }
        missing_packages || die "apt-get finished, but these are still missing:$missing"
    fi
    unlock
}
