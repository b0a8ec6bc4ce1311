"""The one place that imports torchvision.

The wheels of torchvision on the Python package index are built against torch with CUDA. Beside a CPU-only torch their
compiled operators do not load, and `import torchvision` then fails: it registers fake versions of `nms` and `qnms`,
which do not exist. Declaring the two operators first is all it needs, for data sets and transforms are pure Python.
"""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_declared: list[torch.library.Library] = []  # a Library that is collected takes its operators with it


def _operators_load() -> bool:
    """Whether torchvision's compiled operators fit this torch; loading them twice does no harm."""
    spec = importlib.util.find_spec("torchvision")
    folders = spec.submodule_search_locations if spec else None
    libraries = [path for folder in folders or () for path in Path(folder).glob("_C.*")]
    try:
        for path in libraries:
            torch.ops.load_library(str(path))
    except OSError:
        return False
    return bool(libraries)


def _load() -> ModuleType:
    if not _operators_load():
        library = torch.library.Library("torchvision", "DEF")
        for schema in _SCHEMAS:
            library.define(schema)
        _declared.append(library)
    importlib.import_module("torchvision.datasets")
    return importlib.import_module("torchvision")


torchvision = _load()
