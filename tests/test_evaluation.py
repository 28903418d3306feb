"""The gate itself: the answers of this version against the recorded floors."""

from evals.gate import check, gated
from evals.questions import load_questions
from evals.run import problems, run


def test_the_answers_meet_the_recorded_floors(real_assistant, real_settings, monkeypatch):
    pages = real_assistant.index.pages
    cases = load_questions(pages)
    # Thousands of questions in batches take a third of the time that they take one by one.
    turns = list({turn for case in cases for turn in case.turns})
    vectors = dict(zip(turns, real_assistant.index.embeddings.encode_queries(turns), strict=True))
    encode = real_assistant.searcher.encode
    monkeypatch.setattr(
        real_assistant.searcher, "encode", lambda text: vectors[text] if text in vectors else encode(text)
    )
    results = run(cases, real_assistant, pages)
    below = check(gated(results), real_settings.corpus_dir)
    failed = [f"{result.case.id}: {'; '.join(problems(result))}" for result in results if result.failed]
    assert not below, "\n".join([*below, *failed])
