"""What the store refuses. Anything else it raises is a fault, not an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from app import counts
from app.core.errors import OfferChanged, Unreadable
from app.core.evidence import Break

DatabaseFailed = SQLAlchemyError
"""What the driver raises: the database is gone, full, locked or not what we think."""


class StaleVersion(OfferChanged):
    """Someone changed the stream, or the offer, after it was read."""


class DecryptionFailed(Unreadable):
    """A ciphertext was moved, changed, or belongs to a key we do not hold.

    Never answered with a blank: someone has to look, and each is counted.
    """

    def __init__(self, *said: object) -> None:
        super().__init__(*said)
        counts.add("decryption_failures")


class AuditMissing(Exception):
    """A transaction changed something and wrote no audit row; nothing was stored."""


class ReadOnly(Exception):
    """A transaction that promised only to read has written; nothing was stored."""


class WritesOnce(Exception):
    """The bytes under a name are not the bytes that name stands for."""


class ChainBroken(Exception):
    """A stored history is not what was written; ``found`` names the first bad row."""

    def __init__(self, found: Break) -> None:
        super().__init__(f"row {found.seq}: {found.reason}")
        self.found = found


class PayloadErased(Exception):
    """It was written once, and its content was erased ``at`` that moment."""

    def __init__(self, place: str, at: datetime) -> None:
        super().__init__(place)
        self.at = at


class SchemaBehind(Exception):
    """The database and the models disagree; the message lists the differences."""


class LeaseLost(Exception):
    """A worker was too slow, and another has taken its job over."""
