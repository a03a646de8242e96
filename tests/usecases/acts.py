"""What people at the table do beside offers and answers, each by name, for the state machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from app.core.budget_view import Level
from app.core.contact import Channel, Direction
from app.core.money import Money
from app.core.negotiation.commands import (
    AskHelp,
    LiftHold,
    OpenRound,
    PlaceHold,
    RaiseDispute,
    SettleDispute,
)
from app.core.negotiation.dispute_events import Claim, DebtPart, Figures
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.middle_commands import (
    AllowOverlap,
    ExtendOffer,
    RefuseMidpoint,
    VetoOverlap,
)
from app.core.negotiation.middle_events import MidpointFound
from app.core.negotiation.proof_commands import AnswerProof
from app.core.negotiation.proof_events import LineKind, ProofKind, ProofLine
from app.core.reach import Said
from app.usecases import calls, doubts, holds, messages, midpoint, overlap, who_sees, wishes
from tests.usecases.negotiating import must
from tests.usecases.reached import ledger
from tests.usecases.table import Table

Act = Callable[[Table, str], object]
NUMBER = "+447700900123"
EVERY_WAY = frozenset({Channel.MAIL, Channel.TEXT, Channel.TELEPHONE, Channel.LETTER})
WISHES = (
    Said(EVERY_WAY),
    Said(EVERY_WAY, Channel.TEXT),
    Said(EVERY_WAY, from_hour=14, until_hour=16),
    Said(frozenset({Channel.LETTER})),
)
HOLDS = (
    ("house:asked-for-time", 0),
    ("house:asked-for-time", 30),
    ("house:bereavement", 6),
    ("UK-B01", 60),
)


def ask_midpoint(table: Table, tab: str) -> None:
    _watch(table, tab, midpoint.ask)
    table.look(tab)


def take_midpoint(table: Table, tab: str) -> None:
    words, seen = "It lies between our two offers.", _middle(table, tab)
    part, actor = table.scene.part, table.actor(tab)
    table.watch(tab, lambda: midpoint.take(part.deps, actor, part.case_id, seen=seen, words=words))


def refuse_midpoint(table: Table, tab: str) -> None:
    table.do(tab, RefuseMidpoint(_middle(table, tab), "It takes too long for us."))


def extend(table: Table, tab: str) -> None:
    table.do(tab, ExtendOffer(table.offer_seen(tab)))


def hold(table: Table, tab: str, which: int) -> None:
    rule, days = HOLDS[which]
    until = (table.now + timedelta(days=days)).date()
    table.do(tab, PlaceHold(rule, until, "I look for my papers."))


def take_time(table: Table, tab: str) -> None:
    """As on the page: what the law or the house gives."""
    part, actor = table.scene.part, table.actor(tab)
    words = "I look for my papers."
    table.watch(tab, lambda: holds.place(part.deps, actor, part.case_id, "UK-B01", words))


def dispute(table: Table, tab: str, kind: DisputeKind, claim: Claim | None = None) -> None:
    table.do(tab, RaiseDispute(kind, "The fees are not right.", claim))


def dispute_fee(table: Table, tab: str) -> None:
    nothing = Money.zero(table.case().debt.owed.currency)
    dispute(table, tab, DisputeKind.WRONG_AMOUNT, Claim(DebtPart.FEES, "Late fee", nothing))


def correct(table: Table, tab: str) -> None:
    figures = lower(table.case().debt.figures)
    words = "You are right about the fee."
    table.do(tab, SettleDispute(upheld=True, explanation=words, corrected=figures))


def lower(was: Figures) -> Figures:
    """Without the fees; where there are none any more, with a little less of the principal."""
    nothing = Money.zero(was.fees.currency)
    if was.fees > nothing:
        return replace(was, fees=nothing, arrears=max(nothing, was.arrears - was.fees))
    little = Money(1_200, nothing.currency)
    return replace(was, principal=was.principal - little, arrears=nothing)


def ask_proof(table: Table, tab: str) -> None:
    part, actor = table.scene.part, table.actor(tab)
    wanted = (ProofKind.STATEMENT,)
    table.watch(tab, lambda: doubts.ask_proof(part.deps, actor, part.case_id, wanted, "Which fee?"))


def answer_proof(table: Table, tab: str) -> None:
    owed = table.case().debt.owed
    line = ProofLine(table.now.date(), LineKind.PRINCIPAL, owed, "The loan")
    table.do(tab, AnswerProof((line,), "Here is each payment."))


def ask_help(table: Table, tab: str) -> None:
    done = table.do(tab, AskHelp("I would like to talk with somebody."))
    must(done or not tab.startswith("borrower"), "free", tab=tab)


def write(table: Table, tab: str) -> None:
    part, actor = table.scene.part, table.actor(tab)
    words = "I have looked at the plan. When does it begin?"
    table.watch(tab, lambda: messages.write(part.deps, actor, part.case_id, uuid4(), words))


def plan(table: Table, tab: str, channel: Channel, ahead: timedelta) -> None:
    part, actor, at = table.scene.part, table.actor(tab), table.now + ahead
    table.watch(tab, lambda: calls.plan(part.deps, actor, part.case_id, uuid4(), channel, at))


def call(table: Table, tab: str) -> None:
    """Somebody rang, whatever the hour: it is written down, with the rule that it broke."""
    made = calls.Made(uuid4(), Channel.TELEPHONE, Direction.OUT, table.now, talked=False, words="")
    part, actor = table.scene.part, table.actor(tab)
    table.watch(tab, lambda: calls.write_down(part.deps, actor, part.case_id, made))


def call_off(table: Table, tab: str) -> None:
    part, actor = table.scene.part, table.actor(tab)
    key = next((one.key for one in ledger(table) if one.planned), "")
    table.watch(tab, lambda: calls.call_off(part.deps, actor, part.case_id, key))


def wish(table: Table, tab: str, which: int) -> None:
    part, actor, said = table.scene.part, table.actor(tab), WISHES[which]
    home = part.household_id
    if table.watch(tab, lambda: wishes.say(part.deps, actor, home, said, NUMBER, "en")):
        table.said = said


def stop(table: Table, tab: str) -> None:
    part, actor = table.scene.part, table.actor(tab)
    if table.watch(tab, lambda: wishes.stop_now(part.deps, actor, part.household_id, None)):
        table.said = replace(table.said, ways=frozenset(), news=Channel.MAIL)


def show(table: Table, tab: str, level: Level) -> None:
    """Who sees how much of the budget: a lender that is shown nothing lost it."""
    part, actor = table.scene.part, table.actor(tab)
    if table.watch(tab, lambda: who_sees.choose(part.deps, actor, part.case_id, level)):
        table.hidden = level is Level.NOTHING


def veto(table: Table, tab: str) -> None:
    allowed = table.case().middle.vetoed
    table.do(tab, AllowOverlap() if allowed else VetoOverlap())


def _watch(table: Table, tab: str, act: Callable[..., object]) -> None:
    part, actor = table.scene.part, table.actor(tab)
    table.watch(tab, lambda: act(part.deps, actor, part.case_id))


def _middle(table: Table, tab: str) -> str:
    found = [e.digest for e in table.history if isinstance(e, MidpointFound)]
    return next((d for d in reversed(found) if d in table.seen.get(tab, ())), "")


def _later(at: datetime, hour: int) -> timedelta:
    """To that hour of the day after tomorrow."""
    return at.replace(hour=hour, minute=0) + timedelta(days=2) - at


BETWEEN: dict[str, Act] = {
    "extend": extend,
    "ask midpoint": ask_midpoint,
    "take midpoint": take_midpoint,
    "refuse midpoint": refuse_midpoint,
    "open test": lambda table, tab: _watch(table, tab, overlap.open_test),
    "open round": lambda table, tab: table.do(tab, OpenRound("Both want to go on.")),
    "veto": veto,
}
PAUSES: dict[str, Act] = {
    **{f"hold {number}": partial(hold, which=number) for number in range(len(HOLDS))},
    "take time": take_time,
    "more time": lambda table, tab: _watch(table, tab, holds.extend),
    "lift": lambda table, tab: table.do(tab, LiftHold()),
    "ask proof": ask_proof,
    "answer proof": answer_proof,
    "ask help": ask_help,
}
DOUBTS: dict[str, Act] = {
    "whole": lambda table, tab: dispute(table, tab, DisputeKind.ALREADY_PAID),
    "not mine": lambda table, tab: dispute(table, tab, DisputeKind.NOT_MINE),
    "fee": dispute_fee,
    "fraud": lambda table, tab: dispute(table, tab, DisputeKind.IDENTITY_FRAUD),
    "abuse": lambda table, tab: dispute(table, tab, DisputeKind.ECONOMIC_ABUSE),
    "no": lambda table, tab: table.do(tab, SettleDispute(False, "Here is the contract.")),
    "correct": correct,
    "yes": lambda table, tab: table.do(tab, SettleDispute(True, "This is not yours.")),
}
REACHING: dict[str, Act] = {
    "write": write,
    "plan call": lambda table, tab: plan(table, tab, Channel.TELEPHONE, _later(table.now, 11)),
    "plan late call": lambda table, tab: plan(table, tab, Channel.TELEPHONE, timedelta(hours=11)),
    "plan letter": lambda table, tab: plan(table, tab, Channel.LETTER, timedelta(days=4)),
    "call": call,
    "call off": call_off,
}
CONSENTS: dict[str, Act] = {
    "stop": stop,
    **{f"wish {number}": partial(wish, which=number) for number in range(len(WISHES))},
    "hide budget": lambda table, tab: show(table, tab, Level.NOTHING),
    "show budget": lambda table, tab: show(table, tab, Level.LINES),
}
