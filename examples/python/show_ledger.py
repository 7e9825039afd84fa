"""Prints each customer's number of orders and amount in cents, as JSON."""

import json

from shared.ledger import Ledger
from shared.settings import read_settings

if __name__ == "__main__":
    print(json.dumps(Ledger(read_settings().ledger).totals(), indent=2))
