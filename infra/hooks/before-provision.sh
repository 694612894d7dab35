#!/bin/sh
# Before anything is made: what would fail only after twenty minutes is asked for now. azd gives its environment as variables.
set -eu

fail() {
    printf 'mail-cloud: %s\n' "$1" >&2
    exit 1
}

for program in az azd curl; do
    command -v "$program" >/dev/null || fail "$program is not installed."
done
az account show --output none 2>/dev/null || fail "az is not logged in: az login"

case ${MAIL_HOSTNAME:-} in
    '' | mail.example.com) fail "What is the mail server called, as in its MX record? azd env set MAIL_HOSTNAME mail.YOUR-DOMAIN" ;;
    *.*) ;;
    *) fail "MAIL_HOSTNAME is '$MAIL_HOSTNAME', which has no dot: a full name is needed, such as mail.your-domain.org" ;;
esac

case ${MAIL_EDGE:-vm} in
    vm)
        # The network has no way in: the key is for the serial console, in an emergency.
        [ -n "${MAIL_SSH_PUBLIC_KEY:-}" ] || fail "edge=vm needs a public SSH key: azd env set MAIL_SSH_PUBLIC_KEY \"\$(cat ~/.ssh/id_ed25519.pub)\"" ;;
    aca) ;;
    *) fail "MAIL_EDGE is '$MAIL_EDGE'; it is vm or aca." ;;
esac

[ -n "${MAIL_ALERT_EMAIL:-}" ] || printf '%s\n' "mail-cloud: nobody is told of alerts. Better: azd env set MAIL_ALERT_EMAIL you@ELSEWHERE" >&2

# Idempotent, and without it the first deployment in a subscription fails halfway.
for namespace in Microsoft.App Microsoft.Compute Microsoft.ContainerRegistry Microsoft.Insights Microsoft.KeyVault Microsoft.Network \
    Microsoft.OperationalInsights Microsoft.ServiceBus Microsoft.Storage Microsoft.Web; do
    state=$(az provider show --namespace "$namespace" --query registrationState --output tsv 2>/dev/null || echo unknown)
    [ "$state" = Registered ] || az provider register --namespace "$namespace" --output none
done
