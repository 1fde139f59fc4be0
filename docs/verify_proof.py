"""Check a ledger entry's proof: python3 verify_proof.py proof.json [roots.txt]. See ledger.md."""

import json
import sys
from hashlib import sha256
from pathlib import Path


def check(proof, roots=""):
    """Return None, or what is wrong."""
    hashes = b""
    for f in proof["fields"]:
        if "text" in f:
            data = bytes.fromhex(f["salt"]) + f["name"].encode() + b"\0" + f["text"].encode()
            hashes += sha256(data).digest()
        else:
            hashes += bytes.fromhex(f["hash"])
    node = sha256(b"\0" + hashes).digest()
    seal, path = proof["seal"], [bytes.fromhex(one) for one in proof["path"]]
    index, last = proof["index"], seal["size"] - 1
    while last > 0:
        if index ^ 1 <= last:
            sibling = path.pop(0)
            node = sha256(b"\1" + (sibling + node if index & 1 else node + sibling)).digest()
        index, last = index // 2, last // 2
    if path or node.hex() != seal["root"]:
        return "the entry is not in this seal"
    head = f"{proof['form']} {seal['number']} {seal['size']} {seal['sealed_at']}\n".encode()
    if sha256(head + bytes.fromhex(seal["previous"]) + node).hexdigest() != seal["chain"]:
        return "the seal's chain is wrong"
    line = f"{seal['number']} {seal['size']} {seal['sealed_at']} {seal['root']} {seal['chain']}"
    return None if not roots or line in roots.splitlines() else "this seal was not published"


texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
wrong = check(json.loads(texts[0]), *texts[1:])
print(wrong or "The entry is in its seal, and the seal is in its chain.")
sys.exit(bool(wrong))
