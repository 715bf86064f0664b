"""Model folders that are broken, hostile or beyond what is supported: one clear sentence, never a crash."""

import base64
import json
import struct

import pytest
from small_models import refusal, rows, run


@pytest.fixture
def copy_of(folder_of, tmp_path):
    """Links a small model into a folder of its own; a file that is written there replaces the link."""

    def copy(name: str):
        for file in folder_of(name).rglob("*"):
            if file.is_file():
                target = tmp_path / file.relative_to(folder_of(name))
                target.parent.mkdir(exist_ok=True)
                target.symlink_to(file)
        return tmp_path

    return copy


def replace(path, content: bytes | str) -> None:
    path.unlink()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def edit_json(path, keys: list, value) -> None:
    """Sets what `keys` lead to; a value of ... removes it."""
    whole = json.loads(path.read_text())
    inner = whole
    for key in keys[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = value
    replace(path, json.dumps(whole))


@pytest.mark.parametrize(
    "keys, value, sentence",
    [
        (["model_type"], "gpt2", "model_type is gpt2"),
        (["model_type"], 7, "model_type is no text"),
        (["hidden_act"], "relu", "hidden_act is relu; only gelu"),
        (["position_embedding_type"], "relative_key", "position_embedding_type is relative_key"),
        (["hidden_size"], 768, "768 dimensions"),
        (["num_attention_heads"], 16, "not multiples of 32"),
        (["intermediate_size"], 100, "not multiples of 32"),
        (["num_hidden_layers"], 10**9, "num_hidden_layers is 1000000000"),
        (["num_hidden_layers"], 3, "no tensor encoder.layer.2.attention.self.query.weight"),
        (["vocab_size"], 100, "the tokenizer has"),
        (["vocab_size"], 100_000, "embeddings.word_embeddings.weight has another shape"),
        (["max_position_embeddings"], 7, "leaves 7 tokens"),
        (["type_vocab_size"], 3, "token_type_embeddings.weight has another shape"),
        (["layer_norm_eps"], -1, "layer_norm_eps"),
    ],
)
def test_a_config_beyond_what_is_supported_is_refused(keys, value, sentence, copy_of):
    folder = copy_of("bert-uncased")
    edit_json(folder / "config.json", keys, value)
    assert sentence in refusal("embed", folder)


@pytest.mark.parametrize(
    "file, keys, value, sentence",
    [
        ("modules.json", [1, "type"], "sentence_transformers.models.Dense", "module sentence_transformers.models.Dense"),
        ("modules.json", [0, "path"], "0_Transformer", "only a Transformer in the folder itself"),
        ("modules.json", [1, "path"], "../elsewhere", "modules.json"),
        ("1_Pooling/config.json", ["pooling_mode_max_tokens"], True, "pooling_mode_max_tokens is not supported"),
        ("1_Pooling/config.json", ["pooling_mode_cls_token"], True, "exactly one of"),
        ("1_Pooling/config.json", ["pooling_mode_mean_tokens"], False, "exactly one of"),
        ("sentence_bert_config.json", ["max_seq_length"], 3, "max_seq_length is 3"),
    ],
)
def test_a_way_of_use_that_is_not_supported_is_refused(file, keys, value, sentence, copy_of):
    folder = copy_of("bert-uncased")
    edit_json(folder / file, keys, value)
    assert sentence in refusal("embed", folder)


@pytest.mark.parametrize(
    "model, keys, value, sentence",
    [
        ("bert-unigram", ["model", "type"], "BPE", "model.type: only WordPiece and Unigram"),
        ("bert-unigram", ["model", "vocab"], [], "vocab is no list of pieces"),
        ("bert-unigram", ["model", "vocab", 3], ["no score"], "piece 3 of vocab"),
        ("bert-unigram", ["model", "vocab", 3], ["text", "score"], "piece 3 of vocab"),
        ("bert-unigram", ["model", "vocab", 3], ["x" * 5000, 0.5], "piece 3 of vocab"),
        ("bert-unigram", ["model", "unk_id"], -1, "unk_id"),
        ("bert-unigram", ["model", "unk_id"], 10**9, "unk_id"),
        ("bert-unigram", ["model", "unk_id"], None, "unk_id"),
        ("bert-unigram", ["normalizer"], {"type": "Nmt"}, "normalizer: Nmt: this kind is not supported"),
        ("bert-unigram", ["normalizer"], {"type": "Sequence", "normalizers": [{"type": "NFC"}] * 40}, "too many steps"),
        ("bert-unigram", ["normalizer"], {"type": "Replace", "pattern": {"Regex": "a|b"}, "content": ""}, "only expressions such as"),
        ("bert-unigram", ["normalizer"], {"type": "Replace", "pattern": {"String": ""}, "content": ""}, "its pattern is empty"),
        ("bert-unigram", ["pre_tokenizer"], {"type": "ByteLevel"}, "pre_tokenizer: ByteLevel: this kind is not supported"),
        ("bert-unigram", ["pre_tokenizer", "prepend_scheme"], "sometimes", "prepend_scheme"),
        ("bert-unigram", ["post_processor"], None, "post_processor"),
        ("bert-unigram", ["post_processor", "single"], [], "single has no place for the text"),
        ("bert-unigram", ["post_processor", "special_tokens", "<s>", "ids"], [-3], "a special token has no id"),
        ("bert-unigram", ["post_processor", "special_tokens", "<s>", "ids"], [2] * 9, "too many special tokens"),
        ("bert-unigram", ["post_processor", "special_tokens", "<s>", "ids"], [99_999], "the tokenizer has 100000 pieces"),
        ("bert-unigram", ["added_tokens", 0, "id"], -1, "added_tokens"),
        ("bert-unigram", ["added_tokens", 0, "id"], 10**12, "added_tokens"),
        ("bert-unigram", ["added_tokens", 0, "id"], 5000, "the tokenizer has 5001 pieces"),
        ("bert-unigram", ["added_tokens", 0, "single_word"], True, "single_word"),
        ("bert-uncased", ["model", "vocab", "a"], -1, "vocab has a piece without an id"),
        ("bert-uncased", ["model", "vocab", "a"], 2**40, "vocab has a piece without an id"),
        ("bert-uncased", ["model", "vocab", "a"], 70_000, "the tokenizer has 70001 pieces"),
        ("bert-uncased", ["model", "vocab", "[UNK]"], ..., "vocab has no [UNK]"),
        ("bert-uncased", ["model", "continuing_subword_prefix"], "@@", "continuing_subword_prefix"),
        ("bert-uncased", ["pre_tokenizer"], {"type": "WhitespaceSplit"}, "needs the BertPreTokenizer"),
        ("xlm-roberta", ["normalizer", "precompiled_charsmap"], "no base64!", "precompiled_charsmap is no table"),
        ("xlm-roberta", ["normalizer", "precompiled_charsmap"], "", "precompiled_charsmap is no table"),
        ("xlm-roberta", ["normalizer", "precompiled_charsmap"], "////f2FhYWE=", "precompiled_charsmap is no table"),
    ],
)
def test_a_tokenizer_beyond_what_is_supported_is_refused(model, keys, value, sentence, copy_of):
    folder = copy_of(model)
    edit_json(folder / "tokenizer.json", keys, value)
    answer = refusal("embed", folder)
    assert sentence in answer
    assert str(folder) in answer


NO_JSON = {"empty": b"", "open": b"{", "deep": b"[" * 200_000, "twice": b'{"a":1,"a":2}', "bytes": b"\xff\xfe", "null": b"null", "list": b"[]"}


@pytest.mark.parametrize("content", NO_JSON.values(), ids=NO_JSON)
@pytest.mark.parametrize("file", ["tokenizer.json", "config.json"])
def test_json_that_is_none_is_refused(content, file, copy_of):
    folder = copy_of("bert-unigram")
    replace(folder / file, content)
    assert file in refusal("embed", folder)


@pytest.mark.parametrize("unit", [0, 0xFFFFFFFF, 1 << 10, 0x7FFFFFFF, 1 << 9 | 1 << 10 | ord("a")])
def test_a_trie_that_leads_anywhere_ends(unit, copy_of):
    folder = copy_of("xlm-roberta")
    trie = struct.pack("<I", unit) * 1024
    charsmap = base64.b64encode(struct.pack("<I", len(trie)) + trie + b"text").decode()
    edit_json(folder / "tokenizer.json", ["normalizer", "precompiled_charsmap"], charsmap)
    done = run("embed", folder, texts=["a é ﬁ text", "x" * 10_000])
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


def test_rules_that_make_text_grow_without_end_are_bounded(copy_of):
    folder = copy_of("bert-unigram")
    grow = {"type": "Replace", "pattern": {"String": "a"}, "content": "a" * 32}
    edit_json(folder / "tokenizer.json", ["normalizer"], {"type": "Sequence", "normalizers": [grow] * 30})
    done = run("embed", folder, texts=["aaa"])
    assert done.returncode == 0


def test_of_pieces_that_are_there_twice_the_last_counts(copy_of):
    folder = copy_of("bert-unigram")
    pieces = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    edit_json(folder / "tokenizer.json", ["model", "vocab", 5], pieces[6])
    assert run("embed", folder, texts=["a text"]).returncode == 0


def split(path) -> tuple[dict, bytes]:
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + size]), data[8 + size :]


