#!/usr/bin/env python3
"""Fills a folder with what the preset `slim` needs besides LibTorch, for a machine without packages.

  tools/gpu/carry.py [--into build/carry]

Runs on a machine that has the packages of packages.txt, sections [run] and [test]. Copied are headers,
static libraries and OpenCV's modules core and imgproc. Libraries that these only mention, for
functions the project never calls (linear algebra, OpenGL), are replaced by libraries of the same
name whose functions end the program.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

INCLUDE_FOLDERS = ("/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/libpng16")
LIBRARY_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib")
HEADERS = (
    "CLI", "fmt", "gmock", "gtest", "nlohmann", "toml++",
    "jconfig.h", "jerror.h", "jmorecfg.h", "jpeglib.h",
    "png.h", "pngconf.h", "pnglibconf.h", "zconf.h", "zlib.h",
    "matio.h", "matio_pubconf.h",
    "opencv4/opencv2/opencv_modules.hpp", "opencv4/opencv2/core", "opencv4/opencv2/core.hpp",
    "opencv4/opencv2/imgproc", "opencv4/opencv2/imgproc.hpp",
    "opencv4/opencv2/imgcodecs", "opencv4/opencv2/imgcodecs.hpp",
    "opencv4/opencv2/objdetect", "opencv4/opencv2/objdetect.hpp",
)
ARCHIVES = ("libgmock.a", "libgtest.a", "libgtest_main.a", "libjpeg.a", "libpng16.a", "libz.a")
SHARED = ("libopencv_core.so.406", "libopencv_imgproc.so.406", "libtbb.so.12")
HOLLOW = ("libblas.so.3", "libGLX.so.0", "liblapack.so.3")


def find(name, folders):
    for folder in folders:
        path = pathlib.Path(folder) / name
        if path.exists():
            return path
    sys.exit(f"{name}: not found in {', '.join(folders)}; install the packages of packages.txt")


def copy_headers(target):
    for name in HEADERS:
        source, copy = find(name, INCLUDE_FOLDERS), target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copyfile(source, copy)


def copy_libraries(target):
    target.mkdir(parents=True)
    for name in ARCHIVES + SHARED:
        shutil.copyfile(find(name, LIBRARY_FOLDERS).resolve(), target / name)


def symbols(library, kind):
    """Names of the functions that a shared library defines or lacks, without versions."""
    listing = subprocess.run(["nm", "-D", kind, str(library)], check=True, capture_output=True, text=True)
    return {line.split()[-1].split("@")[0] for line in listing.stdout.splitlines()}


def make_hollow(name, wanted, target):
    """A library `name` that defines those of the wanted functions which the real one defines."""
    functions = sorted(wanted & symbols(find(name, LIBRARY_FOLDERS), "--defined-only"))
    source = "#include <stdlib.h>\n" + "".join(f"void {function}(void) {{ abort(); }}\n" for function in functions)
    subprocess.run(["gcc", "-shared", "-fPIC", "-fno-builtin", "-w", f"-Wl,-soname,{name}", "-x", "c", "-",
                    "-o", str(target / name)], input=source, check=True, text=True)
    return len(functions)


def folder_size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=pathlib.Path, default=pathlib.Path("build/carry"))
    target = parser.parse_args().into
    shutil.rmtree(target, ignore_errors=True)
    copy_headers(target / "include")
    copy_libraries(target / "lib")
    wanted = set().union(*(symbols(target / "lib" / name, "--undefined-only") for name in SHARED))
    for name in HOLLOW:
        print(f"{name}: hollow, {make_hollow(name, wanted, target / 'lib')} functions")
    print(f"{target}: {folder_size(target) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
