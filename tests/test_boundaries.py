"""Who may import whom: the library knows no Qt, widgets know no models, and the window opens before torch is loaded."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house import ROOT, files, imports, loaded_after, module_of, own_imports, packages, relative_imports

TOP_LEVEL = {
    "main.py",
    "vae_gui",
    "vae_models",
    "resources",
    "tests",
    "pyproject.toml",
    "README.md",
    "Makefile",
    "LICENSE",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "CITATION.cff",
}
FLOORS = (
    "errors", "files", "kinds", "recipe", "data", "damage", "networks", "latent", "likelihoods", "models", "objectives", "explore",
    "runs", "measures", "lab", "training", "export", "sweeps", "cli", "tools",
)  # fmt: skip

# What each folder of the window may import beside itself; all may ask the library's light modules.
WINDOW: dict[str, set[str]] = {
    "wording": set(),
    "theme": {"wording"},
    "tasks": {"wording"},
    "widgets": {"tasks", "theme", "wording"},
    "workspace": {"tasks", "wording"},
    "views": {"workspace", "widgets", "tasks", "theme", "wording"},
    "window": {"views", "workspace", "widgets", "tasks", "theme", "wording"},
    "startup": {"window", "views", "workspace", "widgets", "tasks", "theme", "wording"},
}
SLOW_TO_LOAD = {"scipy", "sklearn", "skimage"}  # and so only where one of their functions is called
SHARED_BY_VIEWS = {"shared", "view"}
MOST_LINES, MOST_FILES = 300, 20


def test_contributing_shows_the_floors_as_they_are() -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert " < ".join(FLOORS) in " ".join(shown.split())
    assert [name for name in (*FLOORS[1:], *WINDOW) if f"`{name}`" not in shown] == []


def test_contributing_shows_the_arrows_of_the_window_as_they_are() -> None:
    """Along the arrows of the page one comes to whatever a folder may import, and to nothing else."""
    (line,) = re.findall(r"^startup -> .*$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    steps: dict[str, set[str]] = {name: set() for name in WINDOW}
    for chain in re.split(r"\s{3,}", line):
        groups = [group.replace("all", ", ".join(WINDOW)).split(", ") for group in chain.split(" -> ")]
        for sources, targets in pairwise(groups):
            for source in sources:
                steps[source] |= set(targets) - {source}

    def reached(name: str) -> set[str]:
        return steps[name].union(*map(reached, steps[name]))

    assert {name: reached(name) for name in WINDOW} == WINDOW


def wrong(found_in: Callable[[Path], set[str]], *folders: str) -> dict[str, set[str]]:
    """What is found in each file that may have nothing of the kind."""
    return {module_of(file): found for file in files(*folders) if (found := found_in(file))}


def test_every_folder_of_the_library_has_its_floor() -> None:
    folders = {file.relative_to(ROOT / "vae_models").parts[0].removesuffix(".py") for file in files("vae_models")}
    assert folders - {"__init__"} == set(FLOORS)


def test_a_folder_of_the_library_imports_only_what_is_left_of_it() -> None:
    def floor(module: str) -> int:
        return FLOORS.index(module.split(".")[1]) if "." in module else 0

    def right_of_it(file: Path) -> set[str]:
        own = module_of(file)
        return set() if own == "vae_models" else {name for name in own_imports(file) if floor(name) > floor(own)}

    assert wrong(right_of_it, "vae_models") == {}


@pytest.mark.parametrize("package", ["vae_models", "vae_gui"])
def test_no_modules_import_one_another(package: str) -> None:
    graph = {module_of(file): own_imports(file) - {package} for file in files(package)}
    list(TopologicalSorter(graph).static_order())


def test_every_folder_of_the_window_stands_in_the_table() -> None:
    folders = {file.relative_to(ROOT / "vae_gui").parts[0] for file in files("vae_gui")}
    assert folders - {"__init__.py"} == set(WINDOW)


def test_a_folder_of_the_window_imports_only_what_it_may() -> None:
    def part(module: str, depth: int) -> str:
        return ([*module.split("."), "", "", ""])[depth]

    def against_the_arrows(file: Path) -> set[str]:
        folder = part(module_of(file), 1)
        may = WINDOW.get(folder, set()) | {folder}
        return {name for name in own_imports(file) - {"vae_gui"} if part(name, 1) not in may}

    def of_another_view(file: Path) -> set[str]:
        may = SHARED_BY_VIEWS | {part(module_of(file), 2)}
        return {name for name in own_imports(file) if part(name, 1) == "views" and part(name, 2) not in may}

    assert wrong(against_the_arrows, "vae_gui") == {}
    assert wrong(of_another_view, "vae_gui/views") == {}


def test_imports_say_the_whole_path() -> None:
    """So that one search finds all of them; the test of the arrows, too."""
    assert wrong(relative_imports, "vae_models", "vae_gui", "tests") == {}


def test_the_library_loads_no_qt_and_slow_packages_only_where_they_are_called() -> None:
    loaded = loaded_after("\n".join(f"import {module_of(file)}" for file in files("vae_models")))
    assert "torch" in loaded
    assert not loaded & {"PySide6", "pyqtgraph", "vae_gui", "shiboken6", *SLOW_TO_LOAD}


def test_no_function_of_the_library_imports_qt() -> None:
    assert wrong(lambda file: packages(file) & {"PySide6", "pyqtgraph", "vae_gui", "shiboken6"}, "vae_models") == {}


def test_the_window_is_built_before_torch_and_pyqtgraph_are_loaded() -> None:
    loaded = loaded_after("import vae_gui.startup.app, vae_gui.window.main_window, vae_gui.startup.session")
    assert "PySide6" in loaded
    assert not loaded & {"torch", "pyqtgraph", "torchvision", "skimage", "scipy"}


def test_no_module_of_the_window_loads_torch_when_imported() -> None:
    loaded = loaded_after("\n".join(f"import {module_of(file)}" for file in files("vae_gui")))
    assert "pyqtgraph" in loaded
    assert not loaded & {"torch", "torchvision", "skimage"}


@pytest.mark.parametrize(
    "module",
    [
        "errors", "kinds.likelihoods",
        "recipe.fields", "recipe.named", "latent.grids", "files.resources", "training.hints", "data.catalogue", "training.events",
        "cli.main", "cli.evaluate", "explore.samplers", "data.sources.shape_sets", "data.sources.shapes", "measures.limits",
    ],
)  # fmt: skip
def test_light_modules_load_neither_torch_nor_qt(module: str) -> None:
    assert not loaded_after(f"import vae_models.{module}") & {"torch", "PySide6", *SLOW_TO_LOAD}


def test_a_list_of_recipes_is_printed_without_torch_and_qt() -> None:
    loaded = loaded_after("from vae_models.cli.start import main\nmain(['recipes'])")
    assert "vae_models" in loaded
    assert not loaded & {"torch", "PySide6", "vae_gui"}


def test_torchvision_is_imported_in_one_place() -> None:
    loads = re.compile(r"^\s*(import|from) torchvision\b|import_module\([\"']torchvision", re.MULTILINE)
    importers = [file.name for file in files("vae_models", "vae_gui") if loads.search(file.read_text("utf-8"))]
    assert importers == ["torchvision_import.py"]


def test_a_widget_knows_qt_numpy_and_the_theme_only() -> None:
    own = (
        "vae_gui.widgets",
        "vae_gui.theme",
        "vae_gui.tasks.latest_wins",
        "vae_gui.tasks.saving",
        "vae_gui.wording.file_kinds",
    )
    others = sys.stdlib_module_names | {"PySide6", "numpy", "pyqtgraph"}

    def more(file: Path) -> set[str]:
        found = {name for name in imports(file) if name != "vae_gui" and not name.startswith(own)}
        return {name for name in found if name.partition(".")[0] not in others}

    assert wrong(more, "vae_gui/widgets") == {}


def test_a_view_sees_no_tensors() -> None:
    assert wrong(lambda file: packages(file) & {"torch", "torchvision", "safetensors"}, "vae_gui/views") == {}


def sentences(file: Path) -> set[str]:
    """The texts of a file that are no docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in alone]
    return {node.value for node in texts if isinstance(node.value, str)}


