"""Measures a configuration's network on a GPU: pictures per second, use and memory of training steps by
the number of pictures in a step, and the time of a prediction by the number of stages.

Each case is a process of its own (benchmarks/device_speed.cpp), beside which nvidia-smi is asked what the
GPU does. What does not fit or fails is a row with its reason; the others go on.
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INTERVAL = 0.2  # seconds between two looks at the GPU


def add_arguments(command):
    command.add_argument("folder", type=pathlib.Path, help="where measured.json and measured.md go")
    command.add_argument("assignments", nargs="*", help="settings of the configuration, as section.key=value")
    command.add_argument("--config", default="configs/paper-r50.toml")
    command.add_argument("--program", type=pathlib.Path, help="device_speed (default: that of the preset slim)")
    command.add_argument("--pictures", type=int, nargs="*", default=[2, 4, 8, 16], help="of a training step")
    command.add_argument("--precisions", nargs="*", default=["float32", "bfloat16"])
    command.add_argument("--stages", type=int, nargs="*", default=[1, 2, 3, 4, 5], help="of predictions")
    command.add_argument("--count", type=int, default=10, help="steps, and predictions, that are timed")
    command.add_argument("--limit", type=float, default=100, help="seconds that one case may take")


class GpuWatch:
    """What the GPU says of itself while a case runs; nothing where there is none."""

    def __init__(self):
        self.samples = []  # (time, % in use, MiB in use)
        self.process = None
        if shutil.which("nvidia-smi"):
            command = ["nvidia-smi", "--query-gpu=utilization.gpu,memory.used", "--format=csv,noheader,nounits",
                       f"-lms={int(1000 * INTERVAL)}"]
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            words = line.split(",")
            if len(words) == 2 and all(word.strip().isdigit() for word in words):
                self.samples.append((time.monotonic(), int(words[0]), int(words[1])))

    def stop(self, since):
        """Mean use since then, and the most memory ever."""
        if not self.process:
            return {}
        self.process.terminate()
        self.process.wait()
        if not self.samples:
            return {}
        used = [use for moment, use, _ in self.samples if moment >= since]
        return {"use_percent": statistics.mean(used) if used else None,
                "peak_gpu_bytes": max(memory for *_, memory in self.samples) * 2**20}


def measure_case(program, work, arguments, assignments):
    """What one process found, or {"error": its reason}."""
    watch = GpuWatch()
    command = [str(program), work, arguments.config, str(arguments.count), *arguments.assignments, *assignments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    timer = threading.Timer(arguments.limit, process.kill)
    timer.start()
    began = float("inf")
    lines = []
    for line in process.stdout:
        if line.strip() == "begin":
            began = time.monotonic()
        else:
            lines.append(line)
    reason = process.stderr.read().strip().splitlines()
    status = process.wait()
    late = not timer.is_alive()
    timer.cancel()
    gpu = watch.stop(began)
    if status == 0 and lines:
        return {**json.loads(lines[-1]), **gpu}
    return {"error": f"more than {arguments.limit:g} s" if late else (reason or [f"status {status}"])[-1]}


def cases(arguments):
    """The settings of each case, with what it is called in the tables."""
    for precision in arguments.precisions:
        for pictures in arguments.pictures:
            yield "train", {"precision": precision, "pictures": pictures}, [
                f"training.precision={precision}", f"training.images_per_step={pictures}"]
    for stages in arguments.stages:
        yield "predict", {"stages": stages}, [f"network.stages={stages}"]


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def train_row(result):
    row = [result["precision"], result["pictures"]]
    if "error" in result:
        return [*row, result["error"], "", "", ""]
    median = statistics.median(result["seconds"])
    use, memory = result.get("use_percent"), result.get("peak_gpu_bytes")
    return [*row, f"{result['pictures'] / median:.2f}", f"{median:.3f}", "-" if use is None else f"{use:.0f} %",
            f"{result['peak_host_bytes'] / 1e9:.2f} GB (host)" if memory is None else f"{memory / 1e9:.2f} GB"]


def predict_row(result):
    if "error" in result:
        return [result["stages"], result["error"], "", ""]
    milliseconds = [1000 * seconds for seconds in result["seconds"]]
    return [result["stages"], f"{statistics.median(milliseconds):.1f}",
            f"{min(milliseconds):.1f} to {max(milliseconds):.1f}", f"{result['detections']}, {result['pairs']}"]


def report(found):
    sizes = sorted({f"{one['width']} x {one['height']}" for one in found["results"] if "width" in one})
    training = [train_row(one) for one in found["results"] if one["work"] == "train"]
    predictions = [predict_row(one) for one in found["results"] if one["work"] == "predict"]
    text = f"`{found['command']}` on {found['device']}, pictures of {', '.join(sizes) or '-'}, random weights.\n"
    if training:
        text += "\n" + table(["precision", "pictures in a step", "pictures/s", "seconds of a step (median)",
                              "GPU in use", "peak memory"], training)
    if predictions:
        text += "\n" + table(["stages", "prediction, ms (median)", "from .. to", "detections, pairs"], predictions)
    return text


def device_name():
    if not shutil.which("nvidia-smi"):
        return "the CPU"
    answer = subprocess.run(["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True)
    return (answer.stdout.strip().splitlines() or ["a GPU that tells no name"])[0]


def measure(arguments, program, command):
    """Measures all cases and writes both files after each; 0 if at least one case succeeded."""
    arguments.folder.mkdir(parents=True, exist_ok=True)
    found = {"command": command, "device": device_name(), "results": []}
    for work, names, assignments in cases(arguments):
        result = {"work": work, **names, **measure_case(program, work, arguments, assignments)}
        found["results"].append(result)
        print(f"{work} {names}: {result.get('error', 'done')}", flush=True)
        (arguments.folder / "measured.json").write_text(json.dumps(found, indent=1) + "\n")
        (arguments.folder / "measured.md").write_text(report(found))
    print(report(found))
    return 0 if any("error" not in result for result in found["results"]) else 1
