#!/bin/bash
# Runs a command, such as `prefect server start`, after installing EXTRA_PIP_PACKAGES. Those that are in the
# image need no network.
set -eu
if [[ -n ${EXTRA_PIP_PACKAGES-} ]]; then
  # shellcheck disable=SC2086 # several words
  pip install --disable-pip-version-check --root-user-action ignore $EXTRA_PIP_PACKAGES
fi
if (($# == 0)); then set -- bash --login; fi
exec "$@"
