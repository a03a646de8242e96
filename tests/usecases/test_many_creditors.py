"""One sum to 25 creditors, whatever the currency: the parts add up to it, and each silence has a reason."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Currency, Money, total
from app.core.negotiation.commands import PlaceHold, RaiseDispute
from app.core.negotiation.events import DisputeKind
from app.core.pro_rata import KeptBack
from app.core.sharing import Claim, share_out
from app.usecases import negotiate
from app.usecases.offers_to_all import to_all
from tests.stage import Stage
from tests.usecases.creditors import client_of_three, outside
from tests.usecases.scenes import case_of
from tests.usecases.test_offers_to_all import made, press, stage_day

CREDITORS = 25


@given(
    currency=st.sampled_from(Currency),
    pool=st.integers(0, 10**7),
    balances=st.lists(st.integers(1, 10**9), min_size=CREDITORS, max_size=CREDITORS),
    needs=st.lists(
        st.sampled_from([0, 0, 0, 1, 333, 20_000]), min_size=CREDITORS, max_size=CREDITORS
    ),
)
def test_the_parts_add_up_to_the_sum_to_the_last_minor_unit(
    currency: Currency, pool: int, balances: list[int], needs: list[int]
) -> None:
    """Of yen there are no smaller coins, of dinars a thousand: shares are whole minor units."""
    claims = [Claim(owed, min(need, owed), 0) for owed, need in zip(balances, needs, strict=True)]
    parts = share_out(pool, claims).parts
    paid = total((Money(part, currency) for part in parts), currency)
    most = sum(claim.need or claim.balance for claim in claims)
    assert paid == Money(min(pool, most), currency)
    assert all(0 <= part <= claim.balance for part, claim in zip(parts, claims, strict=True))


def test_of_25_creditors_two_stand_still_and_the_parts_are_the_whole_sum(stage: Stage) -> None:
    others = [
        outside(f"Creditor {number}", f"{60 + 3 * number}.{number:02}", number=number)
        for number in range(1, CREDITORS - 2)
    ]
    held, disputed, _free = parts = client_of_three(stage, *others)
    hold = PlaceHold("house:asked-for-time", stage_day(held), "Time.")
    negotiate.submit(held.deps, held.borrower, held.case_id, hold)
    wrong = RaiseDispute(DisputeKind.WRONG_AMOUNT, "Too much.")
    negotiate.submit(disputed.deps, disputed.borrower, disputed.case_id, wrong)
    found = to_all(held.deps, held.place.counselor, held.household_id)
    assert len(found.creditors) == CREDITORS
    assert {c.case_id: c.why for c in found.kept_back} == {
        held.case_id: KeptBack.HOLD,
        disputed.case_id: KeptBack.DISPUTE,
    }
    told = [c.part for c in found.creditors if c.part is not None]
    pool = found.assessment.budget.recommended
    assert total(told, pool.currency) == pool
    for creditor in found.creditors:
        if creditor.plan is not None and creditor.part is not None:
            assert creditor.plan.terms.schedule.highest <= creditor.part
    press(held, found)
    assert [len(made(part)) for part in parts] == [0, 0, 1]
    assert case_of(held).offer is None
