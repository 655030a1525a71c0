#!/usr/bin/env python3
"""Every row belongs to an account, and every statement says which: finds SQL over an account's table that does not.

Reads the tables with a column account_id from migrations/*.sql and the string literals of src/**/*.cpp, statement by statement of C++.
What legitimately looks at every account says so in the SQL itself, in a comment with the word "account". Prints one line a fault;
ends with 1 when there is any. --self-test shows that it finds what it must.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Secrets and addresses that are unique in the whole desk: whoever has one is told the account by it.
UNIQUE_KEYS = ("token_hash", "key_hash", "email_folded", "public_key")
# Below the rooms: the event log and the job queue are followed for all accounts at once.
BELOW_ACCOUNTS = ("src/platform/db/", "src/platform/events/", "src/platform/jobs/", "src/platform/search/")

TOKEN = re.compile(r'R"(?P<delim>[^(\s]*)\((?P<raw>.*?)\)(?P=delim)"|"(?P<text>(?:[^"\\\n]|\\.)*)"|//[^\n]*|/\*.*?\*/|\'(?:[^\'\\\n]|\\.)+\'|[;{}]|\n', re.S)
VERB = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b")
TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\b")
SQL_COMMENT = re.compile(r"/\*(.*?)\*/", re.S)


def account_tables(texts: list[str]) -> set[str]:
    tables = set()
    for text in texts:
        for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", text, re.S):
            if re.search(r"^\s*account_id\b", body, re.M):
                tables.add(name)
    return tables


def faults_in(source: str, tables: set[str]) -> list[tuple[int, str]]:
    faults, literals, line, first_line = [], [], 1, 1
    for token in TOKEN.finditer(source + ";"):
        text = token.group(0)
        if token.group("raw") is not None or token.group("text") is not None:
            if not literals:
                first_line = line
            literals.append(token.group("raw") if token.group("raw") is not None else token.group("text"))
        elif text in (";", "{", "}"):
            sql = "".join(literals)
            literals = []
            touched = sorted(set(TABLE.findall(sql)) & tables) if VERB.search(sql) else []
            explained = any("account" in comment for comment in SQL_COMMENT.findall(sql))
            scoped = "account_id" in SQL_COMMENT.sub("", sql) or any(key in sql for key in UNIQUE_KEYS)
            if touched and not scoped and not explained:
                faults.append((first_line, f"SQL over {', '.join(touched)} without account_id; name it, or say in the SQL why not: /* every account: … */"))
        line += text.count("\n")
    return faults


def self_test() -> int:
    tables = account_tables(["CREATE TABLE tickets (\n  id BIGINT PRIMARY KEY,\n  account_id BIGINT NOT NULL\n);\nCREATE TABLE plain (\n  id BIGINT\n);"])
    assert tables == {"tickets"}, tables
    bad = ['tx.exec("DELETE FROM tickets WHERE id = $1", id);', 'const char* sql = "SELECT id "\n "FROM tickets";',
           'tx.exec(std::string("UPDATE tickets SET ") + what + " WHERE id = $1");', 'f(R"sql(SELECT 1 FROM tickets)sql");']
    good = ['tx.exec("DELETE FROM tickets WHERE account_id = $1");', 'tx.exec("DELETE FROM plain");', '// "DELETE FROM tickets"',
            'tx.exec("SELECT 1 FROM tickets /* every account: for the scheduler */");', 'say("Choose from tickets");']
    for sample in bad:
        assert faults_in(sample, tables), sample
    for sample in good:
        assert not faults_in(sample, tables), sample
    return 0


def main() -> int:
    if "--self-test" in sys.argv:
        return self_test()
    tables = account_tables([path.read_text() for path in sorted((ROOT / "migrations").glob("*.sql"))])
    faults = []
    for path in sorted((ROOT / "src").rglob("*.cpp")):
        relative = path.relative_to(ROOT).as_posix()
        if relative.startswith(BELOW_ACCOUNTS) or path.name.endswith(("_test.cpp", "_fuzz.cpp")):
            continue
        faults += [f"{relative}:{line}: {text}" for line, text in faults_in(path.read_text(errors="replace"), tables)]
    print("\n".join(faults) if faults else "every statement names its account")
    return 1 if faults else 0


sys.exit(main())
