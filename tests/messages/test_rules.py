"""Every rule that the library names exists, and none is left over."""

import ast
from collections.abc import Iterator
from pathlib import Path

import mittaristo
from mittaristo.messages.rules import RULES
from mittaristo.registers.schemas import TABLES

LIBRARY = Path(mittaristo.__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in LIBRARY.rglob("*.py")}
RAISED_BY = ("Problem", "Unreadable", "Doubt")


def constants(node: ast.expr) -> Iterator[str]:
    """What an expression may be, as far as it is spelled out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def raised() -> Iterator[tuple[str, str]]:
    """Module and rule, wherever a rule is raised by its name."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in RAISED_BY:
                assert isinstance(node, ast.Call)
                yield from ((path.name, rule) for rule in constants(node.args[0]))


def own_rules_of_schemas() -> set[str]:
    """Of the names column__rule__other."""
    return {
        rule.split("__")[1]
        for schema in TABLES.values()
        for rule in schema._validation_rules(with_cast=False)
        if "__" in rule and "|" not in rule
    }


def test_every_rule_that_is_raised_has_its_sentences() -> None:
    found = list(raised())
    assert len({module for module, _ in found}) > 12
    assert [one for one in found if one[1] not in RULES] == []
    assert own_rules_of_schemas() == {"order", "expected", "needs", "needs_day"}
    assert own_rules_of_schemas() <= set(RULES)


def test_no_rule_is_left_over() -> None:
    """A rule that is raised by a variable is spelled out where that comes from."""
    spelled = {
        node.value
        for path, tree in TREES.items()
        if path.name != "rules.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(RULES) - spelled - own_rules_of_schemas() == set()


def test_every_error_says_what_to_do() -> None:
    assert [
        name for name, rule in RULES.items() if rule.severity == "error" and not rule.remedy
    ] == []
