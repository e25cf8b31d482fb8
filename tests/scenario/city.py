"""A city as an operator runs it: the machine's own clock, every commit waited for. For what measures and what kills;
scenarios use world.World itself, whose clock they move."""
import json
import pathlib
import shutil
import time

import world


class City(world.World):
    def create(self):
        shutil.rmtree(self.dir, ignore_errors=True)
        self.dir.parent.mkdir(parents=True, exist_ok=True)
        args = ["init", "--data", self.dir, "--policy", self.place, "--json"]
        if self.database:
            args += ["--database", self.database]
        made = json.loads(self.must(*args))
        self.start()
        for account in made["accounts"]:
            self.first_sign_in(account["login"], account["password"])
            self.people[account["login"]] = (account["login"], None)
        self.people["authority"] = ("authority1", None)
        self.credential = self.dir.parent / f"{self.dir.name}.credential"
        self.credential.unlink(missing_ok=True)
        self.credential.touch(0o600)
        self.credential.write_text(f"sysadmin {world.PASSWORD}\n")
        self.adopt({"place": self.place})
        self.adopt({"calendar": (world.ROOT / "policies/calendar/cn.csv").read_text(encoding="utf-8")})
        self.make_catalog()
        self.make_cast()

    def adopt(self, what):
        edition = self.do("authority1", "POST", "/policies/adoptions", {"basis": "测试采用", **what})["id"]
        self.do("authority2", "POST", f"/policies/adoptions/{edition}/confirm", {})

    def acting(self, name):
        """Options that let a command act for a member of the cast."""
        login, post = self.people[name]
        return ["--as", login, *(["--post", post] if post else []), "--credential", str(self.credential)]

    def imports(self, name, item, file):
        """The command that imports a file."""
        return [str(self.binary), "import", "--data", str(self.dir), *self.acting(name), "--item", item, str(file)]

    def wait_for_submission(self, name, submission, seconds=60):
        """Until nothing of it is left to do."""
        deadline = time.monotonic() + seconds
        while True:
            got = self.do(name, "GET", f"/submissions/{submission}")
            if got["state"] not in ("checking", "withdrawing"):
                return got
            if time.monotonic() > deadline:
                raise world.Broken(f"submission {submission} is still {got['state']} after {seconds} s")
            time.sleep(0.05)

    def copy(self, folder, database=None):
        """Another city that is the same now; the server of this one must not run. Whoever names a database of its own
        has copied that."""
        twin = City(self.place, self.engine, folder, self.binary, "copy", database)
        twin.people, twin.units, twin.tokens = dict(self.people), dict(self.units), {}
        twin.credential = self.credential
        shutil.rmtree(twin.dir, ignore_errors=True)
        twin.dir.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.dir, twin.dir, ignore=shutil.ignore_patterns("*.sock"))
        conf = twin.dir / "gongxin.conf"
        lines = [f"database = {database or f'sqlite:{twin.dir}'}" if line.startswith("database =") else line
                 for line in conf.read_text(encoding="utf-8").splitlines()]
        conf.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return twin

    def month_of_looks(self):
        return self.today()[:7].replace("-", "")


def sqlite_facts(city):
    return pathlib.Path(city.dir) / "facts.db"
