#!/bin/bash
# Starts PostgreSQL, with any options behind `postgres`. The first start makes the database and runs what is in
# /docker-entrypoint-initdb.d, as the official image does, from whose environment it knows POSTGRES_USER,
# POSTGRES_DB, POSTGRES_PASSWORD, POSTGRES_INITDB_ARGS and the first three with _FILE. Anything else is run as
# a command.
set -euo pipefail

fail() {
  echo "Error: $*" >&2
  exit 1
}

# from_file NAME DEFAULT: prints a variable, or what is in the file that NAME_FILE names.
from_file() {
  local file=$1_FILE
  [[ -z ${!1-} || -z ${!file-} ]] || fail "both $1 and $file are set (but are exclusive)"
  if [[ -n ${!file-} ]]; then cat "${!file}"; else echo "${!1:-$2}"; fi
}

# first_start OPTION...: with the options of the server, because scripts may need them.
first_start() {
  local password user database each
  password=$(from_file POSTGRES_PASSWORD "")
  user=$(from_file POSTGRES_USER postgres)
  database=$(from_file POSTGRES_DB "$user")
  [[ -n $password ]] || fail "Database is uninitialized and superuser password is not specified." \
    "Set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE."
  # shellcheck disable=SC2086
  initdb --username="$user" --pwfile=<(echo "$password") ${POSTGRES_INITDB_ARGS-}
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"

  # Reached only from here, so that nobody takes it for ready.
  local options
  options=$(printf '%q ' "$@" -c listen_addresses= -p 5432)
  PGUSER=$user pg_ctl --wait --options "$options" start
  local psql=(psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$user")
  [[ $database == postgres ]] ||
    "${psql[@]}" --dbname postgres -v name="$database" <<<'CREATE DATABASE :"name";'
  for each in /docker-entrypoint-initdb.d/*; do
    case $each in
      *.sh) echo "running $each" && PGUSER=$user bash "$each" ;;
      *.sql) echo "running $each" && "${psql[@]}" --dbname "$database" --file "$each" ;;
      */\*) ;;
      *) echo "ignoring $each" ;;
    esac
  done
  PGUSER=$user pg_ctl --wait --mode fast stop
}

[[ ${1-} != -* ]] || set -- postgres "$@"
if [[ ${1-} == postgres ]]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA" || true # a mounted folder may have another owner
  [[ -s $PGDATA/PG_VERSION ]] || first_start "${@:2}"
fi
exec "$@"
