"""A user without a plan: seeded clicks, drags, keys and menus over the whole window, with trainings in between.

`python -m tests.soak.random_user --minutes 60 --seed 1 --report report.json` runs one in a home folder of its own and
writes what it saw. The process that starts it learns of a crash from its exit code, and of the place from its stderr.
"""

import argparse
import faulthandler
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from vae_gui import theme
from vae_gui.startup.session import Session

GAP_MS = 500
BEAT_MS = 20
WARM_UP_MINUTES = 10
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_Plus, Qt.Key.Key_Minus,
    Qt.Key.Key_0, Qt.Key.Key_3, Qt.Key.Key_5, Qt.Key.Key_E, Qt.Key.Key_P, Qt.Key.Key_T, Qt.Key.Key_F1, Qt.Key.Key_F5, Qt.Key.Key_F6,
)  # fmt: skip
NEVER = ("quit", "exit", "close window", "full screen", "report a problem")
SMALL = ("vae-2d", "autoencoder", "vae", "beta-vae", "cvae", "linear-vae-4")


class Heartbeat:
    """Measures how long the GUI thread was away, by the clock and by its own processor time."""

    def __init__(self, doing: Callable[[], str]) -> None:
        self._doing = doing
        self._last = time.perf_counter(), time.thread_time()
        self.gaps: list[dict[str, object]] = []
        self._timer = QTimer(interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        wall, own = (1000 * (b - a) for a, b in zip(self._last, now, strict=True))
        self._last = now
        if wall > GAP_MS:
            self.gaps.append({"wall_ms": round(wall), "own_ms": round(own), "doing": self._doing()})


class RandomUser:
    """Acts on whatever is visible; keeps the last action for the report."""

    def __init__(self, session: Session, seed: int) -> None:
        self._session = session
        self._random = random.Random(seed)
        self.action = "start"
        self.counts: Counter[str] = Counter()

    def act(self) -> None:
        """One action."""
        kinds = (
            (self._click, 40), (self._drag, 14), (self._wheel, 8), (self._key, 14), (self._menu, 8), (self._view, 6),
            (self._train, 4), (self._open_model, 3), (self._look, 1), (self._resize, 2),
        )  # fmt: skip
        (kind,) = self._random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
        self.counts[kind.__name__.removeprefix("_")] += 1
        kind()

    def _widgets(self) -> list[QWidget]:
        top = QApplication.activeModalWidget() or QApplication.activePopupWidget() or self._session.window
        return [top, *(w for w in top.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.width() > 4)]

    def _pick(self) -> tuple[QWidget, QPoint]:
        widget = self._random.choice(self._widgets())
        at = QPoint(self._random.randrange(widget.width()), self._random.randrange(max(1, widget.height())))
        self.action = f"{type(widget).__name__} '{widget.accessibleName() or widget.objectName()}'"
        return widget, at

    def _click(self) -> None:
        widget, at = self._pick()
        button = self._random.choices((Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton), (9, 1))[0]
        self.action = f"click on {self.action}"
        if self._random.random() < 0.1:
            QTest.mouseDClick(widget, button, pos=at)
        else:
            QTest.mouseClick(widget, button, pos=at)

    def _drag(self) -> None:
        widget, at = self._pick()
        self.action = f"drag on {self.action}"
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=at)
        for _ in range(self._random.randrange(1, 12)):
            at = at + QPoint(self._random.randrange(-40, 41), self._random.randrange(-40, 41))
            QTest.mouseMove(widget, at)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=at)

    def _wheel(self) -> None:
        widget, at = self._pick()
        self.action = f"wheel on {self.action}"
        turn = QPoint(0, self._random.choice((-120, 120)))
        nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        place = QPointF(at), QPointF(widget.mapToGlobal(at))
        QApplication.sendEvent(widget, QWheelEvent(*place, QPoint(), turn, *nothing, False))

    def _key(self) -> None:
        target = QApplication.focusWidget() or self._session.window
        key = self._random.choice(KEYS)
        modifier = self._random.choices(
            (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier),
            (8, 1, 1),
        )[0]
        self.action = f"key {key.name} in {type(target).__name__}"
        QTest.keyClick(target, key, modifier)

    def _menu(self) -> None:
        actions = [action for menu in self._session.window.menuBar().findChildren(QMenu) for action in menu.actions()]
        usable = [action for action in actions if _harmless(action)]
        if usable:
            action = self._random.choice(usable)
            self.action = f"menu '{action.text()}'"
            action.trigger()

    def _view(self) -> None:
        views = self._session.window.views
        name = self._random.choice(views.names)
        self.action = f"view {name}"
        tab = views.tabs.tabRect(views.names.index(name))
        QTest.mouseClick(views.tabs, Qt.MouseButton.LeftButton, pos=tab.center())

    def _train(self) -> None:
        from vae_models import get_recipe

        workspace = self._session.workspace
        self.action = "training"
        if workspace.training.under_way:
            self._random.choice(
                (workspace.training.control.stop, workspace.training.control.pause, workspace.training.control.resume)
            )()
        elif workspace.data.dataset is not None:
            workspace.training.start(
                get_recipe(self._random.choice(SMALL)).replace(epochs=self._random.randrange(1, 4))
            )

    def _open_model(self) -> None:
        from vae_models.files.shipped import list_shipped_models

        path = self._random.choice(list_shipped_models())
        self.action = f"open {path.stem}"
        self._session.workspace.model.open_file(path)

    def _look(self) -> None:
        self.action = "theme or text size"
        if self._random.random() < 0.5:
            theme.apply_theme(self._session.app, self._random.random() < 0.5)
        else:
            theme.set_text_scale(self._session.app, self._random.choice((0.8, 1.0, 1.0, 1.5, 2.0)))

    def _resize(self) -> None:
        self.action = "resize"
        self._session.window.resize(self._random.randrange(700, 1500), self._random.randrange(500, 950))


