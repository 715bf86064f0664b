"""The house rules are checked, and each check goes red when its rule is broken."""
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "check_layers"

CLEAN = {
    "base/text.h": "/* Text. */\nint text_size(const char *text);\n",
    "base/text.c": '#include "base/text.h"\n\nint text_size(const char *text) {\n    return text[0];\n}\n',
    "note/note.h": "/* Notes. */\nint note_size(void);\n",
    "note/note.c": '#include "base/text.h"\n\nint note_size(void) {\n    return text_size("");\n}\n',
    "note/note_store.c": 'static const char SQL_NOTE_LIST[] = "SELECT id FROM note";\n',
    "candidate/candidate.h": "/* Candidates. */\nint candidate_size(void);\n",
}


def function_of(lines, name="long_one"):
    return f"int {name}(void) {{\n" + "    ;\n" * (lines - 2) + "}\n"


def check(folder, files):
    for path, text in files.items():
        file = folder / "src" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


def test_a_tree_that_keeps_the_rules_passes(tmp_path):
    status, output = check(tmp_path, CLEAN)
    assert status == 0, output
    assert output.endswith("0 breaches\n")


def test_this_repository_keeps_the_rules():
    done = subprocess.run([sys.executable, SCRIPT, ROOT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


BREACHES = {
    "a low folder includes a domain": ("base/text.c", '#include "note/note.h"\n', "base must not include note/note.h"),
    "siblings include each other": ("net/x.c", '#include "db/db.h"\n', "net must not include db/db.h"),
    "a domain includes the application": ("note/note.c", '#include "app/app.h"\n', "note must not include app/app.h"),
    "SQL outside a store": ("note/note.c", 'char *s = "SELECT id FROM note";\n', "SQL stands only in"),
    "an update outside a store": ("note/note.c", 'char *s = "UPDATE note SET a = 1";\n', "SQL stands only in"),
    "a banned function": ("base/text.c", "void f(char *a) {\n    strcpy(a, a);\n}\n", "strcpy is not used here"),
    "a module reads the environment": ("note/note.c", 'void f(void) {\n    getenv("X");\n}\n', "reads the environment"),
    "a long function": ("note/note.c", function_of(121), "long_one has 121 lines"),
    "a long function in the other brace style": (
        "note/note.c", "int long_one(void)\n{\n" + "    ;\n" * 119 + "}\n", "long_one has 122 lines"),
    "too many parameters": (
        "note/note.c", "void f(int a, int b, int c,\n       int d, int e, int (*g)(int, int), int h) {\n}\n",
        "f takes 7 parameters"),
    "a long file": ("note/note.c", "\n" * 1001, "1001 lines; at most 1000"),
    "a long header": ("note/note.h", "\n" * 201, "201 lines; at most 200"),
    "a long main": ("main.c", "\n" * 201, "201 lines; at most 200"),
}


@pytest.mark.parametrize("path, text, message", BREACHES.values(), ids=BREACHES.keys())
def test_a_breach_is_named(tmp_path, path, text, message):
    extra = {"db/db.h": "/* */\n", "app/app.h": "/* */\n", path: text}
    status, output = check(tmp_path, CLEAN | extra)
    assert status == 1, output
    assert output.count(message) == 1


def test_folders_that_include_each_other_in_a_circle_are_named(tmp_path):
    status, output = check(tmp_path, CLEAN | {
        "note/a.c": '#include "candidate/candidate.h"\n',
        "candidate/b.c": '#include "note/note.h"\n',
    })
    assert status == 1
    assert "in a circle: candidate, note" in output


def test_too_many_middling_functions_are_a_breach(tmp_path):
    middling = "".join(function_of(60, f"f{i}") for i in range(3))
    status, output = check(tmp_path, CLEAN | {"note/c.c": middling})
    assert status == 1
    assert "of the functions are within 50 lines" in output


def test_words_in_comments_and_strings_are_not_code(tmp_path):
    status, output = check(tmp_path, CLEAN | {
        "note/d.c": '/* strcpy(a, b) and "SELECT x" and getenv("Y")\n#include "app/app.h" */\n'
                    'static const char TEXT[] = "call strcpy(a) or atoi(b)";\n',
        "app/app.h": "/* */\n",
    })
    assert status == 0, output
