#!/bin/bash
# Sets the host up, one step after the other. Every step looks first whether its work is done.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
HERE=$ROOT/opt/golazo/host

set -a
# shellcheck source=/dev/null
. "$ROOT/opt/golazo/.env"
set +a
export AWS_DEFAULT_REGION="$GOLAZO_REGION"

step() {
  echo "golazo: $1"
  bash "$HERE/$1" || {
    echo "golazo: $1 failed; everything above is in /var/log/cloud-init-output.log" >&2
    exit 1
  }
}

[ -z "${GOLAZO_DATA_VOLUME-}" ] || step mount-data.sh
step install-docker.sh
[ "$GOLAZO_ARCHITECTURE" != gpu ] || step prepare-gpu.sh
step fetch-bundle.sh
[ -z "${GOLAZO_MASTER-}" ] || step name-hosts.sh
[ -z "${GOLAZO_LOG_GROUP-}" ] || step install-cloudwatch-agent.sh
step install-units.sh
