#!/usr/bin/env python3
"""Writes src/nn/unicode_classes.c and src/nn/unicode_forms.bin: what the normalisers and splitters of a tokenizer.json need
to know of each code point.

Like the table of scripts/make_unicode_table.py it is measured on the reference, whose parts follow different versions of
Unicode. Only the classes of grapheme clusters are taken from a newer library, and checked where they can be seen. Run
again only for a new reference:

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install tokenizers==0.22.2 regex
    /tmp/venv/bin/python scripts/make_unicode_classes.py
"""
import struct
import unicodedata
from pathlib import Path

import regex
from tokenizers import normalizers, pre_tokenizers

SOURCES = Path(__file__).resolve().parent.parent / "src" / "nn"
LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
HANGUL = range(0xAC00, 0xD7A4)  # by arithmetic

clean = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
chinese = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=True, strip_accents=False, lowercase=False)
accents = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
strip_accents, lower = normalizers.StripAccents(), normalizers.Lowercase()
nfd, nfkd, nfc = normalizers.NFD(), normalizers.NFKD(), normalizers.NFC()
bert, spaces = pre_tokenizers.BertPreTokenizer(), pre_tokenizers.WhitespaceSplit()

FLAGS = ["CLEANED", "CLEAN_SPACE", "SPACE", "IDEOGRAPH", "PUNCTUATION", "ACCENT", "MARK"]
CLUSTERS = {"CR": "CR", "LF": "LF", "Control": "CONTROL", "Extend": "EXTEND", "ZWJ": "ZWJ", "Regional_Indicator": "FLAG",
            "Prepend": "PREPEND", "SpacingMark": "SPACING", "L": "L", "V": "V", "T": "T"}


def charsmap():
    """A precompiled map of "a" to "b": the smallest trie of two nodes, as sentencepiece lays it out."""
    units = [0] * 512
    offset = 256
    units[0] = offset << 10  # the root; its child for byte c is at 0 ^ offset ^ c
    node = offset ^ ord("a")
    units[node] = ((node ^ 0) << 10) | 1 << 8 | ord("a")  # a leaf at node ^ offset = 0 would be the root
    leaf_offset = node ^ 511
    units[node] = leaf_offset << 10 | 1 << 8 | ord("a")
    units[511] = 1 << 31 | 0
    trie = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(trie)) + trie + b"b\0"


joiner = normalizers.Precompiled(charsmap())
assert joiner.normalize_str("ca") == "cb"


def joins(char):
    """Whether it belongs to the cluster of the letter before it, which is then replaced as a whole."""
    return joiner.normalize_str("a" + char) == "b"


def one(normalizer, char):
    out = normalizer.normalize_str("a" + char + "a")
    assert out[0] == out[-1] == "a"
    return out[1:-1]


HIGH, LOW = "\u0345", "\u0334"  # combining classes 240 and 1


def combining(char):
    ordered = nfd.normalize_str("a" + HIGH + char) == "a" + char + HIGH or nfd.normalize_str("a" + char + LOW) == "a" + LOW + char
    if not ordered and char not in (HIGH, LOW):
        return 0
    assert unicodedata.combining(char)
    return unicodedata.combining(char)


def cluster(char):
    if regex.fullmatch(r"\p{Extended_Pictographic}", char):
        name = "PICTURE"
    elif regex.fullmatch(r"\p{InCB=Consonant}", char):
        name = "CONSONANT"
    elif regex.fullmatch(r"\p{InCB=Linker}", char):
        name = "LINKER"
    else:
        name = next((CLUSTERS[value] for value in CLUSTERS if regex.fullmatch(rf"\p{{GCB={value}}}", char)), "OTHER")
    joined = joins(char)
    if joined and name not in ("EXTEND", "ZWJ", "SPACING", "LINKER"):
        return "EXTEND"
    return "OTHER" if not joined and name in ("EXTEND", "SPACING", "LINKER") else name


def flags(char):
    cleaned, split = one(clean, char), bert.pre_tokenize_str("a" + char + "a")
    found = set()
    if cleaned == "":
        found.add("CLEANED")
    if cleaned == " ":
        found.add("CLEAN_SPACE")
    if one(chinese, char) == f" {char} ":
        found.add("IDEOGRAPH")
    if len(split) == 3:
        found.add("PUNCTUATION")
    is_space = len(spaces.pre_tokenize_str("a" + char + "a")) == 2
    assert is_space == (len(split) == 2)
    if is_space:
        found.add("SPACE")
    if one(nfd, char) == char and one(accents, char) == "":
        found.add("ACCENT")
    if one(strip_accents, char) == "":
        found.add("MARK")
    return found


def runs(found):
    merged = []
    for code in sorted(found):
        if merged and merged[-1][1] == code - 1 and merged[-1][2] == found[code]:
            merged[-1][1] = code
        else:
            merged.append([code, code, found[code]])
    return merged


def array(name, kind, values):
    lines, line = [f"\nconst {kind} {name}[] = {{"], "   "
    for value in values:
        if len(line) + len(value) + 2 > 110:
            lines.append(line)
            line = "   "
        line += f" {value},"
    return "\n".join([*lines, line, "};", f"const size_t UNICODE_CLASS_COUNT = sizeof {name} / sizeof *{name};", ""])


def write(name, header, arrays):
    text = ("/* Generated by scripts/make_unicode_classes.py: do not edit. */\n/* clang-format off */\n"
            f'#include "nn/{header}"\n')
    (SOURCES / name).write_text(text + "".join(arrays))


def compositions(canonical):
    """Pairs that the reference puts together again."""
    for code in canonical:
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            first, second = (int(part, 16) for part in parts)
            if nfc.normalize_str(chr(first) + chr(second)) == chr(code):
                yield first, second, code


def main():
    classes, mappings, pool, pooled = {}, {"LOWER": {}, "CANONICAL": {}, "COMPATIBLE": {}}, [], {}
    for code in range(LAST + 1):
        if code in SURROGATES or code in HANGUL:
            continue
        char = chr(code)
        canonical, compatible, small = one(nfd, char), one(nfkd, char), one(lower, char)
        for kind, out, plain in (("LOWER", small, char), ("CANONICAL", canonical, char), ("COMPATIBLE", compatible, canonical)):
            if out != plain:
                if out not in pooled:
                    pooled[out] = len(pool)
                    pool += [len(out)] + [ord(c) for c in out]
                mappings[kind][code] = pooled[out]
        found = flags(char)
        value = (tuple(name for name in FLAGS if name in found), cluster(char), combining(char))
        if value != ((), "OTHER", 0):
            classes[code] = value
    bits = {name: 1 << i for i, name in enumerate(FLAGS)}
    write("unicode_classes.c", "unicode.h", [
        array("UNICODE_CLASSES", "struct unicode_class", [
            f"{{{first:#x}, {last:#x}, {sum(bits[name] for name in names)}, CLUSTER_{kind}, {order}}}"
            for first, last, (names, kind, order) in runs(classes)])])
    pairs = sorted(compositions(mappings["CANONICAL"]))
    tables = [sorted(found.items()) for found in mappings.values()] + [pairs, [(code,) for code in pool]]
    numbers = [len(table) for table in tables] + [number for table in tables for row in table for number in row]
    (SOURCES / "unicode_forms.bin").write_bytes(struct.pack(f"<{len(numbers)}I", *numbers))


main()
