"""Readers that meet what somebody damaged: the one sentence that they say, and that they do not wait for ever."""

import threading
from collections.abc import Callable

import pytest

from vae_models.errors import UserError


def sentence_of(read: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        read()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def in_time(read: Callable[[], object]) -> str:
    """The sentence, from a thread that must not wait for ever."""
    told: list[str] = []
    thread = threading.Thread(target=lambda: told.append(sentence_of(read)), daemon=True)
    thread.start()
    thread.join(20)
    assert told, "it still waits"
    return told[0]
