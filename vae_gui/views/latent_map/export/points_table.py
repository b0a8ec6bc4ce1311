"""The encoded images as a table."""

import numpy as np

from vae_gui.views.latent_map.export.export import Export, MapContents, Write
from vae_gui.views.latent_map.model.encoder import Encoded
from vae_gui.wording.file_kinds import CSV
from vae_models.files.pictures import write_text


def _points(contents: MapContents, factor: int) -> Write | None:
    encoded = contents.controller.encoded
    return None if encoded is None else lambda job, path: write_text(path, points_table(encoded))


def points_table(encoded: Encoded) -> str:
    """CSV, one line an image in the order of the data set: index, label, mu and sigma of each dimension.

    Where the images have files of their own, a column `file` names them.
    """
    table, dims = encoded.table, range(1, encoded.mu.shape[1] + 1)
    head = ["index", "label", *(["file"] if table.has_files else [])]
    lines = [",".join([*head, *(f"mu{dim}" for dim in dims), *(f"sigma{dim}" for dim in dims)])]
    for row in np.argsort(encoded.indices):
        index = int(encoded.indices[row])
        texts = [table.class_name(index), *([table.file(index)] if table.has_files else [])]
        values = (*encoded.mu[row], *encoded.sigma[row])
        lines.append(",".join([str(index), *map(_quoted, texts), *(f"{v:.7g}" for v in values)]))
    return "\r\n".join(lines) + "\r\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text


POINTS = Export("Points as CSV…", "Index, label, mu and sigma of all encoded images", "points.csv", CSV, _points)
