"""How far the yes-or-no decisions of a detector are from turning over.

Two correct implementations differ by rounding. Golden boxes are worth something only where no decision,
a suppression, a place in the order, a threshold or a pyramid level, hangs on the last digits.
"""

import torch
from torchvision.ops import box_iou


def gap(values, limit=None):
    """Smallest difference of neighbours among the `limit` + 1 largest values."""
    ordered = values.sort(descending=True).values
    ordered = ordered if limit is None else ordered[: limit + 1]
    return (ordered[:-1] - ordered[1:]).min().item() if ordered.numel() > 1 else 1.0


def overlap(boxes, threshold):
    """Smallest distance of an IoU of two of these boxes from the threshold."""
    iou = box_iou(boxes.double(), boxes.double())
    return (iou - threshold).abs().min().item() if boxes.numel() else 1.0


def size(boxes, smallest):
    """Smallest distance of a side from the smallest one allowed."""
    return (boxes[:, 2:] - boxes[:, :2] - smallest).abs().min().item()


def level(boxes):
    """Smallest distance from a change of pyramid level, in levels."""
    sides = (boxes[:, 2:] - boxes[:, :2]).double().prod(1).sqrt()
    position = torch.log2(sides / 56)
    distance = (position - position.round()).abs()
    between = (position > 0.5) & (position < 3.5)
    return distance[between].min().item() if between.any() else 1.0


def check(margins):
    """The names of the margins that are too small; margins: name -> (value, smallest allowed)."""
    return [f"{name} {value:.2g} < {allowed:.2g}" for name, (value, allowed) in margins.items() if value < allowed]
