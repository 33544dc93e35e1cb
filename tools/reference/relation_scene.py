"""The example of the relation reference: a picture of noise, six regions, three stages of boxes.

Regions 0, 2 and 4 are persons. Faces 0 and 1 are inside person 0, the better one counts; face 2 is
inside persons 2 and 0, and person 2 is the smaller one; person 4 has no face. Pair (0, 2) has a person as object.
Boxes reach all four levels of the pyramid.
"""

import numpy

CHANNELS, CELLS, OBJECTS, VERBS = 2, 7, 3, 3
VISUAL, GEOMETRIC, CONVOLUTION, HIDDEN = 5, 4, 2, 2  # widths
STRIDES = (32, 64, 128, 256)  # coarse, for the sake of the file's size
SIDE = 512  # of the picture
IMAGES, IMAGE_INDEX = 2, 1

BOXES = ((10, 20, 500, 490), (60, 200, 130, 260), (280, 40, 470, 420), (300, 330, 350, 360), (20, 300, 120, 480),
         (150, 30, 420, 300))
LABELS = (0, 1, 0, 2, 0, 1)
FACES = ((60, 40, 140, 130, 0.8), (150, 60, 210, 140, 0.9), (330, 60, 400, 150, 0.7))
PAIRS = ((0, 1), (0, 2), (2, 3), (2, 5), (4, 1), (4, 3), (0, 5))
TARGETS = ((1, 0, 1), (0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0), (1, 1, 1), (0, 0, 0))


def parameter_shapes():
    region = CHANNELS * CELLS * CELLS
    half = CONVOLUTION // 2
    shapes = {
        "geometric.convolution1": (CONVOLUTION, 2, 5, 5),
        "geometric.convolution2": (half, CONVOLUTION, 5, 5),
        "geometric.output": (GEOMETRIC, half * 13 * 13),
        "fusion.hidden": (VISUAL, 3 * region),
        "fusion.output": (VISUAL, VISUAL),
        "ranking.score": (1, VISUAL + GEOMETRIC),
        "classification.semantic": (VERBS, VERBS),
        "classification.geometric": (VERBS, GEOMETRIC),
        "classification.visual": (VERBS, VISUAL),
    }
    for name in ("face", "faceless"):
        shapes[f"visual.face_attention.{name}.hidden"] = (HIDDEN, 2 * region)
        shapes[f"visual.face_attention.{name}.output"] = (1, HIDDEN)
    return shapes


def parameters(random):
    """Unit gain; positive biases keep the ReLUs of the narrow layers alive."""
    result = {}
    for t in (1, 2, 3):
        for name, shape in parameter_shapes().items():
            gain = 3 / numpy.sqrt(numpy.prod(shape[1:]))
            result[f"recognition{t}.{name}.weight"] = (gain * random.uniform(-1, 1, shape)).astype(numpy.float32)
            lift = 0.8 if name == "geometric.output" else 0
            result[f"recognition{t}.{name}.bias"] = random.uniform(lift, lift + 0.5, shape[:1]).astype(numpy.float32)
    return result


def smooth_masks(random, count, size=28):
    """Soft blobs with a rough edge: (count, size, size) in [0, 1]."""
    y, x = (numpy.indices((size, size)) + 0.5) / size
    masks = []
    for _ in range(count):
        centre, radius = random.uniform(0.35, 0.65, 2), random.uniform(0.25, 0.5)
        distance = numpy.hypot(y - centre[0], x - centre[1]) + random.uniform(-0.05, 0.05, (size, size))
        masks.append(numpy.clip((radius - distance) * 6 + 0.5, 0, 1))
    return numpy.stack(masks)


def arrays():
    """All inputs by name, as they stand in the file."""
    random = numpy.random.RandomState(20)
    result = {f"pyramid{level}": random.uniform(
        -1, 1, (IMAGES, CHANNELS, SIDE // stride, SIDE // stride)).astype(numpy.float32)
        for level, stride in enumerate(STRIDES)}
    boxes = numpy.array(BOXES, dtype=numpy.float64)
    for t in range(4):  # o^0..o^3: what is left of the error halves from stage to stage
        jitter = random.uniform(-8, 8, boxes.shape) / 2**t
        result[f"boxes{t}"] = (boxes + numpy.round(jitter * 64) / 64).astype(numpy.float32)
    # In the frames of the boxes of each stage, hence other pixels at every stage.
    result["masks"] = (numpy.round(smooth_masks(random, len(BOXES)) * 256) / 256).astype(numpy.float32)
    result["prior"] = (numpy.round(random.uniform(0, 1, (OBJECTS, VERBS)) * 64) / 64).astype(numpy.float32)
    result["faces"] = numpy.array(FACES, dtype=numpy.float32)
    result["labels"] = numpy.array(LABELS, dtype=numpy.int64)
    result["pairs"] = numpy.array(PAIRS, dtype=numpy.int64)
    result["targets"] = numpy.array(TARGETS, dtype=numpy.int64)
    result.update(parameters(random))
    return result


class Scene:
    """The inputs in float64, as the stages read them."""

    def __init__(self, inputs, leaves):
        self.cells, self.image_index = CELLS, IMAGE_INDEX
        self.pyramid = [(stride, leaves[f"pyramid{level}"]) for level, stride in enumerate(STRIDES)]
        self.boxes = {t: inputs[f"boxes{t}"].astype(numpy.float64) for t in range(4)}
        self.masks = inputs["masks"].astype(numpy.float64)
        self.prior = inputs["prior"].astype(numpy.float64)
        self.faces = inputs["faces"].astype(numpy.float64)
        self.labels = inputs["labels"]
        self.pairs = [tuple(pair) for pair in inputs["pairs"]]
        self.targets = inputs["targets"].astype(numpy.float64)
        self.is_annotated = inputs["targets"].any(1)
