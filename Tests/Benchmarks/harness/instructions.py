"""Instructions of the hot loops, counted by callgrind: seconds are noisy, these are not.

Each count is the difference of two runs that do the same a different number of times, so that neither
start-up nor what is done once is in it.
"""
import json, os, re, subprocess, tempfile
from harness.images import GiB, KiB, MiB

KEPT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "instructions.json")
# Compilers and libraries differ a little; what is worse than this is looked into.
TOLERANCE = 0.05


def counted(*command):
    """The instructions of a whole process."""
    with tempfile.TemporaryDirectory() as folder:
        # Debug information of a linked-in standard library is more than valgrind can read.
        program = os.path.join(folder, "program")
        subprocess.run(["objcopy", "--strip-debug", command[0], program], check=True)
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program, *command[1:]],
            capture_output=True, text=True, errors="replace")
        found = re.search(r"Collected : (\d+)", done.stderr)
        if not found or done.returncode:
            raise SystemExit(f"callgrind: {' '.join(command)}\n{done.stderr[-2000:]}")
        return int(found[1])


def per_turn(fewer, more, turns):
    return (counted(*more) - counted(*fewer)) // turns


def offsets(folder, count):
    """A file with one guest offset many times over."""
    path = os.path.join(folder, f"offsets-{count}")
    with open(path, "w") as file:
        file.write(f"{8 * MiB}\n" * count)
    return path


def counts(images, programs, folder):
    """The loops by name, each with what one turn of it takes."""
    library, filled = programs["library"], images.get("filled", GiB // 16)
    yield "open", per_turn([library, "open", filled, "10"], [library, "open", filled, "30"], 20)
    small, large = images.get("mapped", 64 * GiB), images.get("mapped", 128 * GiB)
    tables = (images.size(128 * GiB) - images.size(64 * GiB)) // (512 * MiB)
    yield "map one L2 table of one run", per_turn(
        [programs["qcow2"], "map", "--output=json", small],
        [programs["qcow2"], "map", "--output=json", large], max(1, tables))
    yield "cached read of 4 KiB", per_turn(
        [library, "random", filled, offsets(folder, 1000), "1"],
        [library, "random", filled, offsets(folder, 3000), "1"], 2000)
    few, many = (images.get("compressed", size, "zlib") for size in (8 * MiB, 24 * MiB))
    clusters = (images.size(24 * MiB) - images.size(8 * MiB)) // (64 * KiB)
    yield "decode one deflate cluster", per_turn(
        [library, "read", few], [library, "read", many], max(1, clusters))
    yield "print the first screen, start-up included", counted(
        programs["qcow2-tui"], filled, "--print", "main", "--size", "200x60")


def compare(images, programs, folder, keeps):
    """Prints the counts beside those that are kept; the number of loops that became worse."""
    kept = {}
    if os.path.exists(KEPT):
        with open(KEPT) as file:
            kept = json.load(file)
    worse, found = 0, {}
    print("| loop | instructions | kept | change |\n| --- | --- | --- | --- |")
    for name, count in counts(images, programs, folder):
        found[name] = count
        before = kept.get(name)
        change = (count - before) / before if before else 0
        is_worse = change > TOLERANCE
        worse += is_worse
        print(f"| {name} | {count:,} | {f'{before:,}' if before else ''} | {change:+.1%}"
              f"{' worse' if is_worse else ''} |", flush=True)
    if keeps:
        with open(KEPT, "w") as file:
            json.dump(found, file, indent=2)
            file.write("\n")
        return 0
    return worse
