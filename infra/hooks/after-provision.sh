#!/bin/sh
# After infra/main.bicep: makes the secrets that are missing, builds the gateway's image in the registry, and then the edge with it. Each step looks first whether it is
# done: run it as often as you like. azd gives the template's outputs as variables.
set -eu
umask 077

say() { printf 'mail-cloud: %s\n' "$1" >&2; }

fail() {
    say "$1"
    exit 1
}

: "${AZURE_CONTAINER_REGISTRY_ENDPOINT:?azd provision has not been run}"
: "${MAIL_EDGE_VAULT:?}" "${MAIL_FUNCTIONS_VAULT:?}" "${AZURE_ENV_NAME:?}" "${AZURE_LOCATION:?}"
registry=${AZURE_CONTAINER_REGISTRY_ENDPOINT%%.*}

# az has a subscription of its own that it takes otherwise, which need not be azd's: everything would be made a second time there.
: "${AZURE_SUBSCRIPTION_ID:?azd gives it; outside of azd: set -a; eval \"\$(azd env get-values)\"; set +a}"
azure() { az "$@" --subscription "$AZURE_SUBSCRIPTION_ID"; }

# A role that was just given takes minutes to be known everywhere.
attempts=${MAIL_HOOK_ATTEMPTS:-20}
pause=${MAIL_HOOK_PAUSE:-15}

secret=$(mktemp)
errors=$(mktemp)
trap 'rm -f "$secret" "$errors"' EXIT

# has_secret VAULT NAME: 0 there, 1 not there; gives up when the vault does not answer. Warnings of az are kept apart from its answer: a secret that is there is never made again.
has_secret() {
    attempt=1
    while :; do
        answer=$(azure keyvault secret list --vault-name "$1" --query "[?name=='$2'].name" --output tsv 2>"$errors") && break
        [ "$attempt" -lt "$attempts" ] || fail "vault $1 does not let you in: $(cat "$errors")
With MAIL_VNET=true it is reached from inside the network only: docs/secrets.md."
        say "vault $1 does not let us in yet, waiting ($attempt of $attempts)"
        attempt=$((attempt + 1))
        sleep "$pause"
    done
    [ "$answer" = "$2" ]
}

# make_secret VAULT NAME: 32 random octets. Never on a command line, where others on the machine could read it.
make_secret() {
    if has_secret "$1" "$2"; then
        return 0
    fi
    head -c 32 /dev/urandom | base64 | tr -d '\n' >"$secret"
    azure keyvault secret set --vault-name "$1" --name "$2" --file "$secret" --encoding utf-8 --output none
    say "secret $2 was made in vault $1"
}

make_secret "$MAIL_FUNCTIONS_VAULT" mail-key
make_secret "$MAIL_EDGE_VAULT" srs-secret
make_secret "$MAIL_EDGE_VAULT" auth-secret

# The image is named after what it is built from: the same source is not built twice.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
if [ -n "${MAIL_IMAGE_TAG:-}" ]; then
    tag=$MAIL_IMAGE_TAG
elif tag=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null) && [ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ]; then
    :
else
    tag=$(date -u +%Y%m%d%H%M%S)
fi
image="$AZURE_CONTAINER_REGISTRY_ENDPOINT/mail-gateway:$tag"

if ! azure acr repository show --name "$registry" --image "mail-gateway:$tag" --output none 2>/dev/null; then
    say "building $image"
    azure acr build --registry "$registry" --image "mail-gateway:$tag" --file "$root/infra/containers/gateway.Dockerfile" "$root"
fi

if [ "${MAIL_GATEWAY_IMAGE:-}" != "$image" ] || [ -z "${MAIL_EDGE_ADDRESS:-}" ]; then
    say "making the edge with $image"
    # The service gives names of outputs back with some letters in lower case.
    export MAIL_GATEWAY_IMAGE="$image"
    address=$(azure deployment sub create --name "mail-edge-$AZURE_ENV_NAME" --location "$AZURE_LOCATION" \
        --template-file "$root/infra/main.bicep" --parameters "$root/infra/main.bicepparam" \
        --query 'properties.outputs.[MAIL_EDGE_ADDRESS.value, maiL_EDGE_ADDRESS.value] | [?@] | [0]' --output tsv)
    [ -n "$address" ] || fail "the deployment mail-edge-$AZURE_ENV_NAME has no address"
    azd env set MAIL_GATEWAY_IMAGE "$image"
    azd env set MAIL_EDGE_ADDRESS "$address"
fi
