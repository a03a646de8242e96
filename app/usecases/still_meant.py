"""Whether a message that waited is still meant: its reader has a part in it, and it is true by now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actions import Relation
from app.core.contact import Because
from app.core.negotiation.case import Stage
from app.core.negotiation.clock_events import Clock
from app.core.negotiation.complaints import late_one
from app.store.unit_of_work import UnitOfWork
from app.usecases import answer_time, authority_ends, proof_time
from app.usecases.notices import people_of
from app.usecases.scene import Scene, backstage

NOT_THEIRS = Because("house:not-theirs")
OVERTAKEN = Because("house:overtaken")
_SHOWN = ("waiting", "accepted")


def why_not(uow: UnitOfWork, payload: Mapping[str, Any], at: datetime) -> Because | None:
    """Why a message may not leave any more; nothing when it may.

    An authority may have been revoked since it was asked for, or a hold lifted. What names
    no case, household or request is meant for good: a sign-in code, a copy of one's own act.
    """
    person = UUID(payload["person_id"])
    if not _has_a_part(uow, payload, person, at):
        return NOT_THEIRS
    if "authority_id" in payload and authority_ends.live(uow, payload, at) is None:
        return OVERTAKEN
    check = _TRUE.get(payload["letter"])
    if check is None or "case_id" not in payload:
        return None
    scene = backstage(uow, UUID(payload["case_id"]))
    return None if check(uow, scene, payload, at) else OVERTAKEN


def _has_a_part(uow: UnitOfWork, payload: Mapping[str, Any], person: UUID, at: datetime) -> bool:
    if "referral_id" in payload:
        return _was_asked(uow, UUID(payload["referral_id"]), person)
    if "case_id" in payload:
        facts = uow.cases.facts(UUID(payload["case_id"]), at)
    elif "household_id" in payload:
        facts = uow.households.facts(UUID(payload["household_id"]), at)
    else:
        return True
    if facts is None or facts.restricted:
        return False
    # Who only looks by consent is told of nothing: a part in it is more than that.
    return bool(facts.relations(uow.people.actor(person)) - {Relation.CONSENTED})


def _was_asked(uow: UnitOfWork, referral_id: UUID, person: UUID) -> bool:
    """The borrower always; the charity as long as it may see the request."""
    found = uow.referrals.find(referral_id)
    if found is None or found.borrower_id == person:
        return found is not None
    members = {one for one, _ in uow.organisations.members(found.charity_id)}
    return found.state in _SHOWN and person in members


def _signs_next(uow: UnitOfWork, scene: Scene, payload: Mapping[str, Any], at: datetime) -> bool:
    agreement = scene.case.agreement
    if scene.case.stage is not Stage.SIGNING or agreement is None or agreement.next_signer is None:
        return False
    signers = people_of(uow, scene, agreement.next_signer, at)
    return (
        agreement.expires_on.isoformat() == payload["day"] and UUID(payload["person_id"]) in signers
    )


def _holds_until(_: UnitOfWork, scene: Scene, payload: Mapping[str, Any], at: datetime) -> bool:
    hold = scene.case.hold
    return (
        hold is not None
        and hold.until.isoformat() == payload["day"]
        and scene.case.on_hold(at.date())
    )


def _waits_still(uow: UnitOfWork, scene: Scene, payload: Mapping[str, Any], _: datetime) -> bool:
    """Whether nobody has answered what was asked when the time went by."""
    if payload.get("clock") == proof_time.PROOF:
        return scene.case.proof_late_since is not None
    asked = answer_time.heard(uow, scene)
    if asked is None or str(asked.version) != payload.get("asked", str(asked.version)):
        return False
    return not (asked.replied and payload.get("clock") == Clock.REPLY)


def _is_late(_: UnitOfWork, scene: Scene, payload: Mapping[str, Any], at: datetime) -> bool:
    return late_one(scene.history, UUID(payload["complaint"]), at) is not None


_TRUE: dict[str, Callable[[UnitOfWork, Scene, Mapping[str, Any], datetime], bool]] = {
    "signing_time": _signs_next,
    "hold_review": _holds_until,
    "still_waiting": _waits_still,
    "with_supervisor": _waits_still,
    "complaint_late": _is_late,
    "complaint_waits": _is_late,
}
