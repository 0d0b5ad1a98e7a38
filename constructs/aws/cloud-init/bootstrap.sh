#!/bin/bash
# First boot of a host, run once by cloud-init: fetch the other scripts and let them set the host up. Running it again
# changes nothing. The host's settings were written to /opt/golazo/.env just above, when the stack was synthesized.
set -euo pipefail

# Empty on a host; a test names a folder that stands for its root.
ROOT=${GOLAZO_ROOT-}
HOME_DIR=$ROOT/opt/golazo

set -a
# shellcheck source=/dev/null
. "$HOME_DIR/.env"
set +a
export AWS_DEFAULT_REGION="$GOLAZO_REGION"

# The role reaches a new instance some seconds after the instance itself, and mirrors have their moments.
retry() {
  local attempt
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    "$@" && return 0
    echo "golazo: attempt $attempt of 10 failed: $*" >&2
    sleep "${GOLAZO_RETRY_SECONDS:-15}"
  done
  return 1
}

install_missing() {
  export DEBIAN_FRONTEND=noninteractive
  command -v aws >/dev/null && command -v unzip >/dev/null && return 0
  retry apt-get -o DPkg::Lock::Timeout=300 update
  command -v unzip >/dev/null || apt-get -o DPkg::Lock::Timeout=300 install -y unzip
  # Ubuntu 24.04 has it as a snap only.
  command -v aws >/dev/null || apt-get -o DPkg::Lock::Timeout=300 install -y awscli ||
    snap install aws-cli --classic
}

fetch_scripts() {
  local archive
  archive=$(mktemp)
  retry aws s3 cp --only-show-errors "s3://$GOLAZO_BUCKET/$GOLAZO_SCRIPTS_OBJECT" "$archive"
  mkdir -p "$HOME_DIR/host"
  unzip -q -o "$archive" -d "$HOME_DIR/host"
  rm -f "$archive"
}

install_missing
fetch_scripts
exec bash "$HOME_DIR/host/setup.sh"
