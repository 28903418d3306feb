"""Learns the weights of assistant/answerability.py from the question sets.

`python -m evals.train_answerability` asks the index in use the questions of split "tune" (and those without a split),
keeps those that nothing but the weights decides, and writes assistant/answerability.json and .npz. Needs scikit-learn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answerability import (
    BOUND,
    LEARNT_PASSAGES,
    LEAST,
    LIKENESSES,
    OF_VECTORS,
    SIGNS,
    SIGNS_NAMED,
    WEIGHTS,
    difference,
    fingerprints,
    nameless,
)
from assistant.chain import Assistant, load_assistant
from assistant.likeness import WIDTH, Likeness, centred
from assistant.premises import takes_for_granted
from assistant.understanding import Request
from evals.questions import Case, load_questions
from evals.run import Result, run
from evals.train_search import APART
from ingest.embedding import Vectors
from ingest.settings import load_settings

FOLDS = 10
SOFTNESS = 0.05
SOFTNESS_OF_LIKENESS = 1.0
KIND = "soort vraag"
DIFFERENCE = "verschil"
NEARNESS = "passend"
KEPT_AS = {("text", KIND): "text", ("named", KIND): "named", ("named", DIFFERENCE): "named.difference"}
"""The name under which assistant/answerability.py reads a likeness: of which weights and which sign."""
ANSWERED_SHARE = 0.95
"""The share of the answerable questions that must get above 0: what the refusals may cost."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that one sort of weights decides: the sign of each name per question, and the labels.

    `vectors` are those that a sign of likeness is learnt from: per sign a row for each question.
    """

    vectors: Mapping[str, Vectors]
    signs: Mapping[str, Numbers]
    labels: NDArray[np.bool_]


def main() -> None:
    """Learn, write the files, and say how the questions that were kept apart came out."""
    assistant = load_assistant(load_settings())
    cases = [case for case in load_questions(assistant.index.pages) if _learns(case)]
    results = run(cases, assistant, assistant.index.pages)
    found: dict[str, Any] = {
        LEARNT_PASSAGES: sorted(set().union(*(fingerprints(one.text) for one in assistant.index.passages)))
    }
    likenesses: dict[str, Any] = {}
    for which, names in (("text", SIGNS), ("named", SIGNS_NAMED)):
        asked = _asked(assistant, which, list(names), [one for one in results if _weighed_by(one) == which])
        found[which] = _learn(which, list(names), asked)
        found[f"{which}, words only"] = _learn(
            f"{which}, words only", [name for name in names if name not in OF_VECTORS], asked
        )
        for name, vectors in asked.vectors.items():
            likenesses |= _like(vectors, asked.labels).as_arrays(KEPT_AS[which, name])
    WEIGHTS.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
    np.savez_compressed(LIKENESSES, **likenesses)


def _asked(assistant: Assistant, which: str, names: Sequence[str], results: Sequence[Result]) -> Asked:
    requests = [one.answer.notes["request"] for one in results]
    texts = [nameless(request) if which == "named" else request.search for request in requests]
    rows = [one.answer.notes["tekens"] for one in results]
    signs = {name: np.asarray([row[name] for row in rows], np.float64) for name in names}
    if NEARNESS in names:  # of layers that did not learn from these very questions
        apart = json.loads(APART.read_text("utf-8"))
        near = [apart.get(request.search, row[NEARNESS]) for request, row in zip(requests, rows, strict=True)]
        signs[NEARNESS] = np.asarray(near, np.float64)
    labels = np.asarray([one.case.refuse is False for one in results])
    vectors = {KIND: assistant.index.embeddings.encode_queries(texts)}
    if DIFFERENCE in names:
        vectors[DIFFERENCE] = np.stack([_difference(assistant, request) for request in requests])
    return Asked(vectors, signs, labels)


def _difference(assistant: Assistant, request: Request) -> Vectors:
    return difference(assistant.index, assistant.searcher.search(request.search, 1, request.names, request.meant))


def _like(vectors: Vectors, labels: NDArray[np.bool_]) -> Likeness:
    """What the answerable questions have in common, by their vectors."""
    from sklearn.svm import SVC

    middle = vectors.mean(axis=0)
    centre = centred(vectors, middle)
    model = SVC(C=SOFTNESS_OF_LIKENESS, gamma=WIDTH, class_weight="balanced").fit(centre, labels)
    return Likeness(middle, centre[model.support_], model.dual_coef_[0], float(model.intercept_[0]))


def _likeness_apart(vectors: Vectors, labels: NDArray[np.bool_]) -> Numbers:
    """The likeness of each question by what was learnt without it."""
    from sklearn.model_selection import StratifiedKFold

    scores = np.zeros(len(labels))
    for learn, look in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(vectors, labels):
        like = _like(vectors[learn], labels[learn])
        scores[look] = [like.score(vector) for vector in vectors[look]]
    return np.clip(scores, LEAST, BOUND)


def _learn(which: str, names: Sequence[str], asked: Asked) -> dict[str, Any]:
    """The weights and the offset for questions of one sort, so that a score above 0 means: answer."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    labels = asked.labels

    learnt = [name for name in asked.vectors if name in names]

    def rows(likenesses: Mapping[str, Numbers], some: NDArray[np.intp]) -> Numbers:
        columns = [likenesses[name] if name in likenesses else asked.signs[name][some] for name in names]
        return np.stack(columns, axis=1)

    model = make_pipeline(StandardScaler(), LogisticRegression(C=SOFTNESS, max_iter=2000))
    every = np.arange(len(labels))
    scores = np.zeros(len(labels))
    # What is looked at has no part in the likeness either: that is learnt anew in each fold.
    for learn, look in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(every, labels):
        inner, outer = {}, {}
        for name in learnt:
            vectors = asked.vectors[name]
            inner[name] = _likeness_apart(vectors[learn], labels[learn])
            like = _like(vectors[learn], labels[learn])
            outer[name] = np.clip([like.score(vector) for vector in vectors[look]], LEAST, BOUND)
        scores[look] = model.fit(rows(inner, learn), labels[learn]).decision_function(rows(outer, look))
    limit = float(np.quantile(scores[labels], 1 - ANSWERED_SHARE))
    answered, refused = (scores[labels] > limit).mean(), (scores[~labels] <= limit).mean()
    counts = f"{len(labels)} questions, {labels.sum()} answerable"
    print(f"{which}: {counts}; kept apart while learning: answered {answered:.3f}, refused {refused:.3f}")
    model.fit(rows({name: _likeness_apart(asked.vectors[name], labels) for name in learnt}, every), labels)
    scaler, learner = model[0], model[-1]
    weights = learner.coef_[0] / scaler.scale_
    offset = float(learner.intercept_[0] - (weights * scaler.mean_).sum() - limit)
    rounded = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return {"offset": round(offset, 4), "weights": rounded}


def _learns(case: Case) -> bool:
    return case.refuse is not None and case.split != "measure" and len(case.turns) == 1


def _weighed_by(result: Result) -> str:
    """Which weights decided about a question: "text", "named", or none ("": a rule, a selection or small talk did)."""
    signs = result.answer.notes.get("tekens", {})
    request = result.answer.notes["request"]
    if request.prop is not None or takes_for_granted(request):
        return ""
    return "text" if set(signs) == set(SIGNS) else "named" if set(signs) == set(SIGNS_NAMED) else ""


if __name__ == "__main__":
    main()
