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

from app.assembly import clock
from app.documents.sandbox import Sandbox
from app.gateways.inspect import STRICT
from app.gateways.trust import certificates
from tests.agreements import a_chinese_agreement, an_english_agreement
from tests.sealing import Worked, a_sealer, seal

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


@pytest.fixture(scope="module", params=[an_english_agreement, a_chinese_agreement])
def of_today(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Worked:
    """Sealed at this moment: the library looks back from the machine's clock, not from ours.

    Where that is past the life of a party's certificate, it checks the path at that time once
    more, which is stricter than EN 319 102-1, and no simulation with that certificate can pass.
    """
    at = clock()
    sealer = a_sealer(tmp_path_factory.mktemp("keys") / "today", at)
    return seal(sandbox, sealer, request.param(months=12), at)


@pytest.mark.parametrize("days", DAYS)
def test_every_signature_holds_in_the_simulated_future(of_today: Worked, days: int) -> None:
    reader = PdfFileReader(BytesIO(of_today.final))
    at = clock()
    for one in reader.embedded_regular_signatures:
        found = asyncio.run(
            simulate_future_ades_lta_validation(
                one, spec(of_today.expected.root), at + timedelta(days=days), at
            )
        )
        assert found.ades_subindic is AdESPassed.OK, (one.field_name, found.failure_msg)


def test_the_simulation_can_fail(of_today: Worked) -> None:
    """A copy from before the proofs were added is not provable when party certificates ended."""
    reader = PdfFileReader(BytesIO(of_today.revisions[2].pdf))
    found = asyncio.run(
        simulate_future_ades_lta_validation(
            reader.embedded_regular_signatures[1],
            spec(of_today.expected.root),
            clock() + timedelta(days=400),
            clock(),
        )
    )
    assert found.ades_subindic.status is not AdESStatus.PASSED
