#!/bin/sh
# weed COMMAND..., with the official image's defaults before the options of a server, which win.
set -eu
if [ "${1-}" = server ]; then
  shift
  set -- server -dir=/data -volume.max=0 -master.volumePreallocate -master.volumeSizeLimitMB=1024 "$@"
fi
exec weed "$@"
