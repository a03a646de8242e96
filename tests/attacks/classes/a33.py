"""A sealed agreement with any change in it is refused, and the check says for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.core.sealed import Verdict
from app.gateways.inspect import inspect
from tests.agreements import AT
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.signing import surgery, wrapping
from tests.attacks.signing.conftest import Ground as Sealed
from tests.attacks.signing.surgery import edited
from tests.attacks.signing.test_changed_files import all_of_it, failed, trusted

FULL = True
STEP, STEP_IN_CI = 4096, 16 * 4096
LETTERS = "abcdefg"
"""The seven checks: digest, signatures, nothing after them, trust, cover, terms inside, form."""


@dataclass(frozen=True, slots=True)
class Ready:
    sealed: Sealed
    step: int


def prepare(ground: Ground) -> Ready:
    sealed: Sealed = ground.request.getfixturevalue("ground")
    return Ready(sealed, STEP if ground.full else STEP_IN_CI)


def send(ready: Ready, one: Input) -> Ran:
    sealed = ready.sealed
    if one.name == "byte-flip":
        forged = list(_flipped(sealed.worked.final, ready.step))
    else:
        forged = [FORGED[one.name](sealed)]
    verdicts = [inspect(file, sealed.worked.expected, AT) for file in forged]
    return Ran((), len(verdicts), verdicts)


def _flipped(pdf: bytes, step: int) -> Iterator[bytes]:
    for place in range(0, len(pdf), step):
        changed = bytearray(pdf)
        changed[place] ^= 1
        yield bytes(changed)


def _stripped(sealed: Sealed) -> bytes:
    """As it was drawn, before anybody signed."""
    return sealed.worked.drawn.pdf


FORGED: dict[str, Callable[[Sealed], bytes]] = {
    "increment": lambda s: edited(s.worked.final, surgery.replace_page),
    "annotation": lambda s: edited(s.worked.final, surgery.cover_an_amount),
    "other-key": all_of_it,
    "stripped": _stripped,
    "older": lambda s: s.worked.revisions[-2].pdf,
    "truncated": lambda s: s.worked.final[:-1024],
    "late-attachment": lambda s: edited(s.worked.final, surgery.attach_another),
    "our-own-seal-again": trusted,
    "doubled": lambda s: s.worked.final + s.worked.final,
    "figures-inside": lambda s: edited(s.worked.final, surgery.replace_figures),
    "script": lambda s: edited(s.worked.final, surgery.run_a_script),
    "wrapped": lambda s: wrapping.wrapped(s.worked.final, which=0),
}


@check
def every_change_is_refused_with_its_reason(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        for verdict in result.said:
            reasons = [c.code for c in verdict.checks if not c.ok]
            if verdict.accepted or not all(reasons) or not reasons:
                yield f"{name}: accepted {verdict.accepted}, for {reasons}"
    if ran["older"].said[0].checks[0].code != "earlier_copy":
        yield f"older: is called {ran['older'].said[0].checks[0].code}"


@check
def all_seven_checks_are_asked(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        for verdict in result.said:
            if (asked := _letters(verdict)) != LETTERS:
                yield f"{name}: {asked}"


@check
def the_unchanged_file_is_genuine(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """By what is known of it alone, so without our database and network as well."""
    verdict = inspect(ready.sealed.worked.final, ready.sealed.worked.expected, AT)
    if not verdict.accepted or _letters(verdict) != LETTERS:
        yield f"refused for {sorted(failed(verdict))}"


def _letters(verdict: Verdict) -> str:
    return "".join(one.letter for one in verdict.checks)
