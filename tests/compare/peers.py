"""Installs the npm packages that winnow is compared with: those of package.json, below build/."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / "build/compare"


def prepare():
    """Installs the packages unless they are installed; returns the folder to run node in."""
    WORK.mkdir(parents=True, exist_ok=True)
    for script in HERE.glob("*.mjs"):  # node looks for packages in the folder of the script
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
