"""Trains src/requirement/requirement_model.bin and requirement_adapter.bin on ../interviews; see README.md.

Usage: train.py BUILD_DIR [OUTPUT_DIR]
"""
import pathlib
import sys

import numpy as np
import torch

import advertisements
import tagger as tagging
from advertisements import ROOT, TAGS


def read_stretches(encoder, plan, all_advertisements):
    stretches = [stretch for owner, advertisement in enumerate(all_advertisements)
                 for stretch in tagging.cut_stretches(encoder.tokenizer, owner, advertisement.pieces)]
    tagging.read(encoder, stretches, plan.first_layer)
    return stretches


def find_all(tagger, stretches, all_advertisements):
    scores, transitions = tagger.score(stretches), tagger.transitions.detach().numpy()
    return [advertisements.find(advertisement,
                                tagging.best_tags(scores[owner], transitions, advertisement.pieces, tagger.plan.leaning),
                                lambda first, last, owner=owner: int(scores[owner][first : last + 1, len(TAGS):].sum(0).argmax()))
            for owner, advertisement in enumerate(all_advertisements)]


def write_model(path, tagger):
    weight, bias, transitions = (values.detach().numpy().copy() for values in (tagger.head.weight, tagger.head.bias, tagger.transitions))
    bias[0] -= tagger.plan.leaning
    with open(path, "wb") as file:
        file.write(b"ICSPLIT1")
        for values in (weight * tagging.HEAD_SCALE, bias, transitions):
            file.write(np.ascontiguousarray(values, "<f4").tobytes())


def main():
    build, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "src/requirement"
    torch.set_num_threads(1)
    plan = tagging.Plan()
    encoder = tagging.Encoder()
    train, test = advertisements.read_parts(build)
    print(f"{len(train)} advertisements to train on, {len(test)} kept apart", flush=True)
    tagger = tagging.fit(encoder, plan, read_stretches(encoder, plan, train))
    founds = find_all(tagger, read_stretches(encoder, plan, test), test)
    advertisements.report("kept apart", test, founds)
    for language in ("en", "it"):
        pairs = [pair for pair in zip(test, founds) if pair[0].language == language]
        advertisements.report(f"kept apart, {language}", *zip(*pairs))
    (output / "requirement_adapter.bin").write_bytes(tagger.to_bytes())
    write_model(output / "requirement_model.bin", tagger)


if __name__ == "__main__":
    main()
