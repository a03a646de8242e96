"""The page that says who may do what says neither more nor less than the table."""

from __future__ import annotations

from uuid import UUID

from bs4 import BeautifulSoup, Tag
from flask import Flask

from app.core.access import Actor, Membership
from app.core.actions import Action, Relation
from app.core.rights import RULES
from app.core.rights_by_kind import BEYOND, kinds
from app.web.public.right_words import ACTIONS
from app.web.public.who_may import EVERYBODY, PEOPLE


def test_every_right_stands_under_everybody_who_has_it_and_nobody_else(app: Flask) -> None:
    for language in ("en", "zh"):
        page = app.test_client().get(f"/rights?lang={language}")
        said = {
            str(one.summary.get_text(strip=True)): [
                str(line.find(string=True)).strip() for line in one.select("li")
            ]
            for one in BeautifulSoup(page.text, "html.parser").select("main details")
            if one.summary
        }
        with app.test_request_context(f"/?lang={language}"):
            told = {str(PEOPLE[who][0]): _theirs(who) for who in PEOPLE}
            expected = {str(EVERYBODY[0]): _for_all()} | told
            assert said.keys() == expected.keys()
            for name, actions in expected.items():
                assert sorted(said[name]) == sorted(str(ACTIONS[one]) for one in actions), name


def test_what_a_right_asks_for_stands_beside_it(app: Flask) -> None:
    page = BeautifulSoup(app.test_client().get("/rights?lang=en").text, "html.parser")
    names = {str(PEOPLE[who][0]): who for who in PEOPLE}
    actions = {str(words): action for action, words in ACTIONS.items()}
    for person in page.select("main details"):
        assert person.summary
        who = names.get(person.summary.get_text(strip=True))
        for line in person.select("li"):
            rule, said = RULES[actions[str(line.find(string=True)).strip()]], line.get_text(" ")
            assert ("We ask again" in said) == (rule.fresh and who not in rule.spared), said
            assert ("Only with consent" in said) == bool(rule.data), said
            looked = bool(rule.audit) and not rule.writes
            assert ("Each look is written down" in said) == looked, said


def test_what_changes_something_stands_under_what_they_can_do(app: Flask) -> None:
    actions = {str(words): action for action, words in ACTIONS.items()}
    page = BeautifulSoup(app.test_client().get("/rights?lang=en").text, "html.parser")
    heads = page.select("main details h3")
    assert {one.get_text(strip=True) for one in heads} == {"They can see", "They can do"}
    for head in heads:
        acts = head.get_text(strip=True) == "They can do"
        lines = head.find_next_sibling("ul")
        assert isinstance(lines, Tag)
        for line in lines.select("li"):
            said = str(line.find(string=True)).strip()
            assert RULES[actions[said]].writes == acts, said


def test_whoever_may_do_all_of_another_kind_is_said_so_and_of_no_other_kind(app: Flask) -> None:
    short = {
        Relation.LENDER_STAFF: "All that staff may do",
        Relation.LENDER_SUPERVISOR: "All that a supervisor may do",
        Relation.COUNSELOR: "All that a counselor may do",
    }
    page = BeautifulSoup(app.test_client().get("/rights?lang=en").text, "html.parser")
    told = {
        one.summary.get_text(strip=True): one.get_text(" ")
        for one in page.select("main details")
        if one.summary
    }
    for who, (name, _) in PEOPLE.items():
        said = [one for one, words in short.items() if words in told[str(name)]]
        assert said == ([BEYOND[who]] if who in BEYOND else []), who


def test_every_action_has_words_of_its_own() -> None:
    assert ACTIONS.keys() == set(Action)
    assert len({str(words) for words in ACTIONS.values()}) == len(Action)
    assert {one.who for one in kinds()} - {None} == PEOPLE.keys()


def test_who_has_the_rights_of_another_kind_has_all_of_them() -> None:
    """By the table itself, or because a person of this kind always is of the other as well."""
    admin = Actor(UUID(int=1), (Membership(UUID(int=2), "charity", "admin"),))
    assert {Relation.CHARITY_ADMIN, BEYOND[Relation.CHARITY_ADMIN]} <= admin.relations
    for more in (Relation.LENDER_SUPERVISOR, Relation.LENDER_ADMIN):
        lacking = [
            a for a, rule in RULES.items() if BEYOND[more] in rule.who and more not in rule.who
        ]
        assert lacking == []


def _for_all() -> list[Action]:
    return [action for action, rule in RULES.items() if rule.who == frozenset(Relation)]


def _theirs(who: Relation) -> list[Action]:
    """What the page names for ``who``; the rest it says in one sentence."""
    held = [action for action, rule in RULES.items() if who in rule.who]
    as_well = {action for action, rule in RULES.items() if BEYOND.get(who) in rule.who}
    return [one for one in held if one not in as_well and one not in _for_all()]
