#!/usr/bin/env python3
"""Holds verify_audit.py against test vectors: `test_audit_vectors.py packages/audit/test/vectors`. Exits 1 on a difference."""
import base64, json, pathlib, sys

import verify_audit as audit


def main(folder):
    vectors = {name: json.loads(pathlib.Path(folder, f"{name}.json").read_text("utf-8")) for name in ("merkle", "chains", "proofs")}
    differences = [*merkle(vectors["merkle"]), *chains(vectors["chains"]), *proofs(vectors["proofs"])]
    for difference in differences:
        print(f"differs: {difference}")
    print(json.dumps({"differences": len(differences), "signatures": audit.MLDSA65PublicKey is not None}))
    return 1 if differences else 0


def merkle(vectors):
    leaves = [audit.leaf_hash(bytes.fromhex(data)) for data in vectors["data"]]
    roots = [bytes.fromhex(root) for root in vectors["roots"]]
    tree = audit.Frontier()
    for size, root in enumerate(roots):
        if size:
            tree.append(leaves[size - 1])
        if tree.root() != root:
            yield f"root of {size}"
    for one in vectors["inclusion"]:
        path = [bytes.fromhex(node) for node in one["path"]]
        if audit.inclusion_root(leaves[one["index"]], one["index"], one["size"], path) != roots[one["size"]]:
            yield f"inclusion of {one['index']} in {one['size']}"
    for one in vectors["consistency"]:
        proof, (old, new) = [bytes.fromhex(node) for node in one["proof"]], (one["from"], one["to"])
        if audit.consistency_roots(old, new, roots[old], proof) != (roots[old], roots[new]):
            yield f"consistency of {old} and {new}"


def chains(vectors):
    keys = {bundle["id"]: bundle for bundle in vectors["keys"]}
    for one in vectors["chains"]:
        lines = [line.encode() for line in one["lines"]]
        known = [{**head, "root": base64.b64decode(head["root"])} for head in one.get("known", [])]
        expected = "intact" if one["expect"] == "intact" else "broken"
        try:
            found, _ = audit.verify_chain(lines, one["checkpoints"], one.get("anchor"), keys, known=known)
            answer = "intact" if (found["size"], found["root"]) == (one.get("size"), one.get("root")) else "broken"
        except audit.Broken:
            answer = "broken"
        if answer != expected and (audit.MLDSA65PublicKey or one["expect"] != "CHECKPOINT_FORGED"):
            yield f"chain `{one['name']}` is {answer}"


def proofs(vectors):
    keys = {bundle["id"]: bundle for bundle in vectors["keys"]}
    for one in vectors["proofs"]:
        try:
            audit.verify_proof(one["text"], keys)
            answer = "holds"
        except audit.Broken:
            answer = "refused"
        if answer != one["expect"]:
            yield f"proof `{one['name']}` is {answer}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
