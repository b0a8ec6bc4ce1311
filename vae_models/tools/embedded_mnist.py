"""Makes the compressed MNIST that comes with the program: `python -m vae_models.tools.embedded_mnist FOLDER`.

FOLDER has the four IDX files, raw or gzipped. Each must have the MD5 that its publishers gave; what is written unpacks to
the same bytes.
"""

import argparse
import gzip
import hashlib
import lzma
import sys
from pathlib import Path

from vae_models.data.sources.idx_files import find_idx
from vae_models.data.sources.named_sets import NAMED_SETS, folder_in
from vae_models.errors import DataError, UserError
from vae_models.files.resources import resource
from vae_models.files.writing import make_folder, write_file

# Of the uncompressed files.
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
# Four bits of the byte before, and no alignment: what suits one byte a pixel best, a fifth smaller than gzip.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]


def compress(folder: Path, target: Path) -> None:
    """Writes `target`/STEM.xz for each of MNIST's files. Raises DataError when one is missing or is not MNIST's."""
    for stem, md5 in MD5.items():
        path = find_idx(folder, stem)
        if path is None:
            raise DataError(f"{folder} has no {stem}; complete the folder or choose another one.")
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if hashlib.md5(content, usedforsecurity=False).hexdigest() != md5:
            raise DataError(f"{path} is not MNIST's file of that name; use another copy of the data.")
        make_folder(target)
        write_file(target / f"{stem}.xz", lzma.compress(content, filters=FILTERS))


def main() -> int:
    """Returns 0, or 2 after one sentence that says what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder that has full MNIST")
    folder = parser.parse_args().folder
    try:
        compress(folder_in(NAMED_SETS["mnist"], folder) or folder, resource("mnist"))
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
