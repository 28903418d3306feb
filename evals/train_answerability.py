"""Learns the weights of assistant/answerability.py from the question sets.

`python -m evals.train_answerability` asks the questions of split "tune" (and those without a split) of the index in use,
keeps those that running text had to answer, and writes assistant/answerability.json. Needs scikit-learn.
"""

from __future__ import annotations

import json

import numpy as np

from assistant.answerability import SIGNS, WEIGHTS
from assistant.chain import load_assistant
from evals.questions import Case, load_questions
from evals.run import Result, run
from ingest.settings import load_settings

FOLDS = 10
SOFTNESS = 0.5
ANSWERED_SHARE = 0.95
"""The share of the answerable questions that must get above 0: what the refusals may cost."""


def main() -> None:
    """Learn, write the file, and say how the questions that were kept apart came out."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    assistant = load_assistant(load_settings())
    cases = [case for case in load_questions(assistant.index.pages) if _learns(case)]
    weighed = [one for one in run(cases, assistant, assistant.index.pages) if _was_weighed(one)]
    rows = np.asarray([[one.answer.notes["tekens"][name] for name in SIGNS] for one in weighed])
    labels = np.asarray([one.case.refuse is False for one in weighed])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=SOFTNESS, max_iter=2000))
    scores = cross_val_predict(model, rows, labels, cv=FOLDS, method="decision_function")
    limit = float(np.quantile(scores[labels], 1 - ANSWERED_SHARE))
    answered, refused = (scores[labels] > limit).mean(), (scores[~labels] <= limit).mean()
    print(f"{len(labels)} questions, {labels.sum()} answerable; apart: answered {answered:.3f}, refused {refused:.3f}")
    model.fit(rows, labels)
    scaler, learner = model[0], model[-1]
    weights = learner.coef_[0] / scaler.scale_
    offset = float(learner.intercept_[0] - (weights * scaler.mean_).sum() - limit)
    found = {name: round(float(weight), 4) for name, weight in zip(SIGNS, weights, strict=True)}
    WEIGHTS.write_text(json.dumps({"offset": round(offset, 4), "weights": found}, ensure_ascii=False, indent=2) + "\n")


def _learns(case: Case) -> bool:
    return case.refuse is not None and case.split != "measure" and len(case.turns) == 1


def _was_weighed(result: Result) -> bool:
    """Whether nothing but the numbers decided: no name, no property, no rule."""
    request = result.answer.notes["request"]
    return "tekens" in result.answer.notes and not request.names and request.prop is None


if __name__ == "__main__":
    main()
