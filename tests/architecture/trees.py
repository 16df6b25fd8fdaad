"""Copies of the project's Python files, to plant violations in."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from cms.boot.places import ROOT

PACKAGES = ("cms", "commerce", "plugins", "themes")


def copy_code(target: Path) -> Path:
    """Copies what the import linter reads, and nothing else."""
    for package in (*PACKAGES, "tests/architecture"):
        for source in (ROOT / package).rglob("*.py"):
            copied = target / source.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copied)
    (target / "tests" / "__init__.py").touch()
    shutil.copyfile(ROOT / "pyproject.toml", target / "pyproject.toml")
    return target


def plant(tree: Path, module: str, line: str) -> None:
    """Appends a line to a module of the copy; it and what the line imports are made where there are none."""
    imported = re.match(r"(?:from|import) ([\w.]+)", line)
    if imported and imported[1].split(".")[0] in PACKAGES:
        find_or_make(tree, imported[1]).touch()
    with find_or_make(tree, module).open("a") as file:
        file.write(f"\n{line}\n")


def find_or_make(tree: Path, module: str) -> Path:
    """The file of a module."""
    place = tree.joinpath(*module.split("."))
    if (place / "__init__.py").exists():
        return place / "__init__.py"
    place.parent.mkdir(parents=True, exist_ok=True)
    return place.with_suffix(".py")


def lint(tree: Path) -> tuple[int, str]:
    """Runs the import linter there without its cache: exit code and report.

    With the cache, a file that came back with an unchanged time kept a stale edge.
    """
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
