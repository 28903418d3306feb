from __future__ import annotations

import pytest

from assistant.danger_layers import load_danger_layers


@pytest.fixture(scope="module")
def layers(real_index):
    return load_danger_layers(real_index.embeddings.load())


def test_who_does_what_to_whom_is_read(layers) -> None:
    pairs = (
        ("hij slaat haar", "hij slaat een bal"),
        ("als papa drinkt verstoppen wij ons", "als opa komt verstoppen wij eieren"),
        ("ik wil niet meer leven", "ik wil niet meer naar zwemles"),
    )
    for danger, calm in pairs:
        assert layers.score(danger) > 0 > layers.score(calm), danger


def test_the_same_message_has_the_same_score(layers) -> None:
    text = "papa doet raar als hij gedronken heeft"
    assert layers.score(text) == layers.score(text)


@pytest.mark.parametrize("text", ["", "?", "a" * 5000, "\U0001f622" * 2000])
def test_any_text_has_a_score(layers, text: str) -> None:
    assert -100 < layers.score(text) < 100
