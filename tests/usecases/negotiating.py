"""Two tabs a side and a counselor at one case, whatever the clock says: what must hold.

``Broken`` names the line that did not. Of every event, as it comes:

1.  time: it bears the moment at which it happened, and none is before another.
2.  seen: who accepts, counters, declines or extends an offer, or answers a midpoint, has
    seen that very one.
3.  other side: an offer is answered by the side that did not make it; nobody makes two in
    a row without taking the first back.
4.  once: an offer has one outcome.
5.  expired: no offer is accepted after its last day, counted where that day ends last; an
    extension and the week after a pause count.
6.  paused: in a dispute, on a hold and before a proof is given nothing is offered, accepted
    or looked for, and the lender refuses nothing.
7.  mandate: a counselor does something only while the borrower lets them.
8.  ceilings: no plan is above what the household was told to be able to bear.
9.  rounds: offers without agreement end with a person, and go on when a person says so.
10. asking: whoever asks, waits, doubts or pauses changes no sum, no plan and no stage, and
    costs no offer a day; a correction only ever lowers a debt.
11. in force: a sealed plan stays as it is until the borrower leaves it or owes nothing.
12. clocks: time alone does nothing to the borrower. What it brings is that a lender who did
    not answer or prove is late, or that a private test is over.
13. budget: a lender from whom the budget was taken back offers nothing by it, and has no
    midpoint looked for.

Of every act:

14. refused: a refusal changes nothing in the database, not even by a row that it happened.
15. free: help is never refused to the borrower, nor their no to the offer they see.
16. secret: a figure of the private test changes nothing for the other side; the answer is
    yes or no, right, and given once; the figures are gone with it, and in no event, row of
    the audit log, line of the log or mail.
17. chased: in a dispute, on a hold and when it is the lender's turn no call or letter is
    planned or stays planned, and no message that the lender began arrives.
18. hours: a mail, a text or a call reaches the borrower only inside the hours of the place
    and of their own wish, and stands in the ledger.
19. caps: one contact a day, three a week, ten in thirty days.
20. wishes: nothing leaves by a way that the borrower does not want, but for what the law
    requires.
21. works: no background work fails.

Of what is stored, whenever it or the time has changed:

22. replay: the stored events make the case that the product answered with, the lists show
    the same, and each event is read as it was written.
23. chains: the chains of the case, of the household and of the audit log are whole.
24. promises: the household's promises are those of the offer that stands or was accepted.
25. late: once the lender's time for a decision or a proof is over everywhere, the case
    says so.
26. revoked: without a mandate a counselor finds no case and is told no news; a lender from
    whom the budget was taken back reads nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.access import Role
from app.core.negotiation.case import Case, Stage
from app.core.negotiation.clock_events import ClockMissed
from app.core.negotiation.dispute_events import DebtCorrected
from app.core.negotiation.events import (
    AgreementCancelled,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferWithdrawn,
)
from app.core.negotiation.folding import evolve, fold
from app.core.negotiation.middle_events import (
    MiddleEvent,
    MidpointAsked,
    MidpointFound,
    MidpointRefused,
    OfferExtended,
    OverlapEnded,
)
from app.core.negotiation.middle_state import MIDPOINT
from app.core.negotiation.pause_events import PauseEvent
from app.core.negotiation.proof_events import ProofEvent, ProofMissed
from app.core.negotiation.round_events import RoundsEvent
from tests.usecases.second_opinion import (
    bears,
    closes,
    last_date,
    most_rounds,
    ours,
    paused,
    rounds,
    standing,
)

BY_TIME_ALONE = (ClockMissed, ProofMissed, OverlapEnded)
LEAST_REPLY = timedelta(days=5)
ASKING = PauseEvent | ProofEvent | RoundsEvent | MiddleEvent
"""A dispute and a shared budget move no sum either, but say so in lines of their own."""


class Broken(AssertionError):
    """A line of what must hold does not; the message begins with its name."""


def must(held: bool, line: str, **about: object) -> None:
    if not held:
        raise Broken(f"{line}: {about}")


@dataclass(frozen=True, slots=True)
class Move:
    """An event, those before it, and what is known of the tab that caused it.

    ``tab`` is empty where time alone did; ``seen`` is what the tab had before its eyes.
    """

    before: tuple[Event, ...]
    event: Event
    tab: str
    seen: frozenset[str]
    mandate: bool
    hidden: bool
    now: datetime


def judge(move: Move) -> None:
    """Raises Broken: the event breaks a line of the first part."""
    event, by_counselor = move.event, move.event.by is Role.COUNSELOR
    must(not by_counselor or (move.tab == "counselor" and move.mandate), "mandate", event=event)
    match event:
        case OfferMade():
            _made(move, event)
        case OfferAccepted() | OfferDeclined():
            _answered(move, event)
        case OfferWithdrawn():
            offer = standing(move.before)
            must(offer is not None and ours(offer.by) is ours(event.by), "once", event=event)
        case OfferExtended():
            _extended(move, event)
        case MidpointAsked():
            must(not paused(move.before, move.now), "paused", event=event)
            must(not (event.by is Role.LENDER and move.hidden), "budget", event=event)
        case MidpointRefused():
            must(event.digest in move.seen, "seen", event=event)
        case ClockMissed():
            _late(move, event)
        case _:
            pass
    if event.by is Role.LENDER and isinstance(event, OfferDeclined | OfferWithdrawn | MiddleEvent):
        must(not paused(move.before, move.now), "paused", event=event)
    must(event.at == move.now, "time", event=event)
    must(all(earlier.at <= event.at for earlier in move.before), "time", event=event)
    _unharmed(move, fold(move.before))


def _made(move: Move, event: OfferMade) -> None:
    must(not paused(move.before, move.now), "paused", event=event)
    must(not (event.by is Role.LENDER and move.hidden), "budget", event=event)
    offer = standing(move.before)
    must(event.answers == (offer.digest if offer else None), "seen", event=event)
    if event.label == MIDPOINT:
        # It names the two offers that it lies between: who saw it has seen them.
        found = [e for e in move.before if isinstance(e, MidpointFound)][-1]
        must(found.terms == event.terms and found.digest in move.seen, "seen", event=event)
    elif offer is not None:
        must(offer.digest in move.seen, "seen", event=event)
    must(offer is None or ours(event.by) is not ours(offer.by), "other side", event=event)
    budget = fold(move.before).budget
    must(budget is not None and bears(budget, event.terms), "ceilings", event=event)
    free = event.label == MIDPOINT or rounds(move.before) < most_rounds(move.before)
    must(free, "rounds", event=event)


def _answered(move: Move, event: OfferAccepted | OfferDeclined) -> None:
    offer = standing(move.before)
    if offer is None:
        raise Broken(f"once: {event}")
    must(event.digest == offer.digest and offer.digest in move.seen, "seen", event=event)
    must(ours(event.by) is not ours(offer.by), "other side", event=event)
    if isinstance(event, OfferAccepted):
        must(last_date(move.now) <= offer.expires_on, "expired", event=event)
        must(not paused(move.before, move.now), "paused", event=event)


def _extended(move: Move, event: OfferExtended) -> None:
    offer = standing(move.before)
    if offer is None:
        raise Broken(f"once: {event}")
    must(event.digest == offer.digest and offer.digest in move.seen, "seen", event=event)
    first = offer.terms.schedule.instalments[0].due_on
    must(offer.expires_on < event.until < first, "expired", event=event)


def _late(move: Move, event: ClockMissed) -> None:
    """Nobody is called late who had time left, or had answered."""
    must(not move.tab and event.by is Role.SYSTEM, "clocks", event=event)
    must(last_date(move.now) > event.due_on, "clocks", event=event)
    asked = move.before[event.asked - 1]
    must(event.due_on - asked.at.date() >= LEAST_REPLY, "clocks", event=event, asked=asked)
    since = move.before[event.asked :]
    answers = (OfferMade, OfferAccepted, OfferDeclined)
    spoke = any(isinstance(e, answers) and e.by is Role.LENDER for e in since)
    must(not spoke, "clocks", event=event)


def _unharmed(move: Move, was: Case) -> None:
    event, now = move.event, evolve(was, move.event)
    before, after = was.debt if was.opened else None, now.debt if now.opened else None
    if isinstance(event, DebtCorrected) and before and after:
        rises = after.owed > before.owed or after.fees > before.fees
        must(not rises and after.interest <= before.interest, "asking", event=event)
    else:
        must(before == after, "asking", event=event)
    if isinstance(event, ASKING):
        must(was.stage is now.stage and was.agreement == now.agreement, "asking", event=event)
        if was.offer is not None:
            same = now.offer is not None and now.offer.terms == was.offer.terms
            must(same, "asking", event=event)
    if was.stage is Stage.SEALED:
        left = isinstance(event, AgreementCancelled) and ours(event.by)
        must(now.stage is Stage.SEALED or left or closes(event), "in force", event=event)
        kept = left or closes(event) or (was.offer, was.accepted) == (now.offer, now.accepted)
        must(kept, "in force", event=event)
    old, new = standing(move.before), standing((*move.before, event))
    if old and new and old.offer_id == new.offer_id:
        must(new.expires_on >= old.expires_on, "asking", event=event)
        must(
            now.offer is not None and now.offer.expires_on == new.expires_on, "expired", event=event
        )
