"""Numbers that a name and an index decide: the weights and pixels of the parity test.

tests/model/formula_weights.h computes the same ones, so that no file of weights is needed.

  seed(name)    FNV-1a, 64 bits, of the name's bytes
  bits(s, i)    the finaliser of splitmix64 on s + (i + 1) * 0x9E3779B97F4A7C15
  unit(name, i) (bits(seed(name), i) >> 40) / 2^23 - 1, in [-1, 1) and exact in float
"""

import math

import numpy

MASK = (1 << 64) - 1


def seed_of(name):
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & MASK
    return seed


def units(name, indices):
    """float64 array of unit(name, i) for an array of indices."""
    with numpy.errstate(over="ignore"):
        counter = indices.astype(numpy.uint64) + numpy.uint64(1)
        x = numpy.uint64(seed_of(name)) + counter * numpy.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        x = x ^ (x >> numpy.uint64(31))
    return (x >> numpy.uint64(40)).astype(numpy.float64) / float(1 << 23) - 1.0


# How far the output of a kernel spreads: the first entry whose word the name contains. The deltas of
# the RPN are small, so that boxes move but keep their shape.
GAINS = (("rpn.head.bbox_pred", 0.2), ("", 1.0))


def gain_of(name):
    return next(gain for word, gain in GAINS if word in name)


def tensor(name, shape, salt):
    """float32 array of a parameter or statistic called `name`; `salt` chooses among many networks."""
    count = math.prod(shape)
    indices = numpy.arange(count, dtype=numpy.uint64)
    if name.startswith("roi_heads.box_predictor.bbox_pred"):
        indices %= numpy.uint64(4 * math.prod(shape[1:]))  # the same four rows for every class
    unit = units(salt + name, indices)
    if len(shape) > 1:
        fan_in = shape[0] if "conv5_mask" in name else math.prod(shape[1:])
        values = unit * (gain_of(name) * math.sqrt(6.0 / fan_in))
    elif name.endswith("running_var"):
        values = 1.0 + 0.5 * unit
    elif name.endswith(".weight"):  # the scale of a batch norm
        values = 0.5 + 0.25 * unit
    else:
        values = 0.1 * unit
    return values.astype(numpy.float32).reshape(shape)


def image(height, width, valid_height, valid_width, salt):
    """(1, 3, height, width) of 16-pixel blocks and noise; zero right of and below the valid part."""
    c, y, x = numpy.meshgrid(numpy.arange(3), numpy.arange(height), numpy.arange(width), indexing="ij")
    blocks = (c * 1000 + y // 16) * 1000 + x // 16
    values = 1.5 * units(salt + "blocks", blocks) + 0.5 * units(salt + "noise", (c * height + y) * width + x)
    values[(y >= valid_height) | (x >= valid_width)] = 0
    return values.astype(numpy.float32)[None]
