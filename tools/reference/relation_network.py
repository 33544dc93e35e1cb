"""R^1..R^T of the paper, Eqs. (3)-(16), pair by pair as the equations stand (spec section 2).

Nothing is shared or split: every pair pools its own regions and forms its own X_v of (3C, r, r).
Parameters are Values by name, those of stage t under "recognition<t>.".
"""

import math

import numpy

import regions
from differentiation import (Value, concatenate, divide, exp, largest, leaky_relu, log, matmul, maximum, mean,
                             reshape, sigmoid, take, total, transpose)

MARGIN = 0.2
SLOPE = 0.1  # of the leaky ReLU after both layers of Eq. (11)


def layer(parameters, name, x):
    """Fully connected: x (P, inputs) -> (P, outputs)."""
    return matmul(x, transpose(parameters[name + ".weight"])) + parameters[name + ".bias"]


def row(x):
    return reshape(x, (1, x.data.size))


class Stage:
    """R^t. scene: what all stages share; options: representation and visual_predecessor."""

    def __init__(self, t, parameters, scene, options):
        self.scene, self.options = scene, options
        prefix = f"recognition{t}."
        self.parameters = {name[len(prefix):]: value for name, value in parameters.items()
                           if name.startswith(prefix)}

    def pooled(self, box, mask=None):
        region = regions.roi_align(self.scene.pyramid, self.scene.image_index, box, self.scene.cells)
        return region if mask is None else regions.represented(self.options.representation, region, mask)

    def mined(self, human):
        """Eqs. (5)-(7) with temperature sqrt(C): H_bar = H + C."""
        channels = human.shape[0]
        cells = reshape(human, (channels, -1))  # column i is h_i
        power = exp(matmul(transpose(cells), cells) * (1 / math.sqrt(channels)))
        attention = divide(power, total(power, axis=1))  # a_ij, rows sum to 1
        context = matmul(cells, transpose(attention))  # c_i = sum_j a_ij h_j
        return human + reshape(context, human.shape)

    def attention(self, name, region, object_):
        """sigmoid(FCx2([A, O])): (1, 1, 1)."""
        prefix = "visual.face_attention." + name
        hidden = leaky_relu(layer(self.parameters, prefix + ".hidden", row(concatenate([region, object_]))))
        return reshape(sigmoid(layer(self.parameters, prefix + ".output", hidden)), (1, 1, 1))

    def attended(self, object_, human_in_box, human_box, face):
        """Eqs. (8)-(10): O_bar. face: box or None."""
        enhanced, faceless = object_, human_in_box
        if face is not None:
            feature = self.pooled(face)
            enhanced = enhanced + self.attention("face", feature, object_) * feature
            faceless = human_in_box * (1 - regions.face_coverage(human_box, face, self.scene.cells))
        return enhanced + self.attention("faceless", faceless, object_) * faceless

    def visual(self, pair, boxes, masks, face):
        """X_v of Eqs. (3)-(10) for one pair on these boxes: (3C, r, r)."""
        h, o = pair
        both = regions.union_of(boxes[h], boxes[o])
        size = masks.shape[1]
        union_mask = numpy.maximum(regions.resampled(masks[h], boxes[h], both, size),
                                   regions.resampled(masks[o], boxes[o], both, size))
        human, object_ = self.pooled(boxes[h], masks[h]), self.pooled(boxes[o], masks[o])
        enhanced = self.attended(object_, self.pooled(boxes[h]), boxes[h], face)
        return concatenate([self.mined(human), enhanced, self.pooled(both, union_mask)])

    def updated(self, x):
        """FCx2 of Eq. (11): (1, features)."""
        hidden = leaky_relu(layer(self.parameters, "fusion.hidden", row(x)), SLOPE)
        return leaky_relu(layer(self.parameters, "fusion.output", hidden), SLOPE)

    def geometric(self, pair, boxes, masks):
        """X_g of spec 2.3: (1, features)."""
        h, o = pair
        raster = (regions.box_raster(boxes[h], boxes[o]) if self.options.representation == "box"
                  else regions.mask_raster(boxes[h], boxes[o], (masks[h], masks[o])))
        x = Value(raster)
        for name in ("geometric.convolution1", "geometric.convolution2"):
            x = max_pooled(leaky_relu(convolved(x, self.parameters[name + ".weight"],
                                                self.parameters[name + ".bias"])))
        return leaky_relu(layer(self.parameters, "geometric.output", row(x)))


