"""Builds what is measured and what it is measured by."""
import glob, os, shlex, subprocess

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(HERE))
RELEASE = ["swift", "build", "-c", "release"]
# The command with all libraries linked in, as README tells to build it.
STATIC = [*RELEASE, "--scratch-path", ".build/static", "--product", "qcow2", "-Xswiftc",
          "-static-executable"]


def quietly(*command, **more):
    """Runs a command; shows what it said only where it failed."""
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode:
        raise SystemExit(f"{shlex.join(command)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


class Programs:
    """The built programs by name, each made when it is first asked for."""

    def __init__(self, folder, qcow2=None, browser=None):
        self.folder = folder
        self.given = {"qcow2": qcow2, "qcow2-tui": browser}
        self.made = {}

    def __getitem__(self, name):
        if name not in self.made:
            self.made[name] = self.given.get(name) or getattr(self, "make_" + name.replace("-", "_"))()
        return self.made[name]

    def make_qcow2(self):
        quietly(*STATIC, cwd=ROOT)
        return os.path.join(ROOT, ".build/static/release/qcow2")

    def make_qcow2_tui(self):
        quietly(*RELEASE, "--product", "qcow2-tui", cwd=ROOT)
        return os.path.join(ROOT, ".build/release/qcow2-tui")

    def make_timed(self): return self.compiled("timed")

    def make_limits(self):
        return self.compiled("limits", "-lgcrypt", "-ldeflate", "-lzstd", "-lpthread")

    def make_qcow(self):
        """libqcow's reader, or None where its header is not there."""
        try:
            return self.compiled("qcow", "-lqcow")
        except SystemExit:
            return None

    def compiled(self, name, *libraries):
        program = os.path.join(self.folder, name)
        quietly("cc", "-O2", os.path.join(HERE, "programs", name + ".c"), "-o", program, *libraries)
        return program

    def make_library(self):
        """The program that calls the library, linked with the objects of the browser's release build."""
        self.make_qcow2_tui()
        release = os.path.join(ROOT, ".build/release")
        # Not all that lies in the folders: objects of sources that are gone stay there.
        with open(f"{release}/qcow2-tui.product/Objects.LinkFileList") as file:
            objects = [o for o in shlex.split(file.read())
                       if o.split("/")[-2] in ("QCOW2.build", "SystemPackage.build", "CSystem.build")]
        folders = [os.path.dirname(m) for m in sorted(glob.glob(f"{ROOT}/Modules/*/module.modulemap"))]
        folders += glob.glob(f"{ROOT}/.build/checkouts/swift-system/Sources/CSystem/include")
        program = os.path.join(self.folder, "library")
        quietly("swiftc", "-O", "-swift-version", "6", "-parse-as-library", "-I", f"{release}/Modules",
                *[flag for folder in folders for flag in ("-I", folder)],
                os.path.join(HERE, "programs/library.swift"), *objects, "-o", program)
        return program
