"""Points where a test may kill the process, as a power cut would. Core never imports this.

``FAULTS=row_committed:2`` in the environment ends the process when it passes that point
for the second time; without it nothing happens. Points: signing.md section 7.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

KILLED = 137
LABELS = (
    "act_committed",
    "drawn",
    "fields",
    "signed",
    "token_received",
    "temp_written",
    "file_fsynced",
    "renamed",
    "dir_fsynced",
    "row_committed",
    "completed",
    "dss",
    "archived",
    "evidence",
    "mail_sent",
)


@dataclass(slots=True)
class Plan:
    """Where to die: the ``left``-th time that ``label`` is passed. Without a label, never."""

    label: str = ""
    left: int = 0

    @classmethod
    def read(cls, written: str) -> Plan:
        """``label:n``, or nothing.

        Raises:
            ValueError: there is no such label, or ``n`` is no number from 1 on.
        """
        if not written:
            return cls()
        label, _, times = written.partition(":")
        if label not in LABELS or not times.isascii() or not times.isdigit() or not int(times):
            raise ValueError("FAULTS is label:n, with a label of app.faults.LABELS")
        return cls(label, int(times))

    def passed(self, label: str) -> bool:
        """Count one pass; whether it is the one."""
        if label != self.label:
            return False
        self.left -= 1
        return self.left == 0


_PLAN = Plan.read(os.environ.get("FAULTS", ""))


def point(label: str) -> None:
    """Die here, without any clean-up, when the plan says so."""
    if _PLAN.passed(label):
        os._exit(KILLED)
