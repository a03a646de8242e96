"""What kind of signature an agreement carries, said from what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.label import signature_label
from app.documents.words import WORDS, speech
from app.store.agreements import Revision


def labels(revisions: Sequence[Revision]) -> dict[str, str]:
    """The label in every language, whatever today's settings are.

    Where our own clock stated any of the times, the label says so.
    """
    authorities = [one.token_authority for one in revisions if one.token_authority]
    seals = [one.sealed_by for one in revisions if one.sealed_by]
    return {language: signature_label(authorities, seals, speech(language)) for language in WORDS}
