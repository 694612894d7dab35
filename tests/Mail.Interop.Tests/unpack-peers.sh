#!/usr/bin/env bash
# Unpacks Debian packages into a folder that cannot be installed: Exim and OpenSMTPD beside Postfix, Courier beside Dovecot, and clamd, whose package
# would bring a daemon that fetches signatures. Makes the users and directories that are compiled into them. What is there already is kept. A program
# that does not run here is taken away again.
#
#   unpack-peers.sh FOLDER
#
# Needs root on Debian. Every user has to be able to read FOLDER: Exim gives up its rights and then starts itself again.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "This needs root." >&2; exit 1; }
mkdir -p "$1/packages"
PEERS=$(cd "$1" && pwd)
chmod 755 "$PEERS" "$PEERS/packages"

# As root to the end: nobody else may write to the folder.
download() { timeout 5m apt-get -o APT::Sandbox::User=root download -qq "$1" >/dev/null; }

unpack() {
    cd "$PEERS/packages"
    ls "$1"_*.deb >/dev/null 2>&1 || download "$1" || { timeout 5m apt-get update -qq && download "$1"; }
    dpkg -x "$1"_*.deb "$PEERS"
    # The tests start them as root; nobody else is to gain rights by them.
    chmod -R ug-s "$PEERS/usr"
    # Their libraries, under the names that this release of Debian has for them.
    dpkg-deb -f "$1"_*.deb Depends | tr ',' '\n' | grep -oE '^ *lib[^ |]+' | tr -d ' ' | while read -r library; do
        dpkg -s "$library" >/dev/null 2>&1 || timeout 5m apt-get install -y -qq --no-install-recommends "$library" >/dev/null
    done
}

user() { id "$1" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$1"; }

# has PROGRAM: it is there, with all its libraries.
has() { [ -x "$PEERS/usr/sbin/$1" ] && ! LD_LIBRARY_PATH=$PEERS/usr/lib ldd "$PEERS/usr/sbin/$1" | grep -q 'not found'; }

# peer PACKAGE PROGRAM
peer() {
    has "$2" || (unpack "$1") || true
    has "$2" || { echo "$1 does not run here." >&2; rm -f "$PEERS/usr/sbin/$2"; return 1; }
}

# Its servers, and the library with which they ask who may log in; couriertcpd listens for both.
courier() {
    has couriertcpd || (for package in courier-authlib courier-imap courier-pop courier-base; do unpack "$package"; done) || true
    [ -x "$PEERS/usr/bin/imapd" ] && [ -x "$PEERS/usr/lib/courier/courier/courierpop3d" ] && peer courier-base couriertcpd
}

user Debian-exim
user opensmtpd
user opensmtpq
mkdir -p /var/lib/opensmtpd/empty /var/spool/smtpd
chmod 711 /var/lib/opensmtpd/empty /var/spool/smtpd

status=0
peer exim4-daemon-light exim4 || status=1
peer opensmtpd smtpd || status=1
peer clamav-daemon clamd || status=1
courier || status=1
exit $status
