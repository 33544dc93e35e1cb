"""Writes named arrays as a safetensors file: 8 bytes of header length, JSON header, raw bytes."""

import json
import math

import numpy

SAMPLES = 2000  # of a larger tensor, this many at most are kept
TYPES = {"float32": "F32", "float64": "F64", "int64": "I64"}


def write(path, arrays, metadata):
    """arrays: name -> numpy array; metadata: strings."""
    header, offset = {"__metadata__": metadata}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": TYPES[str(array.dtype)], "shape": list(array.shape),
                        "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(array.tobytes())


def stride_of(count):
    """Odd, so that samples of a map do not stay in a few of its columns."""
    return 1 if count <= SAMPLES else math.ceil(count / SAMPLES) | 1


def sampled(name, array):
    """What is kept of a tensor: its shape, every stride-th element in row-major order, mean and mean size."""
    flat = numpy.ascontiguousarray(array, dtype=numpy.float32).reshape(-1)
    wide = flat.astype(numpy.float64)
    return {
        name + "/shape": numpy.array(array.shape, dtype=numpy.int64),
        name + "/samples": flat[::stride_of(flat.size)].copy(),
        name + "/means": numpy.array([wide.mean(), numpy.abs(wide).mean()]),
    }
