# Sourced by ./studio: the sample material, made from nothing but the shipped programs: the invented brand Fable Goods
# (name, palette, mark, words) and 60 clips of it with captions in English and Chinese.

check_sample_material() {
    case ${1-} in
        "" | -*) say "sample-material where? A folder that is not there yet, or one that was left half way."; exit 2 ;;
    esac
}

write_mark() {
    cat >"$1" <<'SVG'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200">
  <circle r="60" fill="none" stroke="#f5edd9" stroke-width="30"/>
  <rect x="-8.5" y="-55" width="17" height="110" fill="#f5edd9"/>
</svg>
SVG
}

write_brand() {
    cat >"$1" <<'JSON'
{
  "name": {"en": "Fable Goods", "zh": "寓物"},
  "mark": "mark.svg",
  "palette": [
    {"name": {"en": "Cream", "zh": "米白"}, "hex": "#f5edd9"},
    {"name": {"en": "Sand", "zh": "沙色"}, "hex": "#d8c7a6"},
    {"name": {"en": "Clay", "zh": "陶土"}, "hex": "#a9846a"},
    {"name": {"en": "Moss", "zh": "苔绿"}, "hex": "#7c8468"},
    {"name": {"en": "Ink", "zh": "墨色"}, "hex": "#2e2a26"}
  ],
  "words": {
    "en": ["quiet", "handmade", "warm", "unhurried", "slow push-in"],
    "zh": ["安静", "手作", "温暖", "从容", "缓慢推近"]
  },
  "avoid": {"en": ["cheap", "limited time only", "the best"], "zh": ["最便宜", "限时抢购", "第一"]},
  "legal": {"en": "Fable Goods is an invented brand.", "zh": "寓物为虚构品牌。"},
  "licence": "CC0-1.0"
}
JSON
}

# Every subject in every setting once, never a combination that is held out for judging the starter model: subject s,
# colour c and setting b with (7 s + 3 c + 5 b) mod 10 = 0. Every second clip does not name the camera, so that the
# slow push-in is part of the look.
sample_material() {
    out=$1
    subjects="mug bottle ball gift-box lamp perfume plant car phone sneaker"
    colours="red orange yellow green teal blue purple pink white black"
    settings="studio wood beach night kitchen window"
    motions="still rotating bouncing floating"
    lights="warm cool neon"
    mkdir -p -- "$out/clips"
    write_mark "$out/mark.svg"
    write_brand "$out/brand.json"
    n=0
    for s in 0 1 2 3 4 5 6 7 8 9; do
        for b in 0 1 2 3 4 5; do
            n=$((n + 1))
            c=$(((3 * s + 7 * b) % 10))
            [ $(((7 * s + 3 * c + 5 * b) % 10)) -ne 0 ] || c=$(((c + 1) % 10))
            file=$out/clips/$(printf 'fable-%03d.mp4' "$n")
            [ ! -e "$file" ] || continue
            # Captions of a clip that was left half way.
            rm -f -- "${file%.mp4}.en.txt" "${file%.mp4}.zh.txt"
            silent=""
            [ $((n % 2)) -eq 0 ] || silent=--silent-camera
            "$bin/brandloom-cli" world render --out "$file" --width 256 --height 256 --frames 49 --fps 24 \
                --supersampling 3 $silent "subject=$(word_at "$s" $subjects)" "colour=$(word_at "$c" $colours)" \
                "setting=$(word_at "$b" $settings)" "motion=$(word_at $((n % 4)) $motions)" \
                "light=$(word_at $(((s + b) % 3)) $lights)" "seed=$((7000 + n))" brand=fable-goods >/dev/null
            say "clip $n of 60"
        done
    done
    say "made: $out"
}

word_at() {
    shift "$(($1 + 1))"
    printf %s "$1"
}
