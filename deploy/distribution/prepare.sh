#!/bin/sh
# Makes Framelog's ${launcher.name} start faster on the Java that it runs on: starts it once, and has Java write down the
# classes as it has them in memory. To be run again for another Java, or where the folder was moved. It needs no Kafka.
set -eu
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
rm -f "$home"/lib/*.jsa "$home"/lib/*.jsa.new
said=$home/lib/prepare.log
: >"$said" # there from the start, as it is looked into before the service has opened it
service=
trap '[ -z "$service" ] || kill "$service" 2>/dev/null || true; rm -f "$said"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# It says something when it listens, or when it gives up waiting for Kafka.
FRAMELOG_PREPARE=true FRAMELOG_BOOTSTRAP_SERVER=localhost:1 "$home/bin/${launcher.name}" ${launcher.prepare.args} >"$said" 2>&1 &
service=$!
waited=0
while ! grep -q "^${launcher.name}: " "$said" && kill -0 "$service" 2>/dev/null && [ "$waited" -lt 300 ]; do
  sleep 0.1
  waited=$((waited + 1))
done
kill -TERM "$service" 2>/dev/null || true
status=0
wait "$service" || status=$?
service=
case $status in
  69 | 143) ;; # Kafka is away, terminated: what it ends with here, after its archive is whole
  *) rm -f "$home"/lib/*.jsa.new ;;
esac
for archive in "$home"/lib/*.jsa.new; do
  if [ ! -f "$archive" ]; then
    echo "${launcher.name}: this Java makes no archive of classes; it starts without." >&2
    exit 0
  fi
  # Only whole ones are ever seen.
  mv "$archive" "${archive%.new}"
done
