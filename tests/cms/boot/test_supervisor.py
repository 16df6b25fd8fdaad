"""The supervisor keeps programs alive, and none of them outlives it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from cms.boot import supervisor as module
from cms.boot.places import ROOT
from cms.boot.supervisor import Supervisor
from tests.provision import children

# A program that starts another one and says both numbers; TERM ends it, not its child.
PARENT_OF_ONE = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""
SUPERVISING = f"""
import os, sys
from cms.boot.supervisor import Supervisor
with Supervisor() as supervisor:
    supervisor.add("one", [sys.executable, "-c", {PARENT_OF_ONE!r}], os.environ)
    supervisor.watch()
"""


@pytest.fixture
def supervising():
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISING],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    first_line = process.stdout.readline()
    numbers = [int(part) for part in first_line.split("|")[1].split()]
    yield process, numbers
    process.kill()
    process.wait()
    process.stdout.close()
    for number in numbers:
        if is_running(number):
            os.kill(number, signal.SIGKILL)


def is_running(number):
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(numbers, seconds=15):
    deadline = time.monotonic() + seconds
    while any(map(is_running, numbers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_running, numbers))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_that_was_started(supervising, number):
    process, started = supervising
    process.send_signal(number)

    assert process.wait(15) == 0
    assert gone(started)


def test_killing_the_supervisor_outright_leaves_no_program_of_its_own(supervising):
    process, (program, _) = supervising
    process.kill()

    assert gone([program])


def test_a_fallen_program_is_started_again_and_the_pause_grows(monkeypatch, capfd):
    monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0.05)
    with Supervisor() as supervisor:
        supervisor.add("short", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
        child = supervisor.children[0]
        child.pause = 0.05
        supervisor.watch(lambda: child.restarts >= 3, seconds=30)

    assert child.restarts == 3
    assert child.pause == pytest.approx(0.4)
    assert "ended with code 3; starting again" in capfd.readouterr().out
    assert not [command for command in children(os.getpid()).values() if "SystemExit(3)" in command]


def test_the_words_of_a_program_carry_its_name(capfd):
    with Supervisor() as supervisor:
        supervisor.add("talker", [sys.executable, "-c", "print('good day'); input()"], os.environ)
        supervisor.watch(lambda: "good day" in capfd.readouterr().out, seconds=10)
        supervisor.say("talker", "here")

    assert "talker   | here" in capfd.readouterr().out


@pytest.fixture(autouse=True)
def signals_as_before():
    handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in handled}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
