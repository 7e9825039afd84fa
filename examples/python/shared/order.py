"""An order, and its form as the value of a record."""

import json
from dataclasses import asdict, dataclass


class MalformedOrderError(ValueError):
    """The value of a record is not an order; the text says why."""


@dataclass(frozen=True)
class Order:
    """An order, known by its number."""

    pedido: str
    cliente: str
    #: Amount in cents, 0 or more.
    centavos: int

    @property
    def key(self) -> bytes:
        """Key of the order's records: records with one key keep their partition, and so their order."""
        return self.pedido.encode()

    def encode(self) -> bytes:
        """The order as the value of a record."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def decode(value: bytes | None) -> Order:
    """Reads the value of a record.

    Raises:
        MalformedOrderError: it is not an order.
    """
    if value is None:
        raise MalformedOrderError("the record has no value")
    try:
        fields = json.loads(value.decode())
    except (ValueError, RecursionError) as error:
        raise MalformedOrderError("the value is not JSON in UTF-8") from error
    if not isinstance(fields, dict):
        raise MalformedOrderError("the value is not a JSON object")
    centavos = fields.get("centavos")
    # To Python, True is a whole number. 2**53 - 1 is the largest that every JSON reader keeps.
    if type(centavos) is not int or not 0 <= centavos <= 2**53 - 1:
        raise MalformedOrderError("centavos must be a whole number from 0 to 9007199254740991")
    return Order(_text(fields, "pedido"), _text(fields, "cliente"), centavos)


def _text(fields: dict[str, object], name: str) -> str:
    text = fields.get(name)
    if isinstance(text, str) and text != "":
        return text
    raise MalformedOrderError(f"{name} must be a text that is not empty")
