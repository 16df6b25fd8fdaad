"""The folder: manifest, file names, kinds of files, sizes."""

import re
from pathlib import Path

from themes.engine import discovery
from themes.engine.check.problems import ERROR, FATAL, WARNING, Problem, relative
from themes.engine.contracts.registry import CONTRACT_VERSION
from themes.engine.errors import ManifestError
from themes.engine.manifest import read_manifest

FILE_NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
KINDS = {
    "templates": {".html"},
    "sections": {".html", ".toml"},
    "snippets": {".html"},
    "locales": {".json"},
    "assets": {".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".ico", ".woff2", ".txt"},
    "screenshots": {".png", ".jpg", ".webp"},
    "presets": {".toml"},
}
LOOSE_FILES = {"theme.toml", "settings.toml", "README.md", "CHANGELOG.md", "LICENSE"}
MOST_FILES = 2_000
MOST_BYTES = 2 * 1024 * 1024


def check_package(folder: Path) -> list[Problem]:
    """Problems of the folder as a package of data files."""
    problems = _manifest_problems(folder)
    files = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    if len(files) > MOST_FILES:
        problems.append(Problem(ERROR, "too-many-files", f"a theme has at most {MOST_FILES} files"))
    for file in files:
        place = relative(file, folder)
        inside = file.relative_to(folder)
        if file.is_symlink():
            problems.append(Problem(FATAL, "symlink", "links to other files are not published", place))
            continue
        if file.suffix in {".py", ".pyc", ".so"} or "__pycache__" in inside.parts:
            problems.append(Problem(FATAL, "code", "a theme is data: it holds no Python", place))
            continue
        if not all(FILE_NAME.match(part) for part in inside.parts):
            problems.append(
                Problem(ERROR, "file-name", "file names take letters, digits, dot, - and _", place)
            )
        if len(inside.parts) == 1:
            if inside.name not in LOOSE_FILES:
                problems.append(Problem(WARNING, "file-unknown", "nothing reads this file", place))
        elif inside.parts[0] not in KINDS:
            problems.append(Problem(WARNING, "file-unknown", f"nothing reads {inside.parts[0]}/", place))
        elif file.suffix.lower() not in KINDS[inside.parts[0]]:
            kinds = ", ".join(sorted(KINDS[inside.parts[0]]))
            problems.append(Problem(ERROR, "file-kind", f"{inside.parts[0]}/ takes {kinds}", place))
        if file.stat().st_size > MOST_BYTES:
            problems.append(Problem(ERROR, "file-size", f"larger than {MOST_BYTES // 1024} KB", place))
    return problems


def _manifest_problems(folder: Path) -> list[Problem]:
    place = f"{folder.name}/theme.toml"
    try:
        manifest = read_manifest(folder, CONTRACT_VERSION)
    except ManifestError as error:
        return [Problem(FATAL, "manifest", problem, place) for problem in error.problems]
    problems = [
        Problem(FATAL, "parent", problem, place) for problem in discovery.problems().get(folder.name, [])
    ]
    for key in ("license", "authors"):
        if not getattr(manifest, key):
            problems.append(Problem(WARNING, "manifest", f"theme.{key} is missing", place))
    for code in ("zh-Hans", "en"):
        if code not in manifest.name:
            problems.append(Problem(WARNING, "manifest", f"theme.name has no {code}", place))
    return problems
