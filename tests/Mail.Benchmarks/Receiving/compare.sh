#!/usr/bin/env bash
# Receiving side by side: this gateway (on memory, and with Azurite and the functions), Postfix, Exim and OpenSMTPD on the same machine in the
# same run, each fed by Postfix's smtp-source. Prints a table of messages per second and CPU milliseconds per message.
#
#   tests/Mail.Benchmarks/Receiving/compare.sh [--servers "memory azurite postfix exim opensmtpd"] [--messages N] [--sizes "1024 10240 102400"]
#                                              [--sessions "1 32"] [--keep] [--dir FOLDER] [--peers FOLDER]
#
# --keep       one connection for many messages (smtp-source -d)
# --dir        where all of them keep their mail; default /dev/shm, so that no disk is measured
# --peers      where Exim and OpenSMTPD are unpacked from their Debian packages, as they cannot be installed beside Postfix
#
# Needs root on Debian (control groups; Exim and OpenSMTPD want users of their own) with postfix.
# Azurite gets a quarter of the messages: it slows down with every blob it keeps.
# Every server takes a message to the end: the peers to a maildir, "azurite" to the mailbox; "memory" has nothing behind its spool.
# CPU is that of all processes of the server, counted in a control group; Azurite's is stated apart. Rates are those at which smtp-source got
# its answers, that is, messages made durable; CPU covers delivery too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

SERVERS="memory azurite postfix exim opensmtpd" MESSAGES=2000 SIZES="1024 10240 102400" SESSIONS="1 32" KEEP=() DIR=/dev/shm PEERS=
while [ $# -gt 0 ]; do
    case $1 in
        --servers) SERVERS=$2; shift 2 ;;
        --messages) MESSAGES=$2; shift 2 ;;
        --sizes) SIZES=$2; shift 2 ;;
        --sessions) SESSIONS=$2; shift 2 ;;
        --dir) DIR=$2; shift 2 ;;
        --peers) PEERS=$2; shift 2 ;;
        --keep) KEEP=(-d); shift ;;
        --help) sed -n '2,18s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "Unknown argument '$1': see --help." >&2; exit 2 ;;
    esac
done
[ "$(id -u)" -eq 0 ] || { echo "This needs root: see --help." >&2; exit 1; }

WORK=$(mktemp -d "$DIR/receiving-XXXXXX")
chmod 755 "$WORK"
PEERS=${PEERS:-$WORK/peers}
BIN=$PWD/artifacts/bin
PORT=3600
. tests/Mail.Benchmarks/groups.sh
trap 'clean_up; rm -rf "$WORK"' EXIT

# --- the servers: start_NAME starts one on $PORT in group "server"; delivered_NAME counts the messages at the end of their way.

start_memory() {
    within server "$BIN/Mail.Benchmarks/release/Mail.Benchmarks" gateway-in-memory "$PORT" "$WORK/memory" >"$WORK/memory.log" 2>&1 &
    RECIPIENT=alice@example.test
}
delivered_memory() { echo "$SENT"; }

start_azurite() {
    local blob=$((PORT + 1)) queue=$((PORT + 2)) table=$((PORT + 3)) key
    key=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==
    export MAIL_STORAGE="DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=$key;BlobEndpoint=http://127.0.0.1:$blob/devstoreaccount1;QueueEndpoint=http://127.0.0.1:$queue/devstoreaccount1;TableEndpoint=http://127.0.0.1:$table/devstoreaccount1"
    export MAIL_HOSTNAME=mx.example.test MAIL_SMTP_PORT=$PORT MAIL_SUBMISSION_PORT=0 MAIL_SUBMISSIONS_PORT=0 MAIL_HEALTH_PORT=0 \
        MAIL_FUNCTIONS_PORT=$((PORT + 4)) MAIL_GATEWAY_STATE=$WORK/gateway
    group emulator
    within emulator node infra/local/azurite/start.js --location "$WORK/azurite" --blobPort "$blob" --queuePort "$queue" --tablePort "$table" \
        >"$WORK/azurite.log" 2>&1 &
    await_port "$table"
    MAILCTL=$BIN/Mail.Ctl/release/mailctl
    "$MAILCTL" domain add example.test >/dev/null
    "$MAILCTL" account add alice@example.test --no-password >/dev/null
    within server "$BIN/Mail.Gateway/release/Mail.Gateway" >"$WORK/gateway.log" 2>&1 &
    within server "$BIN/Mail.Functions/release/Mail.Functions" >"$WORK/functions.log" 2>&1 &
    RECIPIENT=alice@example.test
}
delivered_azurite() {
    local waiting
    # Its exit code says that the health ports are not where it looks.
    waiting=$({ "$MAILCTL" status --json 2>/dev/null || true; } | tr -d ' \n' | grep -oE '"name":"incoming","messages":[0-9]+' | grep -oE '[0-9]+$') ||
        waiting=$SENT
    echo $((SENT - waiting))
}

start_postfix() {
    local etc=$WORK/postfix/etc
    mkdir -p "$etc" "$WORK/postfix/"{spool,lib,mail}
    chown postfix "$WORK/postfix/lib"
    chown nobody "$WORK/postfix/mail"
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
virtual_mailbox_domains = example.test
virtual_mailbox_maps = static:alice/
virtual_mailbox_base = $WORK/postfix/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_client_connection_count_limit = 0
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file = $WORK/postfix/log
maillog_file_prefixes = $WORK
CONF
    within server postfix -c "$etc" start >"$WORK/postfix.out" 2>&1
    RECIPIENT=alice@example.test
}
delivered_postfix() { find "$WORK/postfix/mail" -path '*/new/*' -type f | wc -l; }

