#!/usr/bin/env python3
"""Measures this backend beside the same work in FastAPI and SQLAlchemy, on one database.

    python3 run.py [--seconds 8] [--connections 32]

Needs wrk and PostgreSQL (Debian: apt-get install wrk postgresql) and the release build of the backend. Makes
1,000 users and 10,000 images in a database of its own, which is thrown away. Both services run with
their settings for production speed, one after the other, on the same machine as wrk: look at the
ratios, not at the figures. Everything listens on loopback.
"""

import argparse
import base64
import contextlib
import glob
import hmac
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
USERS, IMAGES = 1_000, 10_000
PASSWORD = "correct horse"

SEED = f"""
insert into "user" (id, username, email, password_hash)
select gen_random_uuid(), 'user' || n, 'user' || n || '@example.com',
       (select password_hash from "user" where username = 'user1')
from generate_series(2, {USERS}) n;
insert into image (id, path, content_type, created_at, public, owner_id, uploaded)
select gen_random_uuid(), '', 'image/png', now() - n * interval '1 minute', n % 10 < 7,
       (select id from "user" where username = 'user' || (1 + n % {USERS})), true
from generate_series(1, {IMAGES}) n;
analyze;
"""

GET = """
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
"""
LOGIN = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
request = function()
  n = n + 1
  return wrk.format(nil, nil, nil, '{"username": "user' .. (1 + n % 1000) .. '", "password": "correct horse"}')
