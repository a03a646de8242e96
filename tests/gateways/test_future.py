"""A file of today is provable in thirty days, in a year, and in nearly fourteen: by the library."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed, AdESStatus
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from app.gateways.inspect import STRICT
from app.gateways.trust import certificates
from tests.agreements import AT
from tests.sealing import Worked

DAYS = (30, 400, 5_000)


def spec(root: bytes) -> PdfSignatureValidationSpec:
    anchors = SimpleTrustManager.build(list(certificates(root)))
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            CertValidationPolicySpec(
                anchors, CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
            ),
            RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            # Otherwise it would be known from today on only, by the library's own clock.
            local_knowledge=LocalKnowledge(known_certs=list(certificates(root))),
        ),
        diff_policy=STRICT,
    )


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("worked", ["english", "chinese"])
def test_every_signature_holds_in_the_simulated_future(
    worked: str, days: int, request: pytest.FixtureRequest
) -> None:
    made: Worked = request.getfixturevalue(worked)
    reader = PdfFileReader(BytesIO(made.final))
    for one in reader.embedded_regular_signatures:
        found = asyncio.run(
            simulate_future_ades_lta_validation(
                one, spec(made.expected.root), AT + timedelta(days=days), AT + timedelta(hours=1)
            )
        )
        assert found.ades_subindic is AdESPassed.OK, (one.field_name, found.failure_msg)


def test_the_simulation_can_fail(english: Worked) -> None:
    """A copy from before the proofs were added is not provable when party certificates ended."""
    reader = PdfFileReader(BytesIO(english.revisions[2].pdf))
    found = asyncio.run(
        simulate_future_ades_lta_validation(
            reader.embedded_regular_signatures[1],
            spec(english.expected.root),
            AT + timedelta(days=400),
            AT + timedelta(hours=1),
        )
    )
    assert found.ades_subindic.status is not AdESStatus.PASSED
