"""The fields of the Standard Financial Statement, and the category of ours each one is.

Source: Money Advice Service, SFS developer toolkit, data definition v1.1 (JSON
schemas of data entry and summary, commits 5216f73 and 9508a62). Ids on the right
are those of the packs' ``statement``. Where the schema says ``pensions-insurance``
and the XML example ``pensions-insurances``, both are read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """One block of the data entry form: its names, the name of its total, its lines."""

    names: tuple[str, ...]
    total: str
    lines: dict[str, str]


INCOME = (
    Group(
        ("earnings",),
        "total-earnings",
        {
            "client-salary-or-wages": "salary",
            "partner-salary-or-wages": "partner_salary",
            "other-earnings": "other_earnings",
        },
    ),
    Group(
        ("benefits",),
        "total-benefits",
        {
            "tax-credits-universal-credit": "main_benefit",
            "jobseekers-allowance-income-based": "jobseeker",
            "jobseekers-allowance-contribution-based": "jobseeker",
            "income-support": "income_support",
            "working-tax-credit": "working_credit",
            "child-tax-credit": "child_credit",
            "child-benefit": "child_benefit",
            "employment-support-allowance": "sickness",
            "disability-benefits": "disability",
            "carers-allowance": "carer_benefit",
            "local-housing-allowance": "housing_benefit",
            "council-tax-support": "local_tax_support",
            "other-benefits": "other_benefits",
        },
    ),
    Group(
        ("pensions",),
        "total-pensions",
        {
            "state-pensions": "state_pension",
            "private-work-pensions": "private_pension",
            "pension-credit": "pension_credit",
            "other-pensions": "other_pension",
        },
    ),
    Group(
        ("other-income",),
        "total-other-income",
        {
            "maintenance-child-support": "maintenance_in",
            "boarders-lodgers": "boarders",
            "non-dependants-contributions": "non_dep",
            "student-loans-grants": "student_income",
            "other-other-income": "other_income",
        },
    ),
)

FIXED = (
    Group(
        ("home-contents",),
        "total-home-contents",
        {
            "rent": "rent",
            "ground-rent-service-charges": "ground_rent",
            "mortgage": "mortgage",
            "mortgage-endowment": "mortgage_endow",
            "secured-loans": "secured_loan",
            "council-tax-rates": "council_tax",
            "appliance-furniture-rental": "appliance_rental",
            "tv-licence": "tv_licence",
            "other-home-contents": "home_other",
        },
    ),
    Group(
        ("utilities",),
        "total-utilities",
        {
            "gas": "gas",
            "electricity": "electricity",
            "other-utilities": "fuel_other",
            "other-utilities-expenditure": "utilities_other",
        },
    ),
    Group(
        ("water",),
        "total-water",
        {"water-supply": "water_supply", "water-waste": "water_waste"},
    ),
    Group(
        ("care-health",),
        "total-care-health",
        {
            "childcare-costs": "childcare",
            "adult-care-costs": "adult_care",
            "child-maintenance-child-support": "child_maintenance_out",
            "prescriptions-medicines": "medicine",
            "dentistry-opticians": "dental_optical",
            "other-care-health": "care_other",
        },
    ),
    Group(
        ("transport-travel",),
        "total-transport-travel",
        {
            "public-transport": "public_transport",
            "hire-purchase-conditional-sale-vehicle": "vehicle_hp",
            "car-insurance": "car_insurance",
            "road-tax": "road_tax",
            "mot-ongoing-maintenance": "maintenance_vehicle",
            "breakdown-cover": "breakdown",
            "fuel-parking-toll-road-charges": "fuel_parking",
            "other-transport-travel": "transport_other",
        },
    ),
    Group(
        ("school",),
        "total-school",
        {
            "school-uniform": "uniform",
            "after-school-clubs-school-trips": "clubs_trips",
            "other-school": "school_other",
        },
    ),
    Group(
        ("pensions-insurance", "pensions-insurances"),
        "total-pensions-insurances",
        {
            "pension-payments": "pension_pay",
            "life-insurance": "life",
            "mortgage-payment-protection-insurance": "mppi",
            "buildings-contents-insurance": "home_ins",
            "health-insurance": "health_ins",
            "other-pensions-insurances": "ins_other",
        },
    ),
    Group(
        ("professional",),
        "total-professional",
        {
            "professional-courses": "courses",
            "union-fees": "union",
            "professional-fees": "prof_fees",
            "other-professional": "prof_other",
        },
    ),
    # The one group whose line is a list.
    Group(
        ("other-essential",),
        "total-other-essential",
        {"other-essential-costs": "other_essential"},
    ),
)

FLEXIBLE = (
    Group(
        ("communications-leisure",),
        "total-communications-leisure",
        {
            "home-phone-internet-tv": "phone_net_tv",
            "mobile-phone": "mobile",
            "hobbies-leisure-sport": "leisure",
            "gifts": "gifts",
            "pocket-money": "pocket",
            "newspapers-magazines-stationery-postage": "press_post",
            "other-communications-leisure": "comm_other",
        },
    ),
    Group(
        ("food-housekeeping",),
        "total-food-housekeeping",
        {
            "groceries": "groceries",
            "nappies-baby-items": "baby",
            "school-work-meals": "meals_out_school_work",
            "laundry-dry-cleaning": "laundry",
            "alcohol": "alcohol",
            "smoking-products": "smoking",
            "vet-bills-pet-insurance": "pets",
            "house-repairs-maintenance": "repairs",
            "other-food-housekeeping": "food_other",
        },
    ),
    Group(
        ("personal",),
        "total-personal",
        {
            "clothing-footwear": "clothing",
            "hairdressing": "hair",
            "toiletries": "toiletries",
            "other-personal": "personal_other",
        },
    ),
)

LISTS = frozenset({"other-essential-costs"})

# The summary form: plain amounts. A total of several categories goes to the group's
# "other" category, because nothing says how it divides.
SUMMARY_INCOME = {
    "total-earnings": "other_earnings",
    "total-benefits": "other_benefits",
    "total-pensions": "other_pension",
    "total-other-income": "other_income",
}
SUMMARY_FIXED = {
    "rent": "rent",
    "mortgage": "mortgage",
    "secured-loans": "secured_loan",
    "council-tax-rates": "council_tax",
    "other-home-contents": "home_other",
    "gas": "gas",
    "electricity": "electricity",
    "other-utilities": "utilities_other",
    "total-water": "water_supply",
    "total-care-health": "care_other",
    "total-transport-travel": "transport_other",
    "total-school": "school_other",
    "total-pensions-insurances": "ins_other",
    "total-professional": "prof_other",
    "total-other-essential": "other_essential",
}
SUMMARY_FLEXIBLE = {
    "total-communications-leisure": "comm_other",
    "total-food-housekeeping": "food_other",
    "total-personal": "personal_other",
}
SUMMARY_SEVERAL = frozenset({"other-home-contents", "other-utilities"})
"""Lines of the summary that hold several categories although not called a total."""

TENURE = {
    "Owner": "owner",
    "Mortgage": "mortgage",
    "Living with parents": "living_with_parents",
    "Tenant - private sector": "tenant_private",
    "Tenant - social": "tenant_social",
    "other": "other",
}
EMPLOYMENT = {
    "Full-time": "full_time",
    "Part-time": "part_time",
    "Unemployed": "unemployed",
    "Not working due to illness / disability": "not_working_illness_disability",
    "Self-employed": "self_employed",
    "Retired": "retired",
    "Carer": "carer",
    "Student": "student",
    "Other": "other",
}
