#!/bin/sh
# Brings the gateway of a machine of edge=vm to an image and settings. The scale set runs it (its extension) on each new machine, and, when image or settings change, on one machine
# after the other while the load balancer finds the rest well: cloud-init's data reach a machine only when it is made anew. What stands between underscores is filled in by
# modules/edge-vm.bicep. A gateway that does not become ready is replaced by the one before, and the upgrade ends there.
set -eu
umask 077

folder=${MAIL_CLOUD_FOLDER:-/etc/mail-cloud}
# What was made moments ago may wait ten minutes until its roles are known everywhere.
attempts=${MAIL_CLOUD_ATTEMPTS:-120}
pause=${MAIL_CLOUD_PAUSE:-5}
image='__IMAGE__'

say() { printf 'mail-cloud: %s\n' "$1" >&2; }

# Docker is still being installed on a new machine. Its exit code also tells of small things that went wrong on the way.
cloud-init status --wait >/dev/null || say "cloud-init was not without errors: /var/log/cloud-init-output.log"

mkdir -p "$folder/next" "$folder/now"
printf 'IMAGE=%s\n' "$image" >"$folder/next/image.env"
cat >"$folder/next/gateway.env" <<'SETTINGS'
__SETTINGS__
SETTINGS

# Fetched while the old one still works; when that cannot be done, nothing has changed.
mail-cloud-login
docker pull --quiet "$image"

become_ready() {
    systemctl restart mail-cloud-gateway.service
    attempt=0
    until curl -fsS --max-time 5 --output /dev/null http://127.0.0.1:2580/health/ready 2>/dev/null; do
        attempt=$((attempt + 1))
        [ "$attempt" -lt "$attempts" ] || return 1
        sleep "$pause"
    done
}

if diff -rq "$folder/next" "$folder/now" >/dev/null && systemctl is-active --quiet mail-cloud-gateway.service; then
    say "the gateway has $image and these settings already"
    exit 0
fi

rm -rf "$folder/before"
mv "$folder/now" "$folder/before"
mv "$folder/next" "$folder/now"
systemctl enable mail-cloud-gateway.service
if become_ready; then
    docker image prune --force --all --filter until=720h >/dev/null || say "old images stay"
    say "the gateway is ready with $image"
    exit 0
fi

say "the gateway did not become ready with $image:"
journalctl --unit mail-cloud-gateway.service --lines 20 --no-pager >&2 || true
if [ -s "$folder/before/image.env" ]; then
    rm -rf "$folder/now"
    mv "$folder/before" "$folder/now"
    systemctl restart mail-cloud-gateway.service
    say "back to $(cat "$folder/now/image.env")"
fi
exit 1
