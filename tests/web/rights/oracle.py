"""What the table of rights means for one request, worked out a second time and by hand.

Only ``RULES`` comes from the product. Who stands how to what is written down here, so that
a fault in ``relations``, ``permits`` or a guard shows as a difference.
"""

from __future__ import annotations

from enum import StrEnum

from app.core.access import RULES, Action, Relation

MEMBER, OWNER, JOINT = Relation.MEMBER, Relation.OWNER, Relation.JOINT
MANDATED, CONSENTED = Relation.MANDATED, Relation.CONSENTED
COUNSELOR, OPERATOR = Relation.COUNSELOR, Relation.OPERATOR
AGENT, ADMIN = Relation.LENDER_STAFF, Relation.LENDER_ADMIN
SUPERVISOR = Relation.LENDER_SUPERVISOR


class Answer(StrEnum):
    """The four kinds of answers a request can get, as far as rights go."""

    SIGN_IN = "sign in"
    HIDDEN = "404"
    FORBIDDEN = "403"
    IN = "in"


SIGNED_OUT = frozenset({"anonymous", "ended", "program"})

PLACES: dict[str, frozenset[Relation]] = {
    "owner": frozenset({MEMBER}),
    "joint": frozenset({MEMBER}),
    "other borrower": frozenset({MEMBER}),
    "former agent": frozenset({MEMBER}),
    "agent": frozenset({MEMBER, AGENT}),
    "supervisor": frozenset({MEMBER, SUPERVISOR}),
    "admin": frozenset({MEMBER, ADMIN}),
    "other agent": frozenset({MEMBER, AGENT}),
    "other admin": frozenset({MEMBER, ADMIN}),
    "counselor": frozenset({MEMBER, COUNSELOR}),
    "consented counselor": frozenset({MEMBER, COUNSELOR, Relation.CHARITY_ADMIN}),
    "idle counselor": frozenset({MEMBER, COUNSELOR}),
    "other counselor": frozenset({MEMBER, COUNSELOR}),
    "operator": frozenset({MEMBER, OPERATOR}),
}
"""What people are without looking at any object."""


def works(actor: str) -> bool:
    """Whether the person is a member of any organisation."""
    return PLACES.get(actor, frozenset()) > {MEMBER}


TIES: dict[tuple[str, str], dict[str, Relation]] = {
    ("case", "a"): {
        "owner": OWNER,
        "joint": JOINT,
        "agent": AGENT,
        "supervisor": SUPERVISOR,
        "admin": ADMIN,
        "counselor": MANDATED,
        "consented counselor": CONSENTED,
    },
    ("case", "b"): {
        "other borrower": OWNER,
        "other agent": AGENT,
        "other admin": ADMIN,
        "other counselor": MANDATED,
    },
    ("household", "a"): {"owner": OWNER, "joint": JOINT, "counselor": MANDATED},
    ("household", "b"): {"other borrower": OWNER, "other counselor": MANDATED},
    ("file", "a"): {"agent": AGENT, "supervisor": SUPERVISOR, "admin": ADMIN},
    ("file", "b"): {"other agent": AGENT, "other admin": ADMIN},
    ("policy", "a"): {"agent": AGENT, "supervisor": SUPERVISOR, "admin": ADMIN},
    ("policy", "b"): {"other agent": AGENT, "other admin": ADMIN},
    ("approval", "a"): {"agent": AGENT, "supervisor": SUPERVISOR, "admin": ADMIN},
    ("referral", "a"): {"idle counselor": COUNSELOR},
    ("approval", "b"): {"other agent": AGENT, "other admin": ADMIN},
}
"""Who stands how to which object. Nobody is tied to what is restricted or does not exist."""


def expected(actor: str, actions: tuple[Action, ...], kind: str, which: str) -> Answer:
    """The answer to ``actor`` asking for ``actions``, all of them, on one object.

    No actions: anybody may. ``kind`` is empty for a route that names no object. What is no id
    leads nowhere, whoever asks.
    """
    if which == "malformed":
        return Answer.HIDDEN
    if not actions:
        return Answer.IN
    if actor in SIGNED_OUT:
        return Answer.SIGN_IN
    answers = [_one(actor, action, kind, which) for action in actions]
    return next((found for found in answers if found is not Answer.IN), Answer.IN)


def _one(actor: str, action: Action, kind: str, which: str) -> Answer:
    rule = RULES[action]
    if not rule.who & _reachable(actor, about_object=rule.on in ("case", "household")):
        return Answer.FORBIDDEN
    if not kind:
        return Answer.IN
    tie = TIES.get((kind, which), {}).get(actor)
    if tie is None:
        return Answer.HIDDEN
    return Answer.IN if tie in rule.who else Answer.FORBIDDEN


def _reachable(actor: str, *, about_object: bool) -> frozenset[Relation]:
    """Anybody may own something, or owe it jointly; a counselor may have been let in."""
    if not about_object:
        return PLACES[actor]
    found = PLACES[actor] | {OWNER, JOINT}
    return found | {MANDATED, CONSENTED} if COUNSELOR in PLACES[actor] else found
