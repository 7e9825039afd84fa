"""Keeps a table in sync with the changes that Debezium captures.

Offsets are committed after the changes are in the database, so a change may be delivered twice; the row's
position in PostgreSQL's log and its time tell that it has been applied.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from kafka import KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord

from consumer import consume, end, reject

# Data that was kept from before has no such column.
ADD_TIME = "ALTER TABLE cliente_copia ADD COLUMN IF NOT EXISTS ts_ms bigint NOT NULL DEFAULT 0"

# The position alone would drop the changes of a new database, whose log begins again; the time alone those
# that one transaction makes to a row.
UPSERT = """
INSERT INTO cliente_copia AS c (id, nome, cidade, limite_centavos, lsn, ts_ms, apagado)
VALUES (%(id)s, %(nome)s, %(cidade)s, %(limite_centavos)s, %(lsn)s, %(ts_ms)s, %(apagado)s)
ON CONFLICT (id) DO UPDATE SET
  nome = excluded.nome, cidade = excluded.cidade, limite_centavos = excluded.limite_centavos,
  lsn = excluded.lsn, ts_ms = excluded.ts_ms, apagado = excluded.apagado, mudancas = c.mudancas + 1
WHERE c.lsn < excluded.lsn OR c.ts_ms < excluded.ts_ms
"""


COLUMNS = {"id": int, "nome": str, "cidade": str, "limite_centavos": int}


@dataclass(frozen=True)
class Change:
    """A row after a change, or before its deletion."""

    row: dict[str, Any]
    lsn: int
    ts_ms: int
    deleted: bool

    @staticmethod
    def parse(value: bytes) -> "Change":
        """Raises ValueError, with the reason, for what is not a change of Debezium."""
        try:
            envelope = json.loads(value)
            deleted = envelope["op"] == "d"
            row = envelope["before" if deleted else "after"]
            lsn, ts_ms = (int(envelope["source"][name]) for name in ("lsn", "ts_ms"))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ValueError(f"it is not JSON: {error}") from error
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            raise ValueError(f"it is not a change of Debezium: {error!r}") from error
        if not isinstance(row, dict):
            raise ValueError("it has no row")  # noqa: TRY004
        for column, kind in COLUMNS.items():
            # A truth value is a number to Python, but not to PostgreSQL.
            if type(row.get(column)) is not kind:
                raise ValueError(f"{column} of its row is not {kind.__name__}")
        return Change(row, lsn, ts_ms, deleted)


def main() -> None:
    """Applies changes until the process is asked to end."""
    password = Path(os.environ["PASSWORD_FILE"]).read_text()
    try:
        # Without autocommit, the check would begin a transaction that nothing ends.
        with psycopg.connect(password=password, connect_timeout=10, autocommit=True) as database:
            database.execute(ADD_TIME)

            def check() -> None:
                database.execute("SELECT 1")

            consume(
                group="table-copy",
                at_once=500,
                take=lambda records, producer: apply(records, database, producer),
                check=check,
            )
    except psycopg.Error as error:
        end(f"PostgreSQL at {os.environ['PGHOST']}:{os.environ['PGPORT']}", error)


def apply(
    records: list[ConsumerRecord], database: "psycopg.Connection[Any]", producer: KafkaProducer
) -> None:
    """Applies a batch in one transaction; what cannot be applied goes to its topic, and stops nothing."""
    with database.transaction():
        for record in records:
            # A tombstone, for compaction: the deletion came just before it.
            if record.value is None:
                continue
            try:
                change = Change.parse(record.value)
                position = {"lsn": change.lsn, "ts_ms": change.ts_ms}
                values = {**change.row, **position, "apagado": change.deleted}
                # A savepoint: what PostgreSQL refuses does not undo the others.
                with database.transaction():
                    database.execute(UPSERT, values)
            except (ValueError, psycopg.DataError, psycopg.IntegrityError) as error:
                reject(record, str(error).splitlines()[0], producer)


if __name__ == "__main__":
    main()
