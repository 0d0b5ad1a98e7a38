#!/bin/bash
# The Compose file and what the images are built from, out of the stack's bucket. Keys contain the hash of what they
# name, so what was fetched once is not fetched again.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
home=$ROOT/opt/golazo

# Answers whether a key is still to be fetched.
is_new() {
  [ "$(cat "$home/.fetched-$1" 2>/dev/null || true)" != "$2" ]
}

fetch() {
  aws s3 cp --only-show-errors "s3://$GOLAZO_BUCKET/$1" "$2"
}

if is_new compose "$GOLAZO_COMPOSE_OBJECT"; then
  fetch "$GOLAZO_COMPOSE_OBJECT" "$home/compose.yaml"
  echo "$GOLAZO_COMPOSE_OBJECT" >"$home/.fetched-compose"
fi

if [ -n "${GOLAZO_SOURCE_OBJECT-}" ] && is_new source "$GOLAZO_SOURCE_OBJECT"; then
  archive=$(mktemp)
  fetch "$GOLAZO_SOURCE_OBJECT" "$archive"
  # Not Python's zipfile: it forgets which files are executable.
  unzip -q -o "$archive" -d "$home"
  rm -f "$archive"
  echo "$GOLAZO_SOURCE_OBJECT" >"$home/.fetched-source"
fi
