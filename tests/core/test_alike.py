"""Names that may be taken for one another, and letters that do not belong together."""

from __future__ import annotations

from app.core.alike import alike, look, mixes_scripts

SAME = (
    ("Paul Brown", "PauI Brown"),
    ("apple", "\u0430\u0440\u0440\u04cf\u0435"),
    ("Sam Taylor", "Sarn  TAYLOR"),
    ("José Núñez", "Jose Nunez"),
    ("John O", "John 0"),
    ("Ann-Lee", "Ann Lee"),
)
OTHERS = (("Ann Lee", "Anna Lee"), ("张三", "张山"), ("Paul", "Paula"))
ORDINARY = ("Иван Петров", "李 Amy", "山田 たろう", "김 Lee", "Nguyễn Văn", "O'Neill", "محمد", "")
MIXED = ("\u0430pple", "\u0391my Li", "李 \u0418ван", "محمد Ali")


def test_names_that_look_the_same_are_found_and_others_are_not() -> None:
    assert [pair for pair in SAME if look(pair[0]) != look(pair[1])] == []
    assert [pair for pair in OTHERS if look(pair[0]) == look(pair[1])] == []
    names = dict(enumerate(name for pair in SAME for name in pair)) | {98: "Wu", 99: "-", 100: "-"}
    theirs = {key: (key, name) for key, name in names.items()}
    assert alike(theirs) == frozenset(range(2 * len(SAME)))
    one_owner = {key: ("the same", name) for key, name in names.items()}
    assert alike(one_owner) == frozenset()


def test_letters_of_several_alphabets_are_found_where_no_name_has_them() -> None:
    assert [name for name in ORDINARY if mixes_scripts(name)] == []
    assert [name for name in MIXED if not mixes_scripts(name)] == []
