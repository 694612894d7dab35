#!/usr/bin/env bash
# Sending side by side: this project (its flow and SMTP client on memory, and the functions on Azurite) and Postfix's smtp(8), on the same machine in the
# same run, each with a queue full of mail for one destination, which is Postfix's smtp-sink. Prints messages per second and CPU milliseconds per message.
#
#   tests/Mail.Benchmarks/Sending/compare.sh [--servers "memory azurite postfix postfix-uncached"] [--messages N] [--size OCTETS] [--dir FOLDER]
#
# --dir      where mail is kept; default /dev/shm, so that no disk is measured
#
# Needs root on Debian (control groups) with postfix.
# "memory" is this project with nothing behind its storage: compare its CPU with smtp(8) and the queue manager. "azurite" does everything, through an
# emulator that is the slowest part of it, and gets a quarter of the messages. "postfix-uncached" is Postfix with its connection cache off, which is
# faster on loopback. Nobody signs. CPU is that of all processes of the server, counted in a control group, from the moment it is told to send to the last
# message at the sink; the sink's is not in it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

SERVERS="memory azurite postfix postfix-uncached" MESSAGES=2000 SIZE=10240 DIR=/dev/shm
while [ $# -gt 0 ]; do
    case $1 in
        --servers) SERVERS=$2; shift 2 ;;
        --messages) MESSAGES=$2; shift 2 ;;
        --size) SIZE=$2; shift 2 ;;
        --dir) DIR=$2; shift 2 ;;
        --help) sed -n '2,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "Unknown argument '$1': see --help." >&2; exit 2 ;;
    esac
done
[ "$(id -u)" -eq 0 ] || { echo "This needs root: see --help." >&2; exit 1; }

WORK=$(mktemp -d "$DIR/sending-XXXXXX")
chmod 755 "$WORK"
BIN=$PWD/artifacts/bin
PORT=3650
SINK=3660
. tests/Mail.Benchmarks/groups.sh
SINK_PID=
stop() {
    [ -z "$SINK_PID" ] || kill "$SINK_PID" 2>/dev/null || true
    SINK_PID=
    clean_up
}
trap 'stop; rm -rf "$WORK"' EXIT

start_sink() {
    smtp-sink -u nobody -c "127.0.0.1:$SINK" 400 >"$WORK/sink.count" 2>"$WORK/sink.log" &
    SINK_PID=$!
    await_port "$SINK"
}

# taken: how many messages the sink has.
taken() { tr '\r' '\n' <"$WORK/sink.count" | grep -oE 'mesg= *[0-9]+' | tail -1 | grep -oE '[0-9]+' || echo 0; }

# await_taken COUNT: five minutes at the most.
await_taken() {
    for _ in $(seq 6000); do
        [ "$(taken)" -lt "$1" ] || return 0
        sleep 0.05
    done
    echo "Only $(taken) of $1 arrived." >&2
}

# measure COUNT COMMAND: the command makes the server of group "server" send what it has.
measure() {
    local count=$1 before cpu begin end
    shift
    before=$(taken)
    cpu=$(used server)
    begin=$(date +%s%N)
    "$@"
    await_taken $((before + count))
    end=$(date +%s%N)
    sleep 1
    ROW=$(awk "BEGIN { printf \"%.0f/s, %.2f ms\", $count * 1e9 / ($end - $begin), ($(used server) - $cpu) / 1000 / $count }")
}

run_memory() {
    ROW=$("$BIN/Mail.Benchmarks/release/Mail.Benchmarks" send-in-memory "$SINK" "$MESSAGES" "$SIZE")
}

run_azurite() {
    local blob=$((PORT + 1)) queue=$((PORT + 2)) table=$((PORT + 3)) key
    key=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==
    export MAIL_STORAGE="DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=$key;BlobEndpoint=http://127.0.0.1:$blob/devstoreaccount1;QueueEndpoint=http://127.0.0.1:$queue/devstoreaccount1;TableEndpoint=http://127.0.0.1:$table/devstoreaccount1"
    export MAIL_HOSTNAME=mx.example.test MAIL_FUNCTIONS_PORT=$((PORT + 4)) Logging__LogLevel__Default=Warning
    group emulator
    within emulator node infra/local/azurite/start.js --location "$WORK/azurite" --blobPort "$blob" --queuePort "$queue" --tablePort "$table" \
        >"$WORK/azurite.log" 2>&1 &
    await_port "$table"
    local count=$((MESSAGES / 4)) emulator
    within server "$BIN/Mail.Functions/release/Mail.Functions" >"$WORK/functions.log" 2>&1 &
    # Warm, as the others are: compiled, connections open.
    "$BIN/Mail.Benchmarks/release/Mail.Benchmarks" send-fill "$SINK" 200 "$SIZE"
    await_taken 200
    emulator=$(used emulator)
    measure "$count" "$BIN/Mail.Benchmarks/release/Mail.Benchmarks" send-fill "$SINK" "$count" "$SIZE"
    ROW+=" (+ $(awk "BEGIN { printf \"%.1f\", ($(used emulator) - $emulator) / 1000 / $count }"))"
}

# configure_postfix FURTHER: sends everything to the sink, and nothing yet.
configure_postfix() {
    local etc=$WORK/postfix/etc
    mkdir -p "$etc" "$WORK/postfix/"{spool,lib}
    chown postfix "$WORK/postfix/lib"
    sed -E "s/^smtp +inet .*/127.0.0.1:$PORT inet n - n - - smtpd/; s/^([a-z]+ +(unix|fifo|unix-dgram) +[-ny] +[-ny] +)[-y] /\1n /" \
        /usr/share/postfix/master.cf.dist >"$etc/master.cf"
    cat >"$etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $WORK/postfix/spool
data_directory = $WORK/postfix/lib
myhostname = mx.example.test
mydestination =
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
relayhost = [127.0.0.1]:$SINK
smtpd_relay_restrictions = permit_mynetworks, reject
defer_transports = smtp
maillog_file = $WORK/postfix/log
maillog_file_prefixes = $WORK
$1
CONF
}

flush_postfix() {
    postconf -c "$WORK/postfix/etc" -e defer_transports=
    postfix -c "$WORK/postfix/etc" reload 2>/dev/null
    postqueue -c "$WORK/postfix/etc" -f
}

run_postfix() {
    configure_postfix "${1-}"
    within server postfix -c "$WORK/postfix/etc" start >"$WORK/postfix.out" 2>&1
    await_port "$PORT"
    smtp-source -d -s 8 -m "$MESSAGES" -l "$SIZE" -f alice@example.test -t bob@other.test "127.0.0.1:$PORT"
    for _ in $(seq 600); do
        [ "$(find "$WORK/postfix/spool/deferred" -type f | wc -l)" -lt "$MESSAGES" ] || break
        sleep 0.1
    done
    measure "$MESSAGES" flush_postfix
    postfix -c "$WORK/postfix/etc" stop 2>/dev/null || true
}

run_postfix-uncached() { run_postfix "smtp_connection_cache_on_demand = no"; }

dotnet build -c Release -v q -nologo tests/Mail.Benchmarks >/dev/null
dotnet build -c Release -v q -nologo functions/Mail.Functions >/dev/null
node infra/local/azurite/install.js >/dev/null

echo "$MESSAGES messages of $SIZE octets, $(nproc) processors, mail in $DIR; rate, CPU per message (of the emulator)"
for server in $SERVERS; do
    group server
    start_sink
    "run_$server"
    echo "| $server | $ROW |"
    stop
    rm -rf "${WORK:?}"/*
done
