#!/bin/sh
# Starts Framelog's ${launcher.name} on the Java of JAVA_HOME, else on the PATH's. FRAMELOG_JAVA_OPTS: options for that Java.
set -eu
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" || true)
if [ -z "$java" ]; then
  echo "${launcher.name}: no Java found: install Java 17 or newer, or set JAVA_HOME to it." >&2
  exit 1
fi
# The release file tells the version without the cost of starting Java once more.
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$(readlink -f "$java")")/../release" 2>/dev/null || true)
if [ "${version:-17}" -lt 17 ]; then
  echo "${launcher.name}: $java is too old: install Java 17 or newer, or set JAVA_HOME to it." >&2
  exit 1
fi
# shellcheck disable=SC2086 # options are meant to be split
[ -t 2 ] && terminal=true || terminal=false
exec "$java" -Dframelog.terminal=$terminal ${launcher.jvm.args} ${FRAMELOG_JAVA_OPTS:-} -jar "$home/lib/${project.build.finalName}.jar" "$@"
