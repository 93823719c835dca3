#!/usr/bin/env python3
"""A second verifier of Kvlar's audit record, written from docs/spec/audit-log.md alone.

    verify_audit.py HOME [KEYS]    verify every chain of an audit home; KEYS is a bundle, a list or a folder of them

Python's standard library is enough for hashes, links, Merkle roots, checkpoints and proofs. Signatures are checked
when a `cryptography` with ML-DSA is installed; otherwise the answer says that they were not. Exits 0 or, broken, 12.
"""
import base64, datetime, hashlib, json, os, pathlib, re, sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
except ImportError:
    MLDSA65PublicKey = None

SUITES = {"ml-dsa-65": 1, "ml-dsa-65+ed25519": 2}
KEY_MEMBERS = ["ml_dsa_verifying_key", "ed25519_verifying_key", "ml_kem_encapsulation_key", "x25519_public_key"]
NOTE_TYPES = [("kvlar/ml-dsa-65/v1", KEY_MEMBERS[0], 3309), ("kvlar/ed25519/v1", KEY_MEMBERS[1], 64)]
UNSIGNED_SECONDS = 60
KINDS = {"checkpoint": ("kvlar/checkpoint/v1", "kvlar/audit/"), "anchor": ("kvlar/audit/v1", "kvlar/anchor/")}

class Broken(Exception):
    """Something does not hold."""

def need(holds, what):
    if not holds:
        raise Broken(what)

def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()

def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()

class Frontier:
    """The complete subtrees at the right edge of an RFC 6962 tree, largest first."""

    def __init__(self, size=0, subtrees=()):
        self.size, self.subtrees = size, list(subtrees)
        need(bin(size).count("1") == len(self.subtrees), "the subtrees do not fit the size")

    def append(self, leaf):
        size = self.size
        while size & 1:
            leaf, size = node_hash(self.subtrees.pop(), leaf), size >> 1
        self.subtrees.append(leaf)
        self.size += 1

    def root(self):
        root = self.subtrees[-1] if self.subtrees else hashlib.sha256(b"").digest()
        for left in reversed(self.subtrees[:-1]):
            root = node_hash(left, root)
        return root

def inclusion_root(leaf, index, size, path):
    """The root that an audit path leads to, straight from PATH of RFC 6962 section 2.1.1."""
    need(0 <= index < size and (size == 1) == (not path), "the path is not one for this place")
    if size == 1:
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return node_hash(inclusion_root(leaf, index, half, path[:-1]), path[-1])
    return node_hash(path[-1], inclusion_root(leaf, index - half, size - half, path[:-1]))

def consistency_roots(old_size, size, old_root, proof, whole=True):
    """Old and new root that a proof leads to, straight from SUBPROOF of RFC 6962 section 2.1.2."""
    need(0 < old_size <= size and len(proof) >= (old_size != size or not whole), "the proof is not one for these sizes")
    if old_size == size:
        need(len(proof) == (not whole), "the proof is too long")
        return (old_root, old_root) if whole else (proof[0], proof[0])
    half = 1 << (size - 1).bit_length() - 1
    if old_size <= half:
        old, new = consistency_roots(old_size, half, old_root, proof[:-1], whole)
        return old, node_hash(new, proof[-1])
    old, new = consistency_roots(old_size - half, size - half, old_root, proof[:-1], False)
    return node_hash(proof[-1], old), node_hash(proof[-1], new)

def unbase64(text, length=None):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text and length in (None, len(data)), "base64 is not canonical")
    return data

def unbase64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def sized(data):
    return len(data).to_bytes(4, "big") + data

def check_note(note, keys, kind):
    """Splits a note, checks its signatures, and returns its lines and its text."""
    text, _, signed = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")[:-1]
    use, prefix = KINDS[kind]
    need(len(lines) >= 7 and lines[0].startswith(prefix), "the note is not a " + kind)
    fields = dict(line.split(" ", 1) for line in lines[3:6])
    need(list(fields) == ["time", "key", "suite"] and fields["suite"] in SUITES, "the note's lines are not in order")
    *signatures, rest = signed.split("\n")
    need(rest == "" and len(signatures) == SUITES[fields["suite"]], "the note has not the signatures of its suite")
    need(fields["key"] in keys, "the key is not trusted")
    message = b"".join(sized(part.encode()) for part in (use, fields["suite"], fields["key"])) + sized(text.encode())
    for line, (name, member, length) in zip(signatures, NOTE_TYPES):
        public = unbase64url(keys[fields["key"]][member])
        origin, _, encoded = line.removeprefix("\u2014 ").partition(" ")
        data = unbase64(encoded, 4 + length)
        key_hash = hashlib.sha256(f"{lines[0]}\n".encode() + b"\xff" + name.encode() + public).digest()[:4]
        need(line.startswith("\u2014 ") and origin == lines[0] and data[:4] == key_hash, "the key did not sign this")
        try:
            if MLDSA65PublicKey and length == 64:
                Ed25519PublicKey.from_public_bytes(public).verify(data[4:], message)
            elif MLDSA65PublicKey:
                MLDSA65PublicKey.from_public_bytes(public).verify(data[4:], message, use.encode())
        except InvalidSignature as error:
            raise Broken("a signature does not hold") from error
    return lines, text

