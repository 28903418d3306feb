import hashlib

import pytest

from ingest.reading import read_page
from ingest.settings import PROJECT
from ingest.sources import find_sources

CORPUS = PROJECT / "corpus"
# The pages as they were handed over: another byte is another page, and offsets of citations would move.
SHA256 = {
    "aanbevelingen": "173b9d384709f1cd9606f1bb6bde95ee813c78bd04ff5a85fbe2307c50bcfef3",
    "diagnostiek-en-hulpaanbod": "3b6fc3b509610ea2a3709c430240b0b6c49f778b164a0edc2dd4012ff7132cae",
    "interventies": "04bfc8b43ea07c447fc5f78049c09647a36c287258b824bbbc6d0788b3eda723",
    "toewerken-naar-herstel": "e0675a765a6458135c03e6a1a44c063b7024168221e32d7b7751c2312b6ce8b9",
    "wat-werkt": "924be7c83f81d246e76adcc2bc5a5c5cfba973971b6b68c01927967e6ba72fea",
}
# Where no address is known it stays empty: nothing is made up.
ADDRESSES = {
    "aanbevelingen": "https://richtlijnenjeugdhulp.nl/kindermishandeling/interventies-voor-veiligheid-en-herstel/aanbevelingen/",
    "diagnostiek-en-hulpaanbod": "",
    "interventies": "https://richtlijnenjeugdhulp.nl/kindermishandeling/interventies-voor-veiligheid-en-herstel/interventies/",
    "toewerken-naar-herstel": "https://www.nji.nl/kindermishandeling/toewerken-naar-herstel",
    "wat-werkt": "",
}


@pytest.mark.parametrize("slug", SHA256)
def test_a_page_is_byte_for_byte_the_one_handed_over(slug):
    data = (CORPUS / "pages" / f"{slug}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256[slug]


def test_the_corpus_is_these_five_pages_and_nothing_else():
    assert set(find_sources(CORPUS)) == set(SHA256)


@pytest.mark.parametrize("slug", SHA256)
def test_the_register_names_every_page(slug):
    entry = find_sources(CORPUS)[slug].entry
    assert entry.title
    assert "Nederlands Jeugdinstituut" in entry.publisher or "Richtlijnen jeugdhulp" in entry.publisher
    assert (entry.url or "") == ADDRESSES[slug]


@pytest.mark.parametrize("slug", SHA256)
def test_a_page_has_the_title_publisher_and_address_of_the_register(slug):
    source = find_sources(CORPUS)[slug]
    page = read_page(source.path, source.entry)
    assert (page.title, page.publisher) == (source.entry.title, source.entry.publisher)
    assert page.url == (ADDRESSES[slug] or None)
