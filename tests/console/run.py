#!/usr/bin/env python3
"""Callers of the command socket who are not as they should be: the server outlives them all and goes on answering.

usage: run.py [--binary FILE] [--folder DIR]

Also every command's --help. The last line is "N passed, N failed".
"""
import argparse
import os
import pathlib
import re
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
import world

passed = failed = 0


def check(what, holds, more=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print(f"{what}: {more}", flush=True)


def run(w, *args, **streams):
    """Exit status and output; streams as of subprocess."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    done = subprocess.run([w.binary, *map(str, args)], env=w.env, timeout=60, **streams)
    return done.returncode, (done.stdout or b"") + (done.stderr or b"")


def answers(w, what):
    """The server still runs commands and HTTP."""
    status, said = run(w, "clock", "--data", w.dir, "--json")
    check(f"{what}: a command afterwards", status == 0 and b"now" in said, said)
    check(f"{what}: HTTP afterwards", w.call("GET", "/health").status == 200)


def connect(w):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.connect(str(w.dir / "gongxin.sock"))
    s.settimeout(30)
    return s


def descriptors(w):
    return len(os.listdir(f"/proc/{w.server.pid}/fd"))


def odd_streams(w):
    with open(os.devnull, "w") as written, open(os.devnull) as read:
        check("an input opened for writing", run(w, "clock", "--data", w.dir, stdin=written)[0] == 2)
        check("an output opened for reading", run(w, "clock", "--data", w.dir, stdout=read)[0] != 0)
    answers(w, "odd streams")
    with open("/dev/full", "w") as full:
        check("an output that is full", run(w, "clock", "--data", w.dir, stdout=full)[0] == 1)
    answers(w, "a full output")


def odd_messages(w):
    before = descriptors(w)
    with open(os.devnull, "r+") as null:
        for n, message in ((3, b"/\0clock"), (2, b"/\0clock\0"), (3, b"/\0" + b"x\0" * 300), (3, b"/\0nothing\0"),
                           (3, b"/\0serve\0--data\0x\0"), (3, b"\0"), (1, b"/\0clock\0")):
            s = connect(w)
            socket.send_fds(s, [message], [null.fileno()] * n)
            check(f"{message[:20]} with {n} streams", s.recv(1) == b"\2")
            s.close()
    s = connect(w)
    s.send(b"/\0clock\0")
    check("no streams at all", s.recv(1) == b"\2")
    s.close()
    answers(w, "odd messages")
    time.sleep(0.2)
    check("no descriptor stays behind", descriptors(w) <= before, f"{before} before, {descriptors(w)} now")


def silent_callers(w):
    """As many as are served at a time, who say nothing: they are given up, and others come in."""
    callers = [connect(w) for _ in range(8)]
    begun = time.monotonic()
    answers(w, "eight silent callers")
    check("given up in time", time.monotonic() - begun < 30)
    for s in callers:
        s.close()


def gone_callers(w):
    """One who was asked for more and has gone: nobody goes on reading his terminal."""
    ours, theirs = os.pipe()
    child = subprocess.Popen([w.binary, "call", "POST", "/units", "--data", str(w.dir), "--as", "authority1", "--body",
                              "-"], env=w.env, stdin=ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    check("it waits for its input", child.poll() is None)
    child.kill()
    child.wait()
    time.sleep(1)
    os.close(ours)  # the server has let go of it when nobody can read what is written
    try:
        os.write(theirs, b"typed afterwards\n")
        check("a caller's terminal is let go", False, "the server still holds it")
    except BrokenPipeError:
        check("a caller's terminal is let go", True)
    os.close(theirs)
    answers(w, "a caller who went away")


def one_owner(w):
    """A second process on the same directory, whatever its database."""
    status, said = run(w, "serve", "--data", w.dir, "--listen", "127.0.0.1:0", "--json")
    check("a second server", status == 1 and b"db.busy" in said, said)
    answers(w, "a second server")


def stopping(w):
    """A command that waits for its input does not keep the server from stopping."""
    ours, theirs = os.pipe()
    child = subprocess.Popen([w.binary, "call", "POST", "/units", "--data", str(w.dir), "--as", "authority1", "--body",
                              "-"], env=w.env, stdin=ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    begun = time.monotonic()
    w.stop()
    check("the server stops", time.monotonic() - begun < 30)
    check("and the command ends", child.wait(30) is not None)
    for fd in (ours, theirs):
        os.close(fd)


def helps(w):
    """Every command the program lists has help that names --json."""
    status, said = run(w, "--help")
    words = re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +", said.decode(), re.M)
    check("the list of commands", status == 0 and len(words) > 15, said)
    for word in words:
        status, said = run(w, *word.split(), "--help")
        text = said.decode()
        name = "gongxin-verify" if word == "ledger verify" else f"gongxin {word}"  # a program of its own
        check(f"{word} --help", status == 0 and name in text and "--json" in text, text)
        status, said = run(w, *word.split(), "--no-such-option")
        check(f"{word} --no-such-option", status == 2, f"{status} {said}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin")
    parser.add_argument("--folder", default=ROOT / "build/console")
    options = parser.parse_args()
    w = world.World("cangzhou", "sqlite", options.folder, options.binary, "console")
    try:
        w.create([])
        for part in (helps, odd_streams, odd_messages, gone_callers, one_owner, silent_callers, stopping):
            part(w)
    except (world.Broken, OSError, subprocess.TimeoutExpired) as e:
        check("the run", False, e)
    finally:
        w.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
