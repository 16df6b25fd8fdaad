"""Copies of the project's Python files, to plant violations in."""

import os
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
    """Appends a line to a module of the copy, making the module where there is none."""
    path = tree / Path(*module.split(".")).with_suffix(".py")
    package = tree / Path(*module.split(".")) / "__init__.py"
    target = package if package.exists() else path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a") as file:
        file.write(f"\n{line}\n")


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
