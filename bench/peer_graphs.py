"""Writes the model as ONNX graphs of ONNX Runtime's own fused operators, in f32 and quantised dynamically to int8.

Usage: peer_graphs.py MODEL FOLDER

The graph is built here from the weights rather than exported, so that attention, norms and GELU are fused as far as the runtime
can. It takes one sequence and gives the mean of its tokens.
"""
import pathlib
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

WIDTH, HEADS, LAYERS, EPSILON = 384, 12, 6, 1e-12
FUSED = "com.microsoft"


class Graph:
    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def weight(self, name):
        return self.constant(name, self.weights[name])

    def transposed(self, name):
        return self.constant(name, self.weights[name].T)

    def add(self, kind, inputs, output, domain="", **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, name=output, **attributes))
        return output

    def norm(self, prefix, values, bias, residual, output):
        return self.add("SkipLayerNormalization", [values, residual, self.weight(prefix + ".LayerNorm.weight"),
                        self.weight(prefix + ".LayerNorm.bias"), bias], output, FUSED, epsilon=EPSILON)

    def embeddings(self):
        places = self.weights["embeddings.position_embeddings.weight"] + self.weights["embeddings.token_type_embeddings.weight"][0]
        words = self.add("Gather", [self.weight("embeddings.word_embeddings.weight"), "ids"], "words")
        count = self.add("Slice", [self.add("Shape", ["ids"], "shape"), self.constant("one", numpy.array([1])),
                                   self.constant("two", numpy.array([2]))], "count")
        places = self.add("Slice", [self.constant("places", places), self.constant("zero", numpy.array([0])), count], "placed")
        return self.add("LayerNormalization", [self.add("Add", [words, places], "summed"), self.weight("embeddings.LayerNorm.weight"),
                        self.weight("embeddings.LayerNorm.bias")], "embedded", epsilon=EPSILON)

    def layer(self, number, hidden):
        prefix, parts = f"encoder.layer.{number}", ("query", "key", "value")
        names = [f"{prefix}.attention.self.{part}" for part in parts]
        weight = self.constant(f"{prefix}.qkv", numpy.concatenate([self.weights[n + ".weight"].T for n in names], axis=1))
        bias = self.constant(f"{prefix}.qkv.bias", numpy.concatenate([self.weights[n + ".bias"] for n in names]))
        attended = self.add("Attention", [hidden, weight, bias], f"{prefix}.attended", FUSED, num_heads=HEADS)
        attended = self.add("MatMul", [attended, self.transposed(f"{prefix}.attention.output.dense.weight")], f"{prefix}.projected")
        hidden = self.norm(f"{prefix}.attention.output", attended, self.weight(f"{prefix}.attention.output.dense.bias"), hidden,
                           f"{prefix}.hidden")
        wide = self.add("MatMul", [hidden, self.transposed(f"{prefix}.intermediate.dense.weight")], f"{prefix}.wide")
        wide = self.add("BiasGelu", [wide, self.weight(f"{prefix}.intermediate.dense.bias")], f"{prefix}.gelu", FUSED)
        narrow = self.add("MatMul", [wide, self.transposed(f"{prefix}.output.dense.weight")], f"{prefix}.narrow")
        return self.norm(f"{prefix}.output", narrow, self.weight(f"{prefix}.output.dense.bias"), hidden, f"{prefix}.out")

    def model(self):
        hidden = self.embeddings()
        for number in range(LAYERS):
            hidden = self.layer(number, hidden)
        self.add("ReduceMean", [hidden], "vector", axes=[1], keepdims=0)
        graph = helper.make_graph(self.nodes, "encoder", [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
                                  [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, WIDTH])], self.constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def main():
    model, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    plain, quantised = folder / "f32.onnx", folder / "int8.onnx"
    if quantised.exists() and quantised.stat().st_mtime > pathlib.Path(__file__).stat().st_mtime:
        return
    onnx.save(Graph(load_file(model / "model.safetensors")).model(), plain)
    # Without VNNI, bytes of 8 bits saturate the sums of the runtime's kernels: it asks for 7 bits there.
    narrow = "vnni" not in pathlib.Path("/proc/cpuinfo").read_text()
    quantize_dynamic(plain, quantised, per_channel=True, reduce_range=narrow, weight_type=QuantType.QInt8,
                     extra_options={"DefaultTensorType": TensorProto.FLOAT})


if __name__ == "__main__":
    main()
