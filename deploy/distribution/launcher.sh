#!/bin/sh
# Starts Framelog's ${launcher.name} with the Java of JAVA_HOME, or else the one on the PATH.
# FRAMELOG_JAVA_OPTS has further options for Java.
set -eu
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" || true)
if [ -z "$java" ]; then
  echo "${launcher.name}: Java is missing: install Java 17 or newer, or set JAVA_HOME to it." >&2
  exit 1
fi
# Reads the version from a file, because starting Java once more takes time.
version=$(sed -n 's/^JAVA_VERSION="\(.*\)".*/\1/p' "$(dirname "$(readlink -f "$java")")/../release" 2>/dev/null || true)
major=${version%%[!0-9]*}
if [ "${major:-17}" -lt 17 ]; then
  echo "${launcher.name}: $java is too old: install Java 17 or newer, or set JAVA_HOME to it." >&2
  exit 1
fi
# bin/prepare makes an archive of classes (CDS), with which Java starts faster. The archive's name has a checksum of the
# jars, because Java compares only their size and time, which do not tell our builds apart; and if Java silently rejects
# an archive, it starts slower than without one.
sum=$({ echo "$version $home"; cat "$home"/lib/framelog-*.jar; } | cksum | cut -d ' ' -f 1)
archive=$home/lib/${launcher.name}-$sum.jsa
sharing=-Xshare:auto
if [ "${FRAMELOG_PREPARE:-}" = true ]; then
  sharing=-XX:ArchiveClassesAtExit=$archive.new
elif [ -r "$archive" ]; then
  sharing=-XX:SharedArchiveFile=$archive
fi
[ -t 2 ] && terminal=true || terminal=false
# Java cannot name a file whose name is not UTF-8. Such a file is opened here, and Java gets it as /dev/fd/N.
descriptor=2
open_file() {
  argument=$1
  file=${1#--*=}
  case $file in *[!\ -~]*) ;; *) return ;; esac
  if [ -r "$file" ] && [ "$descriptor" -lt 9 ] && ! printf %s "$file" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1; then
    descriptor=$((descriptor + 1))
    eval "exec $descriptor<\"\$file\""
    argument=${1%"$file"}/dev/fd/$descriptor
  fi
}
LC_ALL=C
count=$#
while [ "$count" -gt 0 ]; do
  open_file "$1"
  shift
  set -- "$@" "$argument"
  count=$((count - 1))
done
if [ -n "${FRAMELOG_FILE:-}" ]; then
  open_file "$FRAMELOG_FILE"
  FRAMELOG_FILE=$argument
fi
# Java reads file names in the locale's encoding; cron and systemd set none. Every system has this locale.
export LC_ALL=C.UTF-8
# shellcheck disable=SC2086 # the options must be split
exec "$java" "-Xlog:cds*=off" "$sharing" -Dframelog.terminal=$terminal ${launcher.jvm.args} ${FRAMELOG_JAVA_OPTS:-} \
  -jar "$home/lib/${project.build.finalName}.jar" "$@"
