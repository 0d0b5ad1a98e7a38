#!/bin/bash
# Lets systemd start the services at every boot, and stop the host when it is idle or has run long enough.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
here=$ROOT/opt/golazo/host
units=$ROOT/etc/systemd/system
changed=no

# Writes its input to a file, if the file does not have it already.
write() {
  local new
  new=$(cat)
  [ "$new" != "$(cat "$1" 2>/dev/null || true)" ] || return 0
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$new" >"$1"
  changed=yes
}

for unit in "$here"/*.service "$here"/*.timer; do
  write "$units/${unit##*/}" <"$unit"
done
write "$units/golazo-lifetime.timer.d/hours.conf" <<CONF
[Timer]
OnBootSec=${GOLAZO_LIFETIME_HOURS}h
CONF
[ "$changed" = no ] || systemctl daemon-reload

systemctl enable --now golazo-lifetime.timer
[ "${GOLAZO_IDLE_MINUTES:-0}" -eq 0 ] || systemctl enable --now golazo-idle.timer
systemctl enable golazo.service
# Building the images takes many minutes; cloud-init need not wait for it.
systemctl start --no-block golazo.service
