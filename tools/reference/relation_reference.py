#!/usr/bin/python3
"""Writes the golden files of tests/relation: Eqs. (3)-(16) of the paper in float64, pair by pair.

    tools/reference/relation_reference.py            writes tests/relation/golden/relation_*.safetensors
    tools/reference/relation_reference.py --check    fails when the files there are others
    tools/reference/relation_reference.py --verify   compares gradients with central differences

Needs python3-numpy, which neither the program nor its tests need. A file of inputs (pyramid, boxes,
masks, faces, pairs, weights) and one file per case: everything that R^1..R^3 compute, and the
gradients of sum_t weight_t (L_RRM^t + L_RCM^t) in all parameters and in the pyramid.
"""

import argparse
import collections
import filecmp
import pathlib
import sys
import tempfile

import numpy

TOOLS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOOLS / "reference"), str(TOOLS / "parity")]

import golden_file  # noqa: E402
import relation_scene  # noqa: E402
from differentiation import Value, gradients  # noqa: E402
from relation_network import Stage, evaluate_stage  # noqa: E402

GOLDEN = TOOLS.parent / "tests" / "relation" / "golden"
STAGE_WEIGHTS = (1, 0.5, 0.25)  # gamma of Eq. (18)

Options = collections.namedtuple("Options", "representation visual_predecessor")
CASES = {
    "box": Options("box", "raw"),
    "mask": Options("mask", "raw"),
    "max": Options("max", "raw"),
    "sum_accumulated": Options("sum", "accumulated"),
}


def leaves_of(arrays):
    """The weights and the levels of the pyramid as Values by name."""
    return {name: Value(array) for name, array in arrays.items()
            if name.startswith(("recognition", "pyramid"))}


def evaluate(arrays, options):
    """(all outputs by name, the loss, the leaves)."""
    leaves = leaves_of(arrays)
    scene = relation_scene.Scene(arrays, leaves)
    stages = [Stage(t, leaves, scene, options) for t in (1, 2, 3)]
    outputs, loss = {}, Value(0.0)
    for t, weight in enumerate(STAGE_WEIGHTS, start=1):
        stage = evaluate_stage(stages, t)
        outputs.update({f"stage{t}.{name}": value.data for name, value in stage.items()})
        loss = loss + (stage["ranking_loss"] + stage["classification_loss"]) * weight
    return outputs, loss, leaves


def write_case(folder, name, arrays):
    options = CASES[name]
    outputs, loss, leaves = evaluate(arrays, options)
    record = dict(outputs)
    record.update({"gradient." + leaf: value for leaf, value in gradients(loss, leaves).items()})
    golden_file.write(folder / f"relation_{name}.safetensors",
                      {key: numpy.array(value, numpy.float32, order="C") for key, value in record.items()},
                      {"representation": options.representation, "visual_predecessor": options.visual_predecessor})


def write_all(folder):
    arrays = relation_scene.arrays()
    golden_file.write(folder / "relation_inputs.safetensors", arrays, {"made_by": "tools/reference"})
    for name in CASES:
        write_case(folder, name, arrays)


def check():
    """The golden files that are not those that would be written now."""
    with tempfile.TemporaryDirectory() as folder:
        write_all(pathlib.Path(folder))
        names = sorted(path.name for path in pathlib.Path(folder).iterdir())
        _, different, missing = filecmp.cmpfiles(folder, GOLDEN, names, shallow=False)
    for name in different + missing:
        print(f"{GOLDEN / name}: differs from what {pathlib.Path(__file__).name} writes")
    return 1 if different or missing else 0


def verify(step=1e-6):
    """Derivatives of the loss along random directions against central differences, one direction for
    each kind of leaf (a parameter's name, of all stages at once), in all of its elements. A
    larger step crosses kinks of the ReLUs and poolings."""
    arrays = {name: array.astype(numpy.float64) if array.dtype == numpy.float32 else array
              for name, array in relation_scene.arrays().items()}
    random, worst = numpy.random.RandomState(1), 0.0
    for name, options in CASES.items():
        _, loss, leaves = evaluate(arrays, options)
        gradient = gradients(loss, leaves)
        for kind in sorted({leaf.split(".", 1)[-1] for leaf in leaves}):
            direction = {leaf: random.uniform(-1, 1, value.shape) for leaf, value in leaves.items()
                         if leaf.split(".", 1)[-1] == kind}
            above, below = (evaluate(moved(arrays, direction, s), options)[1].data for s in (step, -step))
            expected = sum((gradient[leaf] * along).sum() for leaf, along in direction.items())
            worst = max(worst, abs((above - below) / (2 * step) - expected) / max(abs(expected), 1e-3))
        print(f"{name}: largest relative error so far {worst:.1e}", flush=True)
    return 0 if worst < 1e-4 else 1


def moved(arrays, direction, step):
    return {name: array + step * direction[name] if name in direction else array for name, array in arrays.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--verify", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        sys.exit(check())
    if arguments.verify:
        sys.exit(verify())
    GOLDEN.mkdir(parents=True, exist_ok=True)
    write_all(GOLDEN)


if __name__ == "__main__":
    main()
