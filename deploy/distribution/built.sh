#!/bin/sh
# Runs the service that this script is called as, from what `mvn -DskipTests package` has built. bin/ has a link for
# each service.
set -eu
service=$(basename "$0")
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
launcher=$root/$service/target/framelog-$service/bin/$service
if [ ! -x "$launcher" ]; then
  echo "$service: not built yet: run \`mvn -DskipTests package\` in $root" >&2
  exit 1
fi
exec "$launcher" "$@"
