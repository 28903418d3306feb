"""The gate itself: the answers of this version against the recorded floors."""

from evals.gate import check, gated
from evals.questions import load_questions
from evals.run import problems, run


def batched(texts, size):
    """`texts` in lists of at most `size`."""
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def test_the_answers_meet_the_recorded_floors(real_assistant, real_settings, monkeypatch):
    pages = real_assistant.index.pages
    cases = load_questions(pages)
    # Thousands of questions in batches take a third of the time that they take one by one.
    searcher, vectors = real_assistant.searcher, {}
    for batch in batched(sorted({turn for case in cases for turn in case.turns}, key=len), 32):
        vectors |= dict(zip(batch, zip(*searcher.layers.encode(batch), strict=True), strict=True))
    one_by_one = searcher.vectors
    monkeypatch.setattr(searcher, "vectors", lambda text: vectors[text] if text in vectors else one_by_one(text))
    results = run(cases, real_assistant, pages)
    below = check(gated(results), real_settings.corpus_dir)
    failed = [f"{result.case.id}: {'; '.join(problems(result))}" for result in results if result.failed]
    assert not below, "\n".join([*below, *failed])
