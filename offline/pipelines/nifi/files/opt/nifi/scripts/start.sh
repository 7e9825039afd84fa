#!/bin/bash
# The image's command, at the path of the official image's: writes what the environment says into conf/nifi.properties,
# then becomes NiFi, so that `docker stop` reaches the JVM.
# Covered: NIFI_WEB_HTTP_PORT, NIFI_WEB_HTTP_HOST, NIFI_SENSITIVE_PROPS_KEY, NIFI_JVM_HEAP_INIT, NIFI_JVM_HEAP_MAX.
# Not covered: HTTPS and logins, clusters, the toolkit.
set -euo pipefail
cd "$NIFI_HOME"

fail() {
  echo "ERROR: $*" >&2
  exit 1
}

# set_property NAME VALUE
set_property() {
  local line rest=
  while IFS= read -r line; do [[ $line == "$1="* ]] || rest+=$line$'\n'; done <conf/nifi.properties
  printf '%s%s=%s\n' "$rest" "$1" "$2" >conf/nifi.properties
}

[[ -n ${NIFI_WEB_HTTP_PORT-} ]] ||
  fail "NIFI_WEB_HTTP_PORT is required: this image has no login, and so no HTTPS, which the official image has."
for folder in conf {database,flowfile,content,provenance}_repository state; do
  [[ -w $folder ]] || fail "$NIFI_HOME/$folder is not a folder that uid $(id -u) can write."
done

set_property nifi.web.http.port "$NIFI_WEB_HTTP_PORT"
set_property nifi.web.http.host "${NIFI_WEB_HTTP_HOST:-$HOSTNAME}"
# Without a given key, the one that NiFi has made stays.
if [[ -n ${NIFI_SENSITIVE_PROPS_KEY-} ]]; then
  set_property nifi.sensitive.props.key "$NIFI_SENSITIVE_PROPS_KEY"
fi

exec java -Xms"${NIFI_JVM_HEAP_INIT:-512m}" -Xmx"${NIFI_JVM_HEAP_MAX:-512m}" -cp "conf:lib/*" \
  -Dnifi.properties.file.path="$NIFI_HOME/conf/nifi.properties" -Dorg.apache.nifi.bootstrap.config.log.dir=logs \
  -Djava.awt.headless=true -Djava.net.preferIPv4Stack=true -Dsun.net.http.allowRestrictedHeaders=true \
  -XX:+ExitOnOutOfMemoryError org.apache.nifi.NiFi
