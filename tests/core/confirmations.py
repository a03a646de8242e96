"""Confirmations for tests: all dates good in January 2027 unless the test says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.core.confirmation import Confirmation, Withdrawal

CLERK = UUID(int=77)
DAY = date(2027, 1, 15)


def confirmed(figure: str, value: str, **changes: Any) -> Confirmation:  # noqa: ANN401 - any field
    """``figure`` as in ``living:CN_dibao/beijing``; the pack is told from the table's name."""
    countries = {"CN": "CN", "US": "US", "UK": "UK", "AU": "AU", "DE": "EU", "IE": "EU"}
    start = figure.partition(":")[2][:2]
    fields: dict[str, Any] = {
        "id": UUID(int=hash((figure, value)) & (2**64 - 1)),
        "pack": countries[start],
        "pack_version": "2026.11",
        "figure": figure,
        "value": value,
        "source": "Official notice",
        "url": "https://example.org/notice",
        "as_at": date(2027, 1, 4),
        "effective": date(2026, 7, 1),
        "expires": date(2027, 6, 30),
        "by": "Anna Weber",
        "person_id": CLERK,
        "at": datetime(2027, 1, 5, 9, tzinfo=UTC),
    }
    return Confirmation(**(fields | changes))


WITHDRAWN = Withdrawal("Anna Weber", CLERK, "Misread", datetime(2027, 1, 6, 9, tzinfo=UTC))

DE = (
    confirmed("living:DE_850c/base", "1580.00"),
    confirmed("living:DE_850c/first_dependant", "590.10"),
    confirmed("living:DE_850c/each_2_to_5", "330.05"),
)
IE = (
    confirmed("living:IE_RLE/one_adult", "1210.33"),
    confirmed("living:IE_RLE/two_adults", "1700.00"),
    confirmed("living:IE_RLE/each_child", "301.10"),
)
BEIJING = confirmed("living:CN_dibao/beijing", "1500.00")
