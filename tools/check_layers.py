#!/usr/bin/env python3
"""Checks that every include is allowed by the layer it stands in.

Each src/<layer>/CMakeLists.txt declares what the layer may include from:
hoi_library(<layer> SOURCES ... DEPENDS ... PRIVATE_DEPENDS ...). A header may use what DEPENDS
reaches, a source file also PRIVATE_DEPENDS. Layers may only depend on lower ones, in the order in
which the root CMakeLists.txt lists them. A layer that is a program and no library declares the same
with target_link_libraries(<program> PRIVATE ...).
"""

import re

from project_files import cpp_files, finish, root_from_arguments

# First folder (or the whole name) of a third-party include, and the target that offers it.
THIRD_PARTY = {
    "torch": "hoi::torch",
    "ATen": "hoi::torch",
    "c10": "hoi::torch",
    "opencv2": "hoi::opencv",
    "toml++": "hoi::tomlplusplus",
    "nlohmann": "nlohmann_json::nlohmann_json",
    "CLI": "CLI11::CLI11",
    "spdlog": "spdlog::spdlog",
    "fmt": "fmt::fmt",
    "jpeglib.h": "JPEG::JPEG",
    "png.h": "PNG::PNG",
    "matio.h": "hoi::matio",
    "zlib.h": "ZLIB::ZLIB",
}

# Pairs that the order of the layers would allow and the architecture does not.
FORBIDDEN = {
    ("relation", "hoi::detection"): "R receives regions, whoever made them",
}
# Metrics, annotations and file formats build and test in seconds because they are plain data.
WITHOUT_TORCH = ("base", "config", "domain", "formats", "evaluation", "report", "coco", "hoiw", "pic", "vcoco",
                 "hicodet", "interchange", "datasets", "scene", "weights")

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)


def layer_order(root):
    text = (root / "CMakeLists.txt").read_text()
    match = re.search(r"foreach\(layer IN ITEMS([^)]*)\)", text)
    return match.group(1).split()


def declared_dependencies(text, layer):
    """(DEPENDS, PRIVATE_DEPENDS) of the layer's library or program, or None when there is neither."""
    text = re.sub(r"#.*", "", text)
    match = re.search(r"hoi_library\(\s*" + re.escape(layer) + r"\b([^)]*)\)", text)
    if not match:
        program = re.search(r"target_link_libraries\(\s*\w+\s+PRIVATE\b([^)]*)\)", text)
        return (set(program.group(1).split()), set()) if program else None
    lists = {"SOURCES": [], "DEPENDS": [], "PRIVATE_DEPENDS": []}
    current = None
    for word in match.group(1).split():
        if word in lists:
            current = lists[word]
        elif current is not None:
            current.append(word)
    return set(lists["DEPENDS"]), set(lists["PRIVATE_DEPENDS"])


def reachable(targets, public):
    """Everything that linking `targets` brings: they, and what their DEPENDS reach."""
    reached, waiting = set(), list(targets)
    while waiting:
        target = waiting.pop()
        if target not in reached:
            reached.add(target)
            waiting += public.get(target.removeprefix("hoi::"), ())
    return reached


def check_declarations(layers, declared):
    problems = []
    for layer, (public, private) in declared.items():
        where = f"src/{layer}/CMakeLists.txt"
        for target in sorted(public | private):
            lower = target.removeprefix("hoi::")
            if lower in layers and layers.index(lower) >= layers.index(layer):
                problems.append(f"{where}: {target} is not below {layer}")
            if (layer, target) in FORBIDDEN:
                problems.append(f"{where}: {layer} may not use {target}: {FORBIDDEN[layer, target]}")
            if layer in WITHOUT_TORCH and target == "hoi::torch":
                problems.append(f"{where}: the layer {layer} is kept free of torch")
    return problems


def target_of(name, layers):
    """The target an include belongs to; None for the standard library and the system."""
    first = name.split("/")[0]
    if first in layers:
        return "hoi::" + first
    return THIRD_PARTY.get(first)


def check_file(path, root, layers, allowed):
    where = path.relative_to(root)
    layer = where.parts[1]
    problems = []
    for bracket, name in INCLUDE.findall(path.read_text()):
        if bracket == '"' and not (root / "src" / name).is_file():
            problems.append(f'{where}: "{name}" is no file below src/')
            continue
        target = target_of(name, layers)
        if target and target != "hoi::" + layer and target not in allowed:
            problems.append(f"{where}: includes {name}, but {layer} does not declare {target}")
    return problems


def main():
    root = root_from_arguments(__doc__)
    layers = layer_order(root)
    declared, problems = {}, []
    for layer in layers:
        listing = root / "src" / layer / "CMakeLists.txt"
        if not listing.is_file():
            continue
        dependencies = declared_dependencies(listing.read_text(), layer)
        if dependencies is None:
            problems.append(f"src/{layer}/CMakeLists.txt: no hoi_library({layer} ...)")
        else:
            declared[layer] = dependencies
    problems += check_declarations(layers, declared)

    public = {layer: dependencies[0] for layer, dependencies in declared.items()}
    count = 0
    for path in cpp_files(root, ["src"]):
        layer = path.relative_to(root).parts[1]
        if layer not in declared:
            problems.append(f"{path.relative_to(root)}: its folder is no declared layer")
            continue
        targets = set(declared[layer][0])
        if path.suffix == ".cpp":
            targets |= declared[layer][1]
        problems += check_file(path, root, layers, reachable(targets, public))
        count += 1
    finish(problems, f"{count} files of {len(declared)} layers include only what they may")


if __name__ == "__main__":
    main()
