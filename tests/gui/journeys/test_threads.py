"""The window at rest: few threads wait, whatever was visited."""

import threading

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from vae_gui.tasks.worker_pool import MOST_IDLE, POOL
from vae_gui.window.main_window import MainWindow


def test_a_few_threads_wait_after_everything_was_visited(qtbot: QtBot, whole_window: MainWindow) -> None:
    for name in whole_window.views.names:
        whole_window.views.show_view(name)
    lab = whole_window.views.built()["lab"]
    for index in range(lab.tabs.count()):
        lab.tabs.setCurrentIndex(index)
        qtbot.waitUntil(lambda: POOL.wait_until_idle(0.0), timeout=60_000)
    qtbot.waitUntil(lambda: POOL.wait_until_idle(0.0) and POOL.threads <= MOST_IDLE, timeout=60_000)
    workers = [thread for thread in threading.enumerate() if thread.name.startswith("worker-")]
    assert len(workers) <= MOST_IDLE
    assert [thread for thread in whole_window.findChildren(QThread) if thread.isRunning()] == []
