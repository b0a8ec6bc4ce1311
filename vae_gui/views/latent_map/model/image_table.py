"""All images of a data set in one numbering: training, validation, then test images."""

from typing import TYPE_CHECKING, Any

import numpy as np

from vae_models.files.names import shortened

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

LONGEST_NAME = 28  # signs of a file's name in a sentence; the whole name is in the tooltip


class ImageTable:
    """Looks images up by index without copying the data set; answers are numpy arrays."""

    def __init__(self, dataset: "Dataset") -> None:
        splits = {"training": dataset.train, "validation": dataset.val, "test": dataset.test}
        self.class_names = dataset.class_names
        self._parts: list[tuple[str, np.ndarray, Any]] = [
            (name, split.images.numpy()[:, 0], split.labels)
            for name, split in splits.items()
            if split is not None and len(split.images)
        ]
        self._files = [split.files for split in splits.values() if split is not None and len(split.images)]
        self._starts = np.cumsum([0] + [len(images) for _, images, _ in self._parts])
        self.labels = self._all_labels()
        self.has_labels = any(labels is not None for _, _, labels in self._parts)

    def __len__(self) -> int:
        return int(self._starts[-1])

    @property
    def image_shape(self) -> tuple[int, int]:
        """Height and width; all images have the same."""
        return self._parts[0][1].shape[1:] if self._parts else (0, 0)

    def label(self, index: int) -> int | None:
        """The class number of an image; None where the data have no labels."""
        return int(self.labels[index]) if self.has_labels else None

    def _all_labels(self) -> np.ndarray:
        """`(n,)` class numbers, in the smallest type that holds them all; 0 where there are none."""
        parts = [np.zeros(len(images), int) if labels is None else labels.numpy() for _, images, labels in self._parts]
        labels = np.concatenate(parts) if parts else np.zeros(0, int)
        return labels.astype(np.min_scalar_type(int(labels.max(initial=0))))

    def images(self, indices: np.ndarray) -> np.ndarray:
        """`(n, H, W)` uint8 in the order of the indices."""
        shape = self._parts[0][1].shape[1:]
        found = np.empty((len(indices), *shape), dtype=np.uint8)
        for start, (_, images, _) in zip(self._starts, self._parts, strict=False):
            here = (indices >= start) & (indices < start + len(images))
            found[here] = images[indices[here] - start]
        return found

    def known_labels(self, indices: np.ndarray, predictor: "Predictor") -> np.ndarray | None:
        """`(n,)` class numbers for a conditional model that knows those of all images; None for any other."""
        known = self.has_labels and predictor.heeds(self.labels) is not None
        return self.labels[indices].astype(np.int64) if known else None

    def image(self, index: int) -> np.ndarray:
        """`(H, W)` uint8."""
        return self.images(np.array([index]))[0]

    def class_name(self, index: int) -> str:
        """The class of an image in words; empty where it has none."""
        label = int(self.labels[index])
        return self.class_names[label] if self.has_labels and label < len(self.class_names) else ""

    def file(self, index: int) -> str:
        """The name of the file that an image comes from; empty where it has none."""
        part, place = self._place(index)
        files = self._files[part]
        return files[place] if files is not None else ""

    @property
    def has_files(self) -> bool:
        return any(files is not None for files in self._files)

    def describe(self, index: int) -> str:
        """For instance "7 (training image 123)", or "cat/img_012.png: cat (training image 123)"; on one line."""
        part, place = self._place(index)
        where = f"{self._parts[part][0]} image {place}"
        name, file = self.class_name(index), self.file(index)
        described = f"{name} ({where})" if name else where
        return f"{shortened(file, LONGEST_NAME)}: {described}" if file else described

    def _place(self, index: int) -> tuple[int, int]:
        """The split of an image, and its number there."""
        part = int(np.searchsorted(self._starts, index, side="right")) - 1
        return part, index - int(self._starts[part])
