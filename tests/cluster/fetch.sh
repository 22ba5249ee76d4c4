#!/usr/bin/env bash
# Brings the jars of OpenSearch that `tests/cluster.rs` starts, from Maven Central, each with its
# checksum: fetch.sh FOLDER (or $QIAO_CLUSTER_JARS, or target/cluster/jars).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-${QIAO_CLUSTER_JARS:-$here/../../target/cluster/jars}}
from=https://repo.maven.apache.org/maven2
mkdir -p "$to"
while read -r sum path; do
  file=$to/$(basename "$path")
  if ! echo "$sum  $file" | sha256sum --check --status 2>/dev/null; then
    curl --silent --show-error --fail --retry 3 --max-time 120 --output "$file.part" "$from/$path"
    echo "$sum  $file.part" | sha256sum --check --status
    mv "$file.part" "$file"
  fi
done < "$here/jars.sha256"
echo "$to"
