"""What a person takes away holds nothing of another's; locked cases stand nowhere."""

from __future__ import annotations

import json

from app.usecases import own_data
from app.usecases.deps import Deps
from tests.town import Town


def test_nothing_of_another_borrower_is_in_what_a_person_takes_away(
    town: Town, town_deps: Deps
) -> None:
    both = ("owner", "joint")
    told = {who: json.dumps(own_data.export(town_deps, town.people[who])) for who in both}
    for who, other in (both, reversed(both)):
        with town_deps.reading() as uow:
            person = uow.people.find(town.people[other].person_id)
        assert person is not None
        assert person.email is not None
        assert str(person.id) not in told[who]
        assert person.email not in told[who]
        assert str(town.cases["restricted"]) not in told[who]
        assert str(town.cases["b"]) not in told[who]
    found = json.loads(told["joint"])
    assert found["cases"] == []
    tied = {one["case_id"] for one in found["joint_cases"]}
    assert tied == {str(town.cases["a"]), str(town.agreed["a"])}
