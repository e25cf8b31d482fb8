"""One running city: a data directory, its server, and the cast of people that every scenario may use.

The cast is made through the same API that everybody uses: the security administrator opens accounts, the authority
registers units. It is made once; every scenario begins in a fresh copy of that city, on the same day.
"""
import base64
import contextlib
import ctypes
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.parse

import made_up

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PASSWORD = "Scenario-4-everybody"  # of accounts that live as long as a test directory
FIRST_DAY = "2026-03-02T01:00:00Z"  # a Monday
CAST = [("clerk", "bureau", "provider_clerk"), ("clerk_b", "bureau", "provider_clerk"),
        ("reviewer", "bureau", "provider_reviewer"), ("unit_admin", "bureau", "unit_admin"),
        ("clerk2", "bureau2", "provider_clerk"), ("reviewer2", "bureau2", "provider_reviewer"),
        ("operator", "platform", "operator"), ("window", "platform", "window"),
        ("query_clerk", "organ", "query_clerk"), ("approver", "organ", "query_approver"),
        ("organ_admin", "organ", "unit_admin"), ("objection_desk", "platform", "objection_desk"),
        ("auditor", "platform", "auditor"), ("agency_clerk", "agency", "query_clerk"),
        ("agency_admin", "agency", "unit_admin")]  # name, unit, role
FORCE = {"cangzhou": ["--first-day", "2026-01-01"]}  # whose text does not say from when


class Broken(Exception):
    """The program did not come up, died, or the world cannot be made."""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.raw = status, headers, body
        try:
            self.json = json.loads(body) if body else None
        except ValueError:
            self.json = None

    def __str__(self):
        return f"{self.status} {self.raw[:600].decode('utf-8', 'replace')}"


def name_of(database):
    return re.match(r"postgresql://[^/]*/([^?]*)", database)[1]


def copy_database(url, source, target):
    plain = re.sub(r"(postgresql://[^/]*/)[^?]*", r"\1postgres", url)
    for sql in (f"drop database if exists {target} with (force)", f"create database {target} template {source}"):
        for _ in range(50):  # a server that has just gone may still hold the source
            done = subprocess.run(["psql", "-q", "-d", plain, "-c", sql], capture_output=True)
            if done.returncode == 0:
                break
            time.sleep(0.1)
        else:
            raise Broken(f"{sql}: {done.stderr.decode()}")


def make_sign_in_cheap(database):
    """The cast signs in hundreds of times under hundreds of packs: its one password, hashed at the least cost there is."""
    argon2 = ctypes.CDLL("libargon2.so.1")
    out, word, salt = ctypes.create_string_buffer(256), PASSWORD.encode(), secrets.token_bytes(16)
    failed = argon2.argon2id_hash_encoded(1, 8, 1, word, ctypes.c_size_t(len(word)), salt, ctypes.c_size_t(len(salt)),
                                          ctypes.c_size_t(32), out, ctypes.c_size_t(len(out)))
    if failed:
        raise Broken(f"argon2: {failed}")
    with contextlib.closing(sqlite3.connect(database)) as db, db:
        db.execute("update account set password_hash = ? where password_hash is not null", (out.value.decode(),))


