#!/bin/bash
# Brings the services up: what is not there is built or pulled and started, what runs unchanged is left alone.
set -euo pipefail

cd "${GOLAZO_ROOT-}/opt/golazo"

if [ "$GOLAZO_ARCHITECTURE" = gpu ] && ! nvidia-smi -L >/dev/null; then
  echo "golazo: the driver does not answer; run: sudo bash /opt/golazo/host/prepare-gpu.sh" >&2
  exit 1
fi

case ${GOLAZO_IMAGE_REGISTRY-} in
  '')
    exec docker compose up --detach --build --remove-orphans
    ;;
  *.dkr.ecr.*.amazonaws.com*)
    aws ecr get-login-password --region "$GOLAZO_REGION" |
      docker login --username AWS --password-stdin "${GOLAZO_IMAGE_REGISTRY%%/*}"
    ;;
esac
exec docker compose up --detach --pull always --remove-orphans
