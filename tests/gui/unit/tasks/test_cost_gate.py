"""Quick work is done at once, slow work in the background, and no reply comes after that of a newer request."""

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.patient_bot import PATIENCE_SECONDS
from vae_gui.tasks import cost_gate
from vae_gui.tasks.cost_gate import BUDGET_MS, Cost, CostGate
from vae_models import get_recipe
from vae_models.errors import ModelError


class Worker:
    """A model of one of the recipes; how long it takes is said by its clock."""

    def __init__(self, recipe: str) -> None:
        self.name, self.recipe = recipe, get_recipe(recipe)


class Filter:
    """A denoiser that is no model."""

    name = "filter"


class Clock:
    """`perf_counter` that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now

    def work(self, milliseconds: float) -> threading.Thread:
        """Takes so long; returns the thread that it was on."""
        self.now += milliseconds / 1000
        return threading.current_thread()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(cost_gate, "time", SimpleNamespace(perf_counter=clock.perf_counter))
    return clock


@pytest.fixture
def gate(qtbot: QtBot) -> CostGate:
    return CostGate(QApplication.instance())


def ask(qtbot: QtBot, gate: CostGate, clock: Clock, who: object, milliseconds: float) -> bool:
    """Whether it was done at once, on this thread."""
    with qtbot.waitSignal(gate.done) as done:
        gate.request(who, 1, lambda _: clock.work(milliseconds))  # type: ignore[arg-type]
    assert done.args is not None
    return bool(done.args[0] is threading.main_thread())


def test_a_quick_model_answers_at_once_and_goes_on_doing_so(qtbot: QtBot, gate: CostGate, clock: Clock) -> None:
    assert all(ask(qtbot, gate, clock, Worker("vae-2d"), 1.0) for _ in range(20))


def test_a_slow_model_is_found_out_and_never_holds_up_the_gui_thread_again(
    qtbot: QtBot, gate: CostGate, clock: Clock
) -> None:
    at_once = [ask(qtbot, gate, clock, Worker("vae"), 60.0) for _ in range(6)]
    assert at_once == [True, False, False, False, False, False]


def test_a_model_that_was_slow_in_a_crowd_comes_back_to_the_hand(qtbot: QtBot, gate: CostGate, clock: Clock) -> None:
    ask(qtbot, gate, clock, Worker("vae"), 60.0)
    assert [ask(qtbot, gate, clock, Worker("vae"), 1.0) for _ in range(6)][-1]


@pytest.mark.parametrize("who", [Filter(), Worker("unet-denoiser")])
def test_of_whom_nothing_is_known_is_tried_behind_the_window_first(
    qtbot: QtBot, gate: CostGate, clock: Clock, who: object
) -> None:
    """The first call may import a library: it says nothing about the next."""
    assert [ask(qtbot, gate, clock, who, took) for took in (900.0, 1.0, 1.0, 1.0)] == [False, False, True, True]
    gate.request(Worker("vae"), 1, lambda _: None)  # type: ignore[arg-type]
    assert [ask(qtbot, gate, clock, who, 40.0) for _ in range(4)] == [False] * 4


def test_many_images_are_dearer_than_few_and_another_model_is_judged_anew() -> None:
    cost = Cost()
    cost.follow(Worker("conv-vae"))  # type: ignore[arg-type]
    assert cost.affordable(12) and not cost.affordable(1000)
    for _ in range(10):
        cost.learn(1, 50.0)
    assert not cost.affordable(1)
    cost.follow(Worker("vae"))  # type: ignore[arg-type]
    assert cost.affordable(12) and cost.estimate(1) < BUDGET_MS


def test_a_late_reply_does_not_come_after_a_newer_one_nor_after_it_was_dropped(qtbot: QtBot, gate: CostGate) -> None:
    shown: list[object] = []
    go, ended = threading.Event(), threading.Event()
    gate.done.connect(shown.append)

    def late(_: object) -> str:
        go.wait(PATIENCE_SECONDS)
        ended.set()
        return "late"

    for newer in (lambda: gate.request(Worker("vae"), 1, lambda _: "new"), gate.drop):  # type: ignore[arg-type]
        shown.clear()
        go.clear()
        gate.request(Filter(), 1, late)  # type: ignore[arg-type]
        newer()
        go.set()
        assert ended.wait(PATIENCE_SECONDS)
        with qtbot.waitSignal(gate.done):
            gate.request(Filter(), 1, lambda _: "newest")  # type: ignore[arg-type]
        assert "late" not in shown and shown[-1] == "newest"
    gate.close()


def test_under_a_steady_stream_the_picture_still_moves(qtbot: QtBot, gate: CostGate) -> None:
    """The reply under way is shown, and then that of the newest request; those between never began."""
    shown: list[object] = []
    go = threading.Event()
    gate.done.connect(shown.append)
    gate.request(Filter(), 1, lambda _: go.wait(PATIENCE_SECONDS) and 0)  # type: ignore[arg-type]
    for number in range(1, 9):
        gate.request(Filter(), 1, lambda _, number=number: number)  # type: ignore[arg-type, misc]
    go.set()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown == [0, 8]


@pytest.mark.parametrize("who", [Worker("vae"), Filter()])
def test_a_fault_is_told_wherever_it_happens(qtbot: QtBot, gate: CostGate, who: object) -> None:
    def refuse(_: object) -> None:
        raise ModelError("This model sees other images.")

    with qtbot.waitSignal(gate.failed, check_params_cb=lambda error: "other images" in str(error)):
        gate.request(who, 1, refuse)  # type: ignore[arg-type]
