"""All tables in one place: whoever needs the whole schema imports ``METADATA``."""

from __future__ import annotations

from app.store import (
    agreement_tables,
    case_tables,
    checkpoint_tables,
    contact_tables,
    counselor_tables,
    evidence_tables,
    exhibit_tables,
    factor_tables,
    figure_tables,
    keeping_tables,
    key_tables,
    message_tables,
    offer_tables,
    overlap_tables,
    people_tables,
    policy_tables,
    sharing_tables,
    work_tables,
)
from app.store.base import Base

MODULES = (
    people_tables,
    case_tables,
    offer_tables,
    agreement_tables,
    evidence_tables,
    work_tables,
    figure_tables,
    policy_tables,
    contact_tables,
    counselor_tables,
    sharing_tables,
    message_tables,
    overlap_tables,
    checkpoint_tables,
    exhibit_tables,
    key_tables,
    factor_tables,
    keeping_tables,
)
METADATA = Base.metadata
