#!/usr/bin/env bash
# Makes classes of 100, 1,000 and 10,000 cloud assemblies out of the recordings, each with another SUNet ID so that no two are
# the same, and measures `infragrade batch` on them: time, and the peak memory of its largest process.
#
#   benches/batch.sh            100 and 1,000
#   benches/batch.sh 10000      that many (190 kB each)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[[ -x /usr/bin/time ]] || { echo "batch.sh: install time first (a Debian package)" >&2; exit 2; }
cargo build --release --locked --quiet --package infragrade
binary="$PWD/target/release/infragrade"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/recorded"
tar -xJf fixtures/recorded.tar.xz -C "$work/recorded"

# make_class COUNT: the folder $work/COUNT
make_class() {
    python3 - "$work/recorded" "$work/$1" "$1" <<'PYTHON'
import pathlib, string, sys

recorded, target, count = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
variants = sorted(folder for folder in recorded.iterdir() if (folder / "manifest.json").exists())
texts = {}
for index in range(count):
    variant = variants[index % len(variants)]
    if variant not in texts:
        files = [file for file in variant.rglob("*") if file.is_file()]
        texts[variant] = {file.relative_to(variant): file.read_text() for file in files}
    letters = [string.ascii_lowercase[index // 26**place % 26] for place in range(4)]
    sunet = "s" + "".join(letters)
    folder = target / sunet
    for name, text in texts[variant].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("codyho", sunet))
PYTHON
}

sizes=("$@")
[[ ${#sizes[@]} -gt 0 ]] || sizes=(100 1000)
for size in "${sizes[@]}"; do
    make_class "$size"
    for run in 1 2 3; do
        rm -rf "$work/out"
        /usr/bin/time -o "$work/time" -f '%e s, %U s of processor time, %M KiB at most' \
            "$binary" batch "$work/$size" --output "$work/out" 2>/dev/null
        echo "$size assemblies, run $run: $(cat "$work/time")"
    done
    /usr/bin/time -o "$work/time" -f '%e s' "$binary" batch "$work/$size" --output "$work/out" --resume 2>/dev/null
    echo "$size assemblies, --resume with nothing to do: $(cat "$work/time")"
    rm -rf "${work:?}/$size"
done
