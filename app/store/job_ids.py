"""Names of effects that sort as they were asked for, also within one instant."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_made = count()


def next_id(at: datetime) -> UUID:
    """A UUID of version 7: the millisecond of ``at``, a counter of this process, then chance.

    Source: RFC 9562, sections 5.7 and 6.2 (method 1, a counter of 26 bits).
    """
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    high, low = divmod(next(_made) % 2**26, 2**14)
    return UUID(
        int=milliseconds << 80
        | 7 << 76
        | high << 64
        | 0b10 << 62
        | low << 48
        | secrets.randbits(48)
    )
