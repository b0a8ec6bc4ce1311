"""One of TensorBoard's event files, written where it is asked for.

`SummaryWriter` writes on a thread of its own, which tells the reader's terminal, and nobody else, that a disk is full or a
folder gone.
"""

import os
import socket
import time
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class EventFile:
    """A new one in the folder, which is made where it is missing; of files with equal steps the newer one is shown.

    What older files in the folder have from step `purge_step` on is set aside. All raise OSError. Call `close` at the end.
    """

    def __init__(self, folder: Path, purge_step: int | None = None) -> None:
        from tensorboard.compat.proto.event_pb2 import Event, SessionLog
        from tensorboard.summary.writer.record_writer import RecordWriter

        folder.mkdir(parents=True, exist_ok=True)
        now = time.time_ns()
        name = f"events.out.tfevents.{now // 10**9}.{socket.gethostname()}.{os.getpid()}.{now}"
        self._new_event: Any = Event
        self._records: Any = RecordWriter(BufferedWriter(FileIO(folder / name, "x")))
        self._write(0, file_version="brain.Event:2")
        if purge_step is not None:
            self._write(purge_step, session_log=SessionLog(status=SessionLog.START))

    def add_scalar(self, tag: str, value: float, step: int) -> None:
        from torch.utils.tensorboard.summary import scalar

        self._write(step, summary=scalar(tag, value))

    def add_image(self, tag: str, image: NDArray[np.uint8], step: int) -> None:
        """image: `(H, W)`."""
        from torch.utils.tensorboard.summary import image as summary_of

        self._write(step, summary=summary_of(tag, image, dataformats="HW"))

    def flush(self) -> None:
        self._records.flush()

    def close(self) -> None:
        self._records.close()

    def _write(self, step: int, **what: Any) -> None:
        self._records.write(self._new_event(wall_time=time.time(), step=step, **what).SerializeToString())
