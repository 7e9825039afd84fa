#!/bin/bash
# Runs a command, such as /opt/spark/bin/spark-submit. Not covered: driver and executor, by which Spark's own
# scheduler on Kubernetes starts pods.
set -eu
case ${1-} in
  driver | executor)
    echo "ERROR: this image runs commands only; $1 needs the image spark:3.5.7." >&2
    exit 1
    ;;
esac
exec "$@"
