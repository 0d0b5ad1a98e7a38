#!/bin/bash
# Run every minute by golazo-idle.timer: stops the host when Spark has had no application for too long. A master that
# does not answer has none; a host that is still building its images has until then as well.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
busy=$ROOT/run/golazo-last-busy
# Made at the first look after a boot, so the time counts from there.
[ -e "$busy" ] || touch "$busy"

applications=$(
  curl -fsS --max-time 10 "${GOLAZO_MASTER_PAGE:-http://127.0.0.1:8080/json/}" 2>/dev/null |
    python3 -c 'import json, sys; print(len(json.load(sys.stdin)["activeapps"]))' 2>/dev/null
) || applications=0

if [ "$applications" -gt 0 ]; then
  touch "$busy"
  exit 0
fi
idle=$((($(date +%s) - $(stat -c %Y "$busy")) / 60))
[ "$idle" -ge "$GOLAZO_IDLE_MINUTES" ] || exit 0
echo "golazo: no Spark application for $idle minutes: stopping this host. Starting it again brings everything back."
shutdown -h now
