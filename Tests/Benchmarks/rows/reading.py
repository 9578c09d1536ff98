"""Guest bytes: whole disks, and 4 KiB here and there."""
import json, os, random, struct
from harness.images import GiB, MiB, TiB
from harness.measure import Contender, Row
from harness.programs import quietly

COUNT = 50_000


def rows(images, programs):
    yield from whole(images, programs)
    yield from compressed(images, programs)
    yield from scattered(images, programs)
    yield strided(images, programs)
    yield layered(images, programs)
    yield encrypted(images, programs)
    yield hashed(images, programs)


def to_nowhere(images, size, path, cpus=0):
    """QEMU's reader with a target that drops everything."""
    return Contender(["qemu-img", "convert", "-n", "-f", "qcow2", "--target-image-opts", path,
                      f"driver=null-co,size={images.size(size)}"], cpus=cpus)


def whole(images, programs):
    def full(text, kind, size, aims, cpus=0):
        def contend():
            path = images.get(kind, size)
            known = {"qemu-img": to_nowhere(images, size, path, cpus),
                     "pread 64 KiB": Contender([programs["limits"], "pread", "65536", path], cpus=cpus),
                     "pread 1 MiB": Contender([programs["limits"], "pread", str(MiB), path], cpus=cpus),
                     "libqcow": programs["qcow"] and Contender([programs["qcow"], path], cpus=cpus)}
            return (Contender([programs["qcow2"], "read", path], cpus=cpus),
                    {name: (known[name], aim) for name, aim in aims.items() if known[name]})
        return Row("full read", images.text(size, text), contend)

    for size in (GiB, 4 * GiB):
        yield full("filled", "filled", size, {"qemu-img": 0.75, "pread 1 MiB": None, "libqcow": None})
    yield full("filled, one core", "filled", 4 * GiB, {"pread 64 KiB": 1.1, "pread 1 MiB": None}, 1)
    for size in (GiB, 4 * GiB):
        yield full("half holes, shuffled", "shuffled", size, {"qemu-img": 0.3, "pread 1 MiB": None})
    yield full("extended L2", "subclusters", 2 * GiB, {"qemu-img": 0.4})
    yield full("chain of 8", "chain", GiB, {"qemu-img": 0.35})


def layered(images, programs):
    """Through eight files in turn, against one file with as much in the order of the disk."""
    size = GiB // 4

    def contend():
        read = lambda kind: Contender([programs["library"], "read", images.get(kind, size)], prints=True)
        return read("chain"), {"one image": (read("filled"), 1.5)}
    return Row("full read", images.text(size, "chain of 8"), contend)


def streams(path):
    """The place of the stream of each compressed cluster of an image with clusters of 64 KiB."""
    with open(path, "rb") as file:
        header = file.read(48)
        l1_size, l1 = struct.unpack(">IQ", header[36:48])
        file.seek(l1)
        for entry in struct.unpack(f">{l1_size}Q", file.read(8 * l1_size)):
            if table := entry & 0x00fffffffffffe00:
                file.seek(table)
                for entry in struct.unpack(">8192Q", file.read(65536)):
                    if entry >> 62 & 1:
                        offset = entry & (1 << 54) - 1
                        yield offset, ((entry >> 54 & 255) + 1) * 512 - offset % 512