class World:
    def __init__(self, place, engine, folder, binary, seed, database=None, policies=None):
        self.place, self.engine, self.binary = place, engine, pathlib.Path(binary).resolve()
        self.dir = pathlib.Path(folder) / f"{place}-{engine}"
        self.database = database
        self.env = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", UBSAN_OPTIONS="print_stacktrace=1")
        self.env["GONGXIN_SHARE"] = str(policies or ROOT)
        self.maker = made_up.Maker(seed, place)
        self.tokens = {}   # login -> token
        self.passwords = {}  # login -> password, once it was changed
        self.people = {}   # cast name -> (login, post)
        self.units = {}    # cast name -> id
        self.plan = {}     # cast name -> (unit, role): who is made when first asked to act
        self.accounts = {}  # cast name -> account, of those who have one
        self.initial = {}  # login -> password, of founding accounts that nobody has used yet
        self.server = None
        self.port = 0
        self.kept = self.dir.with_name(self.dir.name + ".kept")

    # ---- the program

    def cli(self, *args, stdin=None, timeout=120):
        """Status, output, error output."""
        done = subprocess.run([self.binary, *map(str, args)], input=stdin, capture_output=True, env=self.env,
                              timeout=timeout, cwd=self.dir if self.dir.exists() else None)
        return done.returncode, done.stdout, done.stderr

    def must(self, *args, **kw):
        status, out, err = self.cli(*args, **kw)
        if status:
            raise Broken(f"gongxin {' '.join(map(str, args))}: exit {status}\n{out.decode()}{err.decode()}")
        return out

    def start(self):
        self.log = open(self.dir.parent / f"{self.dir.name}.server.log", "ab")
        self.server = subprocess.Popen([self.binary, "serve", "--data", str(self.dir), "--listen", "127.0.0.1:0",
                                        "--json"], stdout=subprocess.PIPE, stderr=self.log, env=self.env)
        line = self.server.stdout.readline()
        try:
            self.port = json.loads(line)["port"]
        except (ValueError, KeyError):
            raise Broken(f"the server did not start: {line!r} (see {self.log.name})")
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def stop(self, how=signal.SIGTERM):
        if not self.server:
            return
        self.connection.close()
        self.server.send_signal(how)
        try:
            status = self.server.wait(60)
        except subprocess.TimeoutExpired:
            self.server.kill()
            status = self.server.wait()
            raise Broken("the server did not stop")
        finally:
            self.server.stdout.close()
            self.server = None
            self.log.close()
        if how == signal.SIGTERM and status != 0:
            raise Broken(f"the server ended with {status} (see {self.log.name})")

    # ---- HTTP

    def call(self, method, path, body=None, token=None, post=None, headers=None):
        if not path.startswith("/api/"):
            path = "/api/v1" + path
        path = urllib.parse.quote(path, safe="/?&=%:+,;@")
        h = dict(headers or {})
        if token:
            h["Authorization"] = f"Bearer {token}"
        if post:
            h.setdefault("X-Post", post)
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None and "Content-Type" not in h:
            h["Content-Type"] = "application/json"
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, h)
                got = self.connection.getresponse()
                return Answer(got.status, got.headers, got.read())
            except (http.client.HTTPException, ConnectionError, BrokenPipeError):
                self.connection.close()
                if attempt == 2 or self.server.poll() is not None:
                    raise Broken(f"no answer to {method} {path} (see {self.log.name})")

    def join(self, name):
        """Gives a member of the cast account and post."""
        if name not in self.people and name in self.plan:
            self.user(name, *self.plan[name])

    def as_person(self, name):
        """Token and post of a member of the cast; (None, None) for nobody."""
        if name == "nobody":
            return None, None
        self.join(name)
        if name not in self.people:
            raise Broken(f"nobody in the cast is called {name}")
        login, post = self.people[name]
        if login in self.initial:
            self.first_sign_in(login, self.initial.pop(login))
        if login not in self.tokens:
            self.tokens[login] = self.sign_in(login)
        return self.tokens[login], post

    def sign_in(self, login, password=None):
        """A password that has grown old is changed on the way in, as the program asks."""
        password = password or self.passwords.get(login, PASSWORD)
        got = self.call("POST", "/session", {"login": login, "password": password})
        if got.status != 200:
            raise Broken(f"{login} cannot sign in: {got}")
        token = got.json["token"]
        if got.json["must_change"]:
            new = f"{PASSWORD}-{secrets.token_hex(4)}" if login in self.passwords else PASSWORD
            got = self.call("POST", "/session/password", {"old": password, "new": new}, token)
            if got.status not in (200, 204):
                raise Broken(f"{login} cannot change the password: {got}")
            self.passwords[login] = new
        return token

    def first_sign_in(self, login, password):
        self.tokens[login] = self.sign_in(login, password)

    def do(self, who, method, path, body=None, status=(200, 201, 202, 204)):
        token, post = self.as_person(who)
        got = self.call(method, path, body, token, post)
        if got.status not in status:
            raise Broken(f"{who}: {method} {path}: {got}")
        return got.json

    def signed(self, key, secret, method, path, body=b"", nonce=None, at=None):
        at = str(int(at if at is not None else self.now()))
        nonce = nonce or secrets.token_hex(8)
        digest = hashlib.sha256(body).hexdigest()
        if not path.startswith("/api/"):
            path = "/api/v1" + path
        text = "\n".join((method, path, digest, at, nonce)).encode()
        mac = hmac.new(bytes.fromhex(secret), text, hashlib.sha256).hexdigest()
        return self.call(method, path, body or None, headers={
            "X-Key": key, "X-Timestamp": at, "X-Nonce": nonce, "X-Content-SHA256": digest, "X-Signature": mac})

    # ---- time

    def now(self):
        text = self.call("GET", "/clock").json["now"]
        return time.mktime(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone

    def set_clock(self, instant):
        got = self.call("PUT", "/clock", {"now": instant})
        if got.status != 200:
            raise Broken(f"the clock cannot be set to {instant}: {got}")
        self.tokens.clear()  # sessions idle out when days pass

    # ---- making it

    def create(self, wanted=None, base=None):
        """wanted: the members of the cast that are made at once; None makes them all. base: a folder that keeps what is
        the same under every pack, the accounts and the calendar, from one city to the next."""
        shutil.rmtree(self.dir, ignore_errors=True)
        self.dir.parent.mkdir(parents=True, exist_ok=True)
        if not base:
            self.make_people()
        else:
            if not (base / "people.json").exists():
                self.keep_people(base)
            self.take_people(base)
        self.must("policy", "adopt", self.place, "--data", self.dir, "--as", "authority1", "--second", "authority2",
                  "--basis", "测试采用", *FORCE.get(self.place, []))
        if not base:
            self.adopt_calendar()
        self.start()
        self.make_catalog()
        self.make_cast(wanted)

    def adopt_calendar(self):
        self.must("policy", "adopt", ROOT / "policies/calendar/cn.csv", "--data", self.dir, "--as", "authority1",
                  "--second", "authority2", "--basis", "国务院办公厅历年通知")

    def make_people(self):
        args = ["init", "--data", self.dir, "--policy", self.place, "--test-clock", "--clock", FIRST_DAY,
                "--no-fsync", "--json"]
        if self.database:
            args += ["--database", self.database]
        for account in json.loads(self.must(*args))["accounts"]:
            self.initial[account["login"]] = account["password"]
            self.people[account["login"]] = (account["login"], None)
        self.people["authority"] = ("authority1", None)

    def keep_people(self, base):
        """Everybody has an account, nobody a post yet."""
        shutil.rmtree(self.dir, ignore_errors=True)
        self.dir.parent.mkdir(parents=True, exist_ok=True)
        self.make_people()
        self.start()
        for login in list(self.initial):
            self.as_person(login)
        for name, _, _ in CAST:
            self.account(name)
        self.stop()
        self.adopt_calendar()
        make_sign_in_cheap(self.dir / "facts.db")
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(self.dir, base / "city")
        (base / "people.json").write_text(json.dumps([self.people, self.passwords, self.accounts]))
        self.tokens.clear()
        shutil.rmtree(self.dir)

    def take_people(self, base):
        """On the first day again, a little later than what was done there."""
        shutil.copytree(base / "city", self.dir)
        conf = self.dir / "gongxin.conf"
        conf.write_text(re.sub(r"(?m)^database = .*$", f"database = sqlite:{self.dir}", conf.read_text()))
        real = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())
        (self.dir / "clock").write_text(f"{FIRST_DAY[:14]}05:00.000000Z {real}\n")
        people, self.passwords, self.accounts = json.loads((base / "people.json").read_text())
        self.people = {name: tuple(who) for name, who in people.items()}

    def make_catalog(self):
        """The first edition: drafted from the pack, comments sought where the pack asks, adopted by two persons."""
        year = int(self.today()[:4])
        self.adopt_catalog(year, f"{year}-01-01", comments=True)

    def adopt_catalog(self, year, first_day, comments=False):
        catalog = self.do("authority1", "POST", "/catalogs", {"year": year, "first_day": first_day})["id"]
        self.catalog = catalog

        def step(who, what, **body):
            version = self.do("authority1", "GET", f"/catalogs/{catalog}")["version"]
            return self.do(who, "POST", f"/catalogs/{catalog}/{what}", {"version": version, **body})
        if comments:
            self.name_power_list(catalog)
            step("authority1", "comment-period", **{"from": f"{year - 1}-11-01", "to": f"{year - 1}-11-30",
                                                    "where": "虚构市政府网站"})
        step("authority1", "adoption")
        if not step("authority2", "adoption")["adopted"]:
            raise Broken("the catalog was not adopted")
        step("authority1", "publication", day=self.today())

    def name_power_list(self, catalog):
        """Where the pack asks for it, every item of the draft names its entry of the power list."""
        rows = self.call("GET", f"/policies/{self.place}").json["rows"]
        if next(r["value"] for r in rows if r["key"] == "catalog.power_list") != "yes":
            return
        draft = self.do("authority1", "GET", f"/catalogs/{catalog}")
        for version, item in enumerate(draft["items"], draft["version"]):
            body = self.do("authority1", "GET", f"/catalogs/{catalog}/items/{item['item']}")
            self.do("authority1", "PUT", f"/catalogs/{catalog}/items",
                    {"version": version, "item": body, "power_list": f"虚构权责清单{item['name']}"})

    def make_cast(self, wanted=None):
        pack = self.call("GET", f"/policies/{self.place}").json
        types = {}  # id -> (duties, viewer), from "provide, query as organ"
        for row in pack["rows"]:
            if row["section"] == "unit_type":
                duties, _, viewer = row["value"].partition(" as ")
                types[row["key"]] = ([d.strip() for d in duties.split(",")], viewer)
        provider = next(t for t, (duties, _) in types.items() if "provide" in duties)
        others = [t for t, (duties, viewer) in types.items() if "query" in duties and viewer == "unit"]
        others.sort(key=lambda t: t != "credit_service_agency")
        self.unit_types = {"provider": provider, "other": others[0] if others else None}
        self.unit("bureau", provider, "虚构市场监管局")
        self.unit("bureau2", provider, "虚构税务局")
        self.unit("platform", provider, "虚构数据局")
        self.unit("organ", provider, "虚构发展局")
        if others:
            self.unit("agency", others[0], "虚构征信服务公司", proof="营业执照")
        self.plan = {name: (unit, role) for name, unit, role in CAST if unit in self.units}
        for name in self.plan:
            if wanted is None or name in wanted:
                self.join(name)
        for name in ("organ", "agency", "bureau", "bureau2", "platform"):
            if name in self.units:
                self.do("authority", "POST", f"/units/{self.units[name]}/terms", {"day": self.today()})

    def today(self):
        return self.call("GET", "/clock").json["today"]

    def unit(self, name, unit_type, title, proof=None, kind="11"):
        body = {"code": self.maker.organisation(kind)["number"], "name": title, "unit_type": unit_type,
                "region": made_up.REGION[self.place]}
        if proof:
            body["proof"] = proof
        self.units[name] = self.do("authority", "POST", "/units", body)["id"]
        return self.units[name]

    def account(self, name):
        made = self.do("secadmin", "POST", "/accounts", {"login": f"{name}-{self.place}", "name": f"虚构{name}",
                                                         "kind": "staff"})
        self.do("secadmin", "POST", f"/accounts/{made['id']}/agreement", {"reference": "保密协议", "day": self.today()})
        self.do("secadmin", "POST", f"/accounts/{made['id']}/activate", {})
        self.first_sign_in(f"{name}-{self.place}", made["initial_password"])
        self.accounts[name] = made["id"]

    def user(self, name, unit, role, designated=True):
        if name not in self.accounts:
            self.account(name)
        post = {"unit": self.units[unit], "role": role, "from_day": self.today()}
        if designated:
            post["designated_from"] = self.today()
        post_id = self.do("secadmin", "POST", f"/accounts/{self.accounts[name]}/posts", post)["id"]
        self.people[name] = (f"{name}-{self.place}", post_id)
        return self.accounts[name], post_id

    def subject_account(self, name, about, proof=None):
        """The person or organisation behind the records signs in as `name`, after originals were checked at the window."""
        login = f"{name}-{self.place}"
        made = self.do("window", "POST", "/subject-accounts", {
            "subject": about, "login": login, "checked_originals": "居民身份证", **({"proof": proof} if proof else {})})
        self.first_sign_in(login, made["initial_password"])
        self.people[name] = (login, None)
        return made["id"]

    # ---- copies of it

    def freeze(self):
        """Keeps the city as it is now; fresh() brings it back as often as wanted."""
        self.stop()
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.dir, self.kept)
        if self.database:
            copy_database(self.database, name_of(self.database), name_of(self.database) + "_kept")
        self.cast = (dict(self.people), dict(self.units), dict(self.passwords), dict(self.initial), dict(self.accounts),
                     self.catalog)

    def fresh(self):
        if self.server:
            self.stop()
        shutil.rmtree(self.dir)
        shutil.copytree(self.kept, self.dir)
        if self.database:
            copy_database(self.database, name_of(self.database) + "_kept", name_of(self.database))
        people, units, passwords, initial, accounts, self.catalog = self.cast
        self.people, self.units = dict(people), dict(units)
        self.passwords, self.initial, self.accounts = dict(passwords), dict(initial), dict(accounts)
        self.tokens.clear()
        self.start()

    # ---- the end

    def verify(self):
        """Seals what is left and lets the independent verifier look at everything."""
        self.must("work", "--data", self.dir, "--once")
        self.stop()
        done = subprocess.run([self.binary.with_name("gongxin-verify"), "--data", str(self.dir)], capture_output=True,
                              env=self.env)
        if done.returncode:
            raise Broken(f"gongxin-verify: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}")
