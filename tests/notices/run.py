#!/usr/bin/env python3
"""Notices as others see them: papers through poppler's eyes, waiting messages through a real mail server's.

usage: run.py [--binary FILE] [PART…]      (PART: papers, mail)

papers: every notice of every pack, drawn by the program, has only embedded fonts, exactly the text it was made from, no glyph
missing, and a first page that is not blank. mail: two subjects of Cangzhou are told that a notice waits: the messages
arrive at python3-aiosmtpd and are equal but for recipient, date and message id, and nothing that was said about
subject, record or case is in them; in Heihe nothing arrives. The last line is "N passed, N failed".
"""
import argparse
import base64
import concurrent.futures
import datetime
import email
import email.policy
import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
WORK = ROOT / "build/notices"


class Count:
    def __init__(self):
        self.passed = self.failed = 0

    def hold(self, good, text):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(f"  {text}", flush=True)


# ---- papers


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def solid(text):
    """Without what a line break may change."""
    return re.sub(r"\s+", "", text)


def blank(picture):
    """Whether a grey picture (PGM) is all one shade."""
    data = picture.read_bytes()
    return len(set(data[15:])) < 2


def look_at(paper):
    """What is wrong with one paper."""
    wrong = []
    fonts = run("pdffonts", str(paper)).splitlines()[2:]
    if not fonts:
        wrong.append("no font")
    for font in fonts:
        embedded = re.search(r"(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", font)
        if not embedded or embedded[1] != "yes" or embedded[3] != "yes":
            wrong.append(f"not embedded, or without its text: {font}")
    text = solid(run("pdftotext", "-enc", "UTF-8", str(paper), "-"))
    for line in paper.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if solid(line) not in text:
            wrong.append(f"text missing: {line}")
    if "\ufffd" in text or "〔U+" in text:
        wrong.append("a glyph is missing")
    pages = int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", str(paper)), re.M)[1])
    for page in range(1, pages + 1):
        if f"第{page}页共{pages}页" not in text:
            wrong.append(f"no number on page {page}")
    base = paper.with_suffix("")
    run("pdftoppm", "-r", "40", "-gray", "-f", "1", "-l", "1", "-singlefile", str(paper), str(base))
    if blank(base.with_suffix(".pgm")):
        wrong.append("the first page is blank")
    return wrong


