# Completion for bash: the words come from the program's own --help, so nothing here goes stale.
_brandloom_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]} word i
    local -a path=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        [[ $word == [a-z]* ]] || break
        path+=("$word")
    done
    # A wrong word (a file name) makes --help of the longer path fail: drop words until the program understands.
    local help
    while ! help=$("$program" "${path[@]}" --help 2>/dev/null); do
        ((${#path[@]})) || return 0
        unset "path[-1]"
    done
    local words
    if [[ $current == -* ]]; then
        words=$(grep -oE '^ +(-[a-zA-Z],)?--[a-z][a-z0-9-]*' <<<"$help" | grep -oE -- '--[a-z0-9-]+')
    else
        words=$(awk '/^(Sub)?[Cc]ommands:/ {on = 1; next} /^[^ ]/ {on = 0} on && /^  ?[a-z]/ {print $1}' <<<"$help")
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    [[ ${#COMPREPLY[@]} -gt 0 || $current == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
complete -o filenames -F _brandloom_cli brandloom-cli
