"""What the orders have brought about, where a repeated order has no further effect."""

import sqlite3

from shared.order import Order

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (pedido TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS totals (cliente TEXT PRIMARY KEY, pedidos INTEGER, centavos INTEGER);
"""
ADD = """
INSERT INTO totals VALUES (?, 1, ?) ON CONFLICT (cliente)
DO UPDATE SET pedidos = pedidos + 1, centavos = centavos + excluded.centavos
"""


class Ledger:
    """Number and amount of each customer's orders, in a SQLite file. Each thread opens its own."""

    def __init__(self, path: str) -> None:
        """Opens the file, and creates it if it is missing."""
        self._database = sqlite3.connect(path)
        # Readers do not hold up the writer.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(SCHEMA)

    def apply(self, order: Order) -> bool:
        """Adds an order to its customer's total, unless it was added before; says whether it was new.

        The order's number and the total change in one transaction. So a process that is killed between
        this and the commit of the offset gets the record again, and nothing is counted twice.
        """
        with self._database as database:
            added = database.execute("INSERT OR IGNORE INTO orders VALUES (?)", (order.pedido,))
            if added.rowcount == 0:
                return False
            database.execute(ADD, (order.cliente, order.centavos))
        return True

    def totals(self) -> dict[str, dict[str, int]]:
        """Number of orders and amount in cents by customer."""
        rows = self._database.execute("SELECT cliente, pedidos, centavos FROM totals ORDER BY 1")
        return {row[0]: {"pedidos": row[1], "centavos": row[2]} for row in rows}

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
