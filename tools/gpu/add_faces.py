#!/usr/bin/env python3
"""Writes the faces of face caches into the annotations of a data set, for machines without face detectors.

  tools/gpu/add_faces.py FOLDER CACHE...      FOLDER/annotations.json, and the files of data.face_cache

Pictures that have faces keep theirs. A training with faces.kind=none then learns from these faces.
"""

import argparse
import json
import pathlib


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("caches", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    known = {}
    for cache in arguments.caches:
        known.update(json.loads(cache.read_text()))
    path = arguments.folder / "annotations.json"
    dataset = json.loads(path.read_text())
    added = 0
    for image in dataset["images"]:
        faces = known.get(image["file_name"])
        if faces and not image.get("faces"):
            image["faces"] = faces
            added += 1
    written = path.with_suffix(".json.tmp")
    written.write_text(json.dumps(dataset, ensure_ascii=False) + "\n")
    written.replace(path)  # whole or not at all
    print(f"{path}: faces of {added} pictures, {len(known)} were searched")


if __name__ == "__main__":
    main()
