"""What the bench measures is the paper people sign: nothing of it is left out."""

from __future__ import annotations

import pytest

from app.commands.bench.drafts import a_chinese_draft, an_english_draft
from app.core.agreement import LANGUAGES, AgreementFacts, facts_bytes
from app.documents.html import paper_html


@pytest.mark.parametrize("facts", [an_english_draft(), a_chinese_draft()], ids=["en", "zh"])
def test_a_draft_of_the_bench_has_every_part(facts: AgreementFacts) -> None:
    assert {facts.language_of_record, *facts.translations} == set(LANGUAGES)
    assert facts.budget is not None
    assert facts.budget.floor is not None
    assert facts.clauses.sharing
    assert facts.clauses.limitation
    assert facts.original_total
    drawn = paper_html(facts_bytes(facts), facts.language_of_record)
    assert drawn.count("<article") == len(LANGUAGES)
    assert drawn.count("<section") == 18 * len(LANGUAGES)
