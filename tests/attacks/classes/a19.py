"""Amounts that are no amounts, in every field that takes one from people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from tests.attacks.checks import no_fault_of_ours
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Sender, Talks, hidden, timed, typed_again

__all__ = ["no_fault_of_ours"]

FULL = True
MOST_MS = 200
QUICK = 2
"""Fields of pages that work no plan out; our own inputs go there alone, but at full size."""
FIRST = {"first_due-year": "2027", "first_due-month": "2", "first_due-day": "1"}
OFFER = {"every": "monthly", "rate": "0", "explanation": "A plan that fits.", "step": "show"}
NO_ANSWER = ("blank", "empty", "ideographic-blank")
"""In a field that may stay empty these are no answer."""


@dataclass(frozen=True, slots=True)
class Field:
    """A form whose other answers are fine; ``must`` says that it needs this one."""

    who: Sender
    path: str
    name: str
    form: dict[str, str]
    must: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks
    fields: tuple[Field, ...]


def prepare(ground: Ground) -> Ready:
    talks = Talks.of(ground, "four-weekly", "confirm", "tell", "offer")
    mine, agent = talks.borrower, talks.agent
    plan = OFFER | FIRST | {"seen": hidden(agent.get(f"{talks.desk}/offer"), "seen")}
    debt = {"creditor": "A shop", "kind": "other"}
    return Ready(
        talks,
        (
            Field(mine, f"{talks.home}/budget/debts", "owed", debt),
            Field(mine, f"{talks.home}/budget/people", "savings", {"adults": "1"}, must=False),
            Field(mine, f"{talks.mine}/own", "amount", {"every": "monthly"} | FIRST),
            Field(mine, f"{talks.home}/budget/debts", "pays", debt | {"owed": "20"}, must=False),
            Field(agent, f"{talks.desk}/offer", "amount", plan),
            Field(agent, f"{talks.desk}/offer", "write_off", plan, must=False),
        ),
    )


def send(ready: Ready, one: Input) -> Ran:
    answers, said = [], []
    some = QUICK if one.own and not ready.talks.ground.full else None
    for field in ready.fields[:some]:
        if one.name in NO_ANSWER and not field.must:
            continue
        form = field.form | {field.name: one.send}
        answer, took = timed(partial(field.who.post, field.path, form), MOST_MS)
        answers.append(answer)
        said.append((f"{field.path} {field.name}", took, typed_again(answer, field.name), one.send))
    return Ran.of(*answers, said=said)


@check
def each_is_answered_at_once(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        for where, took, _, _ in result.said:
            if took > MOST_MS:
                yield f"{name}: {where} took {took:.0f} ms"


@check
def what_was_typed_is_shown_again(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """No page can hold U+0000: there the rest has to come back."""
    for name, result in ran.items():
        for where, _, shown, typed in result.said:
            if (shown or "").strip("\x00\ufffd") != typed.strip("\x00"):
                yield f"{name}: {where} shows {shown!r} for {typed!r}"


@check
def amounts_are_whole_minor_units(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    talks = ready.talks
    with talks.part.deps.reading() as uow:
        connection = uow.audit.connection
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in names.all():
            for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")'):
                if str(row[2]).upper().startswith(("REAL", "FLOAT", "DOUBLE", "NUMERIC", "DEC")):
                    yield f"{table}.{row[1]} is {row[2]}"
