#!/usr/bin/env python3
"""Writes the numbered migrations given on the command line as a C table.

Usage: embed_sql.py OUTPUT.c NNN_name.sql...
"""

import pathlib
import sys


def c_string(line: str) -> str:
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def main() -> None:
    output, *names = sys.argv[1:]
    paths = sorted(map(pathlib.Path, names), key=lambda path: path.name)
    numbers = [int(path.name.split("_")[0]) for path in paths]
    if numbers != list(range(1, len(paths) + 1)):
        sys.exit(f"migrations must be numbered 1, 2, 3 ...: {numbers}")
    rows = []
    for number, path in zip(numbers, paths):
        lines = "\n     ".join(map(c_string, path.read_text().splitlines()))
        rows.append(f'    {{{number}, "{path.stem}",\n     {lines}}},\n')
    pathlib.Path(output).write_text(
        '#include <stddef.h>\n\n#include "db/migrations.h"\n\n'
        "const struct migration MIGRATIONS[] = {\n" + "".join(rows) + "    {0, NULL, NULL},\n};\n"
    )


if __name__ == "__main__":
    main()
