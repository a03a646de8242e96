"""House rules that a reader should never have to point out twice."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for folder in ("app", "tests", "migrations") for path in (ROOT / folder).rglob("*.py")
)
APP = [path for path in SOURCES if path.is_relative_to(ROOT / "app")]
CORE = [path for path in APP if path.is_relative_to(ROOT / "app" / "core")]
MOST_LINES = 300
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def test_there_is_something_to_look_at() -> None:
    assert len(CORE) > 10


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {name(p): n for p in SOURCES if (n := len(p.read_text().splitlines())) > MOST_LINES}
    assert long == {}


def test_no_file_or_folder_has_a_vague_name() -> None:
    vague = [name(p) for p in SOURCES if VAGUE & set(p.relative_to(ROOT).with_suffix("").parts)]
    assert vague == []


def test_packages_hold_a_docstring_at_most() -> None:
    full = [
        name(path)
        for path in APP
        if path.name == "__init__.py"
        and any(not _is_docstring(statement) for statement in tree(path).body)
    ]
    assert full == []


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{name(path)}:{node.lineno}"
        for path in APP
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_core_has_no_floats() -> None:
    floats = [
        f"{name(path)}:{node.lineno}"
        for path in CORE
        if path.name != "portfolio.py"
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and type(node.value) is float)
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert floats == []


def _classes_matched(match: ast.Match) -> bool:
    """Whether the cases are kinds of a union, which mypy can prove to be complete."""
    patterns = [
        kind
        for case in match.cases
        for kind in (
            case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
        )
    ]
    named = [p for p in patterns if not (isinstance(p, ast.MatchAs) and p.pattern is None)]
    return all(
        isinstance(p, ast.MatchClass)
        or (isinstance(p, ast.MatchValue) and isinstance(p.value, ast.Attribute))
        for p in named
    )


def _ends_in_never(match: ast.Match) -> bool:
    """The last case is ``_``: it asserts never, or hands the subject on to who does."""
    last = match.cases[-1]
    if not (isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None):
        return False
    calls = [node for node in ast.walk(last) if isinstance(node, ast.Call)]
    subject = ast.dump(match.subject)
    return any(subject in [ast.dump(argument) for argument in call.args] for call in calls)


MATCHES = [
    (f"{name(path)}:{node.lineno}", node)
    for path in CORE
    for node in ast.walk(tree(path))
    if isinstance(node, ast.Match) and _classes_matched(node)
]


@pytest.mark.parametrize("match", [node for _, node in MATCHES], ids=[at for at, _ in MATCHES])
def test_a_choice_among_kinds_ends_in_assert_never(match: ast.Match) -> None:
    assert _ends_in_never(match)


def test_the_check_for_assert_never_finds_a_choice_without_it() -> None:
    for last in ("case B(): pass", "case _: pass", "case _: assert_never(other)"):
        module = ast.parse(f"match x:\n    case A(): pass\n    {last}\n")
        assert isinstance(module.body[0], ast.Match)
        assert _classes_matched(module.body[0])
        assert not _ends_in_never(module.body[0])
