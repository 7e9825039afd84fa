"""Asks Delta tables on S3 with SQL, and prints the rows as JSON, one a line.

The query is the first argument; standard input has the tables and how to read them: {"tables": {"NAME": "s3://..."},
"options": {...}}.
"""

import json
import sys
from typing import Any

from deltalake import DeltaTable, QueryBuilder
from deltalake.exceptions import TableNotFoundError


def main(query: str) -> None:
    """Registers the tables and prints what the query finds."""
    request = json.load(sys.stdin)
    builder = QueryBuilder()
    for name, path in request["tables"].items():
        try:
            builder.register(name, DeltaTable(path, storage_options=request["options"]))
        except TableNotFoundError:
            sys.exit(f"there is no table {name} at {path} yet: a job creates it when it starts")
    for batch in builder.execute(query):
        columns = {name: batch.column(name).to_pylist() for name in batch.column_names}
        for values in zip(*columns.values(), strict=True):
            print(json.dumps(dict(zip(columns, values, strict=True)), default=text))


def text(value: Any) -> str:
    """A value that JSON does not have, such as a time."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
