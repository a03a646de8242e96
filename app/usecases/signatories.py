"""Who signs an agreement, in which order, and at which step of its file."""

from __future__ import annotations

import json

from app.core.sealed import Signatory, signing_steps
from app.store.agreements import AgreementRecord

LABELS = {
    "en": {
        "lender": "Signature of the lender",
        "borrower": "Signature of the borrower",
        "counselor": "Reviewed by a counselor of {name}",
    },
    "zh_Hans": {
        "lender": "出借人签名",
        "borrower": "借款人签名",
        "counselor": "审阅人：{name}的顾问",
    },
}
"""What a screen reader says of each place to sign, in the language of the document.

A counselor signs to say what was reviewed, which is no promise by anybody.
"""


def signatories(record: AgreementRecord) -> tuple[Signatory, ...]:
    """Who signs, in the order in which the frozen facts name them."""
    return tuple(
        Signatory(
            role=party["role"],
            party_id=party["id"],
            name=party["name"],
            label=LABELS[record.language][party["role"]].replace("{name}", party["name"]),
        )
        for party in json.loads(record.facts)["parties"]
    )


def steps_of(record: AgreementRecord) -> dict[str, int]:
    """The step of each party's signature."""
    return signing_steps([party.role for party in signatories(record)])
