#!/usr/bin/env python3
"""Golden tensors of torchvision's Mask R-CNN R50-FPN for tests/model/torchvision_parity_test.cpp.

    tools/parity/torchvision_golden.py tests/model/golden/torchvision_mask_rcnn.safetensors [FIRST]

tries one network after the other, from number FIRST on, until one is found whose boxes do not hang on
rounding (decision_margins.py); that is number 20.
Needs Debian's python3-torchvision; neither the program nor its tests do. The network has 8 object
classes and weights from a formula (formula_weights.py); all classes share the box deltas, which makes
them class-agnostic. Its own resizing is left out: the picture is 160 x 192, padded from 150 x 185.
"""

import sys

import numpy
import torch
from torchvision.models.detection import maskrcnn_resnet50_fpn
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.roi_heads import maskrcnn_inference

import decision_margins
import formula_weights
import golden_file

HEIGHT, WIDTH, VALID = 160, 192, (150, 185)
OBJECTS, PROPOSALS = 8, 40
MASKS = 16  # detections whose mask logits are kept; of all others the probabilities are
# Boxes of every size and place, some beyond the picture, for all levels of the RoI pooling.
PROBES = [[3.25, 4.5, 9.75, 16.25], [20, 30, 20.5, 30.25], [10, 20, 90.5, 101.25], [-8, -6, 60, 50],
          [0, 0, 185, 150], [5.5, 1.5, 150.5, 149], [-40, -30, 230, 260], [100, 60, 420.5, 390.5],
          [-300, -200, 330, 280], [-150, -180, 450, 520], [170, 140, 200, 170], [60.3, 70.7, 171.9, 140.1]]


def build_network(salt):
    network = maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=OBJECTS + 1,
                                    rpn_pre_nms_top_n_test=PROPOSALS, rpn_post_nms_top_n_test=PROPOSALS)
    for name, tensor in network.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(torch.from_numpy(formula_weights.tensor(name, tuple(tensor.shape), salt)))
    return network.eval()


def run_backbone(network, pixels):
    maps = network.backbone.body(pixels)
    tensors = {f"c{i + 2}": tensor for i, tensor in enumerate(maps.values())}
    pyramid = network.backbone.fpn(maps)
    tensors.update({f"p{i + 2}": tensor for i, tensor in enumerate(pyramid.values())})
    return pyramid, tensors


def run_proposals(network, images, pyramid):
    """Proposals; raw tensors with rows over (level, y, x, ratio); margins."""
    rpn = network.rpn
    logits, deltas = rpn.head(list(pyramid.values()))
    sizes = [level[0].numel() for level in logits]
    rows = [level.permute(0, 2, 3, 1).reshape(-1) for level in logits]
    raw = {"anchors": rpn.anchor_generator(images, list(pyramid.values()))[0], "objectness": torch.cat(rows),
           "rpn_deltas": torch.cat([level.permute(0, 2, 3, 1).reshape(-1, 4) for level in deltas])}
    decoded = rpn.box_coder.decode(raw["rpn_deltas"], [raw["anchors"]])[:, 0]
    (boxes,), (scores,) = rpn.filter_proposals(decoded[None], raw["objectness"][None], [VALID], sizes)
    assert torch.equal(boxes, rpn(images, pyramid)[0][0])

    decoded = decoded.clamp(min=0).minimum(torch.tensor([VALID[1], VALID[0]] * 2))
    margins = {"proposal order": (decision_margins.gap(scores), 1e-5),
               "proposal deltas": (4 - raw["rpn_deltas"].abs().max().item(), 0),
               "proposal level": (decision_margins.level(boxes), 1e-4)}
    for level, candidates in enumerate(decoded.split(sizes)):
        best = rows[level].topk(min(PROPOSALS, sizes[level])).indices
        margins[f"order of level {level}"] = (decision_margins.gap(rows[level], PROPOSALS), 1e-5)
        margins[f"sizes of level {level}"] = (decision_margins.size(candidates[best], 1e-3), 5e-4)
        margins[f"overlap of level {level}"] = (decision_margins.overlap(candidates[best], 0.7), 1e-4)
    return boxes, {**raw, "proposals": boxes}, margins


