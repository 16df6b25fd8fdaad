"""Runs each heavy hostile template in a child with hard limits and prints what became of it, as JSON."""

import json
import os
import resource
import sys
from pathlib import Path

import django
from django.conf import settings

from tests.themes.engine.hostile import HEAVY

MEMORY = 1_500 * 1024 * 1024
CPU_SECONDS = 8
MANIFEST = '[theme]\nslug = "base"\nname.en = "Base"\nversion = "1.0.0"\ncontract = ">=1.0,<2"\n'


def prepare(folder: Path) -> None:
    base = folder / "base"
    (base / "templates").mkdir(parents=True)
    (base / "theme.toml").write_text(MANIFEST, encoding="utf-8")
    for number in range(40):
        text = f"{{% include 'tree{number + 1}.html' %}}" * 2
        (base / "templates" / f"tree{number}.html").write_text(text, encoding="utf-8")
    (base / "templates" / "tree40.html").write_text("x" * 1000, encoding="utf-8")
    module = "{% set big %}" + "x" * 200_000 + "{% endset %}{% for i in range(1000) %}{{ big }}{% endfor %}"
    (base / "templates" / "big_module.html").write_text(module, encoding="utf-8")
    django.setup()
    settings.THEMES_DIR, settings.THEMES_EXTRA_DIRS, settings.THEMES_STRICT = folder, (), True
    settings.DEBUG = False


def draw(folder: Path, source: str) -> None:
    from themes.engine import budget, discovery, functions, state
    from themes.engine.environment import make_environment

    assert functions
    (folder / "base" / "templates" / "hostile.html").write_text(source, encoding="utf-8")
    environment = make_environment(discovery.get("base"))
    now = state.RenderState(theme=discovery.get("base"), variables={})
    with state.rendering(now), budget.page_budget():
        length = 0
        for piece in environment.get_template("hostile.html").generate({}):
            length += len(piece)
            if length > budget.OUTPUT:
                raise budget.BudgetExceeded("output", str(budget.OUTPUT))


def in_child(folder: Path, source: str) -> dict[str, object]:
    reading, writing = os.pipe()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        try:
            draw(folder, source)
            word = "drawn"
        except MemoryError:
            word = "out of memory"
        except Exception as error:  # noqa: BLE001 - whatever it is, it was refused
            word = f"refused {type(error).__name__}"
        os.write(writing, word.encode())
        os._exit(0)
    os.close(writing)
    _, status, usage = os.wait4(child, 0)
    word = os.read(reading, 200).decode() or f"killed {status}"
    os.close(reading)
    how, _, what = word.partition(" ")
    return {
        "how": how,
        "what": what,
        "seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "megabytes": round((usage.ru_maxrss - before) / 1024),
    }


def main() -> None:
    folder = Path(sys.argv[1])
    prepare(folder)
    print(json.dumps({name: in_child(folder, source) for name, source in HEAVY.items()}))


if __name__ == "__main__":
    main()
