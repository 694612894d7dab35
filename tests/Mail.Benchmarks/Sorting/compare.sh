#!/usr/bin/env bash
# Sorting side by side: this project's Sieve engine, Pigeonhole and procmail, with the same twenty rules (rules.sieve, rules.procmailrc), over the same
# messages in one run. Prints CPU milliseconds per message, user and system.
#
#   tests/Mail.Benchmarks/Sorting/compare.sh --mail FOLDER [--messages N]
#
# --mail      a folder of messages, one to a file
#
# Needs root on Debian with procmail and dovecot-sieve.
# The engine runs in one process, from memory, and says only what is to be done. "sieve-filter" is Pigeonhole over a whole mailbox in one process, which says only what
# it would do, too: with an index that is made meanwhile, and with one that is there. "sieve-test" is Pigeonhole as a process per message, and "procmail" delivers
# into mbox files. "procmail, no rule" is what of that is not the rules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

MAIL= MESSAGES=1000
while [ $# -gt 0 ]; do
    case $1 in
        --mail) MAIL=$(cd "$2" && pwd); shift 2 ;;
        --messages) MESSAGES=$2; shift 2 ;;
        --help) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "Unknown argument '$1': see --help." >&2; exit 2 ;;
    esac
done
[ -n "$MAIL" ] || { echo "Say where mail is: see --help." >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "This needs root: see --help." >&2; exit 1; }

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
HOME_DIR=$WORK/home
RULES=$PWD/tests/Mail.Benchmarks/Sorting
mkdir -p "$WORK/mail" "$WORK/mbox" "$HOME_DIR/Maildir/cur" "$HOME_DIR/Maildir/new" "$HOME_DIR/Maildir/tmp"
find "$MAIL" -maxdepth 1 -type f | sort >"$WORK/list"
head -n "$MESSAGES" "$WORK/list" | while read -r file; do
    # Without the separator of mbox files.
    sed '1{/^From /d}' "$file" >"$WORK/mail/$(basename "$file")"
done
cp "$WORK"/mail/* "$HOME_DIR/Maildir/cur/"
cp "$RULES/rules.sieve" "$WORK/"
COUNT=$(find "$WORK/mail" -type f | wc -l)

cat >"$WORK/dovecot.conf" <<CONF
mail_location = maildir:$HOME_DIR/Maildir
mail_home = $HOME_DIR
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 0
first_valid_gid = 0
log_path = $WORK/dovecot.log
base_dir = $WORK/run
CONF
chown -R nobody:nogroup "$WORK"
chmod 755 "$WORK"

# cpu NAME COUNT COMMAND...: CPU of the command and its children, per message.
cpu() {
    local name=$1 count=$2 used; shift 2
    TIMEFORMAT='%U %S'
    used=$( { time "$@" >/dev/null 2>&1; } 2>&1)
    awk -v name="$name" -v count="$count" '{ printf "%-36s %.4f ms\n", name, ($1 + $2) * 1000 / count }' <<<"$used"
}

user() { setpriv --reuid nobody --regid nogroup --clear-groups env HOME="$HOME_DIR" USER=nobody "$@"; }
each() { for file in "$WORK"/mail/*; do "$@" <"$file"; done; }
tests() { for file in "$WORK"/mail/*; do user sieve-test -c "$WORK/dovecot.conf" "$WORK/rules.sieve" "$file"; done; }

dotnet build -c Release tests/Mail.Benchmarks -v q -nologo >/dev/null
echo "$COUNT messages"
printf '%-36s ' "this engine"
artifacts/bin/Mail.Benchmarks/release/Mail.Benchmarks sort "$RULES/rules.sieve" "$WORK/mail"
cpu "sieve-filter" "$COUNT" user sieve-filter -c "$WORK/dovecot.conf" "$WORK/rules.sieve" INBOX
cpu "sieve-filter, indexed" "$COUNT" user sieve-filter -c "$WORK/dovecot.conf" "$WORK/rules.sieve" INBOX
cpu "sieve-test" "$COUNT" tests
cpu "procmail" "$COUNT" each procmail -f x@sender.test -m MAILDIR="$WORK/mbox" "$RULES/rules.procmailrc"
printf 'DEFAULT=%s/none\n' "$WORK" >"$WORK/none.procmailrc"
cpu "procmail, no rule" "$COUNT" each procmail -f x@sender.test -m "$WORK/none.procmailrc"
for file in "$WORK"/mbox/*; do
    echo "procmail: $(grep -c '^From ' "$file") in $(basename "$file")"
done