def join(header: dict | bytes, body: bytes) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + body


BIAS = "encoder.layer.0.output.dense.bias"


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"dtype": "I64"}, f"stores {BIAS} as I64"),
        ({"dtype": "F16"}, f"offsets of {BIAS}"),
        ({"dtype": None}, f"no tensor {BIAS}"),
        ({"shape": [383]}, f"{BIAS} has another shape"),
        ({"shape": [384, 1]}, f"{BIAS} has another shape"),
        ({"shape": [2**62, 4]}, f"{BIAS} has another shape"),
        ({"shape": []}, f"{BIAS} has another shape"),
        ({"data_offsets": [0, 1536]}, "overlap"),
        ({"data_offsets": [2**62, 2**62 + 1536]}, f"offsets of {BIAS}"),
        ({"data_offsets": [-1536, 0]}, f"offsets of {BIAS}"),
        ({"data_offsets": [1536, 0]}, f"offsets of {BIAS}"),
        ({"data_offsets": [0]}, f"offsets of {BIAS}"),
        ({"data_offsets": "0-1536"}, f"offsets of {BIAS}"),
        (None, f"no tensor {BIAS}"),
    ],
)
def test_a_tensor_that_is_not_what_its_header_says_is_refused(changes, sentence, copy_of):
    folder = copy_of("bert-unigram")
    header, body = split(folder / "model.safetensors")
    if changes is None:
        del header[BIAS]
    else:
        header[BIAS] |= changes
    replace(folder / "model.safetensors", join(header, body))
    assert sentence in refusal("embed", folder)


