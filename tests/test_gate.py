import json
from types import SimpleNamespace

import pytest

from evals import gate
from evals.gate import Floors, GateError, check, fingerprint, gated, load_floors, missed, record, renewed, save_floors
from evals.metrics import Mean


def means(**values):
    return {name.replace("_at_", "@"): Mean(value, 0, 1, 10) for name, value in values.items()}


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "een.txt").write_text("Een\n", encoding="utf-8")
    return folder


@pytest.fixture
def questions(tmp_path):
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "set.jsonl").write_text("{}\n", encoding="utf-8")
    return folder


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "floors.json"
    save_floors(Floors("", {"mrr": 0.8, "verbatim": 1.0}), path)
    return path


def test_floors_that_are_met_give_no_line():
    assert missed({"mrr": 0.8}, means(mrr=0.8)) == ()


def test_a_mean_under_its_floor_is_named():
    assert missed({"mrr": 0.8, "facts": 0.5}, means(mrr=0.79, facts=0.6)) == (
        "Onder de ondergrens: mrr is 0.7900, minimaal 0.8000.",
    )


def test_a_floor_that_is_no_longer_measured_is_named():
    assert missed({"mrr": 0.8}, {}) == ("Ondergrens mrr: niet gemeten.",)


def test_floors_rise_with_the_means_but_for_a_little_room():
    assert renewed({"mrr": 0.8}, means(mrr=0.9), "") == ({"mrr": 0.89}, ())


def test_a_mean_just_above_its_floor_leaves_the_floor():
    assert renewed({"mrr": 0.8}, means(mrr=0.803), "") == ({"mrr": 0.8}, ())


def test_what_is_perfect_must_stay_perfect():
    assert renewed({}, means(verbatim=1.0), "") == ({"verbatim": 1.0}, ())


def test_measures_that_are_not_gated_get_no_floor():
    assert renewed({}, means(fact_share=0.9), "") == ({}, ())


def test_sets_of_their_own_have_floors_of_their_own():
    groups = {"feiten": 1.0, "anderen-gevaar": 0.5, "praktijk-x": 0.0, "verder-1": 0.25}
    results = [SimpleNamespace(case=SimpleNamespace(group=name), scores={"facts": x}) for name, x in groups.items()]
    found = {name: mean.mean for name, mean in gated(results).items()}
    assert found == {"facts": 1.0, "others: facts": 0.25, "further: facts": 0.25}
    assert "further: facts" in renewed({}, gated(results), "")[0]


def test_a_floor_is_not_lowered_silently():
    with pytest.raises(GateError, match=r"mrr van 0\.8 naar 0\.69.*--lower"):
        renewed({"mrr": 0.8}, means(mrr=0.7), "  ")


def test_a_floor_is_lowered_with_a_reason_that_is_kept():
    floors, lowered = renewed({"mrr": 0.8}, means(mrr=0.7), "moeilijker vragen")
    assert floors == {"mrr": 0.69}
    assert lowered == ({"floor": "mrr", "from": 0.8, "to": 0.69, "reason": "moeilijker vragen"},)


def test_a_floor_cannot_be_dropped_by_not_measuring_it():
    with pytest.raises(GateError, match="Niet gemeten, dus niet vast te leggen: mrr"):
        renewed({"mrr": 0.8}, means(facts=1.0), "reden")


def test_recording_raises_the_floors_and_ties_them_to_the_corpus(corpus, file):
    record(means(mrr=0.9, verbatim=1.0), corpus, file=file)
    saved = load_floors(file)
    assert saved.floors == {"mrr": 0.89, "verbatim": 1.0}
    assert saved.fingerprint == fingerprint(corpus)
    assert check(means(mrr=0.89, verbatim=1.0), corpus, file) == ()
    assert len(check(means(mrr=0.88, verbatim=0.99), corpus, file)) == 2


def test_recording_without_a_reason_leaves_the_file_when_a_floor_would_fall(corpus, file):
    before = file.read_bytes()
    with pytest.raises(GateError):
        record(means(mrr=0.7, verbatim=1.0), corpus, file=file)
    assert file.read_bytes() == before


def test_every_lowering_stays_in_the_file(corpus, file):
    record(means(mrr=0.7, verbatim=1.0), corpus, "eerste", file)
    record(means(mrr=0.6, verbatim=1.0), corpus, "tweede", file)
    assert [entry["reason"] for entry in load_floors(file).lowered] == ["eerste", "tweede"]


def test_floors_of_other_pages_are_not_compared(corpus, file):
    record(means(mrr=0.9, verbatim=1.0), corpus, file=file)
    (corpus / "een.txt").write_text("Anders\n", encoding="utf-8")
    with pytest.raises(GateError, match="veranderd"):
        check(means(mrr=1.0, verbatim=1.0), corpus, file)


def test_the_fingerprint_changes_with_pages_register_and_questions(corpus, questions):
    seen = {fingerprint(corpus, questions)}
    (corpus / "twee.md").write_text("Twee\n", encoding="utf-8")
    seen.add(fingerprint(corpus, questions))
    (corpus / "twee.md").rename(corpus / "drie.md")
    seen.add(fingerprint(corpus, questions))
    (corpus / "register.toml").write_text("[een]\ntitle = 'Een'\n", encoding="utf-8")
    seen.add(fingerprint(corpus, questions))
    (questions / "set.jsonl").write_text("{ }\n", encoding="utf-8")
    seen.add(fingerprint(corpus, questions))
    assert len(seen) == 5


def test_the_fingerprint_ignores_line_ends_and_files_that_are_no_page(corpus, questions):
    before = fingerprint(corpus, questions)
    (corpus / "een.txt").write_bytes(b"Een\r\n")
    (corpus / "README.md").write_text("Uitleg", encoding="utf-8")
    (corpus / "plaatje.png").write_bytes(b"x")
    assert fingerprint(corpus, questions) == before


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fingerprint": "", "floors": {"mrr": "hoog"}, "lowered": []}'])
def test_a_broken_floors_file_is_refused(tmp_path, content):
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GateError, match=r"floors\.json kan niet worden gebruikt"):
        load_floors(path)


def test_the_recorded_floors_are_at_least_what_the_project_promises():
    floors = json.loads(gate.FLOORS_FILE.read_text(encoding="utf-8"))["floors"]
    promised = {"hit@5": 0.92, "mrr": 0.80, "verbatim": 1.0, "facts": 0.85}
    assert {name: floors[name] for name in promised if floors[name] < promised[name]} == {}