start_exim() {
    mkdir -p "$WORK/exim/"{spool,log,mail}
    chown -R Debian-exim "$WORK/exim"
    cat >"$WORK/exim.conf" <<CONF
exim_path = $PEERS/usr/sbin/exim4
primary_hostname = mx.example.test
spool_directory = $WORK/exim/spool
log_file_path = $WORK/exim/log/%slog
pid_file_path = $WORK/exim/pid
deliver_drop_privilege = true
never_users =
keep_environment =
host_lookup =
acl_smtp_rcpt = all
acl_smtp_data = all
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
smtp_accept_max_per_connection = 0
begin acl
all:
  accept
begin routers
local:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = $WORK/exim/mail
  maildir_format
  create_directory
begin retry
* * F,1h,10m
CONF
    within server "$PEERS/usr/sbin/exim4" -C "$WORK/exim.conf" -bdf -oX "127.0.0.1:$PORT" >"$WORK/exim.out" 2>&1 &
    RECIPIENT=alice@example.test
}
delivered_exim() { find "$WORK/exim/mail/new" -type f 2>/dev/null | wc -l; }

start_opensmtpd() {
    # This path is compiled in.
    mkdir -p /usr/libexec
    [ -e /usr/libexec/opensmtpd ] || ln -s "$PEERS/usr/libexec/opensmtpd" /usr/libexec/opensmtpd
    mountpoint -q /var/spool/smtpd || { [ "$DIR" = /dev/shm ] && mount -t tmpfs -o mode=711 mail-bench /var/spool/smtpd; } || true
    mkdir -p "$WORK/opensmtpd"
    chown nobody "$WORK/opensmtpd"
    cat >"$WORK/smtpd.conf" <<CONF
smtp limit max-mails 1000000
listen on 127.0.0.1 port $PORT
action "local" maildir "$WORK/opensmtpd/mail"
match from any for domain "example.test" action "local"
CONF
    within server "$PEERS/usr/sbin/smtpd" -d -f "$WORK/smtpd.conf" >"$WORK/opensmtpd.out" 2>&1 &
    RECIPIENT=nobody@example.test
}
delivered_opensmtpd() { find "$WORK/opensmtpd/mail/new" -type f 2>/dev/null | wc -l; }

# await_delivery NAME: until everything sent has arrived, two minutes at the most.
await_delivery() {
    for _ in $(seq 240); do
        [ "$("delivered_$1")" -ge "$SENT" ] && return 0
        sleep 0.5
    done
    echo "$1: only $("delivered_$1") of $SENT arrived" >&2
}

# feed SESSIONS SIZE COUNT
feed() {
    timeout 600 smtp-source "${KEEP[@]}" -s "$1" -m "$3" -l "$2" -f sender@sender.test -t "$RECIPIENT" "127.0.0.1:$PORT"
    SENT=$((SENT + $3))
}

# measure NAME SIZE SESSIONS: one cell of the table, by a server that starts with nothing in it.
measure() {
    local name=$1 count=$MESSAGES begin end cpu emulator=0 rate
    [ "$name" != azurite ] || count=$((MESSAGES / 4))
    rm -rf "${WORK:?}/${name:?}"
    group server
    SENT=0
    "start_$name"
    await_port "$PORT"
    [ "$name" != azurite ] || sleep 3
    # Warm: compiled, connections open, directory cached.
    feed 4 1024 500
    await_delivery "$name"
    cpu=$(used server)
    [ "$name" != azurite ] || emulator=$(used emulator)
    begin=$(date +%s%N)
    feed "$3" "$2" "$count"
    end=$(date +%s%N)
    await_delivery "$name"
    rate=$(awk "BEGIN { printf \"%.0f\", $count * 1e9 / ($end - $begin) }")
    ROW+=" $rate/s, $(awk "BEGIN { printf \"%.2f\", ($(used server) - $cpu) / 1000 / $count }") ms"
    [ "$name" != azurite ] || ROW+=" (+ $(awk "BEGIN { printf \"%.1f\", ($(used emulator) - $emulator) / 1000 / $count }"))"
    ROW+=" |"
    clean_up
    ! mountpoint -q /var/spool/smtpd || umount /var/spool/smtpd || true
}

dotnet build -c Release -v q -nologo tests/Mail.Benchmarks >/dev/null
for project in smtp-gateway/Mail.Gateway functions/Mail.Functions functions/Mail.Ctl; do dotnet build -c Release -v q -nologo $project >/dev/null; done
node infra/local/azurite/install.js >/dev/null

case $SERVERS in *exim* | *opensmtpd*) tests/Mail.Interop.Tests/unpack-peers.sh "$PEERS" ;; esac

echo "$MESSAGES messages each, ${KEEP[*]:+connections kept, }$(nproc) processors, mail in $DIR; rate, CPU per message (of the emulator)"
header="| |" line="|---|"
for size in $SIZES; do
    for sessions in $SESSIONS; do header+=" $((size / 1024)) KiB, $sessions |" line+="---|"; done
done
echo "$header"
echo "$line"
for server in $SERVERS; do
    ROW="| $server |"
    for size in $SIZES; do
        for sessions in $SESSIONS; do measure "$server" "$size" "$sessions"; done
    done
    echo "$ROW"
done