def convolved(x, weight, bias):
    """Valid 5x5 convolution of (C, H, W)."""
    outputs, channels, kernel, _ = weight.shape
    height, width = x.shape[1] - kernel + 1, x.shape[2] - kernel + 1
    c, i, j = (index.reshape(-1, 1) for index in numpy.indices((channels, kernel, kernel)))
    y, z = (index.reshape(1, -1) for index in numpy.indices((height, width)))
    windows = take(x, (c, i + y, j + z))  # (C 25, H W)
    result = matmul(reshape(weight, (outputs, -1)), windows) + reshape(bias, (outputs, 1))
    return reshape(result, (outputs, height, width))


def max_pooled(x):
    """2x2, a last odd row or column left out."""
    channels, height, width = x.shape
    c, y, z, k = numpy.indices((channels, height // 2, width // 2, 4))
    return largest(take(x, (c, 2 * y + k // 2, 2 * z + k % 2)))


def visual_features(stages, t, pairs):
    """X_v_bar^t of Eq. (11): (P, features). stages: R^1..R^t."""
    stage, scene = stages[t - 1], stages[t - 1].scene
    boxes, parents, masks = scene.boxes[t], scene.boxes[t - 1], scene.masks
    parent_masks = numpy.stack([regions.resampled(*mask, masks.shape[1]) for mask in zip(masks, boxes, parents)])
    persons = sorted({h for h, _ in pairs})
    accumulates = stage.options.visual_predecessor == "accumulated"
    first = 1 if accumulates else max(t - 1, 1)
    rows = []
    for pair in pairs:
        found = regions.face_of(pair[0], persons, boxes, scene.faces)
        face = None if found is None else scene.faces[found][:4]
        x = stage.visual(pair, boxes, masks, face)
        for earlier in stages[first - 1:t - 1]:
            x = x + earlier.visual(pair, parents, parent_masks, face)
        rows.append(stage.updated(x))
    return concatenate(rows)


def ranking_loss(g, is_annotated):
    """Eq. (14) as a mean over all combinations of an annotated and an unannotated pair."""
    terms = [maximum(take(g, u) - take(g, a) + MARGIN, 0.0)
             for a in numpy.flatnonzero(is_annotated) for u in numpy.flatnonzero(~is_annotated)]
    return mean(concatenate([reshape(term, (1,)) for term in terms]))


def cross_entropy(s, targets):
    return -mean(targets * log(s) + (1 - targets) * log(1 - s))


def evaluate_stage(stages, t):
    """Everything that R^t computes, by name."""
    stage, scene = stages[t - 1], stages[t - 1].scene
    pairs, parameters = scene.pairs, stage.parameters
    labels = [scene.labels[o] for _, o in pairs]
    result = {"semantic": Value(scene.prior[labels]), "visual": visual_features(stages, t, pairs)}
    result["geometric"] = concatenate(
        [stage.geometric(pair, scene.boxes[t], scene.masks) for pair in pairs])
    both = transpose(concatenate([transpose(result["visual"]), transpose(result["geometric"])]))
    result["ranking"] = reshape(sigmoid(layer(parameters, "ranking.score", both)), (-1,))  # Eq. (13)
    streams = {name: sigmoid(layer(parameters, "classification." + name, result[name]))  # Eq. (15)
               for name in ("semantic", "geometric", "visual")}
    result.update({"score_" + name: score for name, score in streams.items()})
    result["score"] = (streams["visual"] + streams["geometric"]) * streams["semantic"] * 0.5  # Eq. (16)
    result["ranking_loss"] = ranking_loss(result["ranking"], scene.is_annotated)
    losses = [cross_entropy(score, scene.targets) for score in streams.values()]
    result["classification_loss"] = losses[0] + losses[1] + losses[2]
    return result
