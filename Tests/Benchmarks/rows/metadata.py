"""What needs the tables alone: check, map and info."""
from harness.images import GiB, TiB
from harness.measure import Contender, Row

PIECE = 1 << 20


def rows(images, programs):
    yield from checks(images, programs)
    yield from maps(images, programs)
    yield from infos(images, programs)


def check(images, programs, text, kind, size, aim, *arguments):
    def contend():
        path = images.get(kind, size, *arguments)
        return (Contender([programs["qcow2"], "check", path]),
                {"qemu-img": (Contender(["qemu-img", "check", path]), aim)})
    return Row("check", images.text(size, text), contend, memory=128)


def checks(images, programs):
    for size in (64 * GiB, 256 * GiB, TiB):
        yield check(images, programs, "metadata", "mapped", size, 0.1 if size == TiB else None)
    for size in (TiB, 16 * TiB):
        yield check(images, programs, "zero clusters", "zeros", size, 0.1)
    yield check(images, programs, "4 KiB clusters", "mapped", 64 * GiB, None, "4k")
    for size in (GiB, 4 * GiB):
        yield check(images, programs, "filled", "filled", size, 0.4)
    yield check(images, programs, "half holes, shuffled", "shuffled", 4 * GiB, None)
    for size in (GiB // 4, GiB):
        yield check(images, programs, "200 snapshots", "snapshots", size, 0.2)


def map_json(images, programs, text, kind, size, aims, *arguments):
    def contend():
        path = images.get(kind, size, *arguments)
        known = {"qemu-img": Contender(["qemu-img", "map", "--output=json", path]),
                 "pread 1 MiB": Contender([programs["limits"], "pread", str(PIECE), path])}
        return (Contender([programs["qcow2"], "map", "--output=json", path]),
                {name: (known[name], aim) for name, aim in aims.items()})
    return Row("map to JSON", images.text(size, text), contend)


def maps(images, programs):
    for size in (64 * GiB, 256 * GiB, TiB):
        yield map_json(images, programs, "metadata", "mapped", size,
                       {"qemu-img": 0.03 if size == TiB else None})
    for size in (GiB, 4 * GiB):
        yield map_json(images, programs, "half holes, shuffled", "shuffled", size, {"qemu-img": 0.1})
    # The files have nothing but their tables. QEMU takes seventeen seconds for the larger one.
    yield map_json(images, programs, "zero clusters", "zeros", TiB,
                   {"pread 1 MiB": 1.4, "qemu-img": None})
    yield map_json(images, programs, "zero clusters", "zeros", 16 * TiB, {"pread 1 MiB": 1.4})
    yield map_json(images, programs, "4 KiB clusters", "mapped", 64 * GiB, {"qemu-img": 0.1}, "4k")


def infos(images, programs):
    yield info(images, programs, "filled", "filled", 4 * GiB, 0.5)
    yield info(images, programs, "metadata", "mapped", TiB, 0.5)
    yield info(images, programs, "200 snapshots", "snapshots", GiB, 0.15)


def info(images, programs, text, kind, size, aim):
    def contend():
        path = images.get(kind, size)
        return (Contender([programs["qcow2"], "info", path]),
                {"qemu-img": (Contender(["qemu-img", "info", path]), aim),
                 "true": (Contender(["/bin/true"]), None)})
    return Row("info", images.text(size, text), contend)
