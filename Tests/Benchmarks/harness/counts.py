"""Requests to files, which do not depend on how busy the machine is."""
import re, subprocess
from harness.images import GiB, TiB


def requests(path, *command):
    """How many reads of one file a command asks for, and their bytes: what a slow device would serve."""
    done = subprocess.run(["strace", "-f", "-y", "-e", "trace=read,pread64,preadv", "-o", "/dev/stdout",
                           "-qq", *command], capture_output=True, text=True, errors="replace")
    sizes = [int(size) for size in re.findall(
        r"<" + re.escape(path) + r">.* = (\d+)$", done.stdout, re.MULTILINE)]
    return len(sizes), sum(sizes)


def count_requests(images, programs):
    """Prints what open, a map and a printed screen read, of disks whose tables are many or few."""
    print("| operation | image | requests | bytes | qemu-img: requests | bytes |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind, size, text in (("filled", GiB, "filled"), ("mapped", TiB, "metadata")):
        path = images.get(kind, size)
        for name, ours, theirs in (
            ("open", [programs["qcow2"], "info", path], ["qemu-img", "info", path]),
            ("map", [programs["qcow2"], "map", "--output=json", path],
             ["qemu-img", "map", "--output=json", path]),
            ("printed screen", [programs["qcow2-tui"], path, "--print", "main"], None),
        ):
            numbers = [f"{n:,}" for c in (ours, theirs) if c for n in requests(path, *c)]
            print(f"| {name} | {images.text(size, text)} | {' | '.join(numbers + ['', ''][:4 - len(numbers)])} |",
                  flush=True)
