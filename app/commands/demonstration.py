"""The whole main job without a browser, on the real code, step by step."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from app.assembly import build, upgrade
from app.commands.serving import drain
from app.core.negotiation.case import Case
from app.core.negotiation.folding import fold
from app.gateways.offline import Brought
from app.settings import Settings, SettingsError
from app.usecases import agreement_reading, evidence, offers, verify
from app.usecases import demo as stage
from app.usecases.demo_steps import STEPS as DO
from app.usecases.demo_steps import Part
from app.usecases.demo_stories import STORIES
from app.usecases.deps import Deps

STORY = {"en": "counselor", "zh": "cn-sealed"}
PLACE = {"en": "UK", "zh": "CN"}
STEPS = ("authority", "confirm", "tell", "offer", "counter", "accept", "sign")


def demo(language: str, out: Path) -> int:
    """Play one story from import to sealed PDF; 0 only when the file verifies.

    It is played in this deployment's own database, so that the file can be checked
    on the verify page and by the verify command as well.

    Raises:
        SettingsError: this is a production deployment.
    """
    settings = Settings.from_env()
    if settings.production:
        raise SettingsError("APP_ENV=production has real people: there is no demonstration")
    upgrade(settings)
    deps = build(settings)
    try:
        return _play(deps, language, out)
    finally:
        deps.close()


def _play(deps: Deps, language: str, out: Path) -> int:
    run = f"-{secrets.token_hex(4)}"
    place, _ = stage.set_up(deps, PLACE[language], stage.CASTS[PLACE[language]], run)
    story = next(s for s in STORIES if s.key == STORY[language])
    (part,) = stage.admit(deps, place, (story,), lambda: drain(deps), run)
    print(f"import     1 case from the lender's export: {story.name}, {part.case_id}")
    for step in STEPS:
        DO[step](part)
        print(f"{step:<10} {RESULTS[step](part)}")
    data, code, final = agreement_reading.paper(deps, part.borrower, part.case_id)
    answer = verify.by_file(deps, data)
    checks = "".join(c.letter if c.ok else "-" for c in answer.verdict.checks)
    print(f"verify     checks {checks}: {'genuine' if answer.verdict.accepted else 'not genuine'}")
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"agreement-{code}.pdf"
    path.write_bytes(data)
    record, _ = evidence.read(deps, part.borrower, part.case_id)
    (out / f"evidence-{code}.json").write_bytes(record)
    (out / "root.pem").write_bytes(deps.root_pem())
    apart = verify.beside_evidence(deps, Brought(data, record))
    print(
        f"evidence   without our database: {'genuine' if apart.verdict.accepted else 'not genuine'}"
    )
    print(path)
    return 0 if final and answer.verdict.accepted and apart.verdict.accepted else 1


def _case(part: Part) -> Case:
    with part.deps.reading() as uow:
        return fold(uow.cases.history(part.place.lender, part.case_id))


def _told(part: Part) -> str:
    found = offers.choice(part.deps, part.borrower, part.case_id)
    budget = found.assessment.budget
    return (
        f"left over {budget.surplus.plain}, affordable {found.result.share.plain} a month "
        f"for this debt, route {found.result.route}, {len(found.result.options)} options"
    )


def _offer(part: Part) -> str:
    offer = _case(part).offer
    if offer is None:
        raise LookupError("no offer stands")
    schedule = offer.terms.schedule
    return (
        f"{offer.by}: {schedule.payments} payments of {schedule.highest.plain} or less, "
        f"total {schedule.total.plain}, last on {schedule.last_due}"
    )


def _agreed(part: Part) -> str:
    agreement = _case(part).agreement
    if agreement is None:
        raise LookupError("no agreement was issued")
    return f"drawn, certified and frozen: {agreement.frozen_sha256[:16]}"


def _signed(part: Part) -> str:
    agreement = _case(part).agreement
    if agreement is None or agreement.final_sha256 is None:
        raise LookupError("the agreement is not sealed")
    signed = ", ".join(agreement.signed)
    return (
        f"{signed}; sealed {agreement.final_sha256[:16]}, leave until {agreement.cooling_off_until}"
    )


RESULTS: dict[str, Callable[[Part], str]] = {
    "authority": lambda part: f"the borrower lets {stage.CASTS[part.story.place].charity} act",
    "confirm": lambda part: f"the debt is right: {_case(part).debt.owed.plain} owed",
    "tell": _told,
    "offer": _offer,
    "counter": _offer,
    "accept": _agreed,
    "sign": _signed,
}
