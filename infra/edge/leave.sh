#!/bin/sh
# Runs beside the gateway on a machine of edge=vm: when Azure says that the machine is about to be taken away or made anew, the gateway finishes what it receives, and only then Azure is told to
# go on. A restart needs no help: systemd stops the gateway.
set -eu

endpoint='http://169.254.169.254/metadata'
pause=${MAIL_CLOUD_PAUSE:-5}

ask() { curl -fsS --max-time 130 --header Metadata:true "$@"; }

machine=$(ask "$endpoint/instance/compute/name?api-version=2021-02-01&format=text")
while :; do
    # The first question takes up to two minutes to be answered, as the service starts with it.
    events=$(ask "$endpoint/scheduledevents?api-version=2020-07-01") || events='{}'
    ids=$(printf '%s' "$events" | jq -r --arg machine "$machine" \
        '.Events[]? | select(.EventStatus == "Scheduled" and (.EventType == "Terminate" or .EventType == "Reimage") and (.Resources | index($machine))) | .EventId')
    if [ -n "$ids" ]; then
        systemctl stop mail-cloud-gateway.service
        printf '%s' "$ids" | jq -cR '{StartRequests: [{EventId: .}]}' | while read -r request; do
            ask --data "$request" "$endpoint/scheduledevents?api-version=2020-07-01" || true
        done
    fi
    sleep "$pause"
done
