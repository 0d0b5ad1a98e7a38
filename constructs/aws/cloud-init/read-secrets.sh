#!/bin/bash
# Before each start of the services: secrets from Secrets Manager into files that only root can read and that are in
# memory only (/run is a tmpfs).
set -euo pipefail
umask 077

ROOT=${GOLAZO_ROOT-}
folder=$ROOT/run/golazo
mkdir -p "$folder"
chmod 0700 "$folder"

# Prints a secret's value; 1 when nothing was put in yet. Any other failure ends the script.
read_secret() {
  local answer
  if answer=$(aws secretsmanager get-secret-value --region "$GOLAZO_REGION" --secret-id "$1" \
    --query SecretString --output text 2>"$folder/error"); then
    printf '%s' "$answer"
    return 0
  fi
  grep -q ResourceNotFoundException "$folder/error" && return 1
  echo "golazo: cannot read the secret $1: $(cat "$folder/error")" >&2
  exit 3
}

# StatsBomb's credentials as lines of an environment file. Compose takes what is in single quotes as it
# stands, but has no way to write a single quote there.
write_statsbomb() {
  local value code=0
  value=$(read_secret "$GOLAZO_STATSBOMB_SECRET") || code=$?
  [ "$code" -lt 3 ] || exit "$code"
  if [ "$code" -ne 0 ]; then
    echo "golazo: no StatsBomb credentials were put into $GOLAZO_STATSBOMB_SECRET: only open and synthetic matches"
    : >"$folder/statsbomb.env"
    return 0
  fi
  printf '%s' "$value" | python3 -c '
import json, sys

try:
    secret = json.load(sys.stdin)
    values = {name: secret[name] for name in ("STATSBOMB_USER", "STATSBOMB_PASSWORD")}
except (ValueError, KeyError, TypeError):
    sys.exit("golazo: the StatsBomb secret is not JSON with STATSBOMB_USER and STATSBOMB_PASSWORD")
for name, value in values.items():
    if "\n" in value:
        sys.exit(f"golazo: {name} has a line break")
    if "\x27" in value or value.endswith("\\"):
        for special in "\\\"$":
            value = value.replace(special, "\\" + special)
        print(f"{name}=\"{value}\"")
    else:
        print(f"{name}=\x27{value}\x27")
' >"$folder/statsbomb.env.new"
  mv "$folder/statsbomb.env.new" "$folder/statsbomb.env"
}

# With several hosts: the key Spark authenticates with. The first host makes it; the others wait for it.
write_spark() {
  local value code=0 waited=0
  while value=$(read_secret "$GOLAZO_SPARK_SECRET") || code=$?; [ "$code" -ne 0 ]; do
    [ "$code" -lt 3 ] || exit "$code"
    if [ "$GOLAZO_ROLE" = master ]; then
      openssl rand -hex 32 | tr -d '\n' |
        aws secretsmanager put-secret-value --region "$GOLAZO_REGION" --secret-id "$GOLAZO_SPARK_SECRET" \
          --secret-string file:///dev/stdin >/dev/null
    else
      [ "$waited" -lt "${GOLAZO_SECRET_SECONDS:-900}" ] || {
        echo "golazo: the first host has put no key into $GOLAZO_SPARK_SECRET within $waited seconds" >&2
        exit 1
      }
      sleep 5
    fi
    waited=$((waited + 5))
    code=0
  done
  # Java takes arguments from a file (JDK_JAVA_OPTIONS=@FILE). Containers run as another user and see this one file only:
  # it may be read, and on the host nobody but root gets into its folder.
  printf -- '-Dspark.%s\n' authenticate=true network.crypto.enabled=true "authenticate.secret=$value" \
    >"$folder/spark.args.new"
  chmod 0444 "$folder/spark.args.new"
  mv "$folder/spark.args.new" "$folder/spark.args"
}

[ -z "${GOLAZO_STATSBOMB_SECRET-}" ] || write_statsbomb
[ -z "${GOLAZO_SPARK_SECRET-}" ] || write_spark
rm -f "$folder/error"
