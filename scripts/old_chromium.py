"""Fetch an old Chromium to test with:  python3 scripts/old_chromium.py [80|88|92]

The site promises to work in Chromium 80. No distribution has that any more, but npm packages made for
AWS Lambda still carry such browsers. They are unpacked into .cache/ and used by the tests when they are there;
without npm or Linux on x86-64 they are left out, and the tests say so.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
CHOSEN = "QINGDAN_OLD_CHROMIUM"  # names a binary; an empty value leaves the tests out
BASELINE = "80"

# Python's standard library has no Brotli, node has.
UNPACK = """const fs = require('fs'), zlib = require('zlib');
fs.writeFileSync(process.argv[2], zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])));"""


class Package(NamedTuple):
    """An npm package, and the SHA-256 of its archive."""

    name: str
    sha256: str


PACKAGES = {
    "80": Package(
        "chrome-aws-lambda@2.1.1", "94f8953cd47c3fbd9d0ba8f50d2e5aa4e8136ca52b37e2babcc12e43018ade77"
    ),
    "88": Package(
        "chrome-aws-lambda@5.5.0", "19f14564f02d132b09fbe51f330525a886a3bb4fc9b80c662f427381c6bd5942"
    ),
    "92": Package(
        "chrome-aws-lambda@10.1.0", "6745d06176d629be7021538a901a5a969f335c5a8c10a581b40862e7ed66996e"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="下载旧版 Chromium，供测试使用。")
    parser.add_argument("version", nargs="?", choices=PACKAGES, default=BASELINE, help="默认 80，即最低要求")
    version = parser.parse_args().version
    reason = unavailable()
    if reason:
        sys.exit(f"{reason}，旧版 Chromium 略过，相关测试不运行。")
    print(cached(version) or fetch(version))


def unavailable() -> str:
    """Return why such a browser cannot be had here, or an empty text."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return "这些浏览器只有 Linux x86-64 版"
    if not (shutil.which("npm") and shutil.which("node")):
        return "本机没有 npm"
    return ""


def cached(version: str = BASELINE) -> Path | None:
    """Return the binary that the environment names or that was fetched before, or None."""
    named = os.environ.get(CHOSEN)
    if named is not None:
        return Path(named) if named else None
    binary = place(version)
    return binary if binary.exists() else None


def place(version: str) -> Path:
    """Return where the binary of a version lies."""
    return CACHE / f"chromium-{version}" / "chromium"


def fetch(version: str) -> Path:
    """Download, check and unpack a version; return its binary."""
    package, binary = PACKAGES[version], place(version)
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        folder = Path(name)
        pack = ["npm", "pack", "--silent", "--ignore-scripts", package.name]
        if subprocess.run(pack, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"没有下载到 {package.name}，请检查网络或 npm 镜像设置。")
        [archive] = folder.glob("*.tgz")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != package.sha256:
            sys.exit(f"{package.name} 与记录的校验值不符，没有使用。")
        with tarfile.open(archive) as packed:
            packed.extract("package/bin/chromium.br", folder, filter="data")
        unpacked = folder / "chromium"
        compressed = folder / "package" / "bin" / "chromium.br"
        subprocess.run(["node", "-e", UNPACK, str(compressed), str(unpacked)], check=True)
        unpacked.chmod(0o755)
        binary.parent.mkdir(exist_ok=True)
        unpacked.replace(binary)  # last: a half-written binary must not look complete
    return binary


if __name__ == "__main__":
    main()
