#!/bin/bash
# Sends the services' logs and the use of memory and disk to CloudWatch.
set -euo pipefail

ROOT=${GOLAZO_ROOT-}
agent=$ROOT/opt/aws/amazon-cloudwatch-agent
config=$agent/etc/golazo.json

if [ ! -x "$agent/bin/amazon-cloudwatch-agent-ctl" ]; then
  package=$(mktemp --suffix=.deb)
  curl -fsSL -o "$package" \
    "https://amazoncloudwatch-agent-$GOLAZO_REGION.s3.$GOLAZO_REGION.amazonaws.com/ubuntu/amd64/latest/amazon-cloudwatch-agent.deb"
  dpkg -i "$package"
  rm -f "$package"
fi

mkdir -p "$agent/etc"
new=$(
  cat <<JSON
{
  "metrics": {
    "namespace": "Golazo",
    "append_dimensions": { "InstanceId": "\${aws:InstanceId}" },
    "metrics_collected": {
      "mem": { "measurement": ["mem_used_percent"] },
      "disk": { "measurement": ["used_percent"], "resources": ["/", "/var/lib/golazo"] }
    }
  },
  "logs": {
    "logs_collected": {
      "files": {
        "collect_list": [
          { "file_path": "/var/log/cloud-init-output.log", "log_group_name": "$GOLAZO_LOG_GROUP" }
        ]
      }
    }
  }
}
JSON
)
if [ "$new" != "$(cat "$config" 2>/dev/null || true)" ]; then
  echo "$new" >"$config"
  "$agent/bin/amazon-cloudwatch-agent-ctl" -a fetch-config -m ec2 -s -c "file:$config"
fi