def papers(count, binary):
    folder = WORK / "papers"
    folder.mkdir(parents=True)
    env = dict(os.environ, GX_PAPERS=str(folder), GX_RENDERER=str(binary), GX_TEST_ENGINE="sqlite")
    for program in ("test_notices_paper", "test_notices_page"):
        done = subprocess.run([str(ROOT / "build/asan" / program)], env=env, capture_output=True, text=True)
        count.hold(done.returncode == 0, f"{program}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    kinds = {}
    for place in sorted(p.parent.name for p in ROOT.glob("policies/*/notices.yaml")):
        text = (ROOT / "policies" / place / "notices.yaml").read_text(encoding="utf-8")
        kinds[place] = re.findall(r"^  - id: (\w+)$", text, re.M)
        for kind in kinds[place]:
            count.hold((folder / f"{place}-{kind}.pdf").exists(), f"no paper of {place} {kind}")
    made = sorted(folder.glob("*.pdf"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for paper, wrong in zip(made, pool.map(look_at, made)):
            count.hold(not wrong, f"{paper.name}: {'; '.join(wrong)}")
    heads, pages = (len(re.findall(mark, run("pdftotext", "-layout", str(folder / "table.pdf"), "-")))
                    for mark in ("序号", "第\\d+页"))
    count.hold(pages > 1 and heads == pages, f"a table of {pages} pages has {heads} heads")
    print(f"papers: {len(made)} of {len(kinds)} packs", flush=True)


# ---- mail


class Server:
    """Debian's aiosmtpd, a process of its own; what it was given lies in a Maildir."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = WORK / "maildir"
        self.process = subprocess.Popen(["/usr/bin/aiosmtpd", "-n", "-l", f"127.0.0.1:{self.port}",
                                         "-c", "aiosmtpd.handlers.Mailbox", str(self.folder)])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the mail server does not listen")

    @property
    def got(self):
        """(from, to, message) each; what the server added is taken off."""
        messages = []
        for path in sorted((self.folder / "new").glob("*")) if self.folder.exists() else []:
            raw = path.read_bytes().replace(b"\r\n", b"\n").decode("ascii")
            added = dict(re.findall(r"^(X-MailFrom|X-RcptTo): ([^\n]*)$", raw, re.M))
            clean = re.sub(r"^X-(?:Peer|MailFrom|RcptTo): [^\n]*\n", "", raw, flags=re.M)
            messages.append((added["X-MailFrom"], added["X-RcptTo"], clean.encode()))
        return messages

    def wait(self, wanted, seconds=20):
        deadline = time.monotonic() + seconds
        while len(self.got) < wanted and time.monotonic() < deadline:
            time.sleep(0.1)
        return len(self.got)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class Gateway:
    """Where text messages go; refuses the first one, so that it comes again."""

    def __init__(self):
        got = self.got = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                got.append((self.headers["Authorization"], self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(503 if len(got) == 1 else 202)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, wanted, seconds=20):
        deadline = time.monotonic() + seconds
        while len(self.got) < wanted and time.monotonic() < deadline:
            time.sleep(0.1)
        return len(self.got)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def city(place, binary, port, gateway=None):
    import run as scenarios
    import world

    w = world.World(place, "sqlite", WORK / place, binary, "notices", scenarios.database_url(place, "sqlite"))
    w.create()
    w.stop()
    with open(w.dir / "gongxin.conf", "a", encoding="utf-8") as f:
        f.write(f"smtp_url = smtp://127.0.0.1:{port}\nsmtp_tls = 0\nsmtp_from = notice@gongxin.example\n"
                "sign_in_at = https://credit.gongxin.example/\n")
        if gateway:
            token = WORK / "token"
            token.write_text("made-up-token\n")
            f.write(f"text_gateway_url = http://127.0.0.1:{gateway.port}/send\ntext_token_file = {token}\n")
    w.tokens.clear()  # sessions end with the server
    w.start()
    return w


def tell(w, about, word):
    """Makes a notice to the subject that says all sorts of things."""
    values = [{"key": key, "text": f"{word}{key}"} for key in ("event", "action", "advice", "contact")]
    return w.do("operator", "POST", "/notices", {"kind": "incident_told", "subject": about, "reason": f"{word}reason",
                                                  "values": values})["id"]


def normal(raw):
    """The message without what may differ."""
    text = raw.decode("ascii")
    text = re.sub(r"^To: <[^>\n]*>$", "To: <>", text, flags=re.M)
    text = re.sub(r"^Date: [^\n]*$", "Date:", text, flags=re.M)
    return re.sub(r"^Message-ID: <[0-9a-f]{24}@gongxin\.invalid>$", "Message-ID: <>", text, flags=re.M)


def decoded(raw):
    """Header and body as a reader sees them, and the raw bytes."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return f"{message.as_string()}\n{message['Subject']}\n{message.get_content()}\n{raw.decode('ascii')}"


def texts(count, w, gateway):
    """By text message: refused once, tried again a minute later; equal but for the number."""
    for n, word in ((1, "丁密"), (2, "戊密")):
        about = w.maker.person()
        login = f"texted{n}"
        w.subject_account(login, about)
        w.do(login, "POST", "/me/contacts", {"channel": "text", "address": f"1380000000{n}"})
        tell(w, about, word)
        gateway.wait(n)
    later = datetime.datetime.fromtimestamp(w.now(), datetime.timezone.utc) + datetime.timedelta(minutes=2)
    w.set_clock(later.strftime("%Y-%m-%dT%H:%M:%SZ"))
    count.hold(gateway.wait(3) == 3, f"wanted 3 requests at the gateway, got {len(gateway.got)}")
    said = [json.loads(body) for _, body in gateway.got]
    count.hold(sorted(s["to"] for s in said) == ["13800000001", "13800000001", "13800000002"], f"went to {said}")
    count.hold(len({s["text"] for s in said}) == 1 and all(set(s) == {"text", "to"} for s in said), f"not equal: {said}")
    count.hold({token for token, _ in gateway.got} == {"Bearer made-up-token"}, "without its token")


def mail_cangzhou(count, binary, server, gateway):
    w = city("cangzhou", binary, server.port, gateway)
    try:
        secrets = []
        for n, word in ((1, "甲密"), (2, "乙密")):
            about = w.maker.person()
            login = f"waiting{n}"
            w.subject_account(login, about)
            w.do(login, "POST", "/me/contacts", {"channel": "email", "address": f"reader{n}@mail.example"})
            notice = tell(w, about, word)
            secrets += [about["name"], about["number"], word, str(notice), "泄露", "incident", login]
        count.hold(server.wait(2) == 2, f"wanted 2 messages, got {len(server.got)}")
        if len(server.got) == 2:
            (from1, to1, one), (from2, to2, two) = server.got
            count.hold(sorted([to1, to2]) == ["reader1@mail.example", "reader2@mail.example"], f"went to {to1} {to2}")
            count.hold({from1, from2} == {"notice@gongxin.example"}, f"came from {from1} {from2}")
            count.hold(normal(one) == normal(two), "the two messages differ")
            for raw in (one, two):
                text = decoded(raw)
                count.hold("您有一份通知待查阅" in text and "https://credit.gongxin.example/" in text,
                           "it does not say that a notice waits and where to sign in")
                for secret in secrets:
                    count.hold(secret not in text and base64.b64encode(secret.encode()).decode().rstrip("=")
                               not in raw.decode(), f"a message holds {secret!r}")
        texts(count, w, gateway)
        time.sleep(3)
        count.hold(len(server.got) == 2 and len(gateway.got) == 3, "a message was sent twice")
        w.verify()
    finally:
        w.stop()


def mail_heihe(count, binary, server):
    before = len(server.got)
    w = city("heihe", binary, server.port)
    try:
        about = w.maker.person()
        w.subject_account("waiting", about)
        token, post = w.as_person("waiting")
        got = w.call("POST", "/me/contacts", {"channel": "email", "address": "reader@mail.example"}, token, post)
        count.hold(got.status == 403 and got.json["code"] == "notice.channel" and got.json["clause"] == "HH-28",
                   f"a contact in Heihe: {got}")
        tell(w, about, "丙密")
        time.sleep(4)
        count.hold(len(server.got) == before, "something was sent in Heihe")
    finally:
        w.stop()


def mail(count, binary):
    server, gateway = Server(), Gateway()
    try:
        mail_cangzhou(count, binary, server, gateway)
        mail_heihe(count, binary, server)
    finally:
        server.stop()
        gateway.stop()
    print(f"mail: {len(server.got)} messages", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/gongxin", type=pathlib.Path)
    parser.add_argument("parts", nargs="*", default=["papers", "mail"])
    options = parser.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    count = Count()
    for part in options.parts:
        {"papers": papers, "mail": mail}[part](count, options.binary.resolve())
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