def read_checkpoint(note, keys):
    lines, text = check_note(note, keys, "checkpoint")
    need(lines[6].startswith("previous ") and all(line.startswith("head ") for line in lines[7:]), "a line is unknown")
    heads = [line.split(" ")[1:] for line in lines[7:]]
    heads = [{"chain": chain, "size": int(size), "root": unbase64(root, 32)} for chain, size, root in heads]
    names = ("chain", "size", "root", "time", "key", "previous", "digest", "heads")
    digest, root = hashlib.sha256(text.encode()).hexdigest(), unbase64(lines[2], 32)
    return dict(zip(names, (lines[0][12:], int(lines[1]), root, lines[3], lines[4][4:], lines[6][9:], digest, heads)))

def read_anchor(note, keys):
    lines, _ = check_note(note, keys, "anchor")
    need(lines[6].startswith("in-force ") and lines[7].startswith("last "), "the anchor's lines are not in order")
    tree = Frontier(int(lines[1]), [unbase64(line.removeprefix("subtree "), 32) for line in lines[8:]])
    need(tree.size > 0 and tree.root() == unbase64(lines[2], 32), "the anchor's root is not that of its subtrees")
    return lines[0].removeprefix(KINDS["anchor"][1]), tree, unbase64(lines[7][5:], 32), lines[6][9:]

def read_entry(line):
    def members(pairs):
        names = [name.encode("utf-16-be", "surrogatepass") for name, _ in pairs]
        need(names == sorted(set(names)), "an entry's members are not in order, or doubled")
        return dict(pairs)

    entry = json.loads(line.decode("utf-8"), object_pairs_hook=members)
    need(isinstance(entry, dict) and entry.get("v") == 1 and isinstance(entry.get("kind"), str), "a line is no entry")
    return entry

def verify_chain(lines, notes, anchor, keys, name=None, home=None, known=()):
    """Returns what holds of a chain, and the heads of other chains that it names; raises Broken."""
    chain, tree, last, in_force = read_anchor(anchor, keys) if anchor else (name, Frontier(), None, None)
    first, trustworthy, earlier, time, since, heads, signed, is_closed = tree.size, tree.size, 0, "", "", [], {}, False
    before = {"digest": "none", "size": 0, "time": ""}
    for at in (read_checkpoint(note, keys) for note in notes):
        need(at["previous"] == before["digest"], "a checkpoint does not name the one before it")
        need(at["size"] >= before["size"] and at["time"] >= before["time"], "checkpoints are not in order")
        heads += at["heads"]
        if at["size"] >= first:
            signed.setdefault(at["size"], []).append(at)
        before, earlier = at, at["size"] if at["size"] < first else earlier
    need(not anchor or first in signed, "no checkpoint signs the pruned entries")

    def meet():
        for at in signed.pop(tree.size, ()):
            need(at["root"] == tree.root(), "the entries are not those that were signed")
            need((at["chain"], at["key"]) == (chain, in_force), "a checkpoint is of another chain or key")
        for head in known:
            need(head["size"] != tree.size or head["root"] == tree.root(), "a head known from elsewhere differs")

    meet()
    for line in lines:
        entry = read_entry(line)
        need(entry["index"] == tree.size, "an entry is not in its place")
        need(entry["prev"] == (last.hex() if last else "genesis"), "an entry does not follow from the one before it")
        need((entry["kind"] == "genesis") == (tree.size == 0) and entry["time"] >= time, "an entry is out of order")
        if entry["kind"] == "genesis":
            need(name in (None, entry["chain"]) and home in (None, entry["home"]), "the chain is of another place")
            chain, in_force = entry["chain"], entry["key_id"]
            heads += [{**head, "root": unbase64(head["root"], 32)} for head in entry["others"]]
        elif entry["kind"] == "key":
            need(entry["previous_key_id"] == in_force, "a change of keys starts from another key")
            in_force = entry["key_id"]
        is_taken_over, covered = entry["kind"] == "recovery", trustworthy == tree.size
        found = entry.get("unsigned_from") in (trustworthy, earlier if covered else trustworthy)
        need(found or not is_taken_over, "another number was signed at the take-over")
        need(is_taken_over or covered or not is_closed, "the chain was closed and that is not signed")
        time, last, is_closed = entry["time"], leaf_hash(line), entry["kind"] == "close"
        since = time if covered or is_taken_over else since
        tree.append(last)
        earlier, trustworthy = (trustworthy, tree.size) if tree.size in signed else (earlier, trustworthy)
        meet()
    need(not signed and name in (None, chain), "entries that were signed are missing, or the chain is of another place")
    if trustworthy < tree.size:
        begin, end = (datetime.datetime.fromisoformat(one[:-1]) for one in (since, time))
        need(not is_closed and (end - begin).total_seconds() <= UNSIGNED_SECONDS, "the end should be signed")
    need(all(head["size"] <= tree.size for head in known), "entries that are known from elsewhere are missing")
    return {"size": tree.size, "root": base64.b64encode(tree.root()).decode(), "trustworthy": trustworthy}, heads

