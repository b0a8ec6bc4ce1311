"""Objects of Qt in a cycle of references are destroyed on the GUI thread, whatever other threads allocate."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from vae_gui.startup.garbage import GarbageCollector


@pytest.fixture
def collecting_threads() -> Iterator[set[int]]:
    """The threads on which cycles were collected."""
    seen: set[int] = set()

    def remember(phase: str, info: dict[str, int]) -> None:
        seen.add(threading.get_ident())

    gc.callbacks.append(remember)
    yield seen
    gc.callbacks.remove(remember)


class Node:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


def allocate() -> list[list[int]]:
    """Many more containers than the collector's thresholds let pass."""
    return [[number] for number in range(200_000)]


@pytest.mark.usefixtures("qtbot")
def test_another_thread_collects_nothing(garbage_collector: GarbageCollector, collecting_threads: set[int]) -> None:
    kept: list[list[list[int]]] = []  # what is freed again is not counted
    thread = threading.Thread(target=lambda: kept.append(allocate()))
    thread.start()
    thread.join()
    garbage_collector.collect()
    assert collecting_threads == {threading.get_ident()}


def test_a_cycle_is_collected_by_the_timer(qtbot: QtBot, garbage_collector: GarbageCollector) -> None:
    cycle = weakref.ref(Node())
    assert cycle() is not None
    kept = allocate()
    qtbot.waitUntil(lambda: cycle() is None, timeout=20_000)
    assert kept


def test_python_collects_by_itself_again_after_the_end() -> None:
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()  # as the tests' own collector has it
