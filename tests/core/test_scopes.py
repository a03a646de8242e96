"""What an authority lets a counselor do, step by step; and the words that are signed for it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from app.core.access import (
    RULES,
    Action,
    Actor,
    Mandate,
    Membership,
    ObjectFacts,
    Relation,
    may,
    require,
)
from app.core.errors import NotAllowed
from app.core.mandate_text import Mandated, mandate_text, text_sha256
from app.core.scopes import EVERYTHING, Scope, needed, scopes_of

CHARITY = UUID(int=1)
COUNSELOR = Actor(UUID(int=2), (Membership(CHARITY, "charity", "counselor"),))
MANDATED = [a for a, rule in RULES.items() if Relation.MANDATED in rule.who]
LOOK, TALK = frozenset({Scope.READ}), frozenset({Scope.READ, Scope.TALK})


def let(scopes: frozenset[Scope]) -> ObjectFacts:
    return ObjectFacts(UUID(int=3), mandates=(Mandate(CHARITY, scopes=scopes),))


def allowed(scopes: frozenset[Scope], action: Action) -> bool:
    return may(COUNSELOR, action, let(scopes))


def test_each_step_allows_what_it_says_and_the_ones_below() -> None:
    for action in MANDATED:
        step = needed(action, writes=RULES[action].writes)
        assert allowed(LOOK, action) is (step is Scope.READ), action
        assert allowed(TALK, action) is (step in TALK), action
        assert allowed(EVERYTHING, action), action


@pytest.mark.parametrize(
    ("action", "step"),
    [
        (Action.READ_OPTIONS, Scope.READ),
        (Action.WRITE_NOTE, Scope.READ),
        (Action.RAISE_DISPUTE, Scope.TALK),
        (Action.COMPLAIN, Scope.TALK),
        (Action.ADD_EXHIBIT, Scope.TALK),
        (Action.CHECK_EXHIBIT, Scope.TALK),
        (Action.MAKE_OFFER, Scope.NEGOTIATE),
        (Action.ANSWER_OFFER, Scope.NEGOTIATE),
        (Action.OFFER_TO_ALL, Scope.NEGOTIATE),
        (Action.EDIT_BUDGET, Scope.NEGOTIATE),
    ],
)
def test_what_binds_needs_the_last_step(action: Action, step: Scope) -> None:
    assert needed(action, writes=RULES[action].writes) is step


def test_the_refusal_of_a_step_names_what_was_refused() -> None:
    with pytest.raises(NotAllowed, match=f"^{Action.MAKE_OFFER}$"):
        require(COUNSELOR, Action.MAKE_OFFER, let(TALK))


def test_an_authority_from_before_the_steps_allows_all_of_them() -> None:
    assert scopes_of(("read", "act")) == EVERYTHING


def test_two_authorities_add_up() -> None:
    both = ObjectFacts(
        UUID(int=3),
        mandates=(Mandate(CHARITY, scopes=LOOK), Mandate(CHARITY, scopes=EVERYTHING)),
    )
    assert require(COUNSELOR, Action.MAKE_OFFER, both)


def test_the_words_name_only_what_was_chosen() -> None:
    said = Mandated("Ann", "Clearway", "", LOOK, date(2027, 3, 13), date(2026, 11, 21))
    english = mandate_text(said, "en")
    assert english[0].endswith("with the people I owe money to.")
    assert not [line for line in english if "offers" in line or "dispute" in line]
    assert "This ends after 13 March 2027. I can end it at any time, without a reason." in english
    chinese = mandate_text(said, "zh_Hans")
    assert "到2027年3月13日为止。我可以随时收回，不用说明理由。" in chinese
    assert len(english) == len(chinese)
    assert text_sha256(english) != text_sha256(chinese)
