#!/bin/sh
# The last words of azd up: what is left to do by hand.
set -eu
cat <<END

Mail is received at ${MAIL_EDGE_ADDRESS:-?} as ${MAIL_HOSTNAME:-?}. What is left:

  export MAIL_STORAGE=${MAIL_STORAGE:-?}
  mailctl domain add YOUR-DOMAIN
  mailctl account add YOU@YOUR-DOMAIN
  mailctl domain dns YOUR-DOMAIN      # the records to publish
  mailctl deploy check                # what is still missing: certificate, DNS, reverse name, way out

docs/deploy.md has the whole way.
END
