#!/bin/bash
# Mounts the data volume at /var/lib/golazo, now and at every boot; formats it only when nothing is on it.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
# Under Nitro a volume is an NVMe disk whose name changes between boots; its serial number is the volume's id without
# the dash: https://docs.aws.amazon.com/ebs/latest/userguide/nvme-ebs-volumes.html
device=$ROOT/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${GOLAZO_DATA_VOLUME/-/}
folder=$ROOT/var/lib/golazo

# The volume is attached after the instance has started.
waited=0
until [ -e "$device" ]; do
  [ "$waited" -lt "${GOLAZO_DEVICE_SECONDS:-600}" ] || {
    echo "golazo: the data volume $GOLAZO_DATA_VOLUME was not attached within $waited seconds" >&2
    exit 1
  }
  sleep 2
  waited=$((waited + 2))
done

# blkid answers 2 when it knows nothing on the disk; any other failure must not end in formatting it.
code=0
blkid -p "$device" >/dev/null || code=$?
case $code in
  0) ;;
  2) mkfs.ext4 -q -L golazo-data "$device" ;;
  *)
    echo "golazo: cannot tell whether $GOLAZO_DATA_VOLUME is empty (blkid: $code), so it is left alone" >&2
    exit 1
    ;;
esac

mkdir -p "$folder"
entry="$device $folder ext4 defaults,nofail,x-systemd.device-timeout=10min 0 2"
grep -qxF "$entry" "$ROOT/etc/fstab" || echo "$entry" >>"$ROOT/etc/fstab"
mountpoint -q "$folder" || mount "$folder"
