"""Reverse-mode differentiation of NumPy arrays in float64: enough of it for the relation reference.

An expression of Values is computed at once and remembered; gradients() walks it backwards. Plain
arrays in an expression are constants.
"""

import numpy


class Value:
    """An array and how its gradient reaches what it was made of: (value, function of gradient) pairs."""

    __array_ufunc__ = None  # array * Value is Value.__rmul__

    def __init__(self, data, sources=()):
        self.data = numpy.asarray(data, dtype=numpy.float64)
        self.sources = [(value, pull) for value, pull in sources if isinstance(value, Value)]

    @property
    def shape(self):
        return self.data.shape

    def __add__(self, other):
        a, b = data_of(self), data_of(other)
        return Value(a + b, [(self, lambda g: folded(g, a.shape)), (other, lambda g: folded(g, b.shape))])

    def __mul__(self, other):
        a, b = data_of(self), data_of(other)
        return Value(a * b, [(self, lambda g: folded(g * b, a.shape)), (other, lambda g: folded(g * a, b.shape))])

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + other * -1.0

    def __rsub__(self, other):
        return -self + other


def data_of(x):
    return x.data if isinstance(x, Value) else numpy.asarray(x, dtype=numpy.float64)


def folded(gradient, shape):
    """The gradient of a broadcast array: summed over what was repeated."""
    extra = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(extra)))
    repeated = tuple(i for i, n in enumerate(shape) if n == 1 and gradient.shape[i] != 1)
    return gradient.sum(axis=repeated, keepdims=True).reshape(shape)


def matmul(a, b):
    """Product of two matrices."""
    x, y = data_of(a), data_of(b)
    return Value(x @ y, [(a, lambda g: g @ y.T), (b, lambda g: x.T @ g)])


def divide(a, b):
    x, y = data_of(a), data_of(b)
    return Value(x / y, [(a, lambda g: folded(g / y, x.shape)), (b, lambda g: folded(-g * x / y**2, y.shape))])


def exp(a):
    y = numpy.exp(a.data)
    return Value(y, [(a, lambda g: g * y)])


def log(a):
    return Value(numpy.log(a.data), [(a, lambda g: g / a.data)])


def leaky_relu(a, slope=0.0):
    factor = numpy.where(a.data > 0, 1.0, slope)
    return Value(a.data * factor, [(a, lambda g: g * factor)])


def sigmoid(a):
    y = 1 / (1 + numpy.exp(-a.data))
    return Value(y, [(a, lambda g: g * y * (1 - y))])


def maximum(a, b):
    """Element by element; a tie counts half for each."""
    x, y = data_of(a), data_of(b)
    share = numpy.where(x > y, 1.0, numpy.where(x < y, 0.0, 0.5))
    return Value(numpy.maximum(x, y), [(a, lambda g: g * share), (b, lambda g: g * (1 - share))])


def largest(a):
    """Maximum over the last axis; the first of equal ones counts."""
    index = numpy.expand_dims(a.data.argmax(-1), -1)

    def pull(g):
        gradient = numpy.zeros(a.shape)
        numpy.put_along_axis(gradient, index, numpy.expand_dims(g, -1), -1)
        return gradient

    return Value(numpy.take_along_axis(a.data, index, -1)[..., 0], [(a, pull)])


def take(a, index):
    """a[index] with any NumPy index."""

    def pull(g):
        gradient = numpy.zeros(a.shape)
        numpy.add.at(gradient, index, g)
        return gradient

    return Value(a.data[index], [(a, pull)])


def reshape(a, shape):
    return Value(a.data.reshape(shape), [(a, lambda g: g.reshape(a.shape))])


def transpose(a):
    return Value(a.data.T, [(a, lambda g: g.T)])


def concatenate(values):
    """Along the first axis."""
    ends = numpy.cumsum([len(data_of(value)) for value in values])
    pulls = [lambda g, end=end, n=len(data_of(value)): g[end - n:end] for value, end in zip(values, ends)]
    return Value(numpy.concatenate([data_of(value) for value in values]), list(zip(values, pulls)))


def total(a, axis=None):
    """Sum over everything, or over one axis that stays with length 1."""
    if axis is None:
        return Value(a.data.sum(), [(a, lambda g: numpy.broadcast_to(g, a.shape))])
    return Value(a.data.sum(axis, keepdims=True), [(a, lambda g: numpy.broadcast_to(g, a.shape))])


def mean(a):
    return total(a) * (1 / a.data.size)


def in_order(root):
    """All values behind `root`, each after what it was made of."""
    order, seen, waiting = [], set(), [(root, False)]
    while waiting:
        value, is_finished = waiting.pop()
        if is_finished:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            waiting.append((value, True))
            waiting += [(source, False) for source, _ in value.sources]
    return order


def gradients(root, leaves):
    """d root / d leaf for every leaf by name; zeros where root does not depend on it."""
    gradient = {id(root): numpy.ones(root.shape)}
    for value in reversed(in_order(root)):
        for source, pull in value.sources:
            term = pull(gradient[id(value)])
            gradient[id(source)] = gradient[id(source)] + term if id(source) in gradient else term
    return {name: gradient.get(id(leaf), numpy.zeros(leaf.shape)) for name, leaf in leaves.items()}
