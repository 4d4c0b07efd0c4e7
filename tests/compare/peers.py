"""The npm packages that winnow is measured beside: those of package.json here, below build/."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / "build/compare"


def prepare():
    """Installs them, unless they are there already; gives the folder to run node in."""
    WORK.mkdir(parents=True, exist_ok=True)
    for script in HERE.glob("*.mjs"):  # node looks for packages beside the script
        shutil.copy(script, WORK)
    wanted, there = (HERE / "package.json").read_text(), WORK / "package.json"
    if not (WORK / "node_modules").exists() or not there.exists() or there.read_text() != wanted:
        there.write_text(wanted)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
        try:
            subprocess.run(command, cwd=WORK, check=True)
        except BaseException:
            there.unlink()
            raise
    return WORK