def run_box_head(network, pyramid, proposals):
    heads = network.roi_heads
    hidden = heads.box_head(heads.box_roi_pool(pyramid, [proposals], [VALID]))
    logits, deltas = heads.box_predictor(hidden)
    (boxes,), (scores,), (labels,) = heads.postprocess_detections(logits, deltas, [proposals], [VALID])

    chances = logits.softmax(1)[:, 1:]
    refined = heads.box_coder.decode(deltas, [proposals])[:, 1]
    refined = refined.clamp(min=0).minimum(torch.tensor([VALID[1], VALID[0]] * 2))
    margins = {"detection order": (decision_margins.gap(scores), 1e-5),
               "score threshold": ((chances - 0.05).abs().min().item(), 1e-5),
               "box deltas": (20 - deltas.abs().max().item(), 0),
               "detection size": (decision_margins.size(refined, 0.01), 0.005),
               "detection level": (decision_margins.level(boxes), 1e-4)}
    for label in range(OBJECTS):
        rows = chances[:, label] > 0.05
        margins[f"overlap of class {label}"] = (decision_margins.overlap(refined[rows], 0.5), 1e-4)
        margins[f"order of class {label}"] = (decision_margins.gap(chances[rows, label]), 1e-6)
    tensors = {"class_logits": logits, "deltas": deltas[:, :4], "boxes": boxes, "scores": scores}
    return boxes, labels, tensors, margins


def run_masks(network, pyramid, boxes, labels):
    heads = network.roi_heads
    logits = heads.mask_predictor(heads.mask_head(heads.mask_roi_pool(pyramid, [boxes], [VALID])))
    own = logits[torch.arange(len(labels)), labels]
    return {"mask_logits": own[:MASKS], "masks": maskrcnn_inference(logits, [labels])[0][:, 0]}


def run_probes(network, pyramid):
    boxes = torch.tensor(PROBES)
    heads = network.roi_heads
    features = heads.box_roi_pool(pyramid, [boxes], [VALID])
    logits, deltas = heads.box_predictor(heads.box_head(features))
    return {"probes": boxes, "probe_features": features, "probe_logits": logits, "probe_deltas": deltas[:, :4],
            "probe_mask_features": heads.mask_roi_pool(pyramid, [boxes], [VALID])}


def run_network(salt):
    """All tensors, and what speaks against this salt."""
    network = build_network(salt)
    pixels = torch.from_numpy(formula_weights.image(HEIGHT, WIDTH, *VALID, salt))
    pyramid, tensors = run_backbone(network, pixels)
    proposals, raw, margins = run_proposals(network, ImageList(pixels, [VALID]), pyramid)
    boxes, labels, found, box_margins = run_box_head(network, pyramid, proposals)
    tensors.update({**raw, **found, **run_masks(network, pyramid, boxes, labels), **run_probes(network, pyramid)})
    classes = labels.unique().numel()
    margins.update({**box_margins, "classes found": (classes, 4), "detections": (len(labels), 20),
                    "detections below the limit": (99 - len(labels), 0)})
    return tensors, labels, decision_margins.check(margins)


@torch.no_grad()
def main():
    for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 0, 100):
        salt = f"parity {number}: "
        tensors, labels, problems = run_network(salt)
        if not problems:
            break
        print(f"{salt}{', '.join(problems)}")
    arrays = {"labels": labels.numpy()}
    for name, tensor in tensors.items():
        whole = name in ("proposals", "probes", "boxes", "scores")
        arrays.update({name: tensor.numpy().copy()} if whole else golden_file.sampled(name, tensor.numpy()))
    golden_file.write(sys.argv[1], arrays, {"salt": salt})
    print(f"{salt}{len(tensors['proposals'])} proposals, detections of classes {numpy.bincount(labels).tolist()}")


if __name__ == "__main__":
    main()
