#!/usr/bin/env bash
# Spam filtering side by side: this project's filter and bogofilter in bulk (-B), training on one list and scoring another, on one core, in one run.
# Prints messages a second of CPU, user and system, start of the process included.
#
#   tests/Mail.Benchmarks/Spam/compare.sh --train LIST --test LIST [--rounds N]
#
# --train, --test   lists as for "mailctl spam eval": path<TAB>ham or path<TAB>spam, absolute paths
# --rounds          how often; the best round of each counts, for other work on the machine only ever slows (default 3)
#
# Needs bogofilter and taskset. Accuracy is measured by "mailctl spam eval", not here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

TRAIN= TEST= ROUNDS=3
while [ $# -gt 0 ]; do
    case $1 in
        --train) TRAIN=$(realpath "$2"); shift 2 ;;
        --test) TEST=$(realpath "$2"); shift 2 ;;
        --rounds) ROUNDS=$2; shift 2 ;;
        --help) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "Unknown argument '$1': see --help." >&2; exit 2 ;;
    esac
done
[ -n "$TRAIN" ] && [ -n "$TEST" ] || { echo "Say what to learn and what to score: see --help." >&2; exit 2; }

dotnet build tests/Mail.Benchmarks -c Release -v q --nologo
OURS=$PWD/artifacts/bin/Mail.Benchmarks/release/Mail.Benchmarks
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
# As in mailctl: see Mail.Ctl.csproj. The threshold is hexadecimal.
export DOTNET_TC_QuickJitForLoops=0 DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=0 DOTNET_TC_CallCountThreshold=2710 DOTNET_gcConcurrent=0

ours() { taskset -c 0 "$OURS" "$1" "$WORK/model" <"$2" >"$WORK/out" 2>/dev/null; }
bogofilter_train() {
    rm -rf "$WORK/bogo" && mkdir "$WORK/bogo"
    awk -F'\t' '$2 == "ham" { print $1 }' "$TRAIN" | taskset -c 0 bogofilter -d "$WORK/bogo" -n -b
    awk -F'\t' '$2 == "spam" { print $1 }' "$TRAIN" | taskset -c 0 bogofilter -d "$WORK/bogo" -s -b
}
bogofilter_score() { cut -f1 "$TEST" | taskset -c 0 bogofilter -d "$WORK/bogo" -T -b >"$WORK/out"; }

# rate NAME LIST COMMAND...: messages a second of CPU, of the best round.
rate() {
    local name=$1 count best=999999 used; count=$(wc -l <"$2"); shift 2
    TIMEFORMAT='%U %S'
    for _ in $(seq "$ROUNDS"); do
        # A score of bogofilter is its exit code, too.
        used=$( { time "$@" 2>/dev/null || true; } 2>&1 | awk '{ print $1 + $2 }')
        best=$(awk -v a="$best" -v b="$used" 'BEGIN { print (b < a) ? b : a }')
    done
    awk -v name="$name" -v count="$count" -v used="$best" 'BEGIN { printf "%-24s %7.0f messages/s\n", name, count / used }'
}

rate "bogofilter trains" "$TRAIN" bogofilter_train
rate "this filter trains" "$TRAIN" ours spam-train "$TRAIN"
rate "bogofilter scores" "$TEST" bogofilter_score
rate "this filter scores" "$TEST" ours spam-score "$TEST"
