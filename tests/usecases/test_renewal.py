"""The worker renews proofs in time, and an old file is still genuine."""

from __future__ import annotations

from datetime import timedelta

from app.gateways.authority import CRL_LIFE
from app.gateways.renewal import EARLY
from app.usecases import renewal, verify
from tests.usecases.scenes import Scene


def years(scene: Scene, count: int) -> None:
    scene.clock.at += timedelta(days=365 * count)


def renewed(scene: Scene) -> list[int]:
    record = scene.record()
    with scene.deps.reading() as uow:
        kept = uow.agreements.revisions(record.tenant_id, record.id, record.version)
    return [one.step for one in kept if one.step >= renewal.FIRST]


def test_a_proof_is_renewed_a_year_before_it_ends_again_and_again(done: Scene) -> None:
    sealed_at, final = done.clock.at, done.record().final_sha256
    done.stage.work()
    assert renewed(done) == []
    for number in (1, 2):
        done.clock.at = sealed_at + (CRL_LIFE - EARLY) * number - timedelta(days=2)
        done.stage.work()
        assert len(renewed(done)) == number - 1
        done.clock.move(days=4)
        done.stage.work()
        assert renewed(done) == [renewal.FIRST + n for n in range(number)]
    years(done, 14)
    record = done.record()
    assert record.final_sha256 == final
    assert verify.by_file(done.deps, done.deps.files.get(final or "")).verdict.accepted
    assert done.audited().count("agreement.proof-renewed") == 2


def test_two_workers_leave_one_renewal(done: Scene) -> None:
    years(done, 14)
    payload = {"agreement_id": str(done.record().id), "step": renewal.FIRST}
    for _ in range(2):
        renewal.write(done.deps, payload)
    assert renewed(done) == [renewal.FIRST]


def test_a_clock_before_our_own_renewal_is_named(done: Scene) -> None:
    years(done, 14)
    renewal.write(done.deps, {"agreement_id": str(done.record().id), "step": renewal.FIRST})
    done.clock.at -= timedelta(days=400)
    data = done.deps.files.get(done.record().final_sha256 or "")
    answer = verify.by_file(done.deps, data)
    assert (answer.finding, answer.exit_code) == ("clock_behind", verify.UNCHECKED)


def test_without_a_worker_for_sixteen_years_the_file_is_not_accepted(done: Scene) -> None:
    years(done, 16)
    data = done.deps.files.get(done.record().final_sha256 or "")
    answer = verify.by_file(done.deps, data)
    assert [check.letter for check in answer.verdict.checks if not check.ok] == ["c"]
