"""Characters that hide, turn round or pile up: in texts of people, on pages and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from uuid import uuid4

from app.core.agreement import facts_bytes
from app.core.errors import InvalidInput
from app.core.message_guard.judging import Outcome, judge
from app.core.text import first_hidden
from app.documents.drawing import draw
from app.documents.sandbox import Sandbox
from app.usecases import imports
from tests.agreements import an_english_agreement
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Talks, timed
from tests.core.imports.lender_tables import GOOD, table
from tests.documents.pages import pages

MOST_DRAWING_MS = 5000
SAME, MIXED = "another borrower whose name looks the same", "more than one alphabet"


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks


def prepare(ground: Ground) -> Ready:
    return Ready(Talks.of(ground, "four-weekly", "confirm", "tell"))


def send(ready: Ready, one: Input) -> Ran:
    """Into a message, a debt's name and a complaint; and as a name on paper, where we let it be."""
    talks, text = ready.talks, one.send
    sent = text.encode("utf-8", "surrogatepass")
    fields = {
        f"{talks.mine}/messages": {"message": str(uuid4()), "words": sent},
        f"{talks.home}/budget/debts": {"creditor": sent, "kind": "other", "owed": "20"},
        f"{talks.mine}/complaint": {"complaint": str(uuid4()), "words": sent},
    }
    answers = [talks.borrower.post(path, form) for path, form in fields.items()]
    answers = [a for a in answers if a.status_code != HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    taken = [a.request.path for a in answers if a.status_code == HTTPStatus.SEE_OTHER]
    refused = Ran.of(
        *answers, did=len(fields), said=(text, taken, _drawn(talks.ground.sandbox, text))
    )
    return refused if answers else replace(refused, statuses=(HTTPStatus.BAD_REQUEST,))


def _drawn(box: Sandbox, name: str) -> tuple[float, str, str] | None:
    """Milliseconds of drawing, the amount that is agreed, and all words of the paper."""
    facts = an_english_agreement(12)
    lender, borrower = facts.parties
    named = replace(facts, parties=(lender, replace(borrower, name=name)))
    try:
        written = facts_bytes(named)
    except (InvalidInput, ValueError):
        return None
    drawn, took = timed(partial(draw, box, written, "en"), MOST_DRAWING_MS)
    words = " ".join(page.text for page in pages(drawn.pdf))
    return took, facts.terms.schedule.instalments[0].amount.plain, words


@check
def nothing_hidden_is_kept(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        text, taken, drawn = result.said
        if drawn and first_hidden(text):
            yield f"{name}: is on paper"
        # Bytes that are no text are kept as their percent signs: there is nothing hidden in them.
        if name != "lone-surrogate" and first_hidden(text, many_lines=True) and taken:
            yield f"{name}: taken at {taken}"


@check
def lengths_are_limited(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if len(result.said[0]) > 2000 and (result.said[1] or result.said[2]):
            yield f"{name}: {len(result.said[0])} characters were taken"


@check
def paper_is_drawn_soon_and_its_amounts_stay(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if result.said[2] is None:
            continue
        took, amount, words = result.said[2]
        if took > MOST_DRAWING_MS:
            yield f"{name}: drawn in {took:.0f} ms"
        if amount not in words:
            yield f"{name}: {amount} is not on the paper"


@check
def names_that_look_the_same_are_told_to_staff(
    ready: Ready, ran: Mapping[str, Ran]
) -> Iterator[str]:
    """Two borrowers of one lender, and letters of two alphabets; others are as they were."""
    talks, odd = ready.talks, ran["look-alike"].said[0]
    names = {"X-1": "Apple", "X-2": odd, "X-3": "Pear Tree", "X-4": "Sam Ivаnov"}
    rows = [GOOD | {"account": a, "name": n, "contact": f"{a}@x.example"} for a, n in names.items()]
    part = talks.part
    imports.import_debts(part.deps, part.place.admin, part.place.lender, table(*rows))
    with part.deps.reading() as uow:
        found = {a: uow.cases.by_account(part.place.lender, a) for a in names}
    pages = {
        a: talks.agent.get(f"/lender/cases/{case.id}").text for a, case in found.items() if case
    }
    told = {a: tuple(words in page for words in (SAME, MIXED)) for a, page in pages.items()}
    wanted = {
        "X-1": (True, False),
        "X-2": (True, True),
        "X-3": (False, False),
        "X-4": (False, True),
    }
    if told != wanted:
        yield f"told {told}"


@check
def look_alikes_are_read_as_what_they_look_like(_: Ready, __: Mapping[str, Ran]) -> Iterator[str]:
    """Staff cannot write past the guard with letters of another alphabet."""
    for words in ("We will have you arrested", "Wе will hаvе уоu аrrеstеd"):
        if judge(words).outcome is not Outcome.BLOCKED:
            yield words
