#!/bin/sh
# Before anything is made: what would fail only after twenty minutes is asked for now. azd gives its environment as variables.
set -eu

fail() {
    printf 'mail-cloud: %s\n' "$1" >&2
    exit 1
}

for program in az azd dotnet; do
    command -v "$program" >/dev/null || fail "$program is not installed."
done

# az has a subscription of its own that it takes otherwise. Before azd has asked for one there is none to give.
azure() { az "$@" ${AZURE_SUBSCRIPTION_ID:+--subscription "$AZURE_SUBSCRIPTION_ID"}; }

azure account show --output none 2>/dev/null ||
    fail "az is not logged in${AZURE_SUBSCRIPTION_ID:+, or does not know subscription $AZURE_SUBSCRIPTION_ID}: az login"

# one_of NAME VALUE CHOICE…
one_of() {
    name=$1 value=$2
    shift 2
    for choice; do
        [ "$value" != "$choice" ] || return 0
    done
    fail "$name is '$value'; it is one of: $*"
}

case ${MAIL_HOSTNAME:-} in
    '' | mail.example.com) fail "What is the mail server called, as in its MX record? azd env set MAIL_HOSTNAME mail.YOUR-DOMAIN" ;;
    *[!A-Za-z0-9.-]* | .* | *. | *..*) fail "MAIL_HOSTNAME is '$MAIL_HOSTNAME', which is no name: letters, digits, hyphens and dots, such as mail.your-domain.org" ;;
    *.*) ;;
    *) fail "MAIL_HOSTNAME is '$MAIL_HOSTNAME', which has no dot: a full name is needed, such as mail.your-domain.org" ;;
esac

if [ -n "${MAIL_DNS_ZONE:-}" ]; then
    case $MAIL_HOSTNAME in
        *."$MAIL_DNS_ZONE") ;;
        *) fail "MAIL_HOSTNAME '$MAIL_HOSTNAME' is not in the zone '$MAIL_DNS_ZONE' of MAIL_DNS_ZONE, which is to be filled for it." ;;
    esac
fi

one_of MAIL_EDGE "${MAIL_EDGE:-vm}" vm aca
one_of MAIL_OUTBOUND_QUEUE "${MAIL_OUTBOUND_QUEUE:-storage}" storage servicebus
one_of MAIL_VNET "${MAIL_VNET:-false}" true false
case ${MAIL_ALWAYS_READY:-0} in
    *[!0-9]*) fail "MAIL_ALWAYS_READY is '$MAIL_ALWAYS_READY'; it is a number of instances, 0 for none." ;;
esac

# The network has no way in: the key is for the serial console, in an emergency.
if [ "${MAIL_EDGE:-vm}" = vm ] && [ -z "${MAIL_SSH_PUBLIC_KEY:-}" ]; then
    fail "edge=vm needs a public SSH key: azd env set MAIL_SSH_PUBLIC_KEY \"\$(cat ~/.ssh/id_ed25519.pub)\""
fi

[ -n "${MAIL_ALERT_EMAIL:-}" ] || printf '%s\n' "mail-cloud: nobody is told of alerts. Better: azd env set MAIL_ALERT_EMAIL you@ELSEWHERE" >&2

# Names of regions come with or without spaces and capitals. An older az does not know the question: then it is not asked.
if [ -n "${AZURE_LOCATION:-}" ] && regions=$(azure functionapp list-flexconsumption-locations --query '[].name' --output tsv 2>/dev/null) && [ -n "$regions" ]; then
    plain() { tr -d ' ' | tr '[:upper:]' '[:lower:]'; }
    printf '%s\n' "$regions" | plain | grep -qxF "$(printf '%s' "$AZURE_LOCATION" | plain)" ||
        fail "AZURE_LOCATION is '$AZURE_LOCATION', where there is no Flex Consumption. There is: $(printf '%s' "$regions" | tr '\n' ' ')"
fi

# Idempotent, and without it the first deployment in a subscription fails halfway.
for namespace in Microsoft.App Microsoft.Compute Microsoft.ContainerRegistry Microsoft.Insights Microsoft.KeyVault Microsoft.Network \
    Microsoft.OperationalInsights Microsoft.ServiceBus Microsoft.Storage Microsoft.Web; do
    state=$(azure provider show --namespace "$namespace" --query registrationState --output tsv 2>/dev/null || echo unknown)
    [ "$state" = Registered ] || azure provider register --namespace "$namespace" --output none
done
