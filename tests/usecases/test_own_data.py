"""Everything about a person is in what they take away, and nothing of another person's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from app.core.fields import FIELDS
from app.core.thread.thread import State
from app.documents.own_data import own_data_html
from app.store.own_rows import EXPORTED, LEFT_OUT
from app.store.tables import METADATA
from app.usecases import own_data
from tests.usecases.scenes import Scene

SCHEMA = Path(__file__).parents[2] / "docs" / "own-data.schema.json"


def test_every_table_is_in_the_export_or_left_out_for_a_reason() -> None:
    assert EXPORTED.keys() & LEFT_OUT.keys() == set()
    assert EXPORTED.keys() | LEFT_OUT.keys() == METADATA.tables.keys()
    sections = json.loads(SCHEMA.read_text())["properties"].keys()
    assert set(EXPORTED.values()) <= sections


def test_the_file_keeps_to_its_schema_and_holds_the_whole_story(done: Scene) -> None:
    found: dict[str, Any] = json.loads(json.dumps(own_data.export(done.deps, done.borrower)))
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(found)
    (case,) = found["cases"]
    kinds = [one["kind"] for one in case["events"]]
    assert {"case-opened", "budget-shared", "offer-made", "agreement-sealed"} <= set(kinds)
    assert [one["state"] for one in case["agreements"]] == ["sealed"]
    assert [one["role"] for one in case["agreements"][0]["signed"]] == ["borrower"]
    assert [one["from"] for one in found["sources"]] == [case["lender"]]
    (home,) = found["households"]
    assert home["events"][-1]["kind"]
    assert [one["signed"]["name"] for one in found["authorities"]] == [found["person"]["name"]]
    assert {"you", "the product", case["lender"]} <= {one["by"] for one in found["log"]}
    assert "data.taken" in done.audited(f"person:{done.borrower.person_id}")


def test_what_the_table_of_fields_does_not_know_is_not_taken_away(
    done: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part leaves by the table: a field that is taken out of it has no way round."""
    for view in ("OwnData", "OwnPerson", "OwnHousehold", "OwnCase", "OwnAgreement", "Authority"):
        for name in tuple(FIELDS[view]):
            with monkeypatch.context() as without:
                without.delitem(cast("dict[str, object]", FIELDS[view]), name)
                with pytest.raises(LookupError):
                    own_data.export(done.deps, done.borrower)


def test_no_person_of_a_house_is_named_by_their_id(done: Scene) -> None:
    taken = json.dumps(own_data.export(done.deps, done.borrower))
    place = done.part.place
    for other in (place.agent, place.admin, place.supervisor, place.counselor):
        assert str(other.person_id) not in taken


def test_the_paper_says_it_in_both_languages(done: Scene) -> None:
    found = own_data.export(done.deps, done.borrower)
    english, chinese = own_data_html(found, "en"), own_data_html(found, "zh_Hans")
    assert "Salary or wages" in english
    assert "工资" in chinese
    assert english.count("<h2>") == chinese.count("<h2>")
    assert 'lang="zh-Hans"' in chinese
    assert State.REVIEW.value not in english
