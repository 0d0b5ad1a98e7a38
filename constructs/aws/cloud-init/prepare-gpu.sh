#!/bin/bash
# The NVIDIA driver and the container toolkit: installed where they are missing, held back from unattended upgrades
# either way. An upgrade under a running driver ends in "Driver/library version mismatch".
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
export DEBIAN_FRONTEND=noninteractive

apt_install() {
  apt-get -o DPkg::Lock::Timeout=300 update
  apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

install_driver() {
  local branch=$GOLAZO_DRIVER_BRANCH
  # The headless server driver: no desktop, and the long-lived branch. Its module is built for this very kernel.
  apt_install "linux-headers-$(uname -r)" "nvidia-headless-$branch-server" "nvidia-utils-$branch-server"
  modprobe nvidia
}

# https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html
install_toolkit() {
  local repository=https://nvidia.github.io/libnvidia-container
  local key=$ROOT/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg
  local list=$ROOT/etc/apt/sources.list.d/nvidia-container-toolkit.list
  local version=$GOLAZO_TOOLKIT_VERSION
  curl -fsSL "$repository/gpgkey" | gpg --batch --yes --dearmor -o "$key"
  echo "deb [signed-by=$key] $repository/stable/deb/\$(ARCH) /" >"$list"
  apt_install "nvidia-container-toolkit=$version" "nvidia-container-toolkit-base=$version" \
    "libnvidia-container-tools=$version" "libnvidia-container1=$version"
}

hold_packages() {
  # Patterns that match nothing make dpkg-query fail, although the others were found.
  local packages
  packages=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' 'nvidia-*' 'libnvidia-*' 'cuda-drivers*' 2>/dev/null |
    awk '$2 == "ii" { print $1 }') || true
  [ -z "$packages" ] || echo "$packages" | xargs apt-mark hold
}

check_driver() {
  local version
  version=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader | head -n 1)
  [ "${version%%.*}" -ge "$GOLAZO_MINIMUM_DRIVER" ] || {
    echo "golazo: driver $version is too old for this profile's CUDA: it needs $GOLAZO_MINIMUM_DRIVER or newer" >&2
    exit 1
  }
}

nvidia-smi >/dev/null 2>&1 || install_driver
command -v nvidia-ctk >/dev/null || install_toolkit
hold_packages
check_driver

if ! grep -qs nvidia-container-runtime "$ROOT/etc/docker/daemon.json"; then
  nvidia-ctk runtime configure --runtime=docker --config="$ROOT/etc/docker/daemon.json"
  systemctl restart docker
fi
