# Sourced by the scripts that compare servers: CPU of a group of processes, their end, and a port that is waited for. WORK is set.

if [ -d /sys/fs/cgroup/cpuacct ]; then GROUPS_ROOT=/sys/fs/cgroup/cpuacct; else GROUPS_ROOT=/sys/fs/cgroup; fi
GROUP_NAMES=()

# group NAME: makes a control group; every process that a command started by "within NAME" ever starts is counted in it.
group() { mkdir -p "$GROUPS_ROOT/mail-bench-$1"; GROUP_NAMES+=("$1"); }

within() {
    local name=$1; shift
    sh -c 'echo $$ > "$0/cgroup.procs"; exec "$@"' "$GROUPS_ROOT/mail-bench-$name" "$@"
}

# used NAME: CPU of a group so far, in microseconds.
used() {
    local folder=$GROUPS_ROOT/mail-bench-$1
    if [ -f "$folder/cpuacct.usage" ]; then echo $(($(cat "$folder/cpuacct.usage") / 1000)); else awk '/^usage_usec/ { print $2 }' "$folder/cpu.stat"; fi
}

clean_up() {
    for name in "${GROUP_NAMES[@]}"; do
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            mapfile -t pids <"$GROUPS_ROOT/mail-bench-$name/cgroup.procs"
            [ ${#pids[@]} -eq 0 ] && break
            kill "${pids[@]}" 2>/dev/null || true
            sleep 0.5
        done
        mapfile -t pids <"$GROUPS_ROOT/mail-bench-$name/cgroup.procs"
        [ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || true
        sleep 0.2
        rmdir "$GROUPS_ROOT/mail-bench-$name" 2>/dev/null || true
    done
    GROUP_NAMES=()
}

await_port() {
    for _ in $(seq 300); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
        sleep 0.1
    done
    echo "Nothing listens on port $1; see $WORK." >&2
    return 1
}
