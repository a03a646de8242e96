"""The gates: what each promises, and the tests that measure it."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """``tests`` are what pytest is told; ``figures`` are the names that have to come out.

    ``nightly`` ones come out of the full run alone, when ``SHORT`` is not set.
    """

    name: str
    tests: tuple[str, ...]
    figures: tuple[str, ...]
    nightly: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        return self.figures if "SHORT" in os.environ else self.figures + self.nightly


GATES: dict[str, Gate] = {}

GATES["G4"] = Gate(
    "revocation",
    ("tests/attacks/test_catalogue.py::test_an_attack_fails[A14]",),
    ("reads_after_revocation", "effects_after_revocation"),
)
GATES["G4"] = Gate(
    "revocation",
    ("tests/attacks/test_catalogue.py",),
    ("removed_members_still_in",),
)
GATES["G11"] = Gate(
    "uploads",
    ("tests/exhibits/test_uploads.py",),
    ("web_process_deaths",),
    nightly=("web_process_deaths_in_full", "healthy_p95_ms"),
)
GATES["G8"] = Gate(
    "tamper",
    (
        "tests/attacks/test_catalogue.py::test_an_attack_fails[A39]",
        "tests/cli/test_bench_audit.py",
        "tests/attacks/signing/test_flips.py",
    ),
    ("tamperings_of_the_database_missed", "seconds_for_a_checked_log", "changed_pdfs_accepted"),
    nightly=("seconds_for_a_million_leaves",),
)
GATES["G18"] = Gate(
    "erasure",
    ("tests/attacks/test_erased_everywhere.py", "tests/attacks/test_rotation.py"),
    (
        "readable_live",
        "readable_restored",
        "faults_of_the_log",
        "failures_while_keys_change",
        "rows_lost_while_keys_change",
    ),
)
GATES["G20"] = Gate(
    "asvs",
    ("tests/architecture/test_asvs.py",),
    ("rows_mapped", "tests_or_documents_missing"),
)
GATES["G22"] = Gate(
    "honesty",
    ("tests/gates/test_honesty.py", "tests/gates/test_luck.py"),
    ("branches_money", "branches_access", "mutants_found_money", "flakes"),
    nightly=("mutants_found_access",),
)
GATES["G23"] = Gate(
    "deps",
    ("tests/architecture/test_dependencies.py",),
    ("loose_in_run", "loose_in_tests", "older_than_safe", "missing_in_bill"),
)