def verify_proof(text, keys):
    head, _, checkpoint = text.partition("\n\n")
    header, entry, index, *path = head.split("\n")
    need((header, entry[:6], index[:6]) == ("kvlar/proof/v1", "entry ", "index "), "this is no proof")
    signed, line = read_checkpoint(checkpoint, keys), unbase64(entry[6:])
    root = inclusion_root(leaf_hash(line), int(index[6:]), signed["size"], [unbase64(one, 32) for one in path])
    need(root == signed["root"] and read_entry(line)["index"] == int(index[6:]), "the proof does not lead to the root")

def load_keys(path):
    bundles = []
    for file in sorted(pathlib.Path(path).iterdir()) if os.path.isdir(path) else [pathlib.Path(path)]:
        value = json.loads(file.read_bytes())
        bundles += value if isinstance(value, list) else [value]
    for bundle in bundles:
        parts = b"".join(sized(unbase64url(bundle.get(name, ""))) for name in KEY_MEMBERS)
        times = b"".join((bundle[name] or 0).to_bytes(8, "big") for name in ("created_at", "expires_at"))
        thumbprint = hashlib.sha256(sized(b"kvlar/bundle/v1") + parts + times).hexdigest()
        need(bundle["id"] == thumbprint, "a key has another's id")
    return {bundle["id"]: bundle for bundle in bundles}

def read_chain(folder):
    """Lines, checkpoint notes and anchor of a chain's folder."""
    files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    data = b"".join(data for name, data in files.items() if re.fullmatch(r"\d{16}\.jsonl", name))
    notes, anchor = files.get("checkpoints.jsonl", b""), files.get("anchor.note", b"").decode()
    # Bytes behind the last line feed are the torn line of a writer that died, and no entry.
    lines, notes = data.split(b"\n")[:-1], [json.loads(note) for note in notes.split(b"\n")[:-1]]
    end, closing = json.loads(lines[-1]) if lines else {}, files.get("closing.note", b"").decode()
    is_for_end = end.get("kind") == "close" and closing.split("\n")[1:2] == [str(end["index"] + 1)]
    return lines, notes + [closing] * (is_for_end and closing not in notes), anchor

def verify_home(home, keys, known=()):
    home, verdict, seen = pathlib.Path(home), {}, list(known)
    name = json.loads((home / "home.json").read_bytes())["id"]
    present = [one for one in sorted(os.listdir(home / "chains")) if re.fullmatch("[0-9a-f]{32}", one)]
    for is_second in (False, True):  # The first pass gathers what the chains say of each other.
        for chain in present:
            mine = [head for head in seen if head["chain"] == chain] if is_second else []
            try:
                lines, notes, anchor = read_chain(home / "chains" / chain)
                verdict[chain], heads = verify_chain(lines, notes, anchor, keys, chain, name, mine)
                seen += [] if is_second else heads
            except (Broken, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
                verdict[chain] = {"broken": str(error)}
    missing = sorted({head["chain"] for head in seen if head["size"]} - set(present))
    is_broken = missing or any("broken" in one for one in verdict.values())
    return {"kind": "broken" if is_broken else "intact", "chains": verdict, "missing": missing}

def main(home, keys=None):
    verdict = verify_home(home, load_keys(keys or os.path.join(home, "keys")))
    signatures = "checked" if MLDSA65PublicKey else "not checked: pip install cryptography"
    print(json.dumps({**verdict, "signatures": signatures, "keys": "given" if keys else "not pinned"}))
    return 0 if verdict["kind"] == "intact" else 12

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
