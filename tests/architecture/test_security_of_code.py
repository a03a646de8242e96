"""What no module of ours calls, whatever it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKES_CODE = frozenset({"eval", "exec", "compile", "__import__"})
READS_OBJECTS = frozenset({"pickle", "shelve", "marshal", "dill"})
CALLS_A_SHELL = frozenset({"system", "popen", "getoutput", "getstatusoutput"})


def test_no_code_is_made_from_text() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        for line in faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_each_of_them_would_be_found() -> None:
    for wrong in (
        "eval('1')",
        "exec(text)",
        "import pickle",
        "from marshal import loads",
        "os.system('ls')",
        "subprocess.run('ls', shell=True)",
        "yaml.load(text)",
    ):
        assert list(faults(wrong)) == [1], wrong
    assert list(faults("subprocess.run(['ls'], check=True)\nre.compile('a')")) == []


def faults(source: str) -> Iterator[int]:
    """The lines that turn text into code, read objects back, or call a shell."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
            continue
        if is_wrong(node) if isinstance(node, ast.Call) else imported(node) & READS_OBJECTS:
            yield node.lineno


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.Import):
        return {one.name for one in node.names}
    return {node.module or ""}


def is_wrong(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in MAKES_CODE
    if any(word.arg == "shell" and _is_true(word.value) for word in call.keywords):
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
    return (owner == "os" and call.func.attr in CALLS_A_SHELL) or (
        owner == "yaml" and call.func.attr == "load"
    )


def _is_true(value: ast.expr) -> bool:
    return not (isinstance(value, ast.Constant) and value.value is False)
