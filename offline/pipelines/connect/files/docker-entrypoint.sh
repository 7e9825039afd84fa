#!/bin/bash
# start: turns the environment into properties files, as the official image does, then becomes a distributed
# worker of Kafka Connect, so that `docker stop` reaches the JVM. Anything else is run as a command.
# Not covered: links to other containers, Apicurio, Jolokia, JMX, scripting.
set -euo pipefail
[[ ${1-} == start ]] || exec "$@"

config=$KAFKA_HOME/config
properties=$config/connect-distributed.properties
logging=$config/log4j.properties

fail() {
  echo "ERROR: $*" >&2
  exit 1
}

# FOO_BAR -> foo.bar
dotted() {
  local name=${1,,}
  echo "${name//_/.}"
}

[[ -w $config ]] || fail "$config is not a folder that uid $(id -u) can write."
[[ -n ${CONFIG_STORAGE_TOPIC-} ]] || fail "CONFIG_STORAGE_TOPIC is required: a topic with one partition, compacted."
[[ -n ${OFFSET_STORAGE_TOPIC-} ]] || fail "OFFSET_STORAGE_TOPIC is required: a compacted topic."

address=${HOST_NAME:-$(hostname -i)}
export CONNECT_BOOTSTRAP_SERVERS=${BOOTSTRAP_SERVERS:-0.0.0.0:9092}
export CONNECT_GROUP_ID=${GROUP_ID:-1}
export CONNECT_CONFIG_STORAGE_TOPIC=$CONFIG_STORAGE_TOPIC
export CONNECT_OFFSET_STORAGE_TOPIC=$OFFSET_STORAGE_TOPIC
[[ -z ${STATUS_STORAGE_TOPIC-} ]] || export CONNECT_STATUS_STORAGE_TOPIC=$STATUS_STORAGE_TOPIC
export CONNECT_KEY_CONVERTER=${KEY_CONVERTER:-org.apache.kafka.connect.json.JsonConverter}
export CONNECT_VALUE_CONVERTER=${VALUE_CONVERTER:-org.apache.kafka.connect.json.JsonConverter}
export CONNECT_REST_ADVERTISED_HOST_NAME=${ADVERTISED_HOST_NAME:-$address}
export CONNECT_REST_ADVERTISED_PORT=${ADVERTISED_PORT:-8083}
export CONNECT_LISTENERS=${CONNECT_LISTENERS:-http://:${REST_PORT:-8083}}
export CONNECT_OFFSET_FLUSH_INTERVAL_MS=${OFFSET_FLUSH_INTERVAL_MS:-60000}
export CONNECT_OFFSET_FLUSH_TIMEOUT_MS=${OFFSET_FLUSH_TIMEOUT_MS:-5000}
export CONNECT_TASK_SHUTDOWN_GRACEFUL_TIMEOUT_MS=${SHUTDOWN_TIMEOUT:-10000}
: "${CONNECT_PLUGIN_PATH:=$KAFKA_CONNECT_PLUGINS_DIR}"

cp "$KAFKA_HOME"/config.orig/* "$config/"
# Of two lines with one name the last holds.
echo "log4j.rootLogger=${CONNECT_LOG4J_LOGGERS:-${LOG_LEVEL:-INFO}, stdout}" >>"$logging"
for name in "${!CONNECT_@}"; do
  case $name in
    CONNECT_LOG4J_LOGGERS) ;;
    CONNECT_LOG4J_*) echo "$(dotted "${name#CONNECT_}")=${!name}" >>"$logging" ;;
    *) echo "$(dotted "${name#CONNECT_}")=${!name}" >>"$properties" ;;
  esac
done
chmod 600 "$properties" # it may hold passwords

# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:-${HEAP_OPTS:--Xms256M -Xmx2G}} ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseG1GC} \
  "-Dlog4j.configuration=file:$logging" ${KAFKA_OPTS-} \
  -cp "$KAFKA_HOME/libs/*" org.apache.kafka.connect.cli.ConnectDistributed "$properties"
