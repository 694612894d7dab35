#!/usr/bin/env bash
# Collecting mail side by side: this project (its flow and sessions, on storage in memory), fetchmail and getmail6, each from the same mailbox of the same
# Dovecot over POP3 on this machine, in the same run. Prints messages per second and CPU milliseconds per message of the collecting side.
#
#   tests/Mail.Benchmarks/Fetching/compare.sh [--messages N] [--size OCTETS] [--dir FOLDER] [--dovecot FOLDER] [--fetchmail PROGRAM] [--getmail PROGRAM]
#
# --dir       where the mailbox is; default /dev/shm
# --dovecot   Dovecot's own programs, pop3-login among them; default /usr/lib/dovecot
#
# Needs root on Debian with dovecot-core, dovecot-pop3d, fetchmail and getmail6; who is missing is left out.
# fetchmail hands each message to "cat", and its CPU has that of the cats; getmail6 writes a Maildir. This project collects the mailbox four times in one process
# and the last counts, as it runs for hours; the others are started for each run, as cron or their daemon does, and have no warming up to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

MESSAGES=2000 SIZE=10240 DIR=/dev/shm DOVECOT=/usr/lib/dovecot FETCHMAIL=fetchmail GETMAIL=getmail
while [ $# -gt 0 ]; do
    case $1 in
        --messages) MESSAGES=$2; shift 2 ;;
        --size) SIZE=$2; shift 2 ;;
        --dir) DIR=$2; shift 2 ;;
        --dovecot) DOVECOT=$2; shift 2 ;;
        --fetchmail) FETCHMAIL=$2; shift 2 ;;
        --getmail) GETMAIL=$2; shift 2 ;;
        --help) sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "Unknown argument '$1': see --help." >&2; exit 2 ;;
    esac
done
[ "$(id -u)" -eq 0 ] || { echo "This needs root: see --help." >&2; exit 1; }
[ -x "$DOVECOT/pop3-login" ] || { echo "dovecot-pop3d is not installed." >&2; exit 1; }

WORK=$(mktemp -d "$DIR/fetching-XXXXXX")
chmod 755 "$WORK"
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
DOVECOT_PID=
stop() {
    [ -z "$DOVECOT_PID" ] || { kill "$DOVECOT_PID" && wait "$DOVECOT_PID"; } 2>/dev/null || true
    rm -rf "$WORK"
}
trap stop EXIT

fill() {
    mkdir -p "$WORK/mail/alice/cur" "$WORK/mail/alice/new" "$WORK/mail/alice/tmp"
    python3 - "$WORK/mail/alice/new" "$MESSAGES" "$SIZE" <<'PY'
import sys
folder, messages, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
line = "0123456789" * 7 + "\n"
for i in range(messages):
    with open(f"{folder}/1700000000.M{i:06}P1.host", "w") as f:
        f.write(f"Return-Path: <s{i}@far.test>\nMessage-ID: <{i}@far.test>\nDate: Fri, 02 Jan 2026 12:00:00 +0000\nFrom: s@far.test\nTo: alice@far.test\nSubject: {i}\n\n" + line * (size // len(line)))
PY
    chown -R nobody:nogroup "$WORK/mail"
}

start_dovecot() {
    cat >"$WORK/dovecot.conf" <<CONF
base_dir = $WORK/run
state_dir = $WORK/state
libexec_dir = $DOVECOT
log_path = $WORK/log
protocols = pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
auth_mechanisms = plain
passdb {
  driver = static
  args = password={PLAIN}s3cret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$WORK/mail/%n
}
mail_location = maildir:$WORK/mail/%n
service pop3-login {
  inet_listener pop3 {
    port = $PORT
  }
  inet_listener pop3s {
    port = 0
  }
}
CONF
    dovecot -F -c "$WORK/dovecot.conf" &
    DOVECOT_PID=$!
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && return 0
        sleep 0.1
    done
    cat "$WORK/log" >&2
    return 1
}

# timed NAME COMMAND...: rate and CPU of a command and its children.
timed() {
    local name=$1 line real user system
    shift
    line=$( { TIMEFORMAT='%R %U %S'; time "$@" >/dev/null 2>"$WORK/$name.log"; } 2>&1 ) || { echo "$name failed:" >&2; tail -3 "$WORK/$name.log" >&2; return 0; }
    read -r real user system <<<"$line"
    awk -v n="$name" -v m="$MESSAGES" -v r="$real" -v u="$user" -v s="$system" 'BEGIN { printf "%-16s %8.0f/s %8.2f ms\n", n, m / r, 1000 * (u + s) / m }'
}

run_fetchmail() {
    printf 'poll 127.0.0.1 protocol pop3 port %s username alice password s3cret keep fetchall no sslcertck sslproto "" mda "cat"\n' "$PORT" >"$WORK/fetchmailrc"
    chmod 600 "$WORK/fetchmailrc"
    HOME=$WORK timed fetchmail "$FETCHMAIL" -f "$WORK/fetchmailrc" -i "$WORK/fetchids" --pidfile "$WORK/fetchmail.pid" -s
}

run_getmail() {
    mkdir -p "$WORK/getmail/box/cur" "$WORK/getmail/box/new" "$WORK/getmail/box/tmp"
    cat >"$WORK/getmail/getmailrc" <<CONF
[retriever]
type = SimplePOP3Retriever
server = 127.0.0.1
port = $PORT
username = alice
password = s3cret
[destination]
type = Maildir
path = $WORK/getmail/box/
[options]
read_all = true
delete = false
verbose = 0
CONF
    # It does not run as root.
    chown -R nobody:nogroup "$WORK/getmail"
    HOME=$WORK/getmail timed getmail6 setpriv --reuid nobody --regid nogroup --clear-groups "$GETMAIL" --getmaildir "$WORK/getmail" --rcfile getmailrc
    local got
    got=$(find "$WORK/getmail/box/new" -type f | wc -l)
    [ "$got" = "$MESSAGES" ] || echo "getmail6 brought $got of $MESSAGES." >&2
}

dotnet build tests/Mail.Benchmarks -c Release -v q -nologo >/dev/null
fill
start_dovecot
printf '%-16s %10s %11s\n' collector messages CPU
read -r count rate cpu < <(artifacts/bin/Mail.Benchmarks/release/Mail.Benchmarks fetch-in-memory "$PORT")
[ "$count" = "$MESSAGES" ] || { echo "Only $count of $MESSAGES came." >&2; exit 1; }
printf '%-16s %8.0f/s %8.2f ms\n' mail-cloud "$rate" "$cpu"
! command -v "$FETCHMAIL" >/dev/null || run_fetchmail
! command -v "$GETMAIL" >/dev/null || run_getmail
