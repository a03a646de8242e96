"""A paper in its place, without anybody sending a file: for tests about who may see it."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image

from app.core.access import Action
from app.core.disclosure import DataClass, Purpose
from app.core.exhibits import About, Side
from app.store.consents import Consent
from app.usecases.budget import home
from app.usecases.consenting import GIVEN
from app.usecases.demo_steps import Part
from app.usecases.deps import Deps
from app.usecases.exhibit_reading import Read
from app.usecases.exhibits import keep

SALARY = About(Side.INCOME, "salary")


def a_read_paper(pages: int = 1) -> Read:
    """What a child answers for a small file."""
    out = BytesIO()
    Image.new("RGB", (30, 20), "white").save(out, "JPEG")
    one = out.getvalue()
    return Read("PNG", ((30, 20, len(one)),) * pages, one * pages)


def a_paper(
    deps: Deps, part: Part, *sees: UUID, about: About = SALARY, name: str = "payslip.png"
) -> UUID:
    """A paper about a line of the borrower's budget, and consent to it for each of ``sees``."""
    at, actor = deps.now(), part.borrower
    with deps.unit_of_work() as uow:
        place = home(uow, actor, Action.ADD_EXHIBIT, part.household_id, at)
        brought = (name, b"the file", a_read_paper())
        exhibit = keep(deps, uow, place, actor, about, brought, at)
        for organisation in sees:
            said = f"{organisation} {DataClass.EVIDENCE} 1"
            uow.audit.write(actor.person_id, GIVEN, f"case:{part.case_id}", at, said)
            uow.consents.give(
                Consent(
                    tenant_id=part.place.lender,
                    id=uuid4(),
                    case_id=part.case_id,
                    person_id=actor.person_id,
                    grantee_org_id=organisation,
                    data_class=DataClass.EVIDENCE,
                    purpose=Purpose.CHOSEN,
                    wording_version="1",
                    given_at=at,
                )
            )
        uow.audit.write(None, "test.prepared", f"exhibit:{exhibit.id}", at)
        return exhibit.id
