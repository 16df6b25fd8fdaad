"""What `manage.py` does with its arguments: boot's own commands, or Django inside the virtual environment."""

import os
import sys

from cms.boot import native, virtualenv
from cms.boot.places import PYTHON, BootError, warn

MARK = "QILOU_EXEC"  # the process that has replaced itself once already; its number survives exec


def main(arguments: list[str]) -> int:
    """Runs one command and gives the exit code; may replace this process by the environment's Python."""
    command = arguments[1] if len(arguments) > 1 else "help"
    try:
        if command == "up":
            from cms.boot import up

            return up.run(arguments[2:])
        if command == "doctor":
            from cms.boot import doctor

            return doctor.run(arguments[2:])
        if command in ("test", "bench"):
            virtualenv.ensure("dev")
            native.ensure()
            program = "tests.run" if command == "test" else "tests.bench"
            return _replace([str(PYTHON), "-m", program, *arguments[2:]])
        return _django(arguments)
    except BootError as error:
        warn(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        warn("\nInterrupted.")
        return 130


def _django(arguments: list[str]) -> int:
    if not PYTHON.exists():
        raise BootError(
            "There is no virtual environment yet. Make it and start the shop with: python3 manage.py up\n"
            "(or only make it: python3 manage.py up --prepare)"
        )
    if not virtualenv.is_inside() or native.environment():
        return _replace([str(PYTHON), *arguments])
    if not virtualenv.is_current("runtime"):
        warn(
            "requirements.txt has changed since it was installed; to catch up: python3 manage.py up --prepare"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)
    return 0


def _replace(command: list[str]) -> int:
    if os.environ.get(MARK) == str(os.getpid()):
        raise BootError(f"{PYTHON} is no Python of its own. Remove .venv and run: python3 manage.py up")
    os.environ.update(native.environment(), **{MARK: str(os.getpid())})
    sys.stdout.flush()
    os.execv(command[0], command)
