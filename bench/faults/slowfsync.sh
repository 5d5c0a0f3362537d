#!/usr/bin/env bash
# Builds the slow disk (slowfsync.c) into the file: bench/faults/slowfsync.sh FILE
set -euo pipefail
exec gcc -O2 -Wall -Werror -shared -fPIC -o "${1:?where to}" "$(dirname "$0")/slowfsync.c" -ldl
