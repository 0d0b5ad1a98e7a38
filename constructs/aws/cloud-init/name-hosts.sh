#!/bin/bash
# With several hosts, containers use their host's own network, so that drivers and executors find each other. The names
# that Compose's network would give them are written down here.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
hosts=$ROOT/etc/hosts
master=$GOLAZO_MASTER
# The master cannot be told its own address before it exists.
[ "$master" != self ] || master=$(hostname -I | cut -d ' ' -f 1)

for line in "$master spark-master" "127.0.0.1 producer jupyter-lab spark-history"; do
  grep -qxF "$line" "$hosts" || echo "$line" >>"$hosts"
done
