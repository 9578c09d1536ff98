"""Contenders, rows of the table, and how they are timed."""
import collections.abc, dataclasses, os, statistics, subprocess

LIMIT = 64  # MiB that ours may take unless a row says otherwise


@dataclasses.dataclass
class Contender:
    """A command; `prints` where its time is what it prints in milliseconds, not that of the process."""
    command: list
    prints: bool = False
    cpus: int = 0
    statuses: tuple = (0,)


@dataclasses.dataclass
class Row:
    """An operation on one image: ours beside its references, with the ratio that each allows.

    `contend` makes the image and returns ours and {name: (reference, ratio at most or None)}.
    """
    operation: str
    image: str
    contend: collections.abc.Callable
    memory: int = LIMIT


@dataclasses.dataclass
class Result:
    times: list
    memory: float = 0.0

    @property
    def median(self): return statistics.median(self.times)

    @property
    def best(self): return min(self.times)


def run_once(timed, contender):
    """Milliseconds and peak memory in MiB of one run."""
    reader, writer = os.pipe()
    process = subprocess.run(
        [timed, str(writer), str(contender.cpus), *contender.command], pass_fds=(writer,),
        stdout=subprocess.PIPE if contender.prints else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as file:
        milliseconds, memory, status = file.read().split()
    if int(status) not in contender.statuses:
        raise RuntimeError(f"status {status}: {' '.join(contender.command)}")
    value = float(process.stdout.split()[0]) if contender.prints else float(milliseconds)
    return value, int(memory) / 1024


def measure(timed, ours, references, rounds):
    """The results of all contenders by name, taken in turn; the first round only warms up."""
    contenders = {"ours": ours, **{name: contender for name, (contender, _) in references.items()}}
    results = {name: Result([]) for name in contenders}
    for turn in range(rounds + 1):
        for name, contender in contenders.items():
            value, memory = run_once(timed, contender)
            if turn > 0:
                results[name].times.append(value)
                results[name].memory = max(results[name].memory, memory)
    return results


HEADER = ["operation", "image", "ours ms", "MiB", "reference", "ms", "MiB", "ratio", "of minima", "at most"]


def lines(row, timed, rounds):
    """Measures a row; gives the cells of the table for each reference."""
    ours, references = row.contend()
    results = measure(timed, ours, references, rounds)
    ours = results["ours"]
    note = "" if ours.memory <= row.memory else f" > {row.memory}"
    for name, (_, aim) in references.items():
        other = results[name]
        ratio = ours.median / other.median
        verdict = "" if aim is None else f"{aim:g}" + ("" if ratio <= aim else " missed")
        yield [row.operation, row.image, f"{ours.median:.2f}", f"{ours.memory:.0f}{note}", name,
               f"{other.median:.2f}", f"{other.memory:.0f}", f"{ratio:.3f}",
               f"{ours.best / other.best:.3f}", verdict]


def printed(cells):
    """A line of a table as Markdown has it."""
    return "| " + " | ".join(cells) + " |"
