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
version=$(sed -n 's/^JAVA_VERSION="\(.*\)".*/\1/p' "$(dirname "$(readlink -f "$java")")/../release" 2>/dev/null || true)
major=${version%%[!0-9]*}
if [ "${major:-17}" -lt 17 ]; then
  echo "${launcher.name}: $java is too old: install Java 17 or newer, or set JAVA_HOME to it." >&2
  exit 1
fi
# bin/prepare makes an archive of classes, with which Java starts faster. Java itself refuses one that does not fit, without
# a word, but then starts slower than with none, and it tells jars by size and time, which is the same for all of ours: hence a sum.
sum=$({ echo "$version $home"; cat "$home"/lib/framelog-*.jar; } | cksum | cut -d ' ' -f 1)
archive=$home/lib/${launcher.name}-$sum.jsa
sharing=-Xshare:auto
if [ "${FRAMELOG_PREPARE:-}" = true ]; then
  sharing=-XX:ArchiveClassesAtExit=$archive.new
elif [ -r "$archive" ]; then
  sharing=-XX:SharedArchiveFile=$archive
fi
[ -t 2 ] && terminal=true || terminal=false
# shellcheck disable=SC2086 # options are meant to be split
exec "$java" "-Xlog:cds*=off" "$sharing" -Dframelog.terminal=$terminal ${launcher.jvm.args} ${FRAMELOG_JAVA_OPTS:-} -jar "$home/lib/${project.build.finalName}.jar" "$@"
