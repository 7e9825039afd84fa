"""Sample orders for the producers, as their command line asks for them."""

import argparse
import time
from collections.abc import Iterator
from threading import Event

from shared.order import Order


def sample_orders(stop: Event) -> Iterator[Order]:
    """Yields the orders that the command line asks for, until stopped.

    A run of the same name yields the same orders: to send them twice has no effect on the ledger.
    """
    parser = argparse.ArgumentParser(description="Send sample orders.")
    parser.add_argument("count", nargs="?", type=int, default=10, help="default: 10")
    parser.add_argument("--run", default=f"{time.time_ns():x}", help="default: a new one")
    parser.add_argument("--per-second", type=float, help="default: as fast as possible")
    arguments = parser.parse_args()
    if arguments.per_second is not None and arguments.per_second <= 0:
        parser.error(f"--per-second is {arguments.per_second}; must be above 0")
    return _orders(arguments.run, arguments.count, arguments.per_second, stop)


def _orders(run: str, count: int, per_second: float | None, stop: Event) -> Iterator[Order]:
    for number in range(count):
        if stop.wait(1 / per_second if per_second else 0):
            return
        yield Order(f"{run}-{number:06}", f"cliente-{number % 7}", 1_000 + number)
