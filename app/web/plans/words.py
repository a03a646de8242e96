"""Words for what an assessment says in codes: labels, reasons, findings, rules of the house."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.policy import Finding
from app.core.results import Label
from app.web.fields import Words

HEADINGS: dict[str, Words] = {
    Label.BALANCED: _l("Fair to both sides"),
    Label.LOWEST_PAYMENT: _l("Lowest payments"),
    Label.FASTEST: _l("Done soonest"),
    Label.LOWEST_COST: _l("Lowest total"),
    Label.BREAK_FIRST: _l("A break first"),
    Label.HIGHEST_VALUE: _l("Most to the lender"),
    Label.SEASONAL: _l("Follows your months"),
    "own": _l("Your own amount"),
}
ONE_PLAN: dict[str, Words] = {
    "settlement": _l("One sum settles it"),
    "reduced_plan": _l("A part, and then it ends"),
    "token": _l("A small payment for now"),
}
"""Headings of routes that have one plan: nothing stands beside it, so it is no balance."""

BECAUSE: dict[str, Words] = {
    "contract_rate_clears": _l("It repays the debt at the rate of your contract."),
    "contract_rate_does_not_clear": _l(
        "At the rate of your contract you could not finish. So it asks for a lower rate."
    ),
    "contract_rate_not_allowed": _l(
        "The rate of your contract is not allowed here. So it asks for a lower rate."
    ),
    "priority_arrears_first": _l("This debt comes first. The plan is for what is late."),
    "follows_the_months": _l("You pay more in good months and less in bad ones."),
    "above_recommended": _l("It takes more than we recommend. Only you may offer that."),
    "lump_sum_covers_share": _l("You have one sum that can settle it."),
    "no_rate_clears": _l("Even without interest it takes too long. So it asks to end early."),
    "hardship_expected_to_end": _l("It keeps things going until times are better."),
    "small_share": _l("It keeps things going with what you can spare."),
    "income_recovers": _l("You can pay more later. So nothing is due until then."),
    "hardship_ends": _l("Things should get better. So nothing is due until then."),
    "hold_active": _l("You have time now, so nothing is due."),
    "disputed": _l("You dispute the debt. That comes first."),
    "debt_extinguished": _l("It is so old that it may have ended."),
    "limitation_reached": _l("It may be too old to enforce."),
    "person_first": _l("A person should look at it with you first."),
    "benefit_only": _l("All your income is benefits or pension, and protected."),
    "share_too_small": _l("A plan would take far too long."),
    "nothing_affordable": _l("After living costs nothing is left for this debt."),
    "below_lender_minimum": _l("What is left is less than the smallest payments lenders take."),
    "promised_elsewhere": _l("What is left over is promised to others already."),
    "priority_first": _l("What is left goes to the debts that come first."),
    "no_arrears": _l("Nothing of it is late, so no plan is needed."),
    "fees_waived": _l("Only fees were left, and they are let go."),
    "nothing_owed": _l("Nothing is owed."),
}

FINDINGS: dict[str, Words] = {
    "floor_unconfirmed": _l(
        "Nobody has confirmed the living costs for your area. So we keep your own costs safe."
    ),
    "floor_not_loaded": _l(
        "We know no living costs for your area. So we keep your own costs safe."
    ),
    "limitation_unknown": _l("We do not know if this debt is too old. An adviser can tell you."),
    "debt_extinguished": _l("This debt is so old that it may have ended. Please pay nothing yet."),
    "limitation_reached": _l(
        "This debt may be too old to enforce. Get free advice before you pay."
    ),
    "npv_loss_over_1": _l("In today's money every plan here gives the lender less than is owed."),
    "policy_clamped": _l("The lender's rules asked for too much. We used the limit instead."),
    "no_offers_now": _l("No offer can be made on this debt now."),
    "above_hard_ceiling": _l("Your household cannot pay this much."),
    "above_month_ceiling": _l("In one month this is more than that month can bear."),
    "months_not_known": _l("Nobody knows yet what all its months can bear."),
    "above_recommended": _l("This takes more than the part we recommend."),
    "payment_not_above_interest": _l("At the rate of the contract this would never end."),
    "term_too_long": _l("At the rate of the contract this takes too long."),
    "above_left_over": _l("A payment is more than its month leaves over."),
    "above_lender_share": _l("A lender may not ask for this much."),
    "above_contract_rate": _l("The rate is above the rate of your contract."),
    "rate_above_cap": _l("The rate is above what the law allows here."),
    "interest_on_interest": _l("It would charge interest on interest."),
    "term_above_cap": _l("It takes longer than the rules allow here."),
    "new_credit": _l("The rate or the debt would rise. That makes it a new credit."),
    "above_income_share": _l("A payment takes more of your income than a court may."),
    "below_protected_income": _l("It leaves you less than the law protects."),
    "total_above_contract": _l("It costs more than your present contract."),
    "rest_not_said": _l("It does not say what becomes of the rest."),
    "debt_disputed": _l("You dispute the debt. This is settled first."),
    "debt_too_old": _l("The debt may be too old. Nobody may ask for it then."),
    "allocation_order": _l("Payments are not used in the order of the law."),
}

HOUSE_RULES: dict[str, Words] = {
    "house:income": _l("Income is spread over 12 months and rounded down."),
    "house:spending": _l("Costs are spread over 12 months and rounded up."),
    "house:floor": _l("Living costs are never below the figure for your area."),
    "house:surplus": _l("What comes in, less what you need to live on."),
    "house:buffer": _l("A tenth of what is left over stays with you."),
    "house:commitments": _l("Your promises are spread over 12 months and rounded up."),
    "house:hard": _l("What is left after your buffer and your promises."),
    "house:share": _l("Half of what is left over, less your promises."),
    "house:benefit_only": _l("Benefits and pensions are not offered unless you say so."),
    "house:priority": _l("What is late on a first debt is spread over a year."),
    "house:min_instalment": _l("A payment is never below the least that the lender takes."),
    "house:pro_rata": _l("The rest is shared by how much is owed."),
    "house:frequency": _l(
        "A month's amount is spread over your paydays. No month takes more than it can bear."
    ),
    "house:ladder": _l("We try the contract's rate first, and then lower ones."),
    "house:settlement": _l("One sum settles it when it is a large enough part."),
    "house:reduced": _l("A part is enough when it is a large enough part."),
    "house:season": _l("Good months first cover bad ones."),
    "house:token": _l("Below ten of the smallest monthly payments, only one a month is due."),
    "house:guard": _l("A payment has to be more than the interest."),
    "house:routes": _l("Some things come before any figure."),
    "house:limitation": _l("Old debts are flagged before you pay."),
    "house:size": _l("We try eight sizes, from the least one up to your part."),
    "house:points": _l("A low payment and a low total count alike."),
    "house:gain": _l("0 is the worst safe plan for a side, and 1 is the best."),
    "house:fair": _l("The fair plan is the one whose lesser side gets furthest."),
    "house:policy_limits": _l("No lender may ask past our limits."),
}

STEPS: dict[str, Words] = {
    "income": _l("Coming in"),
    "essential": _l("Living costs"),
    "floor": _l("The least you keep to live on"),
    "protected": _l("Living costs that are protected"),
    "surplus": _l("Left over"),
    "buffer": _l("Buffer that stays with you"),
    "commitments": _l("What you promised to others"),
    "hard_ceiling": _l("The most any plan may take"),
    "recommended": _l("Affordable amount"),
    "need": _l("What a first debt needs each month"),
    "hard_need": _l("What a first debt needs in a month with the most payments"),
    "lots": _l("The smallest payment the lender takes"),
    "hard_lots": _l("The smallest payment the lender takes"),
    "share": _l("Part for one debt"),
    "hard_share": _l("The most for one debt"),
    "instalment": _l("One payment"),
    "hard_instalment": _l("The most for one payment"),
    "needed": _l("What the debt needs at one rate"),
    "settlement": _l("The sum that settles it"),
    "rest": _l("The rest"),
    "repayable": _l("What can be paid in the longest time"),
    "least_repaid": _l("The least part that is enough"),
    "token_below": _l("Where a small payment for now ends"),
    "token": _l("A small payment for now"),
    "later_share": _l("Part for one debt, later"),
    "later_hard_share": _l("The most for one debt, later"),
    "later_instalment": _l("One payment, later"),
    "later_needed": _l("What the debt needs at one rate, later"),
    "season": _l("The most for one month"),
    "season_left": _l("Left over up to this month, added up"),
    "hard_season_left": _l("Left over up to this month, added up"),
    "season_share": _l("Part for one debt in a month"),
    "hard_season": _l("The very most for one month"),
    "hard_season_share": _l("The most for one debt in a month"),
    "cap": _l("The highest rate by law"),
    "plan_rate": _l("Fair plan: its yearly rate"),
    "plan_least": _l("Fair plan: the least payment at this rate"),
    "plan_size": _l("Fair plan: its payment"),
    "plan_payment": _l("Fair plan: its only payment"),
    "plan_worst": _l("Your points for your worst safe plan"),
    "plan_best": _l("Your points for your best safe plan"),
    "plan_points": _l("Your points for the fair plan"),
    "plan_borrower": _l("How far you get with the fair plan"),
    "plan_lender": _l("How far the lender gets with it"),
    "plan_fair": _l("How far each side gets at least"),
}


def heading(label: str, route: str = "") -> Words:
    return ONE_PLAN.get(route) or HEADINGS.get(label, HEADINGS["own"])


def finding(found: Finding) -> Words:
    """A finding in words; what only a rule of the pack can say is read on that rule's page."""
    return FINDINGS.get(found.code) or _(
        "A rule has something to say here: %(rule)s.", rule=found.rule
    )
