"""What the people of the demonstration do, one function a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from app.core.access import Actor, Role
from app.core.negotiation.commands import (
    AcceptOffer,
    ConfirmDebt,
    CounterOffer,
    PlaceHold,
    RaiseDispute,
    WithdrawOffer,
)
from app.core.negotiation.events import DisputeKind
from app.core.negotiation.proof_events import ProofKind
from app.core.results import Label
from app.usecases import authority, budget, doubts, negotiate, offers, queries, records, sign
from app.usecases.demo_stories import Story
from app.usecases.deps import Deps

HOLD = timedelta(days=30)
LANGUAGES = {"UK": "en", "CN": "zh"}


@dataclass(frozen=True, slots=True)
class Place:
    """One country's cast: a lender with three people, a charity with a counselor."""

    lender: UUID
    charity: UUID
    admin: Actor
    agent: Actor
    supervisor: Actor
    counselor: Actor


@dataclass(frozen=True, slots=True)
class Part:
    """One story on stage. ``work`` runs the background jobs that are due."""

    deps: Deps
    place: Place
    story: Story
    borrower: Actor
    case_id: UUID
    household_id: UUID
    work: Callable[[], None]


def confirm(part: Part) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, ConfirmDebt())


def tell(part: Part) -> None:
    if part.story.told is None:
        raise LookupError(part.story.key)
    budget.save(part.deps, part.borrower, part.household_id, part.story.told)


def offer(part: Part) -> None:
    """The lowest payment that fits: where most people start."""
    found = offers.choice(part.deps, part.borrower, part.case_id)
    drafts = offers.drafts(found)
    chosen = next((d for d in drafts if d.label == Label.LOWEST_PAYMENT), drafts[0])
    words = {"UK": "This fits my month.", "CN": "这个数目我每月付得起。"}[part.story.place]
    offers.send(
        part.deps, part.borrower, part.case_id, chosen, words=words, shown=chosen.digest, seen=None
    )


def counter(part: Part) -> None:
    """The lender answers with a plan that is fair to both sides, within the recommended part."""
    found = offers.choice(part.deps, part.borrower, part.case_id)
    standing = found.scene.case.offer
    drafts = offers.drafts(found)
    fair = next(d for d in drafts if not d.stretch and standing and d.digest != standing.digest)
    words = {
        "UK": "This clears the debt sooner and stays within your budget.",
        "CN": "这样可以更早还清，也在您的预算之内。",
    }[part.story.place]
    seen = standing.digest if standing else ""
    negotiate.submit(
        part.deps,
        part.place.agent,
        part.case_id,
        CounterOffer(uuid4(), fair.terms, words, seen, fair.label),
    )


def accept(part: Part) -> None:
    found = offers.choice(part.deps, part.borrower, part.case_id)
    standing = found.scene.case.offer
    if standing is None:
        raise LookupError(part.story.key)
    negotiate.submit(part.deps, part.borrower, part.case_id, AcceptOffer(standing.digest))
    part.work()


def sign_all(part: Part) -> None:
    """Every party signs in turn; the jobs put the signatures on and seal the file."""
    spoken = LANGUAGES[part.story.place]
    if records.page(part.deps, part.borrower, part.case_id, spoken).since is None:
        agree_to_records(part)
    people = {
        Role.LENDER: part.place.agent,
        Role.BORROWER: part.borrower,
        Role.COUNSELOR: part.place.counselor,
    }
    agreement = queries.case_page(part.deps, part.borrower, part.case_id).case.agreement
    for role in agreement.signers if agreement else ():
        actor = people[role]
        page = sign.prepare(part.deps, actor, part.case_id, spoken)
        sign.act(
            part.deps,
            actor,
            part.case_id,
            sign.Act(
                version=page.reading.version,
                shown_sha256=page.reading.file_sha256 or "",
                nonce=page.nonce,
                key=page.key,
                typed_name=page.name,
                intent=page.intent,
                language=page.language,
                agrees_to_records=True,
            ),
        )
        part.work()


def agree_to_records(part: Part) -> None:
    """The borrower opens the test file and types its word."""
    spoken = LANGUAGES[part.story.place]
    word = records.trial_words(part.case_id, spoken)["pdf"]
    records.agree(part.deps, part.borrower, part.case_id, word, spoken)


def dispute(part: Part) -> None:
    words = "I paid this in 2024."
    command = RaiseDispute(DisputeKind.ALREADY_PAID, words)
    negotiate.submit(part.deps, part.borrower, part.case_id, command)


def ask_proof(part: Part) -> None:
    wanted = (ProofKind.STATEMENT, ProofKind.INTEREST)
    doubts.ask_proof(part.deps, part.borrower, part.case_id, wanted, "I know of no late fee.")


def hold(part: Part) -> None:
    until = (part.deps.now() + HOLD).date()
    command = PlaceHold("house:time-to-think", until, "I need time to find my papers.")
    negotiate.submit(part.deps, part.borrower, part.case_id, command)


def withdraw(part: Part) -> None:
    negotiate.submit(part.deps, part.borrower, part.case_id, WithdrawOffer())


def mandate(part: Part) -> None:
    authority.give(part.deps, part.borrower, part.household_id, part.place.charity)


STEPS: dict[str, Callable[[Part], None]] = {
    "confirm": confirm,
    "tell": tell,
    "offer": offer,
    "counter": counter,
    "accept": accept,
    "records": agree_to_records,
    "sign": sign_all,
    "dispute": dispute,
    "ask proof": ask_proof,
    "hold": hold,
    "withdraw": withdraw,
    "authority": mandate,
}
