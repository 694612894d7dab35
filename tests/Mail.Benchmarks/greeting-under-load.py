#!/usr/bin/env python3
"""How long a new client waits for the greeting while others hold connections.

usage: greeting-under-load.py GATEWAY [IDLE [SLOW]]

Starts the gateway program on free ports, opens IDLE connections (400) that say nothing and SLOW (100) that write one byte a second, and then
connects 100 times, one after the other. Prints the median, the 99th percentile and the longest time to the greeting, in milliseconds.
The storage need not be there: nothing is received.
"""
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time


def connect(port):
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    greeting = client.recv(512)
    if not greeting.startswith(b"220 "):
        raise SystemExit(f"no greeting: {greeting!r}")
    return client


def write_slowly(clients, stop):
    while not stop.wait(1):
        for client in clients:
            client.send(b"N")


def main():
    idle, slow = (int(value) for value in (sys.argv[2:] + ["400", "100"][len(sys.argv) - 2:]))
    environment = dict(os.environ, MAIL_HOSTNAME="mx.example.test", MAIL_GATEWAY_STATE=tempfile.mkdtemp())
    gateway = subprocess.Popen(
        [sys.argv[1], "--smtp-port", "0", "--health-port", "0", "--submission-port", "0", "--submissions-port", "0"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = next(int(line.rsplit(":", 1)[1]) for line in gateway.stdout if line.startswith("listening smtp "))
        held = [connect(port) for _ in range(idle + slow)]
        stop = threading.Event()
        writer = threading.Thread(target=write_slowly, args=(held[idle:], stop))
        writer.start()
        times = []
        for _ in range(100):
            start = time.perf_counter()
            client = connect(port)
            times.append((time.perf_counter() - start) * 1000)
            client.close()
            time.sleep(0.02)
        stop.set()
        writer.join()
        times.sort()
        print(f"{idle} idle, {slow} slow: median {times[50]:.1f} ms, 99 % {times[98]:.1f} ms, longest {times[99]:.1f} ms")
    finally:
        gateway.terminate()
        gateway.wait(30)


main()
