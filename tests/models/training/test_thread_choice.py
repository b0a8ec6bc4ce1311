"""A training tries how many threads are quickest: on an idle machine, on a busy one, and when that changes."""

from collections.abc import Callable

import pytest
import torch

from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.training import threads as thread_choice
from vae_models.training.threads import ROUNDS, TRIED, WARM_UP, WATCHED, ThreadChoice, counts_up_to
from vae_models.training.trainer import Trainer

ALL_TRIED = 3 * ROUNDS * (WARM_UP + TRIED)  # steps, where there are 1, 2 and 4 threads to choose from
IN_TURNS = [1, 2, 4] * ROUNDS


class Machine:
    """Steps that take as long as `seconds` says for a number of threads."""

    def __init__(self, most: int, seconds: Callable[[int], float]) -> None:
        self.seconds = seconds
        self.told: list[int] = []
        self.choice = ThreadChoice(counts_up_to(most), self.told.append)

    def run(self, steps: int) -> float:
        """Seconds in all."""
        total = 0.0
        for _ in range(steps):
            took = self.seconds(self.told[-1])
            self.choice.took(took)
            total += took
        return total


def idle(count: int) -> float:
    return 1.0 / (1.0 + 0.25 * (count - 1))


def busy(count: int) -> float:
    """Another process has a core: whatever waits for all threads waits long."""
    return 1.0 if count == 1 else 20.0


def test_a_stall_of_the_only_one_left_is_borne() -> None:
    machine = Machine(2, busy)
    machine.run(2 * (WARM_UP + TRIED) - 1)
    machine.choice.took(1000.0)
    machine.run(100)
    assert machine.told[-1] == 1


def test_an_idle_machine_gets_all_its_cores() -> None:
    machine = Machine(4, idle)
    machine.run(100)
    assert machine.told == [*IN_TURNS, 4]


def test_a_busy_machine_gets_one_thread_and_the_trial_is_short() -> None:
    machine = Machine(4, busy)
    seconds = machine.run(100)
    assert machine.told == [1, 2, 4, 1, 1, 1]
    assert seconds == 98.0 + 2 * 20.0  # one step of each of the others was enough


def test_more_threads_that_gain_nothing_are_not_taken() -> None:
    machine = Machine(2, lambda count: 1.0)
    machine.run(100)
    assert machine.told[-1] == 1


def test_when_the_speed_falls_by_half_all_are_tried_again() -> None:
    machine = Machine(4, idle)
    machine.run(ALL_TRIED)
    machine.seconds = busy
    machine.run(WATCHED + ALL_TRIED)
    assert machine.told == [*IN_TURNS, 4, 1, 2, 4, 1, 1, 1]
    machine.run(1000)
    assert machine.told[-1] == 1 and len(machine.told) == 16  # and not again, while it stays as it is


def test_a_single_slow_step_is_no_fall() -> None:
    machine = Machine(4, idle)
    machine.run(ALL_TRIED + WATCHED)
    machine.choice.took(1000.0)
    machine.run(WATCHED)
    assert machine.told == [*IN_TURNS, 4]


def test_numbers_between_powers_of_two_are_reached() -> None:
    machine = Machine(6, idle)
    machine.run(200)
    assert set(machine.told) == {1, 2, 4, 6} and machine.told[-1] == 6


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of threads that torch is told, which it is not."""
    numbers: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", numbers.append)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 3)
    monkeypatch.setattr(thread_choice.ThreadChoice.__init__, "__defaults__", (numbers.append,))
    return numbers


@pytest.fixture
def short() -> Recipe:
    return get_recipe("vae-2d").replace(hidden=(16,), epochs=1, batch_size=20)


def test_a_trainer_tries_as_many_as_torch_would_take(short: Recipe, few_digits: Dataset, told: list[int]) -> None:
    list(Trainer(short, few_digits).steps())
    assert told[0] == 1 and 2 in told and told[-1] == 3  # and leaves torch as it was


def test_between_two_events_torch_is_as_it_was(short: Recipe, few_digits: Dataset, told: list[int]) -> None:
    for _ in Trainer(short, few_digits, event_interval=0.0).steps():
        assert told[-1] == 3


def test_a_number_that_was_asked_for_is_the_only_one(short: Recipe, few_digits: Dataset, told: list[int]) -> None:
    list(Trainer(short, few_digits, threads=2).steps())
    assert set(told) == {2, 3} and told[0] == 2 and told[-1] == 3


def test_the_figures_do_not_depend_on_the_number(short: Recipe, few_digits: Dataset) -> None:
    before = torch.get_num_threads()
    try:
        one = list(Trainer(short, few_digits, threads=1).steps())[-1]
        two = list(Trainer(short, few_digits, threads=2).steps())[-1]
    finally:
        torch.set_num_threads(before)
    assert one.val == two.val  # type: ignore[union-attr]
