"""What kind of signature an agreement carries, said from what was recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.sealed import PARTY_FIELDS
from app.documents.label import ended, paper_label, signature_label
from app.documents.words import WORDS, speech
from app.store.agreements import Revision


def labels(revisions: Sequence[Revision], on_paper: Sequence[str] = ()) -> dict[str, str]:
    """The label in every language, whatever today's settings are.

    Where our own clock stated any of the times, the label says so. It names those roles
    first that signed ``on_paper``.
    """
    authorities = [one.token_authority for one in revisions if one.token_authority]
    seals = [one.sealed_by for one in revisions if one.sealed_by]
    signed_here = any(one.field in PARTY_FIELDS.values() for one in revisions)
    return {
        language: signature_label(authorities, seals, speech(language))
        if not on_paper
        else paper_label(on_paper, authorities, seals, speech(language), signed_here=signed_here)
        for language in WORDS
    }


def told(label: Mapping[str, str]) -> dict[str, str]:
    """The label that sealed evidence tells, in the languages that we write."""
    return {lang: ended(words, speech(lang)) for lang, words in label.items() if lang in WORDS}


def other_readers(label: Mapping[str, str]) -> dict[str, str]:
    """What stands beside a label in each of its languages: what other programs say of the seal."""
    return {lang: speech(lang).say("unknown_identity") for lang in label}
