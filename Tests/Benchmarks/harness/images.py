"""The images that are read, made in a folder when they are first asked for."""
import os, random, subprocess
from harness import writer
from harness.programs import quietly

KiB, MiB, GiB, TiB = 1 << 10, 1 << 20, 1 << 30, 1 << 40


def size_text(size):
    for unit, name in ((TiB, "TiB"), (GiB, "GiB"), (MiB, "MiB")):
        if size >= unit:
            return f"{size / unit:g} {name}"
    return f"{size // KiB} KiB"


def create(path, size, *options, **more):
    flags = ["-o", ",".join(options)] if options else []
    quietly("qemu-img", "create", "-q", "-f", "qcow2", *flags, *more.get("backing", []), path, str(size))


def qemu_io(path, commands, *flags):
    """Runs commands of qemu-io, many in one process; nothing has to last."""
    quietly("qemu-io", "-t", "unsafe", *flags, path, input="".join(c + "\n" for c in commands))


class Images:
    """Paths of images by kind and size; sizes are multiplied by `scale`."""

    def __init__(self, folder, programs, scale):
        self.folder, self.programs, self.scale = folder, programs, scale

    def size(self, size):
        """A size at this scale, a multiple of 64 KiB."""
        return max(64 * KiB, int(size * self.scale) // (64 * KiB) * (64 * KiB))

    def text(self, size, what):
        """An image of an unscaled size in words."""
        return f"{size_text(self.size(size))}, {what}"

    def get(self, kind, size, *arguments):
        """The image of a kind at an unscaled size."""
        size = self.size(size)
        name = "-".join([kind, str(size), *map(str, arguments)])
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            getattr(self, kind)(path + ".new", size, *arguments)
            os.rename(path + ".new", path)
        return path

    def noise(self, path, offset, length):
        """Fills a part of a file with bytes that no compressor makes smaller, always the same."""
        with open(path, "r+b") as file:
            file.seek(offset)
            subprocess.run([self.programs["limits"], "noise", str(length)], stdout=file, check=True)

    def mapped(self, path, size, cluster_size="64k"):
        """Every cluster has a place and no data: a file of metadata."""
        create(path, size, "preallocation=metadata", f"cluster_size={cluster_size}")

    def zeros(self, path, size):
        writer.zeros(path, size)

    def filled(self, path, size):
        """Every cluster has data, in the order of the disk."""
        count = size // writer.CLUSTER
        self.noise(path, writer.placed(path, size, range(count), count), count * writer.CLUSTER)

    def sparse(self, path, size):
        """A sixteenth of the disk has data, at its beginning."""
        count = size // writer.CLUSTER
        used = max(1, count // 16)
        data = writer.placed(path, size, [n if n < used else None for n in range(count)], used)
        self.noise(path, data, used * writer.CLUSTER)

    def shuffled(self, path, size):
        """Half of the clusters have data, allocated in random order."""
        count, chance = size // writer.CLUSTER, random.Random(1)
        guests = chance.sample(range(count), count // 2)
        hosts = [None] * count
        for host, guest in enumerate(guests):
            hosts[guest] = host
        data = writer.placed(path, size, hosts, len(guests))
        self.noise(path, data, len(guests) * writer.CLUSTER)

    def snapshots(self, path, size, count=200):
        """Data everywhere, and snapshots with a cluster written between one and the next."""
        create(path, size, "preallocation=falloc")
        chance = random.Random(2)
        for number in range(count):
            qemu_io(path, [f"write -P 7 {chance.randrange(size // 65536) * 65536} 64k"])
            quietly("qemu-img", "snapshot", "-c", f"snapshot {number}", path)

    def subclusters(self, path, size):
        """Extended L2 entries, with a few subclusters of each cluster written."""
        create(path, size, "extended_l2=on", "cluster_size=64k")
        chance = random.Random(3)
        places = [cluster * 65536 + chance.randrange(28) * 2048 for cluster in range(size // 65536)]
        qemu_io(path, [f"write -P 9 {place} 8k" for place in places])

    def chain(self, path, size, layers=8):
        """Each layer has every eighth cluster, so that a read goes through all of them."""
        below = None
        for layer in range(layers):
            name = path.removesuffix(".new") + f".{layer}" if layer < layers - 1 else path
            create(name, size, backing=["-b", below, "-F", "qcow2"] if below else [])
            qemu_io(name, [f"write -P {layer + 1} {at} 64k"
                           for at in range(layer * 65536, size, layers * 65536)])
            below = name

    def compressed(self, path, size, method):
        """The system's own programs and libraries, compressed by QEMU."""
        quietly("qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", "-o",
                f"compression_type={method}", self.get("system", size / self.scale), path)

    def system(self, path, size):
        """Files of the system one after the other, from the beginning again where they are too few."""
        with open(path, "wb") as target:
            while target.tell() < size:
                for folder, folders, names in os.walk("/usr/lib"):
                    folders.sort()
                    for name in sorted(names):
                        source = os.path.join(folder, name)
                        if os.path.isfile(source) and not os.path.islink(source) and target.tell() < size:
                            with open(source, "rb") as file:
                                target.write(file.read(size - target.tell()))

    def encrypted(self, path, size):
        """LUKS with AES-256-XTS, the pass phrase "secret"."""
        secret = ["--object", "secret,id=s,data=secret"]
        command = ["qemu-img", "create", "-q", "-f", "qcow2", *secret, "-o",
                   "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10", path, str(size)]
        # QEMU gives up where its measure of the processor wavers.
        while subprocess.run(command, capture_output=True).returncode:
            pass
        quietly("qemu-io", *secret, "--image-opts",
                f"driver=qcow2,encrypt.format=luks,encrypt.key-secret=s,file.filename={path}",
                input="".join(f"write -P 7 {at} 64k\n" for at in range(0, size, 64 * KiB)))