def _harmless(action: QAction) -> bool:
    """Not what ends the program or leaves it: that would be the end of the trial."""
    text = action.text().replace("&", "").lower()
    return action.isEnabled() and bool(text) and action.menu() is None and not any(word in text for word in NEVER)


def memory_mb() -> float:
    """What this process has in memory, in MB."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def refuse_dialogs() -> None:
    """Whatever asks for a file, or waits for an answer, is cancelled."""
    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_, **__: ("", "")))
    QFileDialog.getExistingDirectory = staticmethod(lambda *_, **__: "")  # type: ignore[method-assign, assignment]
    QDialog.exec = lambda self: 0  # type: ignore[method-assign]


class Trial:
    """One session with its random user, to the end of its time."""

    def __init__(self, minutes: float, seed: int, report: Path) -> None:
        self._minutes, self._seed, self._report = minutes, seed, report
        self._session = Session(None, None, time.monotonic())
        self._user = RandomUser(self._session, seed)
        self._heart = Heartbeat(lambda: self._user.action)
        self._errors: list[str] = []
        self._session.reporter.reported.connect(lambda report: self._errors.append(report.details))
        self._memory: list[tuple[float, float]] = []
        self._start = time.monotonic()
        self._next = QTimer(interval=0)
        self._next.timeout.connect(self._step)
        self._samples = QTimer(interval=5000)
        self._samples.timeout.connect(self._sample)

    def run(self) -> int:
        self._next.start()
        self._samples.start()
        code = self._session.run()
        self._write()
        return code or bool(self._errors)

    @property
    def _elapsed(self) -> float:
        return (time.monotonic() - self._start) / 60

    def _step(self) -> None:
        self._next.setInterval(30)
        if self._elapsed > self._minutes:
            self._next.stop()
            self._session.window.close()
        elif self._session.workspace.models_loaded:
            self._user.act()
            if not self._session.window.isVisible():
                self._session.window.show()

    def _sample(self) -> None:
        self._memory.append((round(self._elapsed, 2), round(memory_mb(), 1)))
        self._write()

    def _write(self) -> None:
        values = {
            "seed": self._seed, "minutes": round(self._elapsed, 2), "actions": dict(self._user.counts),
            "errors": self._errors, "gaps": self._heart.gaps, "memory_mb": self._memory,
        }  # fmt: skip
        self._report.write_text(json.dumps(values, indent=1))


def own_home() -> Path:
    """No screen, and a home folder of the trial's own; before the application is made."""
    home = tempfile.mkdtemp(prefix="random-user-")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = home
    return Path(home)


def main() -> int:
    """Returns 0 where nothing unexpected happened."""
    home = own_home()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, default=home / "report.json")
    options = parser.parse_args()
    faulthandler.enable()
    refuse_dialogs()
    code = Trial(options.minutes, options.seed, options.report).run()
    return int(code)


if __name__ == "__main__":
    CODE = main()
    sys.stdout.flush()
    os._exit(CODE)  # as the program itself ends