end
"""
# Each user may have 100 uploads open: their tokens take turns.
GENERATE = """
local tokens = {}
for line in io.lines(os.getenv("TOKENS")) do tokens[#tokens + 1] = line end
local n = 0
request = function()
  n = n + 1
  return wrk.format("POST", nil, {["Authorization"] = "Bearer " .. tokens[1 + n % #tokens]})
end
"""


def fail(message):
    sys.exit(f"run.py: {message}")


def postgres_bin():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    initdb = found[-1] if found else shutil.which("initdb")
    return Path(initdb).parent if initdb else fail("PostgreSQL's server is not installed; run: apt-get install postgresql")


def as_server(command):
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    return prefix + [str(part) for part in command]


@contextlib.contextmanager
def process(command, **options):
    child = subprocess.Popen([str(part) for part in command], **options)
    try:
        yield child
    finally:
        child.send_signal(signal.SIGINT)
        child.wait()


@contextlib.contextmanager
def database():
    bin_dir = postgres_bin()
    with tempfile.TemporaryDirectory(prefix="yoctogram-bench-") as directory:
        if os.getuid() == 0:
            shutil.chown(directory, "postgres", "postgres")
        data = Path(directory) / "data"
        initdb = [bin_dir / "initdb", "-D", data, "-U", "yoctogram", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(as_server(initdb), check=True, stdout=subprocess.DEVNULL)
        server = as_server([bin_dir / "postgres", "-D", data, "-k", directory, "-c", "listen_addresses="])
        with process(server, stderr=subprocess.DEVNULL):
            while subprocess.run([bin_dir / "pg_isready", "-q", "-h", directory, "-d", "postgres"]).returncode:
                time.sleep(0.1)
            subprocess.run([bin_dir / "createdb", "-h", directory, "-U", "yoctogram", "yoctogram"], check=True)
            yield directory


def psql(socket_dir, statement):
    command = ["psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", socket_dir, "-U", "yoctogram", "yoctogram"]
    return subprocess.run(command, input=statement, check=True, text=True, capture_output=True).stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def call(base, path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(base + path, data, headers)) as response:
        return json.load(response)


@contextlib.contextmanager
def service(name, command, environment):
    port = free_port()
    base = f"http://127.0.0.1:{port}/api/v1"
    command = [part.replace("PORT", str(port)) for part in map(str, command)]
    with process(command, env={**environment, "PORT": str(port)}, cwd=HERE, stderr=subprocess.DEVNULL) as child:
        for _ in range(300):
            if child.poll() is not None:
                fail(f"{name} did not start")
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                call(base, "/health")
                break
            time.sleep(0.1)
        yield base


def token_of(user, key):
    """What the service issues at a login; a thousand logins would take longer than the rest."""
    encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    header = encode(json.dumps({"typ": "JWT", "alg": "HS256"}).encode())
    claims = encode(json.dumps({"sub": user, "exp": int(time.time()) + 86400}).encode())
    signature = hmac.digest(key.encode(), f"{header}.{claims}".encode(), "sha256")
    return f"{header}.{claims}.{encode(signature)}"


class Wrk:
    def __init__(self, arguments, directory):
        self.arguments, self.directory = arguments, Path(directory)

    def command(self, url, script, connections):
        path = self.directory / f"{abs(hash(script))}.lua"
        path.write_text(script)
        return ["wrk", "-t1", f"-c{connections}", f"-d{self.arguments.seconds}s", "--timeout", "30s", "--latency", "-s", str(path), url]

    def measure(self, url, script, environment, connections=None):
        command = self.command(url, script, connections or self.arguments.connections)
        output = subprocess.run(command, env={**os.environ, **environment}, check=True, text=True, capture_output=True).stdout
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
        if refused:
            fail(f"{url}: {refused[1]} answers were not 200\n{output}")
        quantile = lambda percent: milliseconds(re.search(rf"^ +{percent}% +(\S+) *$", output, re.M)[1])
        return {"p50": quantile(50), "p99": quantile(99), "rate": float(re.search(r"Requests/sec: +(\S+)", output)[1])}

    def flood(self, url, script, connections):
        command = self.command(url, script, connections)
        command[3] = f"-d{self.arguments.seconds + 4}s"
        return process(command, stdout=subprocess.DEVNULL)


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def measure(base, wrk, token, tokens, socket_dir):
    feed, login = base + "/feed/latest", base + "/auth/login/"
    wrk.measure(feed, GET, {"TOKEN": token}, 4)  # Warm up.
    results = {"feed": wrk.measure(feed, GET, {"TOKEN": token})}
    results["login"] = wrk.measure(login, LOGIN, {})
    results["generate"] = wrk.measure(base + "/images/upload/public/generate", GENERATE, {"TOKENS": tokens})
    psql(socket_dir, "delete from image where not uploaded; vacuum analyze image")
    results["feed, 4 connections"] = wrk.measure(feed, GET, {"TOKEN": token}, 4)
    with wrk.flood(login, LOGIN, 64):
        time.sleep(2)
        results["feed, 4, while 64 log in"] = wrk.measure(feed, GET, {"TOKEN": token}, 4)
    return results


def report(ours, peers):
    print(f"{'':26}{'yoctogram':>32}{'FastAPI':>32}{'ratio':>20}")
    print(f"{'':26}" + f"{'req/s':>12}{'p50 ms':>10}{'p99 ms':>10}" * 2 + f"{'req/s':>10}{'p99':>10}")
    for name in ours:
        row = f"{name:26}"
        for result in (ours[name], peers[name]):
            row += f"{result['rate']:12.0f}{result['p50']:10.2f}{result['p99']:10.2f}"
        print(row + f"{ours[name]['rate'] / peers[name]['rate']:9.1f}x{peers[name]['p99'] / ours[name]['p99']:9.1f}x")


def peer_python():
    environment = HERE / ".venv"
    if not environment.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([environment / "bin/pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return environment / "bin/python"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8, help="length of each measurement")
    parser.add_argument("--connections", type=int, default=32, help="connections of each measurement")
    parser.add_argument("--binary", type=Path, help="the release build; by default the workspace's")
    arguments = parser.parse_args()
    binary = arguments.binary or HERE.parent.parent / "target/release/yoctogram"
    if not binary.exists():
        fail(f"{binary} is missing; run: cargo build --release -p yoctogram")
    if not shutil.which("wrk"):
        fail("wrk is not installed; run: apt-get install wrk")
    python = peer_python()
    with database() as socket_dir, tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ, "PRODUCTION": "false", "RATE_LIMITS": "off", "SECRET_KEY": "0123456789abcdef0123456789abcdef",
            "POSTGRES_HOST": socket_dir, "POSTGRES_PORT": "5432", "POSTGRES_USER": "yoctogram",
            "POSTGRES_PASSWORD": "", "POSTGRES_DB": "yoctogram", "LOCAL_UPLOAD_DIR": scratch,
        }
        wrk = Wrk(arguments, scratch)
        with service("yoctogram", [binary], environment) as base:
            call(base, "/auth/register/", {"username": "user1", "email": "user1@example.com", "password": PASSWORD})
            psql(socket_dir, SEED)
            tokens = Path(scratch) / "tokens"
            ids = psql(socket_dir, 'select id from "user" order by username').split()
            tokens.write_text("\n".join(token_of(user, environment["SECRET_KEY"]) for user in ids))
            token = tokens.read_text().split()[0]
            expected = call(base, "/feed/latest", token=token)
            assert expected["count"] == 100, expected
            ours = measure(base, wrk, token, str(tokens), socket_dir)
        uvicorn = [python, "-m", "uvicorn", "peer:app", "--host", "127.0.0.1", "--port", "PORT", "--workers", "2", "--no-access-log", "--loop", "uvloop", "--http", "httptools"]
        with service("the FastAPI service", uvicorn, environment) as base:
            if call(base, "/feed/latest", token=token) != expected:
                fail("the two services answer differently")
            peers = measure(base, wrk, token, str(tokens), socket_dir)
    report(ours, peers)


main()
