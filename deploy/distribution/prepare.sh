#!/bin/sh
# Makes Framelog's ${launcher.name} start faster: starts it once and lets Java archive its loaded classes (CDS).
# Run it again for another Java, or after moving the folder. It needs no Kafka.
set -eu
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
rm -f "$home"/lib/*.jsa "$home"/lib/*.jsa.new
log=$home/lib/prepare.log
: >"$log" # must exist before grep reads it below
service=
trap '[ -z "$service" ] || kill "$service" 2>/dev/null || true; rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# The service prints a line when it listens, or when it gives up waiting for Kafka.
FRAMELOG_PREPARE=true FRAMELOG_BOOTSTRAP_SERVER=localhost:1 \
  "$home/bin/${launcher.name}" ${launcher.prepare.args} >"$log" 2>&1 &
service=$!
waited=0
while ! grep -q "^${launcher.name}: " "$log" && kill -0 "$service" 2>/dev/null && [ "$waited" -lt 300 ]; do
  sleep 0.1
  waited=$((waited + 1))
done
kill -TERM "$service" 2>/dev/null || true
status=0
wait "$service" || status=$?
service=
case $status in
  69 | 143) ;; # Kafka unreachable, terminated: the archive is complete
  *) rm -f "$home"/lib/*.jsa.new ;;
esac
for archive in "$home"/lib/*.jsa.new; do
  if [ ! -f "$archive" ]; then
    echo "${launcher.name}: this Java cannot archive classes; the service starts without an archive." >&2
    exit 0
  fi
  # Renamed at the end, so that no incomplete archive is ever used.
  mv "$archive" "${archive%.new}"
done
