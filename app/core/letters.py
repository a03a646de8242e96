"""Every mail and text that can leave, and what it is to whoever gets it: the one table.

What stands here under no kind never leaves.
"""

from __future__ import annotations

from enum import StrEnum

ASKED_FOR = {
    "sign_in": "a code somebody has just asked for, good for ten minutes: later it is of no use",
    "confirm": "a code somebody has just asked for at their own page, good for ten minutes",
    "data_request": "that somebody has just asked for their data to be deleted, at their own page",
    "receipt": "what somebody has just done themselves, for their own records",
}
"""The mails that no hour and no cap holds back, with the reason of each.

Nobody is reached who is not at the page this minute, and neither asks for anything. The law
bounds what a collector begins: 12 CFR 1006.6(b)(1) and 1006.14(b), RG 96 part 2,
GB/T 45251-2025 5.3, CONC 7.9. A cap that kept a sign-in code would shut the person out of
their own case. They stand in the ledger and use up nothing.
"""


class Kind(StrEnum):
    """``ASKED``: by the reader, this minute, or their own act. ``SERVICE`` tells or offers something.

    A ``REMINDER`` asks for something by a day, so it is withheld while a case stands still (E16).
    ``WORK`` goes to people at work.
    """

    ASKED = "asked"
    SERVICE = "service"
    REMINDER = "reminder"
    WORK = "work"


LETTERS: dict[str, Kind] = {
    **dict.fromkeys(ASKED_FOR, Kind.ASKED),
    "invitation": Kind.SERVICE,
    "news": Kind.SERVICE,
    "no_on_paper": Kind.SERVICE,
    "hold_review": Kind.SERVICE,
    "authority_ends": Kind.SERVICE,
    "still_waiting": Kind.SERVICE,
    "complaint_late": Kind.SERVICE,
    "signing_time": Kind.REMINDER,
    "help": Kind.WORK,
    "staff_invitation": Kind.WORK,
    "new_start": Kind.WORK,
    "factor_changed": Kind.WORK,
    "checkpoint": Kind.WORK,
    "second_look": Kind.WORK,
    "with_supervisor": Kind.WORK,
    "complaint_waits": Kind.WORK,
}
