"""Who plays in the journey, in each country, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in one country. ``row`` is the lender's export: what is owed and how late."""

    place: str
    borrower: str
    lender: str
    lender_email: str
    counselor: str
    charity: str
    row: str
    lines: tuple[tuple[str, str, str, str], ...]
    words: str
    reason: str


CASTS = {
    "en": Cast(
        place="UK",
        borrower="Rosa Klein",
        lender="Olivia Grant",
        lender_email="admin.uk@staff.example",
        counselor="Maya Patel",
        charity="Clearway Advice",
        row="2800.00,30.00,12.00,0.209,170.00,2026-08-03,GBP,Credit card",
        lines=(
            ("income", "salary", "250.00", "weekly"),
            ("income", "main_benefit", "486.20", "monthly"),
            ("income", "child_benefit", "104.20", "four_weekly"),
            ("spending", "rent", "640.00", "monthly"),
            ("spending", "council_tax", "118.00", "ten_a_year"),
            ("spending", "electricity", "92.50", "monthly"),
            ("spending", "groceries", "84.00", "weekly"),
            ("spending", "public_transport", "17.50", "weekly"),
        ),
        words="This fits my month.",
        reason="Interest stops and the fees go. So it is repaid sooner, within your budget.",
    ),
    "zh": Cast(
        place="CN",
        borrower="林晓",
        lender="王磊",
        lender_email="admin.cn@staff.example",
        counselor="李静",
        charity="安心债务咨询",
        row="23500.00,900.00,120.00,0.1825,2100.00,2026-08-03,CNY,信用卡",
        lines=(
            ("income", "salary", "6800.00", "monthly"),
            ("spending", "rent", "2300.00", "monthly"),
            ("spending", "groceries", "1500.00", "monthly"),
            ("spending", "public_transport", "260.00", "monthly"),
        ),
        words="这个数目我每月付得起。",
        reason="停止计息，免去费用，这样能更早还清，也在您的预算之内。",
    ),
}
BORROWERS = {
    "en": {360: "Rosa Klein", 1280: "Tom Ashby"},
    "zh": {360: "林晓", 1280: "周宁"},
}
COLUMNS = (
    "account,name,contact,principal,interest,fees,annual_rate,arrears,last_payment,currency,product"
)
