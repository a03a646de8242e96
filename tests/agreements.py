"""The worked agreements that the bench seals are those of the tests, too."""

from __future__ import annotations

from app.commands.bench.worked import AT, a_chinese_agreement, an_english_agreement, level_terms

__all__ = ["AT", "a_chinese_agreement", "an_english_agreement", "level_terms"]
