"""The supervisor: one run per folder, a taken port in words, a dead child started again without leftovers."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext

import pytest

from marketplace.launch import postgres, supervisor


def test_a_second_run_on_the_same_folder_is_refused_in_one_sentence(tmp_path):
    lock = supervisor.claim(tmp_path)
    code = f"from pathlib import Path; from marketplace.launch.supervisor import claim; claim(Path({str(tmp_path)!r}))"
    second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    os.close(lock)
    assert second.returncode == 1
    assert second.stderr.strip().endswith("Stop it, or set DATA_DIR to another folder.")
    assert f"process {os.getpid()}" in second.stderr


@pytest.mark.enable_socket
def test_a_taken_port_is_refused_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="Choose another: PORT="):
            supervisor.check_port("127.0.0.1", taken.getsockname()[1])


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_dead_child_is_started_again_and_leaves_nothing_behind(tmp_path, capsys):
    note = tmp_path / "pid"
    child = supervisor.Child("worker", ["sh", "-c", f"sleep 60 & echo $! > {note}; wait"])
    child.start()
    first = child.process.pid
    until = time.monotonic() + 20
    while not (note.exists() and note.read_text().strip()) and time.monotonic() < until:
        time.sleep(0.02)
    leftover = int(note.read_text())
    os.kill(first, signal.SIGKILL)
    child.process.wait()
    child.watch()
    child.due = 0
    child.watch()
    try:
        assert child.process.pid != first
        assert "The worker stopped (status -9)" in capsys.readouterr().out
        while _is_alive(leftover) and time.monotonic() < until:
            time.sleep(0.02)
        assert not _is_alive(leftover)
    finally:
        child.ask_to_stop()
        child.wait(time.monotonic() + 5)


def test_a_database_that_was_killed_is_started_again_by_the_run_that_started_it(tmp_path, capsys):
    folder = tmp_path / "postgres"
    for above in (*tmp_path.parents[:3], tmp_path):  # its account must reach the folder
        above.chmod(0o755)
    postgres.start(folder, durable=False)
    try:
        for _ in range(2):
            pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, signal.SIGKILL)
            while postgres.is_running(folder):
                time.sleep(0.05)
            supervisor._keep(folder)
            assert postgres.is_running(folder)
            assert "starting it again" in capsys.readouterr().out
    finally:
        postgres.stop(folder)


class Slow:
    """A library whose server reads its log again for a while: the start times out, then it is not ready."""

    _lock = nullcontext()

    def __init__(self):
        self.faults = [subprocess.TimeoutExpired("pg_ctl", 10), AssertionError()]

    def get_server(self, _folder, cleanup_mode):
        assert cleanup_mode is None
        return self

    def ensure_postgres_running(self):
        if self.faults:
            raise self.faults.pop(0)


def test_a_database_that_recovers_from_a_crash_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres.time, "sleep", lambda _seconds: None)
    library = Slow()
    assert postgres._ready(library, tmp_path) is library
    monkeypatch.setattr(postgres, "RECOVERY_SECONDS", -1)
    with pytest.raises(subprocess.TimeoutExpired):
        postgres._ready(Slow(), tmp_path)


def test_a_database_that_cannot_start_is_tried_again_and_stops_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(postgres, "start", lambda _folder: sys.exit("no room"))
    supervisor._keep(tmp_path)
    assert "no room" in capsys.readouterr().out
