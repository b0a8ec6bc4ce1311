"""Tests use what everybody may use, wait for what happens and never for a time, and share no test."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.house import files, module_of

# A module's own, though the name begins with an underscore: of Python's, of torch's.
OFFICIAL = {"_exit", "_replace", "_asdict", "_fields", "_is_avx512_bf16_supported", "_is_amx_tile_supported"}

# Who reads or sets something private, and why nothing else would do.
MAY_READ = {"tests.bench.cases.bench_sliders": "one listener of many is timed, and the others are not told"}

WAITS = {"sleep", "msleep", "usleep", "qWait", "qSleep"}
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "monotonic_ns", "perf_counter_ns", "elapsed"}
MEASURES = ("tests.bench", "tests.soak")  # what is there to look at a clock


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_" and name not in OFFICIAL


def private_reads(tree: ast.AST) -> Iterator[str]:
    """Of attributes of others, by import, by `monkeypatch.setattr` and its like, and by a path in words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if is_private(node.attr) and not own:
                yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if is_private(alias.name))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("attr"):
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            yield from (word for word in words if isinstance(word, str) and is_private(word))
            yield from (word for word in words if isinstance(word, str) and re.match(r"vae_\w+\..*\._[a-z]", word))


def waits_for_a_time(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if called.rpartition(".")[2] in WAITS | CLOCKS or called in ("time.time", "qtbot.wait"):
            yield called


def found_in_tests(looked_for: Callable[[ast.AST], Iterable[str]]) -> dict[str, set[str]]:
    """What is found in each file of the tests that has any of it."""
    trees = {module_of(file): ast.parse(file.read_text("utf-8")) for file in files("tests")}
    return {name: found for name, tree in trees.items() if (found := set(looked_for(tree)))}


def shared_tests(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and re.match(r"tests\..*\btest_\w+$", node.module or ""):
            yield ast.unparse(node)


def test_a_test_reads_nothing_private() -> None:
    found = found_in_tests(private_reads)
    assert {name: read for name, read in found.items() if name not in MAY_READ} == {}
    assert set(MAY_READ) <= set(found), "an exception that is none any more"


def test_no_test_looks_at_a_clock() -> None:
    found = found_in_tests(waits_for_a_time)
    assert {name: calls for name, calls in found.items() if not name.startswith(MEASURES)} == {}


def test_what_tests_share_is_no_test() -> None:
    """The import of a test would make it depend on how the other one is written."""
    found = found_in_tests(shared_tests)
    assert {name: lines for name, lines in found.items() if not name.startswith(MEASURES)} == {}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("panel._worker.busy", ["_worker"]),
        ("from vae_models.damage.mixed import _blur", ["_blur"]),
        ("monkeypatch.setattr(trainer, '_some_steps', diverge)", ["_some_steps"]),
        ("monkeypatch.setattr('vae_models.data.load._embedded', few)", ["vae_models.data.load._embedded"]),
        ("self._before, os._exit(3), batch._replace(eps=0)", []),
    ],
)
def test_a_private_read_would_be_found(line: str, found: list[str]) -> None:
    assert list(private_reads(ast.parse(line))) == found


@pytest.mark.parametrize("line", ["time.sleep(0.1)", "QTest.qWait(50)", "assert time.perf_counter() - began < 0.2"])
def test_a_look_at_a_clock_would_be_found(line: str) -> None:
    assert len(list(waits_for_a_time(ast.parse(line)))) == 1
