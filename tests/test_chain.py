import asyncio
import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Question
from assistant.chain import Assistant, load_assistant
from assistant.conversation import ask_turns
from evals.questions import load_questions
from ingest.errors import IndexMissingError
from ingest.pipeline import ingest

QUESTION = Question("Voor wie is VoorZorg bedoeld?")


@pytest.fixture(scope="module")
def cases(real_index):
    """Sixty questions of the project's own sets, spread over all kinds of question."""
    by_kind = {}
    for case in load_questions(real_index.pages):
        by_kind.setdefault(case.kind, []).append(case)
    rounds = (kind[number] for number in range(20) for kind in by_kind.values() if number < len(kind))
    return [case for case, _ in zip(rounds, range(60), strict=False)]


@pytest.fixture(scope="module")
def answers(real_assistant, cases):
    return [ask_turns(real_assistant, case.turns) for case in cases]


@pytest.fixture
def real_model(real_index, monkeypatch):
    """The model of the real index, already loaded, for a corpus of the test's own."""
    monkeypatch.setattr("ingest.embedding.load_embeddings", lambda settings: real_index.embeddings)
    monkeypatch.setattr("assistant.chain.load_embeddings", lambda settings: real_index.embeddings)


def same(answer):
    """The answer without what differs from one time to the next."""
    return replace(answer, seconds=0.0, notes={})


def test_every_citation_of_sixty_questions_is_verbatim_at_its_place(answers, real_index):
    assert len(answers) == 60
    citations = [citation for answer in answers for citation in answer.citations]
    assert len(citations) > 60
    for citation in citations:
        text = real_index.pages[citation.page].text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.before + citation.quote + citation.after in text
        assert citation.title == real_index.pages[citation.page].title


def test_markers_and_citations_are_the_same_numbers_from_one_on(answers):
    for answer in answers:
        markers = {int(n) for n in re.findall(r"(?<!\\)\[(\d+)\](?!\()", answer.markdown)}
        numbers = [citation.n for citation in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        assert markers == set(numbers), answer.question


def test_no_two_citations_of_an_answer_are_the_same(answers):
    for answer in answers:
        places = Counter((citation.page, citation.start, citation.end) for citation in answer.citations)
        assert max(places.values(), default=1) == 1


def test_an_answer_that_answers_has_a_citation(answers):
    for answer in answers:
        if answer.status == "answered" and not answer.urgent and answer.notes.get("why") != "praatje":
            assert answer.citations, answer.question


def test_every_answer_has_words_an_index_a_composer_and_its_seconds(answers, real_index):
    for answer in answers:
        assert answer.markdown.strip()
        assert answer.index == real_index.id
        assert answer.composer == "quotes"
        assert 0 < answer.seconds < 10
        assert answer.status in ("answered", "not_in_sources")


def test_the_evidence_is_at_most_twenty_passages_of_the_index(answers, real_index):
    known = {(passage.page, passage.section, passage.text) for passage in real_index.passages}
    for answer in answers:
        assert 0 < len(answer.passages) <= 20
        assert {(one.page, one.section, one.text) for one in answer.passages} <= known


def test_every_answer_is_json(answers):
    for answer in answers:
        assert json.loads(json.dumps(answer.as_json("a"), ensure_ascii=False))["id"] == "a"


def test_urgent_answers_begin_with_the_danger_card_and_others_have_none(answers):
    assert any(answer.urgent for answer in answers)
    for answer in answers:
        assert bool(answer.card) == answer.urgent
        if answer.urgent:
            assert answer.markdown.startswith(answer.card)


def test_the_assistant_is_a_runnable_of_langchain(real_assistant):
    assert isinstance(real_assistant, Runnable)
    chained = RunnableLambda(Question) | real_assistant | RunnableLambda(lambda answer: answer.status)
    assert chained.invoke("Wat is een veiligheidsplan?") == "answered"


def test_a_batch_gives_the_answers_in_order(real_assistant):
    asked = [Question("Wat is NIKA?"), QUESTION, Question("Wat is veerkracht?")]
    assert [answer.question for answer in real_assistant.batch(asked)] == [one.text for one in asked]


def test_a_stream_ends_with_the_answer(real_assistant):
    assert same(list(real_assistant.stream(QUESTION))[-1]) == same(real_assistant.invoke(QUESTION))


async def _asked(assistant):
    return await assistant.ainvoke(QUESTION)


def test_asking_from_a_coroutine_works(real_assistant):
    assert same(asyncio.run(_asked(real_assistant))) == same(real_assistant.invoke(QUESTION))


def test_callbacks_see_the_steps_of_a_question(real_assistant):
    class Seen(BaseCallbackHandler):
        started = ended = 0

        def on_chain_start(self, *args, **kwargs):
            self.started += 1

        def on_chain_end(self, *args, **kwargs):
            self.ended += 1

    seen = Seen()
    real_assistant.invoke(QUESTION, {"callbacks": [seen]})
    assert seen.started == seen.ended >= 4


def test_the_same_question_has_the_same_answer(real_assistant):
    assert same(real_assistant.invoke(QUESTION)) == same(real_assistant.invoke(QUESTION))


def test_eight_threads_at_once_get_the_answers_that_one_gets_alone(real_assistant, cases):
    asked = [Question(case.turns[0]) for case in cases[:16]] * 3
    alone = [same(real_assistant.invoke(question)) for question in asked[:16]] * 3
    with ThreadPoolExecutor(8) as pool:
        together = [same(answer) for answer in pool.map(real_assistant.invoke, asked)]
    assert together == alone


def test_conversations_at_once_do_not_mix(real_assistant):
    names = ["VoorZorg", "NIKA", "PMTO", "Asja", "EMDR", "PCIT", "MIM", "HouVast"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda name: ask_turns(real_assistant, [f"Wat is {name}?", "Is het erkend?"]), names))
    for name, answer in zip(names, answers, strict=True):
        assert name in answer.markdown.replace("\\", "")


