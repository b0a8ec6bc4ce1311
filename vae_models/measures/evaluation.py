"""Every measure that suits a model and its data, each figure with its convention."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vae_models.errors import DataError
from vae_models.kinds.lookup import implementation
from vae_models.measures.catalogue import MEASURES
from vae_models.measures.kind import Findings, MeasureKind, Report, silent
from vae_models.measures.limits import IMPORTANCE_SAMPLES
from vae_models.measures.measure import Measure
from vae_models.measures.subject import Subject

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor


@dataclass(frozen=True)
class Evaluation:
    """All figures of one model on one data set, and what has to be said beside them.

    `sentences` say what figures mean together, as those of samples do; `notes` why some could not be taken.
    """

    model: str
    recipe: str
    dataset: str
    measures: tuple[Measure, ...]
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "model": self.model, "recipe": self.recipe, "dataset": self.dataset,
            "measures": [measure.to_dict() for measure in self.measures],
            "samples": " ".join(self.sentences) or None,
            "notes": list(self.notes),
        }  # fmt: skip


def evaluate(
    predictor: "Predictor", dataset: "Dataset", *, importance_samples: int = IMPORTANCE_SAMPLES, seed: int = 0,
    everything: bool = False, report: Report = silent,
) -> Evaluation:  # fmt: skip
    """Measures on held-out images: the test split, or the validation split where the data has none.

    At most 5,000 of these, and 500 for the importance weights, unless `everything` is asked for. The same seed gives the
    same figures. `report` may raise to stop. Raises DataError when the images are of another size.
    """
    report("encoding", 0.0)
    subject = Subject.of(predictor, dataset, seed, everything, importance_samples)
    found: list[Findings] = []
    notes: list[str] = []
    for kind in MEASURES.values():
        if lacking := next((need for need in kind.needs if not need.met(subject)), None):
            notes.append(lacking.note(subject))
            continue
        report(kind.title, 0.0)
        try:
            found.append(_taken(kind, subject, report))
        except DataError as error:
            notes.append(str(error))
    return Evaluation(
        predictor.name, predictor.recipe.name, dataset.name,
        tuple(measure for findings in found for measure in findings.measures),
        tuple(findings.sentence for findings in found if findings.sentence),
        tuple(note for note in dict.fromkeys(notes) if note),
    )  # fmt: skip


def _taken(kind: MeasureKind, subject: Subject, report: Report) -> Findings:
    findings: Findings = implementation(kind.take)(subject, report)
    return findings
