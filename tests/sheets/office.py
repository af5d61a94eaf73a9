"""LibreOffice without its windows: what an office program makes of a file."""

import subprocess
from pathlib import Path


def convert(folder: Path, kind: str, *files: Path) -> Path:
    """Save files in another format, with a user profile of their own; return the folder of the results."""
    out = folder / f"as-{kind.partition(':')[0]}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out