NO_WEIGHTS = {
    "empty": (b"", "too short"),
    "zeros": (b"\x00" * 9, "broken header"),
    "no header": (join(b"", b""), "too short"),
    "no tensors": (join(b"{}", b""), "no tensor embeddings.word_embeddings.weight"),
    "huge header": ((100 << 20).to_bytes(8, "little") + b"{" * 1000, "its header claims 104857600 bytes"),
    "ones": (b"\xff" * 100, "its header claims"),
    "deep lists": (join(b"[" * 100_000, b""), "broken header"),
    "deep objects": (join(b'{"a":' * 100_000, b""), "broken header"),
    "pickle": (b"PK\x03\x04" + b"\x00" * 1000, "its header claims"),
}


@pytest.mark.parametrize("data, sentence", NO_WEIGHTS.values(), ids=NO_WEIGHTS)
def test_a_file_that_is_no_safetensors_is_refused(data, sentence, copy_of):
    folder = copy_of("bert-unigram")
    replace(folder / "model.safetensors", data)
    answer = refusal("embed", folder)
    assert sentence in answer
    assert "model.safetensors" in answer


@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_weights_that_are_cut_off_are_refused(part, copy_of):
    folder = copy_of("bert-unigram")
    data = (folder / "model.safetensors").read_bytes()
    replace(folder / "model.safetensors", data[: int(len(data) * part)])
    assert "cut off" in refusal("embed", folder)


def test_weights_that_are_no_numbers_are_refused(copy_of):
    folder = copy_of("bert-unigram")
    header, body = split(folder / "model.safetensors")
    begin = header["encoder.layer.0.attention.self.value.weight"]["data_offsets"][0]
    body = body[:begin] + struct.pack("<f", float("nan")) + body[begin + 4 :]
    replace(folder / "model.safetensors", join(header, body))
    assert "no numbers" in refusal("embed", folder)


def test_a_vocabulary_without_a_tokenizer_json_is_read_as_its_config_says(copy_of):
    folder = copy_of("bert-cased-cls")
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    (folder / "vocab.txt").write_text("".join(piece + "\n" for piece in sorted(vocabulary, key=vocabulary.get)))
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false}')
    (folder / "tokenizer.json").unlink()
    wanted = rows("bert-cased-cls", "vectors.jsonl")
    done = run("embed", folder, texts=[row["text"] for row in wanted])
    for line, row in zip(done.stdout.splitlines(), wanted, strict=True):
        assert max(abs(a - b) for a, b in zip(json.loads(line), row["vector"], strict=True)) <= 1e-4
