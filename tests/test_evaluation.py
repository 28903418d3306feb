"""The gate itself: the answers of this version against the recorded floors."""

from evals.gate import check, gated
from evals.questions import load_questions
from evals.run import problems, run


def test_the_answers_meet_the_recorded_floors(real_assistant, real_settings):
    pages = real_assistant.index.pages
    results = run(load_questions(pages), real_assistant, pages)
    below = check(gated(results), real_settings.corpus_dir)
    failed = [f"{result.case.id}: {'; '.join(problems(result))}" for result in results if result.failed]
    assert not below, "\n".join([*below, *failed])
