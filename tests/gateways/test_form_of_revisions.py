"""The form of signed files: what signing adds is as readable to everybody as what was drawn."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from tests.documents.form import faults
from tests.sealing import Worked


@pytest.mark.parametrize("worked", ["english", "chinese"])
def test_the_form_of_every_revision_is_as_it_should_be(
    worked: str, request: pytest.FixtureRequest
) -> None:
    made: Worked = request.getfixturevalue(worked)
    found = {one.field: faults(one.pdf) for one in made.revisions}
    assert found == {one.field: [] for one in made.revisions}


@pytest.mark.parametrize(
    ("key", "said"), [("/TU", "says nothing"), ("/StructParent", "not tagged")]
)
def test_each_look_at_a_place_to_sign_sees_what_it_looks_for(
    english: Worked, key: str, said: str
) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(english.final)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if key in field:
                del field[key]
        pdf.save(out)
    assert any(said in fault for fault in faults(out.getvalue()))
