#!/usr/bin/env python3
"""What an idle connection costs the gateway: resident memory with many connections that have greeted and wait, divided by their number.

    dotnet build -c Release smtp-gateway/Mail.Gateway
    python3 tests/Mail.Benchmarks/idle-connections.py artifacts/bin/Mail.Gateway/release/Mail.Gateway [count]

Needs openssl for a certificate; no storage, because nothing is delivered.
"""
import os, socket, ssl, subprocess, sys, tempfile, time

gateway, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
trust = ssl.create_default_context()
trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE


def start(folder):
    key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
                    "-days", "2", "-subj", "/CN=localhost"], check=True, capture_output=True)
    settings = dict(MAIL_TLS_CERTIFICATE=certificate, MAIL_TLS_KEY=key, MAIL_HOSTNAME="localhost", MAIL_GATEWAY_STATE=folder, MAIL_MAX_SESSIONS="100000",
                    MAIL_SMTP_PORT="0", MAIL_SUBMISSION_PORT="0", MAIL_SUBMISSIONS_PORT="0", MAIL_HEALTH_PORT="0")
    process = subprocess.Popen([gateway], env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ports = {}
    while "health" not in ports:
        _, name, address = process.stdout.readline().split()
        ports[name] = int(address.rsplit(":", 1)[1])
    return process, ports


def connect(ports, how):
    connection = socket.create_connection(("127.0.0.1", ports["submissions" if how == "TLS" else "smtp"]), 20)
    if how == "TLS":
        connection = trust.wrap_socket(connection)
    for line in [b"EHLO client.test\r\n"] + [b"STARTTLS\r\n"] * (how == "STARTTLS"):
        connection.recv(4096)
        connection.sendall(line)
    connection.recv(4096)
    if how == "STARTTLS":
        connection = trust.wrap_socket(connection)
        connection.sendall(b"EHLO client.test\r\n")
        connection.recv(4096)
    return connection


def resident(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


for how in ["plain", "STARTTLS", "TLS"]:
    with tempfile.TemporaryDirectory() as folder:
        process, ports = start(folder)
        try:
            # Code that is compiled on first use and the first of what pools keep are not the connections'.
            warm = [connect(ports, how) for _ in range(300)]
            time.sleep(5)
            before = resident(process)
            open_connections = [connect(ports, how) for _ in range(count)]
            time.sleep(3)
            print(f"{how:9} {(resident(process) - before) / count:6.1f} KiB for each of {len(open_connections)} connections")
        finally:
            process.terminate()
            process.wait(60)
