#!/usr/bin/env python3
"""Times the start of published functions as the Functions host sees it: from exec to the first answer, to the first completed invocation, and the memory then.

    dotnet publish functions/Mail.Functions -c Release -r linux-x64 -o /tmp/one
    dotnet publish functions/Mail.Functions -c Release -r linux-x64 -p:PublishReadyToRun=false -o /tmp/other
    python3 tests/Mail.Benchmarks/Startup/startup.py --runs 15 /tmp/one /tmp/other

Starts a storage emulator of its own (Node.js). The invocation is of a message that is gone: the storage is asked twice, and nothing is left to do. The variants take turns, so that
what else the machine does falls on all of them."""
import argparse, http.client, json, os, pathlib, shutil, socket, statistics, subprocess, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[3]
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
BODY = json.dumps({"Data": {"pointer": json.dumps({"v": 1, "queueId": "01k9zq3v5x8r4c2m7n6p1d0e9f"})}, "Metadata": {"DequeueCount": "1", "sys": {"MethodName": "Incoming"}}})


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def ask(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    response = connection.getresponse()
    return response.status, response.read()


def until_answers(port, path="/", process=None):
    while True:
        try:
            return ask(port, "GET", path)
        except OSError:
            if process is not None and process.poll() is not None:
                raise SystemExit(f"it ended with {process.returncode}")
            time.sleep(0.002)


def run(folder, storage):
    (port,) = free_ports(1)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAIL_", "DOTNET_ROOT"))}
    environment |= {"FUNCTIONS_CUSTOMHANDLER_PORT": str(port), "MAIL_STORAGE": storage}
    began = time.perf_counter()
    process = subprocess.Popen([os.path.join(folder, "Mail.Functions")], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_answers(port, process=process)
        answered = time.perf_counter()
        status, body = ask(port, "POST", "/Incoming", BODY)
        done = time.perf_counter()
        if status != 200 or not isinstance(json.loads(body), dict):
            raise SystemExit(f"{folder}: the invocation did not complete: {status} {body[:200]}")
        with open(f"/proc/{process.pid}/status") as file:
            memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
        with open(f"/proc/{process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
        return (answered - began) * 1000, (done - began) * 1000, cpu, memory
    finally:
        process.kill()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="output of dotnet publish")
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    blob, queue, table = free_ports(3)
    state = tempfile.mkdtemp()
    azurite = subprocess.Popen(
        ["node", str(ROOT / "infra/local/azurite/start.js"), "--location", state, "--blobPort", str(blob), "--queuePort", str(queue), "--tablePort", str(table)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    storage = (f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={KEY};BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;"
               f"QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;")
    try:
        until_answers(table, process=azurite)
        results = {folder: [] for folder in arguments.folders}
        for _ in range(arguments.runs):
            for folder in arguments.folders:
                results[folder].append(run(folder, storage))
        print(f"{'ms, median (min)':40} {'first answer':>16} {'first invocation':>18} {'CPU':>14} {'peak MiB':>10}")
        for folder, runs in results.items():
            columns = list(zip(*runs))
            cells = [f"{statistics.median(column):.0f} ({min(column):.0f})" for column in columns]
            print(f"{folder:40} {cells[0]:>16} {cells[1]:>18} {cells[2]:>14} {statistics.median(columns[3]):>10.0f}")
    finally:
        azurite.kill()
        azurite.wait()
        shutil.rmtree(state)


if __name__ == "__main__":
    main()
