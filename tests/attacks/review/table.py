"""The table of the review: each target, each way, and who can read it there, or why nobody can."""

from __future__ import annotations

from collections.abc import Mapping

CASE, OFFER, NOTES, ENDED = TARGETS = (
    "another borrower's case",
    "another lender's offer",
    "a counselor's notes",
    "what was let and is ended",
)

READERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    CASE: {
        "routes": ("agent", "/lender/cases/{case}"),
        "exports": ("agent", "/agreements/{agreed}/file"),
        "queries": ("agent", "/lender?show=all&order=newest&page=1"),
    },
    OFFER: {
        "routes": ("owner", "/cases/{case}"),
        "exports": ("owner", "/account/data/own-data.json"),
        "queries": ("owner", "/household/{home}/who-sees/log?page=1"),
    },
    NOTES: {"routes": ("counselor", "/counselor/clients/{home}/notes")},
    ENDED: {
        "routes": ("consented counselor", "/counselor/looking/cases/{case}"),
        "exports": ("consented counselor", "/counselor/looking/cases/{agreed}/file"),
        "queries": ("counselor", "/counselor?page=1"),
    },
}
"""A friend who reads it by this way, while nothing is ended: what is looked for would be found."""

NOBODY: Mapping[str, str] = {
    "forms": "a form is answered with a page that the same person may read anyway",
    "api": "programs get sums of what they send, and nothing of what is stored",
    "links": "a mail says that there is a message, and leads to signing in",
    "cached": "no answer may be kept, so nobody has anything to ask for anew",
    "errors": "a refusal says nothing of what exists",
    "log": "the log holds digests, pseudonyms and names of acts",
    "jobs": "what leaves says that there is a message, and no more",
    "commands": "they print counts, figures of law and verify codes",
    "signals": "counters and lines name no person and no object",
}
"""Ways that give it to nobody at all, and why."""

NOT_THERE: Mapping[tuple[str, str], str] = {
    (NOTES, "exports"): "notes stand in no file, not even in the borrower's own data",
    (NOTES, "queries"): "no list and no search shows notes",
}

QUERIES = (
    "/lender?show=all&order=newest&page=1",
    "/counselor?page=1",
    "/counselor/cases/{case}/lasting?runs=100",
    "/counselor/clients/{home}/notes?page=1",
    "/household/{home}/who-sees/log?page=1",
    "/household/{home}/help/choose?charity={charity}",
    "/household/{own_home}/help/choose?charity={charity}",
    "/household/{home}/contacts/report?contact={consent}",
    "/household/{own_home}/contacts/report?contact={consent}",
    "/cases/{case}/pause?kind=not_mine",
    "/cases/{case}/messages/report?message={consent}",
    "/cases/{own}/messages/read-first?message={consent}",
    "/lender/cases/{case}/contacts/note?planned={consent}",
    "/lender/cases/{own}/contacts/note?planned={consent}",
    "/lender/imports/{import}?again=1",
    "/confirm?to=borrower.debt.show&of={case}",
    "/sign-in?next=borrower.debt.show&of={case}",
    "/conduct/uk/result?number=1",
    "/team?done=invited",
    "/verify?code={case}",
    "/?lang=zh",
    "/static/css/app.css?v={case}",
)
"""Each word of a query that a page reads, about what is hidden and about one's own."""

FORMS_OF_ONES_OWN: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("other borrower", "/cases/{own}/who-sees/end", {"chosen": "{consent}"}),
    ("other borrower", "/household/{own_home}/help/end", {"chosen": "{authority}"}),
    ("other borrower", "/household/{own_home}/help/check", {"charity": "{charity}"}),
    ("other agent", "/cases/{own}/papers/{exhibit}/1/check", {"words": "It fits."}),
    ("other agent", "/lender/cases/{own}/contacts/call-off", {"contact": "{consent}"}),
    ("other counselor", "/counselor/clients/{own_home}/hand-over", {"colleague": "{counselor}"}),
    ("other counselor", "/counselor/requests/{referral}", {"answer": "yes"}),
    ("other admin", "/team/role", {"member": "{agent}", "role": "agent"}),
    ("other admin", "/team/remove", {"member": "{agent}"}),
    ("other admin", "/lender/approvals/{approval}/approve", {}),
    ("other admin", "/lender/policy/{policy}/publish", {}),
)
"""Forms of one's own things that name what is somebody else's."""
