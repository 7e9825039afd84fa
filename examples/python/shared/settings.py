"""Settings of the examples, from environment variables."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Where to connect, and how long to try."""

    #: KAFKA_BOOTSTRAP: brokers to ask for the others, separated by commas. Default: localhost:29092.
    bootstrap: str
    #: KAFKA_TOPIC. Default: vendas.pedido.criado.
    topic: str
    #: KAFKA_REJECTED_TOPIC: where malformed records go. Default: vendas.pedido.rejeitado.
    rejected_topic: str
    #: KAFKA_GROUP: consumers of one group share the partitions. Default: faturamento.
    group: str
    #: LEDGER: file of the applied orders. Default: pedidos.db in the current folder.
    ledger: str
    #: KAFKA_DEADLINE_SECONDS: how long to try again before giving up, from 2 to 3600. Default: 120.
    deadline_seconds: int


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings; ends the program with a message if one is invalid."""
    return Settings(
        bootstrap=environment.get("KAFKA_BOOTSTRAP", "localhost:29092"),
        topic=environment.get("KAFKA_TOPIC", "vendas.pedido.criado"),
        rejected_topic=environment.get("KAFKA_REJECTED_TOPIC", "vendas.pedido.rejeitado"),
        group=environment.get("KAFKA_GROUP", "faturamento"),
        ledger=environment.get("LEDGER", "pedidos.db"),
        deadline_seconds=_deadline(environment.get("KAFKA_DEADLINE_SECONDS", "120")),
    )


def _deadline(text: str) -> int:
    if text.isdecimal() and 2 <= int(text) <= 3600:
        return int(text)
    sys.exit(f"KAFKA_DEADLINE_SECONDS is {text[:40]!r}; must be a whole number from 2 to 3600")