def test_a_follow_up_gets_the_answers_before_it(real_assistant):
    answer = ask_turns(real_assistant, ["Wat is Families First?", "Hoe lang duurt dat?"])
    assert "vier tot zes weken" in answer.markdown


def test_a_choice_between_two_kinds_of_help_is_answered_from_the_record(real_assistant):
    answer = real_assistant.invoke(Question("PMTO: is dat individueel of in een groep?"))
    assert answer.status == "answered" and "Individuele behandeling" in answer.body


def test_whether_somebody_may_still_join_is_answered_by_the_target_group(real_assistant):
    answer = real_assistant.invoke(
        Question("moeder is 30 weken zwanger en dakloos, kan ze nog instappen bij VoorZorg?")
    )
    assert answer.status == "answered" and "niet langer dan 28 weken zwanger" in answer.body


def test_notes_tell_what_was_understood(real_assistant):
    notes = real_assistant.invoke(QUESTION).notes
    assert notes["request"].names == ("VoorZorg",)
    assert not notes["danger"].urgent


def test_of_two_things_that_are_asked_the_one_that_the_record_has_is_answered(real_assistant):
    answer = real_assistant.invoke(Question("Staat Signs of Safety in de databank? En hoe duur is het?"))
    assert answer.status == "answered"
    assert "De bronnen vermelden niet: wat het kost bij Signs of Safety. Wel staat er:" in answer.body
    assert "Goed onderbouwd" in [citation.quote.rstrip(".") for citation in answer.citations]


def test_what_no_record_has_is_refused_also_when_a_field_is_named_with_it(real_assistant):
    answer = real_assistant.invoke(Question("Wat kost Signs of Safety voor de doelgroep?"))
    assert answer.status == "not_in_sources"


def test_a_contact_person_of_the_pages_is_no_personal_data_and_a_client_is(real_assistant):
    def is_noticed(text: str) -> bool:
        return bool(real_assistant.understand(Question(text)).personal)

    assert not is_noticed("Is mevrouw Holdorp de contactpersoon?")
    assert not is_noticed("Is mevrouw Josine Holdorp de contactpersoon?")
    assert is_noticed("Is mevrouw Holtrop de contactpersoon?")


def test_the_question_is_kept_as_it_was_typed(real_assistant):
    assert real_assistant.invoke(Question("  wat is NIKA ??  ")).question == "  wat is NIKA ??  "


def test_without_an_index_loading_is_one_line(toy, small_settings):
    with pytest.raises(IndexMissingError) as error:
        load_assistant(small_settings)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "question", ["Hoe lang duren de lessen?", "rood licht", "Wat neem ik mee?", "Welke interventies zijn er?", "xyz"]
)
def test_a_corpus_without_any_intervention_is_answered_from_its_text(toy, small_settings, question):
    ingest(small_settings)
    assistant = load_assistant(small_settings)
    assert isinstance(assistant, Assistant)
    answer = assistant.invoke(Question(question))
    assert answer.markdown.strip()
    for citation in answer.citations:
        assert assistant.index.pages[citation.page].text[citation.start : citation.end] == citation.quote


def test_markup_in_a_page_stays_words_in_the_answer(real_model, small_settings, small_corpus):
    (small_corpus / "raar.txt").write_text(
        "Dansen\n\nDuur\n\nDe cursus dansen duurt zes weken <script>alert(1)</script> en [1] en ![x](https://kwaad.nl/x.png).\n",
        "utf-8",
    )
    ingest(small_settings)
    answer = load_assistant(small_settings).invoke(Question("Hoe lang duurt de cursus dansen?"))
    assert "zes weken" in answer.markdown
    assert not re.search(r"(?<!\\)<script>", answer.markdown)
    assert not re.search(r"(?<!\\)!\[", answer.markdown)
    markers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.markdown)}
    assert markers == {citation.n for citation in answer.citations}
    assert any("<script>" in citation.quote for citation in answer.citations)
