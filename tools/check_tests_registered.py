#!/usr/bin/env python3
"""Checks that no test and no source file is forgotten by the build, and no header by the tests.

  - every tests/<layer>/*_test.cpp is listed in tests/<layer>/CMakeLists.txt
  - every src/<layer>/*.cpp is listed in src/<layer>/CMakeLists.txt
  - every src/<layer>/<name>.h has a tests/<layer>/<name>_test.cpp, or an exemption with its reason
  - every tools/check_*.py is registered in tests/checks/CMakeLists.txt
"""

import re

from project_files import finish, root_from_arguments

# Headers without a test file of their own, and where their content is tested instead.
PLAIN_DATA = "declares plain data only"
SCENES = "its drawings and poses are tested in whole scenes: scene_layout_test.cpp, scene_generator_test.cpp"
ROI_ALIGN = "both implementations are compared with literal loops in roi_align_levels_test.cpp"
EXEMPT = {
    "base/error.h": "an exception type without code",
    "base/option_fields.h": "a type alias; the contract is tested by config/toml_options_test.cpp",
    "cli/dataset_commands.h": "declares the commands; tests/cli/*_command_test.py and tests/checks run them",
    "cli/model_import_command.h": "declares the command; tests/cli/model_import_command_test.py runs it",
    "cli/command.h": "declares the commands; tests/cli/*_command_test.py and tests/checks run them",
    "cli/process_memory.h": "hands numbers to the allocator; nothing a test could observe",
    "distributed/meeting_point.h": "an interface and its client; meeting_server_test.cpp talks through it",
    "distributed/socket.h": "closes what it owns; meeting_server_test.cpp uses it on both sides",
    "domain/image_result.h": PLAIN_DATA,
    "domain/label_map.h": PLAIN_DATA,
    "evaluation/score_report.h": PLAIN_DATA,
    "formats/dataset_reading.h": PLAIN_DATA,
    "formats/image_placement.h": PLAIN_DATA,
    "formats/image_size_reader.h": PLAIN_DATA,
    "scene/actor.h": SCENES,
    "scene/actor_hands.h": SCENES,
    "scene/actor_posture.h": SCENES,
    "scene/loose_objects.h": SCENES,
    "scene/object_shapes.h": SCENES,
    "scene/person_drawing.h": SCENES,
    "scene/scene_background.h": SCENES,
    "scene/scene_object.h": SCENES,
    "scene/scene_vocabulary.h": SCENES,
    "vision/cpu_dispatch.h": "chooses an instruction set; weighted_sum_test.cpp runs what it chose",
    "vision/feature_pyramid.h": PLAIN_DATA,
    "vision/ground_truth.h": PLAIN_DATA,
    "vision/image_batch.h": PLAIN_DATA,
    "vision/regions.h": PLAIN_DATA,
    "vision/roi_align_composite.h": ROI_ALIGN,
    "vision/roi_align_kernel.h": ROI_ALIGN,
}


def listed(listing):
    """Every *.cpp that a CMakeLists.txt names outside of comments."""
    if not listing.is_file():
        return set()
    return set(re.findall(r"[\w./-]+\.cpp", re.sub(r"#.*", "", listing.read_text())))


def check_registered(root, folder, pattern):
    problems = []
    for path in sorted((root / folder).glob(pattern)):
        if path.name not in listed(path.parent / "CMakeLists.txt"):
            problems.append(f"{path.relative_to(root)}: not listed in the CMakeLists.txt of its folder")
    return problems


def check_headers(root):
    problems = []
    headers = {str(path.relative_to(root / "src")) for path in (root / "src").glob("*/*.h")}
    for name in sorted(headers):
        tested = (root / "tests" / (name[:-2] + "_test.cpp")).is_file()
        if not tested and name not in EXEMPT:
            problems.append(f"src/{name}: no tests/{name[:-2]}_test.cpp")
        if tested and name in EXEMPT:
            problems.append(f"src/{name}: has a test now; drop it from EXEMPT in {__file__}")
    problems += [f"src/{name}: exempted, but there is no such header" for name in sorted(set(EXEMPT) - headers)]
    return problems


def check_checks(root):
    listing = root / "tests" / "checks" / "CMakeLists.txt"
    text = listing.read_text() if listing.is_file() else ""
    names = [path.stem.removeprefix("check_") for path in sorted((root / "tools").glob("check_*.py"))]
    return [
        f"tools/check_{name}.py: not registered in tests/checks/CMakeLists.txt"
        for name in names if not re.search(rf"\b{name}\b", text)
    ]


def main():
    root = root_from_arguments(__doc__)
    problems = check_registered(root, "tests", "*/*_test.cpp")
    problems += check_registered(root, "src", "*/*.cpp")
    problems += check_headers(root)
    problems += check_checks(root)
    finish(problems, "every test and source file is built, every header has its test")


if __name__ == "__main__":
    main()
