"""What each check asks, and what it found, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.languages import written
from app.core.sealed import Check
from app.usecases.verify import Answer
from app.web import i18n
from app.web.fields import Words

QUESTIONS: dict[str, Words] = {
    "a": _l("Is it our final file, byte for byte?"),
    "b": _l("Are all signatures there, and no other?"),
    "c": _l("Is everything as it was when each party signed?"),
    "d": _l("Were the signatures made with the keys we gave out?"),
    "e": _l("Was nothing added at the end?"),
    "f": _l("Do the figures inside match our record?"),
    "g": _l("Could the whole file be read?"),
}

FOUND: dict[str, Words] = {
    "final": _l("It is our final file."),
    "earlier_copy": _l("It is an earlier copy, from before the end."),
    "not_final": _l("It is not our final file."),
    "as_expected": _l("All signatures are there."),
    "some_on_paper": _l("All are there but those on paper."),
    "missing_or_extra": _l("A signature is missing, or there is one too many."),
    "unchanged": _l("Nothing was changed after anyone signed."),
    "not_finished": _l("It was not finished: the proofs of the signatures are missing."),
    "no_signature": _l("There is no signature in it."),
    "our_keys": _l("The keys are ours."),
    "some_keys": _l("The keys are ours, but some signatures are missing."),
    "unknown_key": _l("It was signed with a key that we did not give out."),
    "covers_all": _l("Nothing was added."),
    "something_added": _l("Something was added at the end."),
    "no_archive": _l("The last seal is missing."),
    "figures_match": _l("The figures match."),
    "figures_differ": _l("The figures do not match."),
    "readable": _l("It could be read."),
    "changed_after": _l("It was changed after a signature."),
    "proof_ended": _l("Nothing was changed, but its proof of time has run out."),
    "clock_behind": _l("Nothing was changed, but our clock is behind its seal."),
    "not_trusted": _l("Nothing was changed, but a root that it needs is not known here."),
    "unreadable": _l("It could not be read whole. Treat it as not genuine."),
    "not_reached": _l("We did not come this far."),
}

ROLES: dict[str, Words] = {
    "Lender": _l("the lender"),
    "Borrower": _l("the borrower"),
    "Counselor": _l("the counselor who reviewed it"),
}
"""For a file that gives no right to a name: who signed, by the place in it."""

_BY_HAND = (
    _l("This is a copy to sign by hand"),
    _l("It is our own copy, unchanged, as it was before anyone wrote on it."),
)

FINDINGS: dict[str, tuple[Words, Words]] = {
    "genuine_paper": (
        _l("Yes, this file is genuine"),
        _l(
            "It is the sealed text, whole and unchanged. Not everybody signed this file: "
            "one or more signed on paper. The lender keeps the paper."
        ),
    ),
    "large_print": (
        _l("This is a copy in large print"),
        _l("It is our own copy, unchanged. The words and figures are the same."),
    ),
    "to_sign": _BY_HAND,
    "to_sign_large": _BY_HAND,
    "genuine": (
        _l("Yes, this file is genuine"),
        _l("It is the file that everybody signed, whole and unchanged."),
    ),
    "record_shortened": (
        _l("This file is unchanged, but our record is not whole"),
        _l(
            "The value from your mail is not in our record of this agreement. If the mail is "
            "about this agreement, tell us, and keep the mail."
        ),
    ),
    "earlier_copy": (
        _l("No, this is an earlier copy"),
        _l("It is ours, from before the end. Signatures may be missing. Ask for the final file."),
    ),
    "changed": (
        _l("No, this is not the real file"),
        _l(
            "It says it is from here, but it was changed. Do not rely on it. Ask for the final "
            "file again."
        ),
    ),
    "not_ours": (
        _l("No, we do not know this file"),
        _l("It was not made here, or so much was changed that nothing fits."),
    ),
    "too_large": (
        _l("No, this file is too large"),
        _l("No file of ours is larger than 5 MB."),
    ),
    "evidence_paper": (
        _l("This is the evidence, not the agreement"),
        _l("It is our own paper, unchanged. To check the agreement, send its PDF."),
    ),
    "other_evidence": (
        _l("No, the two files do not belong together"),
        _l(
            "The evidence is ours, but it is about another agreement. Send the PDF alone, or with "
            "its own evidence."
        ),
    ),
    "unjudged": (
        _l("We could not finish this check"),
        _l(
            "This says nothing about the file. Try again in a few minutes. Until then, do not "
            "rely on it."
        ),
    ),
    "proof_ended": (
        _l("We could not finish this check"),
        _l(
            "Nothing in the file was changed. But it is old, and its proof of time has run out. "
            "Ask for the file of newer proofs, and send it with the evidence."
        ),
    ),
    "clock_behind": (
        _l("We could not finish this check"),
        _l(
            "Nothing in the file was changed. But our clock is behind the time of its seal. Tell "
            "us, and try again later."
        ),
    ),
    "not_trusted": (
        _l("We could not finish this check"),
        _l(
            "Nothing in the file was changed. But a root that it needs is not known here. Tell us, "
            "and try again later."
        ),
    ),
    "damaged_renewals": (
        _l("We could not check with these newer proofs"),
        _l("They were changed, or they are about another file. Ask for them again."),
    ),
    "damaged_evidence": (
        _l("We could not check with this evidence"),
        _l(
            "The evidence file was changed or is not ours. Send the PDF alone, or ask for it again."
        ),
    ),
}
"""What the checks come to: a heading, and what to do."""

TONES = {
    "genuine": "success",
    "genuine_paper": "success",
    "large_print": "info",
    "to_sign": "info",
    "to_sign_large": "info",
    "evidence_paper": "success",
    "unjudged": "info",
    "proof_ended": "info",
    "clock_behind": "info",
    "not_trusted": "info",
    "damaged_evidence": "info",
    "damaged_renewals": "info",
}
"""Good findings, and those that say neither yes nor no; all others warn."""


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in the language of the page, and in the other one."""

    here: str
    there: str


