"""A slow device, so that what is read too much or too early shows: each read takes a while."""
import contextlib, os, re, shutil, subprocess, tempfile, time
from harness.images import GiB, TiB

DELAY = 2  # milliseconds a read


@contextlib.contextmanager
def slowed(path, counts):
    """The file once more, in a file system in which nothing is cached; `counts` gets what was read."""
    folder = tempfile.mkdtemp()
    mounted, statistics = os.path.join(folder, "mounted"), os.path.join(folder, "statistics")
    os.mkdir(mounted)
    disk = os.path.join(mounted, "disk")
    server = subprocess.Popen(
        ["nbdfuse", disk, "[", "nbdkit", "--exit-with-parent", "--filter=stats", "--filter=delay", "file",
         path, f"rdelay={DELAY}ms", f"statsfile={statistics}", "]"], stdout=subprocess.DEVNULL)
    while not os.path.exists(disk):
        if server.poll() is not None:
            raise SystemExit("nbdfuse and nbdkit are needed, and leave to mount")
        time.sleep(0.01)
    try:
        yield disk
    finally:
        subprocess.run(["fusermount3", "-u", mounted], check=True)
        server.wait()
        while not os.path.exists(statistics) or not os.path.getsize(statistics):
            time.sleep(0.01)
        with open(statistics) as file:
            found = re.search(r"read: (\d+) ops, .*?, ([\d.]+) (\w+),", file.read())
        counts.extend(found.groups() if found else ("0", "0", "bytes"))
        shutil.rmtree(folder)


def timed(path, *command):
    """Milliseconds on a slow device, its reads and their bytes as it tells them."""
    counts = []
    with slowed(path, counts) as disk:
        start = time.monotonic()
        subprocess.run([disk if word == path else word for word in command], stdout=subprocess.DEVNULL,
                       check=True)
        taken = (time.monotonic() - start) * 1000
    return f"{taken:.0f}", counts[0], f"{counts[1]} {counts[2]}"


def time_slowly(images, programs):
    """Prints how long open, a map and a printed screen take where every read takes a while."""
    print("| operation | image | ms | reads | of | qemu-img: ms | reads | of |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind, size, text in (("filled", GiB, "filled"), ("mapped", TiB, "metadata")):
        path = images.get(kind, size)
        for name, ours, theirs in (
            ("open", [programs["qcow2"], "info", path], ["qemu-img", "info", path]),
            ("printed screen", [programs["qcow2-tui"], path, "--print", "main"], None),
            ("map", [programs["qcow2"], "map", "--output=json", path],
             ["qemu-img", "map", "--output=json", path]),
        ):
            cells = [cell for command in (ours, theirs) if command for cell in timed(path, *command)]
            print(f"| {name} | {images.text(size, text)} | {' | '.join((cells + [''] * 3)[:6])} |",
                  flush=True)
