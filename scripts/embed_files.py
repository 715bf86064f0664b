#!/usr/bin/env python3
"""Writes files as C constants: `questions.en.txt` becomes `const char QUESTIONS_EN_TXT[]`, a string; a PDF becomes
`const unsigned char CV_PDF[]` with `const unsigned CV_PDF_SIZE`.

Usage: embed_files.py OUTPUT.c HEADER FILE...   (HEADER declares the names)
"""

import pathlib
import re
import sys

BINARY = {".pdf"}
BYTES_A_LINE = 24


def c_string(line: str) -> str:
    return '    "' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def as_text(name: str, path: pathlib.Path) -> str:
    lines = "\n".join(map(c_string, path.read_text(encoding="utf-8").splitlines()))
    return f"const char {name}[] =\n{lines};\n"


def as_bytes(name: str, path: pathlib.Path) -> str:
    data = path.read_bytes()
    lines = (data[start : start + BYTES_A_LINE] for start in range(0, len(data), BYTES_A_LINE))
    body = "\n".join("    " + "".join(f"{byte}," for byte in line) for line in lines)
    return f"const unsigned char {name}[] = {{\n{body}\n}};\nconst unsigned {name}_SIZE = {len(data)};\n"


def main() -> None:
    output, header, *names = sys.argv[1:]
    parts = [f'#include "{header}"\n']
    for path in map(pathlib.Path, names):
        name = re.sub(r"\W", "_", path.name).upper()
        parts.append((as_bytes if path.suffix in BINARY else as_text)(name, path))
    pathlib.Path(output).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
