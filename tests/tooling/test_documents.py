"""What the documents say of the code can be checked: settings, folders, links."""
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "sql/README.md"])


def settings_of_the_program():
    return set(re.findall(r'\{"([A-Z_]+)", KIND_', (ROOT / "src/base/config.c").read_text()))


def test_the_sample_file_names_every_setting_and_no_other():
    sample = (ROOT / "deploy/interview-copilot.env.sample").read_text()
    assert set(re.findall(r"^#?([A-Z_]+)=", sample, re.M)) == settings_of_the_program()


def test_the_table_of_the_readme_names_every_setting_and_no_other():
    table = (ROOT / "README.md").read_text().split("\n| name | default | meaning |\n")[1].split("\n\n")[0]
    first_cells = " ".join(row.split("|")[1] for row in table.splitlines())
    assert set(re.findall(r"`([A-Z_]+)`", first_cells)) == settings_of_the_program()


def test_the_module_table_names_every_folder():
    text = (ROOT / "docs/architecture.md").read_text()
    folders = {folder.name for folder in (ROOT / "src").iterdir() if folder.is_dir()}
    assert folders - set(re.findall(r"^\| `([a-z]+)`", text, re.M)) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_verbs_of_the_documents_exist():
    verbs = set(re.findall(r"^([a-z0-9]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs/operations.md"):
        named = set(re.findall(r"(?:`|^ {4})(?:[A-Z]+=\S+ )*make ([a-z0-9]+)", document.read_text(), re.M))
        assert named - verbs == set(), document.name
