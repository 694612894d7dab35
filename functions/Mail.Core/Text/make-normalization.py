"""Writes normalization.txt, the data of Normalization.cs, from the Unicode data of this Python (version 3.11: Unicode 14.0).

    python3 make-normalization.py > normalization.txt

Lines: "D code mapping…" full compatibility decompositions, "C first second composed" canonical compositions, "O class code…" characters by
combining class. Hexadecimal. Hangul syllables are left out: they are computed (The Unicode Standard, 3.12).
"""
import sys
import unicodedata

print(f"# Unicode {unicodedata.unidata_version}, https://www.unicode.org/license.txt")
classes = {}
for code in range(sys.maxunicode + 1):
    if 0xD800 <= code <= 0xDFFF or 0xAC00 <= code <= 0xD7A3:
        continue
    char = chr(code)
    if unicodedata.combining(char):
        classes.setdefault(unicodedata.combining(char), []).append(code)
    full = unicodedata.normalize("NFKD", char)
    if full != char:
        print("D", f"{code:X}", *(f"{ord(c):X}" for c in full))
    parts = unicodedata.decomposition(char).split()
    # What composes to itself again is no exclusion of composition.
    if len(parts) == 2 and parts[0][0] != "<" and unicodedata.normalize("NFC", char) == char:
        print("C", *parts, f"{code:X}")
for number, codes in sorted(classes.items()):
    print("O", number, *(f"{c:X}" for c in codes))
