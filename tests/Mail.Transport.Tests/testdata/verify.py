# Verifies the message on standard input with dkimpy; the DNS is the file named first: {"name": "text"}.
# Prints one word for each DKIM-Signature from the top, then the state of the ARC chain.
import json, sys
import dkim

zone = {name + ".": text.encode() for name, text in json.load(open(sys.argv[1])).items()}
message = sys.stdin.buffer.read()
lookup = lambda name, timeout=5: zone.get((name if isinstance(name, str) else name.decode()).lower())
count = sum(1 for name, _ in dkim.rfc822_parse(message)[0] if name.lower() == b"dkim-signature")
for index in range(count):
    try:
        print("pass" if dkim.DKIM(message).verify(idx=index, dnsfunc=lookup) else "fail")
    except dkim.DKIMException as error:
        print("error", error)
print("arc", dkim.arc_verify(message, dnsfunc=lookup)[0].decode())
