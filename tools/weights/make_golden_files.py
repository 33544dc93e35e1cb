#!/usr/bin/python3
"""Writes the files of tests/weights/golden with PyTorch and numpy: every way to store the same arrays.

Needs Debian's python3-torch and python3-numpy, which neither building nor testing does. Argument: the
folder to write to.
"""

import pathlib
import pickle
import struct
import sys
from collections import OrderedDict

import numpy as np
import torch


def tensors():
    weight = torch.arange(6.0).reshape(2, 3)
    return OrderedDict([
        ("conv.weight", weight),
        ("conv.transposed", weight.t()),  # the same storage, another order
        ("norm.num_batches_tracked", torch.tensor(7)),
        ("half", torch.tensor([1.0, -2.0], dtype=torch.float16)),
        ("empty", torch.zeros(0, 3)),
    ])


def arrays():
    plain = {name: tensor.numpy().copy() for name, tensor in tensors().items()}
    plain["conv.transposed"] = np.asfortranarray(plain["conv.transposed"])
    return plain


def checkpoint():
    return {
        "meta": {"config": "style='pytorch'", "CLASSES": ("person", "dog"), "epoch": 12, "rate": 0.5},
        "state_dict": tensors(),
        "optimizer": {"state": {0: {"momentum_buffer": torch.ones(2)}}, "param_groups": [{"lr": 0.1}]},
    }


def python2_pickle(values):
    """What Python 2 wrote with protocol 2: names and contents are byte strings ('U' and 'T')."""

    def text(value):
        return b"U" + bytes([len(value)]) + value

    def content(value):
        return b"T" + struct.pack("<I", len(value)) + value

    def numbers(items):
        return b"(" + b"".join(b"J" + struct.pack("<i", item) for item in items) + b"t"

    def array(value):
        dtype = (b"cnumpy\ndtype\n(" + text(value.dtype.str[1:].encode()) + b"K\x00K\x01tR(K\x03" +
                 text(b"<") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb")
        fortran = value.flags["F_CONTIGUOUS"] and not value.flags["C_CONTIGUOUS"]
        order = b"\x88" if fortran else b"\x89"
        return (b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n" + numbers([0]) + text(b"b") +
                b"tR(K\x01" + numbers(value.shape) + dtype + order + content(value.tobytes("A")) + b"tb")

    items = b"".join(text(name.encode()) + array(value) for name, value in values.items())
    return b"\x80\x02}(" + text(b"blobs") + b"}(" + items + b"uu."


def main():
    folder = pathlib.Path(sys.argv[1])
    torch.save(tensors(), folder / "zip.pth")
    torch.save(tensors(), folder / "legacy.pth", _use_new_zipfile_serialization=False)
    floating = {name: torch.nn.Parameter(tensor) if tensor.is_floating_point() else tensor
                for name, tensor in tensors().items()}
    torch.save({"model": floating}, folder / "parameters.pth")
    torch.save(checkpoint(), folder / "checkpoint.pth")
    for protocol in (2, 4):
        with open(folder / f"protocol{protocol}.pkl", "wb") as file:
            pickle.dump({"model": arrays(), "__author__": "somebody"}, file, protocol=protocol)
    (folder / "python2.pkl").write_bytes(python2_pickle(arrays()))
    np.savez(folder / "plain.npz", **arrays())
    np.savez_compressed(folder / "compressed.npz", **arrays())


if __name__ == "__main__":
    main()
