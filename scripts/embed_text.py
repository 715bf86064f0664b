#!/usr/bin/env python3
"""Writes text files as C strings: `questions.en.txt` becomes `const char QUESTIONS_EN_TXT[]`.

Usage: embed_text.py OUTPUT.c HEADER FILE...   (HEADER declares the names)
"""

import pathlib
import re
import sys


def c_string(line: str) -> str:
    return '    "' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def main() -> None:
    output, header, *names = sys.argv[1:]
    parts = [f'#include "{header}"\n']
    for path in map(pathlib.Path, names):
        name = re.sub(r"\W", "_", path.name).upper()
        lines = "\n".join(map(c_string, path.read_text(encoding="utf-8").splitlines()))
        parts.append(f"const char {name}[] =\n{lines};\n")
    pathlib.Path(output).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
