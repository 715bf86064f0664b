#!/usr/bin/env python3
"""Writes src/nn/unicode_table.c: what the BERT uncased normaliser does to each code point.

The rules mix three vintages of Unicode inside the reference (white space and lower case of Rust, categories and
decompositions of two older crates), so the table is measured on the reference itself, one code point at a time.
Run again only for a new reference:

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install tokenizers==0.23.3
    /tmp/venv/bin/python scripts/make_unicode_table.py > src/nn/unicode_table.c
"""
import unicodedata

from tokenizers import normalizers, pre_tokenizers

LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
HANGUL = range(0xAC00, 0xD7A4)  # decomposed by arithmetic in words.c
SHORTEST_DELTA_RUN = 4

normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
splitter = pre_tokenizers.BertPreTokenizer()


def normalise(text):
    out = normalizer.normalize_str("a" + text + "a")
    assert out[0] == out[-1] == "a"
    return out[1:-1]


def swaps(first, between, second):
    return normalise(first + between + second) == second + first


HIGH, LOW = "\u302e", "\u1b44"  # marks of class 224 and 9 that the normaliser keeps
assert swaps(HIGH, "", LOW)


def mark_class(char):
    """The canonical combining class of a kept mark, 0 where the reference does not order it."""
    if not swaps(HIGH, "", char) and not swaps(char, "", LOW):
        return 0
    assert unicodedata.combining(char)
    return unicodedata.combining(char)


def classify(code):
    """(kind, value): value is the output for MAP and SEQUENCE, the class for MARK."""
    char = chr(code)
    out = normalise(char)
    if out == "":
        return ("BREAK" if not swaps(HIGH, char, LOW) else "DROP", 0)
    if out == " ":
        return ("SPACE", 0)
    if len(out) == 3 and out[0] == out[2] == " ":
        return ("IDEOGRAPH", ord(out[1]) - code)
    assert " " not in out
    if len(out) > 1:
        return ("SEQUENCE", out)
    if out != char:
        return ("MAP", ord(out))
    if len(splitter.pre_tokenize_str("a" + char + "a")) == 3:
        return ("PUNCTUATION", 0)
    combining = mark_class(char)
    return ("MARK", combining) if combining else ("SAME", 0)


def longest_delta_run(mapped, start):
    """The longest run from `start` of codes one or two apart that all move by the same distance."""
    best = [start]
    for stride in (1, 2):
        run = [start]
        while mapped.get(run[-1] + stride) == mapped[start] - start + run[-1] + stride:
            run.append(run[-1] + stride)
        between_is_free = stride == 1 or not any(code + 1 in mapped for code in run[:-1])
        if between_is_free and len(run) > len(best):
            best = run
    return best


def delta_runs(mapped):
    """Splits {code: target} into (first, last, stride, delta) runs and what is left over."""
    runs, left, after = [], {}, -1
    for code in sorted(mapped):
        if code <= after:
            continue
        run = longest_delta_run(mapped, code)
        if len(run) < SHORTEST_DELTA_RUN:
            left[code] = mapped[code]
        else:
            runs.append((run[0], run[-1], run[1] - run[0], mapped[code] - code))
            after = run[-1]
    return runs, left


def plain_runs(found):
    """Merges neighbours of the same (kind, value)."""
    runs = []
    for code in sorted(found):
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == found[code]:
            runs[-1][1] = code
        else:
            runs.append([code, code, found[code]])
    return runs


def write_array(name, kind, values):
    print(f"\nconst {kind} {name}[] = {{")
    line = "   "
    for value in values:
        if len(line) + len(value) + 2 > 110:
            print(line)
            line = "   "
        line += f" {value},"
    print(f"{line}\n}};")


def main():
    plain, mapped, pool = {}, {}, []
    ranges = []
    for code in range(LAST + 1):
        if code in SURROGATES:
            continue
        if code in HANGUL:
            assert normalise(chr(code)) == unicodedata.normalize("NFD", chr(code))
            continue
        kind, value = classify(code)
        if kind == "MAP":
            mapped[code] = value
        elif kind == "IDEOGRAPH" and value:
            mapped[code] = value + code
        elif kind == "SEQUENCE":
            ranges.append((code, code, "SEQUENCE", 0, len(pool)))
            pool += [len(value)] + [ord(c) for c in value]
        elif kind != "SAME":
            plain[code] = (kind, value)
    for first, last, (kind, value) in plain_runs(plain):
        ranges.append((first, last, kind, 0, value))
    ideograph = {code for code in mapped if normalise(chr(code))[0] == " "}
    runs, left = delta_runs({code: target for code, target in mapped.items() if code not in ideograph})
    ranges += [(first, last, "DELTA", stride, delta) for first, last, stride, delta in runs]
    each = {code: ("EACH_IDEOGRAPH" if code in ideograph else "EACH", 0)
            for code in set(left) | ideograph}
    for first, last, (kind, _) in plain_runs(each):
        ranges.append((first, last, kind, 0, len(pool)))
        pool += [mapped[code] for code in range(first, last + 1)]
    ranges.sort()
    print("/* Generated by scripts/make_unicode_table.py: do not edit. */\n/* clang-format off */\n#include \"nn/unicode_table.h\"")
    write_array("UNICODE_RANGES", "struct unicode_range",
                [f"{{{a:#x}, {b:#x}, UNICODE_{kind}, {stride}, {value}}}" for a, b, kind, stride, value in ranges])
    print("const size_t UNICODE_RANGE_COUNT = sizeof UNICODE_RANGES / sizeof *UNICODE_RANGES;")
    write_array("UNICODE_POOL", "uint32_t", [f"{value:#x}" for value in pool])


main()
