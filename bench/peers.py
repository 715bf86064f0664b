"""A throw-away Python environment for what our speed and our tokens are compared with; it lies in build/peers.

None of it is needed to run or test the product.
"""
import hashlib
import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[1]


def enter(requirements):
    """Continues in an environment that has exactly the packages of bench/REQUIREMENTS; makes it the first time."""
    wanted = ROOT / "bench" / requirements
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    folder = ROOT / "build" / "peers" / wanted.stem
    stamp = folder / ".installed"
    if pathlib.Path(sys.prefix).resolve() == folder.resolve():
        return
    if not stamp.exists() or stamp.read_text() != digest:
        print(f"Installing what {requirements} lists into {folder.relative_to(ROOT)} (once; large packages take minutes)",
              file=sys.stderr, flush=True)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "-r", wanted], check=True)
        stamp.write_text(digest)
    os.execv(folder / "bin" / "python", [folder / "bin" / "python", *sys.argv])
