import tomllib

from ingest.removing import remove_pages

REGISTER = """# Waar de pagina's vandaan komen.

[een]
title = "Een"  # de eerste
url = "https://voorbeeld.nl/een"

[twee]
title = "Twee"
"""


def test_a_removed_page_is_set_aside_and_leaves_the_register_and_the_memory(tmp_path):
    (tmp_path / "pages").mkdir()
    for name in ("een", "twee"):
        (tmp_path / "pages" / f"{name}.md").write_text(f"# {name}\n", "utf-8")
    (tmp_path / "register.toml").write_text(REGISTER, "utf-8")
    (tmp_path / "fetched.json").write_text('{"een": {"url": "a"}, "twee": {"url": "b"}}', "utf-8")
    remove_pages(tmp_path, ["twee"])
    assert (tmp_path / "originals" / "twee.gone.md").read_text("utf-8") == "# twee\n"
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["een.md"]
    register = (tmp_path / "register.toml").read_text("utf-8")
    assert tomllib.loads(register) == {"een": {"title": "Een", "url": "https://voorbeeld.nl/een"}}
    assert "# Waar de pagina's vandaan komen." in register
    assert "# de eerste" in register
    assert '"twee"' not in (tmp_path / "fetched.json").read_text("utf-8")


def test_a_page_without_a_register_or_a_file_is_no_problem(tmp_path):
    remove_pages(tmp_path, ["weg"])
    assert not (tmp_path / "register.toml").exists()
