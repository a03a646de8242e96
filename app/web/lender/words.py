"""Words for what lender staff filter by, are told, and are refused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.web.fields import Words

SHOWS: dict[str, Words] = {
    "all": _l("All"),
    "waiting_for_us": _l("Waiting for us"),
    "overdue": _l("Reply overdue"),
    "disputed": _l("Disputed"),
    "on_hold": _l("On hold"),
    "with_a_person": _l("With a person"),
    "with_a_supervisor": _l("With a supervisor"),
    "agreed": _l("Agreed"),
}

ORDERS: dict[str, Words] = {
    "reply_due": _l("Reply due first"),
    "newest": _l("Newest first"),
    "oldest": _l("Oldest first"),
}

REFUSALS: dict[str, Words] = {
    "above_affordable": _l("A payment is above the ceiling of its month."),
    "begins_too_soon": _l(
        "The first payment falls in the borrower's time to think. Choose a later day."
    ),
    "currency_differs": _l("The offer and the debt have different currencies."),
    "date_not_in_future": _l("The first payment has to be after today."),
    "dates_too_close": _l("The payments come more often than the plan says."),
    "nothing_to_pay": _l("Every payment is 0. Place a hold instead."),
    "owed_differs": _l("The plan and the debt do not add up."),
    "rate_above_contract": _l("The rate is above the rate of the contract."),
    "sum_differs": _l("The plan takes more than the debt and its rate can give."),
    "too_many_instalments": _l("The plan has more than 360 payments."),
    "unknown_frequency": _l("A plan cannot have this frequency."),
}
LAW: dict[str, Words] = {
    "above_left_over": _l("A payment is above what its month leaves over."),
    "above_lender_share": _l("A lender may not ask for this much."),
    "above_contract_rate": _l("The rate is above the rate of the contract."),
    "rate_above_cap": _l("The rate is above the legal cap."),
    "interest_on_interest": _l("It charges interest on interest."),
    "term_above_cap": _l("It takes longer than the rules allow."),
    "new_credit": _l("The rate or the debt rises. That makes it a new credit."),
    "rest_not_said": _l("It does not say what becomes of the rest."),
    "debt_too_old": _l("The debt may be too old. Nobody may ask for it then."),
}
"""What a rule of the law finds in an offer that it stops."""
TOGETHER: dict[str, Words] = {
    "arrears_only": _l("This debt comes first. Its plan covers what is late, without interest."),
    "break_not_by_month": _l("Payments that follow the months cannot be put off to one day."),
    "break_too_long": _l("No payment is left after the break. Let the plan end later."),
    "break_too_short": _l("The break is shorter than the time between two payments."),
    "dates_reversed": _l("The last day without interest is before the first."),
    "follows_the_months": _l("Payments that follow the months cannot be spread again."),
    "granted_twice": _l("The same thing is granted twice."),
    "more_than_owed": _l("You let go, move or write off more than there is."),
    "no_such_payment": _l("The plan has no such payment."),
}
FIGURE_FAULTS: dict[str, Words] = {
    "above_before": _l("No figure may rise. Enter what is owed, or less"),
    "above_claim": _l("This is more than the borrower says. Choose “In part”"),
    "currency": _l("Use the money of the debt"),
    "nothing_changes": _l("Enter at least one figure that is lower"),
}
"""What is wrong with corrected figures."""
OTHERWISE: Words = _l("The case does not stand where it did. Please look again.")

ROUTES: dict[str, Words] = {
    "payment_break": _l("A break comes first: nothing is affordable now, and it will be later."),
    "dispute_first": _l("The debt is disputed. Settle this first."),
    "time_barred_warning": _l("The debt may be too old to enforce. Check this first."),
    "refer": _l("A person should look first. No figure is suggested."),
    "full_plan": _l("All of it can be repaid within the longest term."),
    "interest_freeze": _l("It can be repaid when interest stops or falls."),
    "settlement": _l("One payment now is the best that can be had."),
    "reduced_plan": _l("Part of it can be repaid. The rest has to be written off."),
    "token": _l("Only a small token payment fits until things change."),
    "no_affordable_plan": _l("No plan is affordable now. Please write off or wait."),
}

REASONS: dict[str, Words] = {
    "hold_active": _l("A hold is running."),
    "disputed": _l("The borrower disputes the debt."),
    "debt_extinguished": _l("By law the debt may have ended with time."),
    "limitation_reached": _l("The time to go to court may be over."),
    "person_first": _l("The borrower asked for a person."),
    "benefit_only": _l("All income is benefits or pension, and protected."),
    "nothing_affordable": _l("After living costs nothing is left for this debt."),
    "below_lender_minimum": _l("What is left is less than the smallest payments lenders take."),
    "promised_elsewhere": _l("What is left over is promised to others already."),
    "priority_first": _l("What is left goes to the debts that come first."),
    "share_too_small": _l("This debt's fair share is below any workable payment."),
    "hardship_expected_to_end": _l("What happened is expected to end."),
    "small_share": _l("This debt's fair share is small."),
}
