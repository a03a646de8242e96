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


OTHERS, WAYS = ("firefox", "webkit"), ("three_shifts", "the_button", "without_scripts")
"""The engines beside Chromium, and the ways to leave in them."""
GATES: dict[str, Gate] = {}

GATES["G1"] = Gate(
    "matrix", ("tests/web/rights/test_matrix.py",), ("percent_in_table", "wrong_cells")
)
GATES["G2"] = Gate(
    "mutants",
    ("tests/web/rights/test_mutants.py",),
    (
        "guards_removed",
        "weaker_rules",
        "skipped_checks",
        "counted_removals",
        "ignored_consent",
        "unsafe_as_read",
    ),
)
GATES["G3"] = Gate(
    "tenancy",
    ("tests/attacks/test_tenancy.py",),
    ("store_leaks", "ids_that_opened", "ids_tried"),
    nightly=("ids_swapped",),
)
GATES["G5"] = Gate(
    "tokens",
    ("tests/attacks/test_catalogue.py",),
    ("double_uses", "rounds", "life_s", "totp_replays"),
    nightly=("double_uses_full", "rounds_full"),
)
GATES["G6"] = Gate(
    "enumeration",
    ("tests/attacks/test_catalogue.py",),
    ("endpoints", "unlike_answers", "unlike_work"),
    nightly=("farthest_curve_off_half",),
)
GATES["G4"] = Gate(
    "revocation",
    (
        "tests/attacks/test_catalogue.py::test_an_attack_fails[A14]",
        "tests/attacks/test_catalogue.py::test_an_attack_fails[A15]",
    ),
    ("reads_after_revocation", "effects_after_revocation", "removed_members_still_in"),
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
GATES["G14"] = Gate(
    "headers", ("tests/web/rights/test_matrix.py",), ("answers_with_other_headers",)
)
GATES["G15"] = Gate(
    "exit",
    ("tests/browser/test_exit.py", "tests/browser/test_exit_elsewhere.py"),
    (
        "ms_until_nothing_is_seen_shift_three_times",
        "ms_until_nothing_is_seen_press_the_button",
        "s_until_the_session_is_dead_shift_three_times",
        "s_until_the_session_is_dead_press_the_button",
        "s_until_the_session_is_dead_without_scripts",
        "shown_by_back_shift_three_times",
        "shown_by_back_press_the_button",
        "shown_by_back_without_scripts",
        *(f"shown_by_back_{way}_{engine}" for engine in OTHERS for way in WAYS),
    ),
    # These two draw without the help of a graphics card, and beside whatever else runs.
    nightly=(
        *(f"ms_until_nothing_is_seen_{way}_{one}" for one in OTHERS for way in WAYS[:2]),
        *(f"s_until_the_session_is_dead_{way}_{one}" for one in OTHERS for way in WAYS),
    ),
)
GATES["G16"] = Gate(
    "canaries",
    ("tests/attacks/test_canaries.py", "tests/attacks/test_nothing_in_the_clear.py"),
    ("markers", "found_in_logs_mail_addresses_dump_or_backup", "accepted_words_in_the_clear"),
)
GATES["G17"] = Gate("drill", ("tests/usecases/test_keeping.py",), ("rpo_s", "rto_s"))
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
    (
        "branches_money",
        "branches_access",
        "branches_signing",
        "branches_consent",
        "mutants_found_money",
        "flakes",
    ),
    nightly=("mutants_found_access", "mutants_found_signing", "mutants_found_consent"),
)
GATES["G23"] = Gate(
    "deps",
    ("tests/architecture/test_dependencies.py",),
    ("loose_in_run", "loose_in_tests", "older_than_safe", "missing_in_bill"),
)
GATES["G7"] = Gate(
    "faults",
    ("tests/faults/test_kills.py", "tests/faults/test_random_kills.py"),
    (
        "violations_at_points",
        "slowest_recovery_s",
        "violations_at_random",
        "random_kills",
        "recovery_p95_s",
    ),
    nightly=("taken_up_p95_s",),
)
GATES["G9"] = Gate(
    "audit",
    ("tests/attacks/test_audit_rows.py",),
    ("percent_of_unsafe_routes", "changes_without_a_row"),
)
GATES["G10"] = Gate(
    "renderer",
    (
        "tests/attacks/test_catalogue.py::test_an_attack_fails[A28]",
        "tests/attacks/test_catalogue.py::test_an_attack_of_full_size_fails[A29]",
    ),
    ("channels_reached",),
    nightly=("slowest_bomb_s",),
)
GATES["G12"] = Gate(
    "numbers", ("tests/attacks/test_numbers.py",), ("bad_values_not_refused", "wrong_sums")
)
GATES["G13"] = Gate(
    "fuzz", ("tests/attacks/test_fuzz.py",), ("faults",), nightly=("faults_in_full",)
)
GATES["G21"] = Gate(
    "attacks",
    ("tests/attacks/test_catalogue.py", "tests/attacks/test_complete.py"),
    (
        "classes",
        "left_out",
        "skipped",
        "least_own_inputs",
        *(f"A{number:02d}" for number in range(1, 41)),
    ),
)
GATES["G24"] = Gate(
    "findings", ("tests/attacks/test_findings.py",), ("findings_without_a_test", "findings")
)