def test_no_sentence_of_the_library_speaks_of_a_window() -> None:
    """A command line and a script show it too."""
    of_a_window = re.compile(r"\b(your drawing|orange|buttons?|click|the (window|map|tab|menu|panel)|paint)\b")
    assert wrong(lambda file: set(filter(of_a_window.search, sentences(file))), "vae_models") == {}


def test_nothing_is_unpickled_and_nothing_is_killed() -> None:
    words = ("pickle.load", "allow_pickle=True", "weights_only=False", ".terminate()")
    found = [
        (file.name, word)
        for file in files("vae_models", "vae_gui")
        for word in words
        if word in file.read_text("utf-8")
    ]
    assert found == []


def test_no_widget_is_asked_for_its_screen() -> None:
    """What `screen()` returns counts as the widget's own from then on, and is destroyed with it: the next window crashes."""
    asked = re.compile(r"\.screen\(\)")
    assert [file.name for file in files("vae_models", "vae_gui") if asked.search(file.read_text("utf-8"))] == []


def test_a_file_is_replaced_in_one_place() -> None:
    """But for a download, whose part keeps its name so that it can be taken up again."""
    replacing = [file.name for file in files("vae_models", "vae_gui") if "os.replace(" in file.read_text("utf-8")]
    assert replacing == ["downloads.py", "writing.py"]


def test_threads_are_made_in_four_places() -> None:
    """All other work goes to the shared workers: for torch's import, a training and a sweep there is one thread each."""
    made = re.compile(r"\(QThread\)|\bThread\(|\bQThreadPool\b|ThreadPoolExecutor")
    making = sorted(file.name for file in files("vae_gui") if made.search(file.read_text("utf-8")))
    assert making == ["model_loading.py", "sweep_thread.py", "training_thread.py", "worker_pool.py"]


def test_the_window_reads_run_folders_again_and_again_in_one_place() -> None:
    reading = re.compile(r"\bRunReader\(|\blist_runs\(")
    assert [file.name for file in files("vae_gui") if reading.search(file.read_text("utf-8"))] == ["run_list.py"]


def test_files_and_folders_are_asked_for_in_one_place() -> None:
    """The one that begins where the last file was, and asks before one is replaced, also where it adds the ending."""
    asking = [file.name for file in files("vae_gui") if "QFileDialog" in file.read_text("utf-8")]
    assert asking == ["file_dialogs.py"]


def test_the_top_level_holds_what_it_should() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, or no git to ask")
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True)
    top = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


def test_no_file_outgrows_its_idea() -> None:
    lines = {
        module_of(file): len(file.read_text("utf-8").splitlines()) for file in files("vae_models", "vae_gui", "tests")
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_folder_holds_more_than_one_can_see_at_a_glance() -> None:
    beside = Counter(file.parent for file in files("vae_models", "vae_gui", "tests"))
    assert {str(folder.relative_to(ROOT)): count for folder, count in beside.items() if count > MOST_FILES} == {}


def test_no_two_files_of_tests_have_one_name() -> None:
    """pytest would collect only the first."""
    names = Counter(file.name for file in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
