"""The places of a sealed file, in signing order, and when a checked file is genuine."""

from __future__ import annotations

from app.core.sealed import Check, Verdict, expected_fields, signing_steps

LENDER_FIRST = ("lender", "borrower", "counselor")


def test_a_file_has_a_place_for_each_party_between_the_seals_and_no_other() -> None:
    assert expected_fields(LENDER_FIRST) == (
        "PlatformSeal",
        "Lender",
        "Borrower",
        "Counselor",
        "CompletionSeal",
        "ArchiveTimestamp",
    )
    two = expected_fields(["borrower", "lender"])
    assert two[1:-2] == ("Borrower", "Lender")


def test_parties_sign_from_the_third_step_on_in_their_order() -> None:
    assert signing_steps(LENDER_FIRST) == {"lender": 3, "borrower": 4, "counselor": 5}
    assert signing_steps(["borrower", "lender"]) == {"borrower": 3, "lender": 4}


def test_one_failed_check_is_enough_and_none_made_proves_nothing() -> None:
    good, bad = Check("a", True, "fits"), Check("b", False, "changed")
    assert Verdict((good, good)).accepted
    assert not Verdict((good, bad)).accepted
    assert not Verdict(()).accepted