def compressed(images, programs):
    def row(method, library, size, cpus, aim, limit):
        def contend():
            path = images.get("compressed", size, method)
            with open(path + ".list", "w") as file:
                file.writelines(f"{offset} {length}\n" for offset, length in streams(path))
            bare = [programs["limits"], "zstd" if method == "zstd" else "deflate", str(cpus), path,
                    path + ".list"]
            return (Contender([programs["qcow2"], "read", path], cpus=cpus),
                    {"qemu-img": (to_nowhere(images, size, path, cpus), aim),
                     library: (Contender(bare, prints=True, cpus=cpus), limit)})
        cores = "one core" if cpus == 1 else "two cores"
        return Row("full read", images.text(size, f"{library}, {cores}"), contend)

    for size in (GiB // 4, 2 * GiB):
        yield row("zlib", "libdeflate", size, 1, 0.45, 1.1)
    yield row("zlib", "libdeflate", 2 * GiB, 2, 0.33, None)
    yield row("zstd", "zstd", 2 * GiB, 1, 0.7, 1.1)
    yield row("zstd", "zstd", 2 * GiB, 2, 0.4, None)


def places(path, size):
    """Two files: random guest offsets, and where those lie in the image by `qemu-img map`."""
    names = path + ".guest", path + ".host"
    if not os.path.exists(names[1]):
        runs = [run for run in json.loads(quietly("qemu-img", "map", "--output=json", path))
                if "offset" in run]
        chance = random.Random(4)
        chosen = chance.choices(runs, weights=[run["length"] for run in runs], k=COUNT)
        at = [chance.randrange(run["length"] // 4096) * 4096 for run in chosen]
        for name, key in zip(names, ("start", "offset")):
            with open(name, "w") as file:
                file.writelines(f"{run[key] + step}\n" for run, step in zip(chosen, at))
    return names


def scattered(images, programs):
    def row(text, kind, size, aim, *arguments, threads=1):
        def contend():
            path = images.get(kind, size, *arguments)
            guest, host = places(path, images.size(size))
            ours = lambda n: Contender([programs["library"], "random", path, guest, str(n)], prints=True)
            if threads > 1:
                return ours(threads), {"one thread": (ours(1), aim)}
            step = images.size(size) // COUNT // 4096 * 4096 or 4096
            bench = ["qemu-img", "bench", "-c", str(COUNT), "-d", "1", "-s", "4096", "-S", str(step),
                     "-f", "qcow2", path]
            bare = [programs["limits"], "offsets", "4096", path, host]
            return ours(1), {"pread": (Contender(bare, prints=True), aim),
                             "qemu-img bench": (Contender(bench), None)}
        return Row(f"{COUNT} reads of 4 KiB", images.text(size, text), contend)

    yield row("filled", "filled", GiB, 1.25)
    yield row("filled", "filled", 4 * GiB, 1.25)
    yield row("filled, two threads", "filled", 4 * GiB, 0.55, threads=2)
    yield row("metadata", "mapped", TiB, 3)


def strided(images, programs):
    """Here and there in compressed clusters: the bench of QEMU steps by a fixed distance, so do we."""
    size, count = 2 * GiB, 5000

    def contend():
        path, length = images.get("compressed", size, "zlib"), images.size(size)
        # About the golden ratio: neighbours come long after each other.
        step = int(length * 0.618) // 4096 * 4096 + 4096
        with open(path + ".strided", "w") as file:
            file.writelines(f"{number * step % length}\n" for number in range(count))
        return (Contender([programs["library"], "random", path, path + ".strided", "1"], prints=True),
                {"qemu-img bench": (Contender(
                    ["qemu-img", "bench", "-c", str(count), "-d", "1", "-s", "4096", "-S", str(step),
                     "-f", "qcow2", path]), 0.4)})
    return Row(f"{count} reads of 4 KiB", images.text(size, "deflate"), contend)


def hashed(images, programs):
    """Holes are not read, but the hash needs their zeros: the limit is the hash of as many in memory."""
    size = 4 * GiB

    def contend():
        return (Contender([programs["qcow2"], "hash", images.get("sparse", size)]),
                {"libgcrypt": (Contender([programs["limits"], "sha256", str(images.size(size))],
                                         prints=True), 1.1)})
    return Row("hash", images.text(size, "a sixteenth has data"), contend)


def encrypted(images, programs):
    size = GiB // 4

    def contend():
        path = images.get("encrypted", size)
        return (Contender([programs["library"], "read", path, "secret"], prints=True),
                {"libgcrypt": (Contender([programs["limits"], "xts", str(images.size(size))],
                                         prints=True), None)})
    return Row("full read", images.text(size, "LUKS, AES-256-XTS"), contend)
