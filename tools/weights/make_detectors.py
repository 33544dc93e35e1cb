#!/usr/bin/python3
"""Writes detectors with random weights as their projects save them, for a check of `hoi model import`.

Needs Debian's python3-torch and python3-torchvision, which neither building nor testing does. Argument:
the folder to write to. The files have the names, shapes and containers of real releases:

  torchvision.pth, torchvision-legacy.pth   maskrcnn_resnet50_fpn, both containers of torch.save()
  resnet50.pth                              a torchvision classifier
  detectron2.pkl                            Mask R-CNN R50-FPN, pickled numpy arrays
  detectron2-cascade.pkl                    Cascade Mask R-CNN R50-FPN
  R-50.pkl                                  Detectron's trunk: Caffe2 names, byte strings of Python 2
  mmdetection.pth                           Cascade Mask R-CNN R50, a checkpoint with its configuration
"""

import pathlib
import pickle
import re
import sys
from collections import OrderedDict

import torch
import torchvision

CONFIG = """model = dict(type='CascadeRCNN', backbone=dict(type='ResNet', depth=50, style='pytorch'))
img_norm_cfg = dict(
    mean=[123.675, 116.28, 103.53], std=[58.395, 57.12, 57.375], to_rgb=True)
"""


def random_layer(name, *shape):
    return {f"{name}.weight": 0.02 * torch.randn(*shape), f"{name}.bias": 0.02 * torch.randn(shape[0])}


def detectron2_trunk(state):
    names = OrderedDict()
    for name, tensor in state.items():
        if name.startswith("fc.") or name.endswith("num_batches_tracked"):
            continue
        name = re.sub(r"^conv1\.", "stem.conv1.", re.sub(r"^bn1\.", "stem.conv1.norm.", name))
        name = re.sub(r"^layer(\d)", lambda match: f"res{int(match[1]) + 1}", name)
        name = re.sub(r"\.bn(\d)\.", r".conv\1.norm.", name)
        name = name.replace(".downsample.0.", ".shortcut.").replace(".downsample.1.", ".shortcut.norm.")
        names["backbone.bottom_up." + name] = tensor
    return names


def detectron2(stages, state, objects=80):
    arrays = detectron2_trunk(state)
    for level in range(2, 6):
        arrays |= random_layer(f"backbone.fpn_lateral{level}", 256, 64 << level, 1, 1)
        arrays |= random_layer(f"backbone.fpn_output{level}", 256, 256, 3, 3)
    rpn = "proposal_generator.rpn_head."
    arrays |= random_layer(rpn + "conv", 256, 256, 3, 3)
    arrays |= random_layer(rpn + "objectness_logits", 3, 256, 1, 1)
    arrays |= random_layer(rpn + "anchor_deltas", 12, 256, 1, 1)
    for stage in range(stages):
        place = f"{stage}." if stages > 1 else ""
        arrays |= random_layer(f"roi_heads.box_head.{place}fc1", 1024, 12544)
        arrays |= random_layer(f"roi_heads.box_head.{place}fc2", 1024, 1024)
        arrays |= random_layer(f"roi_heads.box_predictor.{place}cls_score", objects + 1, 1024)
        arrays |= random_layer(f"roi_heads.box_predictor.{place}bbox_pred", 4 if stages > 1 else 4 * objects, 1024)
    for i in range(1, 5):
        arrays |= random_layer(f"roi_heads.mask_head.mask_fcn{i}", 256, 256, 3, 3)
    arrays |= random_layer("roi_heads.mask_head.deconv", 256, 256, 2, 2)
    arrays |= random_layer("roi_heads.mask_head.predictor", objects, 256, 1, 1)
    return {"model": {name: tensor.numpy() for name, tensor in arrays.items()}, "__author__": "nobody"}


def caffe2_trunk(state):
    arrays = OrderedDict()
    for name, tensor in state.items():
        if name.endswith(("running_mean", "running_var", "num_batches_tracked")) or name.startswith("fc."):
            continue
        name = re.sub(r"^layer(\d)\.(\d+)\.", lambda match: f"res{int(match[1]) + 1}_{match[2]}_", name)
        name = re.sub(r"_(conv|bn)([123])\.", lambda m: f"_branch2{'abc'[int(m[2]) - 1]}.{m[1]}.", name)
        name = name.replace("_downsample.0.", "_branch1.conv.").replace("_downsample.1.", "_branch1.bn.")
        name = re.sub(r"^conv1\.", "conv1.conv.", re.sub(r"^bn1\.", "res_conv1.bn.", name))
        name = name.replace(".conv.weight", "_w").replace(".bn.weight", "_bn_s").replace(".bn.bias", "_bn_b")
        arrays[name] = tensor.numpy()
    arrays["fc1000_w"] = state["fc.weight"].numpy()
    return {"blobs": arrays}


def mmdetection(state, objects=80):
    weights = OrderedDict(("backbone." + name, tensor) for name, tensor in state.items() if not name.startswith("fc."))
    for level in range(4):
        weights |= random_layer(f"neck.lateral_convs.{level}.conv", 256, 256 << level, 1, 1)
        weights |= random_layer(f"neck.fpn_convs.{level}.conv", 256, 256, 3, 3)
    weights |= random_layer("rpn_head.rpn_conv", 256, 256, 3, 3)
    weights |= random_layer("rpn_head.rpn_cls", 3, 256, 1, 1) | random_layer("rpn_head.rpn_reg", 12, 256, 1, 1)
    for stage in range(3):
        box, mask = f"roi_head.bbox_head.{stage}.", f"roi_head.mask_head.{stage}."
        weights |= random_layer(box + "shared_fcs.0", 1024, 12544) | random_layer(box + "shared_fcs.1", 1024, 1024)
        weights |= random_layer(box + "fc_cls", objects + 1, 1024) | random_layer(box + "fc_reg", 4, 1024)
        for i in range(4):
            weights |= random_layer(mask + f"convs.{i}.conv", 256, 256, 3, 3)
        weights |= random_layer(mask + "upsample", 256, 256, 2, 2)
        weights |= random_layer(mask + "conv_logits", objects, 256, 1, 1)
    return {"meta": {"config": CONFIG, "epoch": 12, "CLASSES": tuple(map(str, range(objects)))},
            "state_dict": OrderedDict(weights)}


def dump(folder, name, value, protocol):
    with open(folder / name, "wb") as file:
        pickle.dump(value, file, protocol=protocol)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    detector = torchvision.models.detection.maskrcnn_resnet50_fpn(weights=None, weights_backbone=None)
    torch.save(detector.state_dict(), folder / "torchvision.pth")
    torch.save(detector.state_dict(), folder / "torchvision-legacy.pth", _use_new_zipfile_serialization=False)
    trunk = torchvision.models.resnet50().state_dict()
    torch.save(trunk, folder / "resnet50.pth")
    dump(folder, "detectron2.pkl", detectron2(1, trunk), 4)
    dump(folder, "detectron2-cascade.pkl", detectron2(3, trunk), 4)
    dump(folder, "R-50.pkl", caffe2_trunk(trunk), 2)
    torch.save(mmdetection(trunk), folder / "mmdetection.pth")


if __name__ == "__main__":
    main()