def both(say: Callable[[], object]) -> Both:
    """What ``say`` says in each language."""
    here = str(say())
    with force_locale(i18n.other().locale):
        return Both(here, str(say()))


def both_of(words: Mapping[str, str]) -> Both | None:
    """Words that were made in every language; nothing where there are none."""
    found = both(lambda: words.get(_spoken(), ""))
    return found if found.here and found.there else None


def _spoken() -> str:
    return written(i18n.language().code)


def outcome(check: Check) -> Words:
    """The answer to a check's question."""
    if check.code == "not_reached":
        return _("Not checked")
    return _("Yes") if check.ok else _("No")


SAYS_ENOUGH = {"earlier_copy": "ab", "other_evidence": ""}
"""Checks that tell a reader what is wrong; the others only follow from it."""


def wrong(answer: Answer) -> list[Words]:
    """Everything that was found to be wrong, in plain words."""
    letters = SAYS_ENOUGH.get(answer.finding, "abcdefg")
    failed = [c for c in answer.verdict.checks if not c.ok and c.code != "not_reached"]
    return [found_words(check) for check in failed if check.letter in letters]


def shown(answer: Answer) -> list[tuple[Both, Both]]:
    """Every check with its outcome; none where none was made, or for another agreement's file."""
    checks = answer.verdict.checks
    made = any(check.code != "not_reached" for check in checks)
    if not made or answer.finding == "other_evidence":
        return []
    return [(both(partial(_asked, check)), both(partial(_said, check))) for check in checks]


def _asked(check: Check) -> Words:
    return QUESTIONS[check.letter]


def _said(check: Check) -> str:
    """Yes or no, and what was found."""
    return _("%(answer)s. %(found)s", answer=outcome(check), found=found_words(check))


def found_words(check: Check) -> Words:
    """The sentence for one check; it names who had signed before a change."""
    if check.code == "changed_after" and check.detail:
        name = ROLES.get(check.detail, check.detail)
        return _("It was changed after %(name)s signed.", name=name)
    return FOUND.get(check.code, FOUND["unreadable"])
