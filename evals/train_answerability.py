"""Learns the weights of assistant/answerability.py from the question sets.

`python -m evals.train_answerability` asks the index in use the questions of split "tune" (and those without a split),
keeps those that nothing but the weights decides, and writes assistant/answerability.json. Needs scikit-learn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.answerability import OF_VECTORS, SIGNS, SIGNS_NAMED, WEIGHTS
from assistant.chain import load_assistant
from assistant.premises import takes_for_granted
from evals.questions import Case, load_questions
from evals.run import Result, run
from ingest.settings import load_settings

FOLDS = 10
SOFTNESS = 0.5
ANSWERED_SHARE = 0.95
"""The share of the answerable questions that must get above 0: what the refusals may cost."""


def main() -> None:
    """Learn, write the file, and say how the questions that were kept apart came out."""
    assistant = load_assistant(load_settings())
    cases = [case for case in load_questions(assistant.index.pages) if _learns(case)]
    results = run(cases, assistant, assistant.index.pages)
    found = {}
    for which, names in (("text", SIGNS), ("named", SIGNS_NAMED)):
        weighed = [one for one in results if _weighed_by(one) == which]
        found[which] = _learn(which, list(names), weighed)
        found[f"{which}, words only"] = _learn(
            f"{which}, words only", [name for name in names if name not in OF_VECTORS], weighed
        )
    WEIGHTS.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _learn(which: str, names: Sequence[str], weighed: Sequence[Result]) -> dict[str, Any]:
    """The weights and the offset for questions of one sort, so that a score above 0 means: answer."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = np.asarray([[one.answer.notes["tekens"][name] for name in names] for one in weighed])
    labels = np.asarray([one.case.refuse is False for one in weighed])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=SOFTNESS, max_iter=2000))
    scores = cross_val_predict(model, rows, labels, cv=FOLDS, method="decision_function")
    limit = float(np.quantile(scores[labels], 1 - ANSWERED_SHARE))
    answered, refused = (scores[labels] > limit).mean(), (scores[~labels] <= limit).mean()
    counts = f"{len(labels)} questions, {labels.sum()} answerable"
    print(f"{which}: {counts}; kept apart while learning: answered {answered:.3f}, refused {refused:.3f}")
    model.fit(rows, labels)
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
