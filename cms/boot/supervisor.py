"""Watches over the processes of `up`: starts them, carries their words, restarts the fallen, ends them all.

Every child leads a process group of its own, so that stopping reaches its children too. On Linux the kernel
tells each child to stop when the supervisor dies in whatever way, so that nothing is left behind.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from cms.boot.places import ROOT

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0  # a child that lived so long starts again at the first pause
GRACE_SECONDS = 10.0
PR_SET_PDEATHSIG = 1
COLORS = (36, 33, 35, 32, 34)


@dataclass
class Child:
    """One program to keep alive."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[str] | None = None
    started_at: float = 0.0
    next_start_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    restarts: int = field(default=0)


class Supervisor:
    """Runs children until told to stop by a signal or by `stop_requested`."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.stop_requested = threading.Event()
        self.printing = threading.Lock()
        self.received: int | None = None

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.received = number
        self.stop_requested.set()

    def add(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
        child = Child(name, command, environment)
        self.children.append(child)
        self._start(child)
        return child

    def watch(self, until: Callable[[], bool] = lambda: False, seconds: float | None = None) -> bool:
        """Keeps the children alive; true as soon as `until` holds, false when told to stop or out of time."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self.stop_requested.is_set():
            for child in self.children:
                self._look_after(child)
            if until():
                return True
            if deadline is not None and time.monotonic() > deadline:
                return False
            self.stop_requested.wait(0.1)
        return False

    def stop(self) -> None:
        """Asks every group to end, waits, and ends by force what is left."""
        running = [(child, child.process) for child in self.children if child.process]
        for _, process in running:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child, process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(child.name, f"does not stop within {GRACE_SECONDS:.0f} s; killed")
            _signal_group(process, signal.SIGKILL)
            process.wait()
            child.process = None

    def say(self, name: str, text: str) -> None:
        with self.printing:
            print(f"{self._label(name)} {text}", flush=True)

    def _label(self, name: str) -> str:
        label = f"{name:<9}|"
        if not sys.stdout.isatty():
            return label
        names = [child.name for child in self.children]
        color = COLORS[names.index(name) % len(COLORS)] if name in names else 0
        return f"\x1b[{color}m{label}\x1b[0m"

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            env=dict(child.environment),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )
        threading.Thread(target=self._carry, args=(child.name, child.process), daemon=True).start()

    def _carry(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                self.say(name, line.rstrip("\n"))

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.next_start_at:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        _signal_group(child.process, signal.SIGKILL)  # what the fallen one left behind
        child.process = None
        if now - child.started_at > STEADY_AFTER_SECONDS:
            child.pause = FIRST_PAUSE_SECONDS
        child.next_start_at = now + child.pause
        child.restarts += 1
        self.say(child.name, f"ended with code {code}; starting again in {child.pause:.0f} s")
        child.pause = min(child.pause * 2, LONGEST_PAUSE_SECONDS)


def dies_with(parent: int, number: int = signal.SIGTERM) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the child this signal when its parent dies, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return prepare


def _signal_group(process: subprocess.Popen[str], number: int) -> None:
    try:
        os.killpg(process.pid, number)  # the child leads its group, so their numbers are the same
    except (ProcessLookupError, PermissionError):
        pass
