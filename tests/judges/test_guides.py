"""What the guides tell people to type fits the layout of a publication."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from kitapsha import cli

HOME = Path(__file__).resolve().parent.parent.parent
DOCS = HOME / "docs"
CATALOGS = [path.relative_to(HOME).as_posix() for path in sorted((HOME / "locales").glob("*/LC_MESSAGES/**/*.po"))]
DEEPER = "locales/pt_BR/LC_MESSAGES/rivers/ural.po"


def setting(guide: str, name: str) -> list[str]:
    """The values in the tables of a guide."""
    text = (DOCS / guide).read_text("utf-8")
    return re.findall(rf"^\| {re.escape(name)} \| `(.+?)`", text, re.MULTILINE)


def test_weblate_finds_every_catalog_but_the_english_ones() -> None:
    (pattern,) = setting("weblate.md", "Regular expression")
    masks, templates = setting("weblate.md", "File mask"), setting("weblate.md", "Template for new translations")
    (language,) = set(setting("weblate.md", "Language filter"))
    found = set()
    for path in [*CATALOGS, DEEPER]:
        match = re.fullmatch(pattern, path)
        assert match is not None
        if re.match(language, match["language"]):
            found.add(path)
            template = templates[1].replace("{{ component }}", match["component"])
            assert path == DEEPER or (HOME / template).is_file()
    assert found == {path for path in [*CATALOGS, DEEPER] if not path.startswith("locales/en/")}
    assert [path for path in CATALOGS if Path(path).match(masks[0])]
    assert (HOME / templates[0]).is_file()


def test_crowdin_puts_every_catalog_where_it_is() -> None:
    settings = yaml.safe_load((DOCS / "examples/crowdin.yml").read_text("utf-8"))
    (files,) = settings["files"]
    assert {name for name in settings if "token" in name} == {"api_token_env"}
    before, after = files["source"].split("**/*")
    mapping = {**files["languages_mapping"]["two_letters_code"], "ru": "ru", "kk": "kk"}
    made = set()
    templates = ["/" + path.relative_to(HOME).as_posix() for path in (HOME / "locales/pot").rglob("*.pot")]
    for template in [*templates, "/locales/pot/rivers/ural.pot"]:
        assert template.startswith(before)
        assert template.endswith(after)
        folder, _, name = template.removeprefix(before).removesuffix(after).rpartition("/")
        for code in mapping.values():
            path = files["translation"].replace("%two_letters_code%", code).replace("%file_name%", name)
            made.add(path.replace("**/", f"{folder}/" if folder else "").removeprefix("/"))
    assert {path for path in CATALOGS if not path.startswith("locales/en/")} <= made
    assert DEEPER in made


def test_omegat_reads_the_catalogs_of_a_language() -> None:
    (project,) = ElementTree.parse(DOCS / "examples/omegat.project").getroot()
    fields = {field.tag: field.text or "" for field in project}
    assert (HOME / "omegat/ru" / fields["source_dir"]).resolve() == HOME / "locales/ru/LC_MESSAGES"
    assert fields["target_dir"] == "target"
    assert fields["sentence_seg"] == fields["support_default_translations"] == "false"


def test_the_glossary_has_the_columns_that_the_guide_names() -> None:
    named = set(re.findall(r"row\['(\w+)'\]|`(term_\w+)`", (DOCS / "omegat.md").read_text("utf-8")))
    with (HOME / "locales/glossary.csv").open(encoding="utf-8") as file:
        columns = set(next(csv.reader(file)))
    assert {name for pair in named for name in pair if name} <= columns


@pytest.mark.parametrize("guide", sorted(path.name for path in DOCS.glob("*.md")))
def test_every_link_of_a_guide_leads_somewhere(guide: str) -> None:
    text = re.sub(r"^```.*?^```", "", (DOCS / guide).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (DOCS / link).exists()] == []
    assert guide == "README.md" or guide in (DOCS / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["pages.yml", "check.yml", "gitlab-ci.yml"])
def test_workflow_files_call_commands_that_exist(name: str) -> None:
    text = (DOCS / "publishing" / name).read_text("utf-8")
    assert yaml.safe_load(text)
    calls = re.findall(r"python3 build\.py(.*)", text)
    assert calls
    for call in calls:
        cli._parse(call.split())
