#!/bin/bash
# Docker with Compose, keeping images and volumes on the data volume, where they outlive the host.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
config=$ROOT/etc/docker/daemon.json
export DEBIAN_FRONTEND=noninteractive

apt_install() {
  apt-get -o DPkg::Lock::Timeout=300 update
  apt-get -o DPkg::Lock::Timeout=300 install -y "$@"
}

command -v docker >/dev/null || apt_install docker.io
# The plugins have other names in Ubuntu's archive than in Docker's own, which the Deep Learning image uses.
docker compose version >/dev/null 2>&1 || apt_install docker-compose-plugin || apt_install docker-compose-v2
docker buildx version >/dev/null 2>&1 || apt_install docker-buildx-plugin || apt_install docker-buildx

# Started before the disk is there, Docker would begin anew on the root disk.
drop_in=$ROOT/etc/systemd/system/docker.service.d/golazo.conf
if [ ! -e "$drop_in" ]; then
  mkdir -p "$(dirname "$drop_in")"
  printf '[Unit]\nRequiresMountsFor=/var/lib/golazo\n' >"$drop_in"
  systemctl daemon-reload
fi

mkdir -p "$ROOT/etc/docker"
before=$(cat "$config" 2>/dev/null || true)
python3 - "$config" "${GOLAZO_DATA_VOLUME:+/var/lib/golazo/docker}" <<'PYTHON'
import json, os, sys

path, data_root = sys.argv[1:]
settings = json.load(open(path)) if os.path.exists(path) and os.path.getsize(path) else {}
wanted = {"live-restore": True, "log-driver": "json-file", **({"data-root": data_root} if data_root else {})}
# The container toolkit writes to this file too, in a form of its own: only a setting that differs is a change.
if any(settings.get(name) != value for name, value in wanted.items()):
    with open(path, "w") as file:
        json.dump({**settings, **wanted}, file, indent=2)
PYTHON
if [ "$before" != "$(cat "$config")" ]; then
  systemctl enable docker
  systemctl restart docker
fi

# The tunnel asks Docker as the user people come in as, who may become root anyway.
if [ -z "$ROOT" ] && id ubuntu >/dev/null 2>&1; then
  usermod --append --groups docker ubuntu
fi
