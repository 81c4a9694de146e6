"""What is a person called who is not to be named? The same in every report made with one key, and by no one without it.

A pseudonym is the beginning of a keyed hash of who is meant, so that a list of names does not give it away: whoever wants
to try names needs the key, which is drawn at random and stands in a file of its own.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alignment.errors import OutputError, SettingsError, quoted
from alignment.language import say
from alignment.plainfile import text_of_file
from alignment.publishing import refusal, tidy, workshop
from alignment.source.names import key as name_key

__all__ = ["KEY_FILE", "Key", "identity", "key_file"]

KEY_FILE = "alignment.key"
_FIRST_LINE = "alignment key of pseudonyms, version "
_VERSION = "1"
_SECRET_BYTES = 32
_TO_SAY = "Keep this file: with it, a person has the same pseudonym in the next report. Hand it to nobody who reads the reports."

# No vowel, so that no word comes out, and nothing that is read for something else.
_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
# Of a thousand people two begin alike in one of eight hundred engagements.
_SHORTEST = 6
_LONGEST = 26
_ADDRESS = re.compile(r"([^@\s]+)@[^@\s]+\.[^@\s]+")
_BLANKS = re.compile(r"[\s._-]+")


def identity(text: str) -> str:
    """Return what all spellings of one person's name or id share.

    Case, blanks, hyphens and dots do not matter, nor does the order with a comma, and of an e-mail address what stands
    before the @ counts.

    Examples
    --------
    >>> identity("Example, Ada"), identity("ada.example@acme.com"), identity("ADA-EXAMPLE")
    ('ada example', 'ada example', 'ada example')
    """
    bare = name_key(text)
    if found := _ADDRESS.fullmatch(bare):
        bare = found[1]
    last, comma, first = bare.partition(",")
    if comma and first.strip() and "," not in first:
        bare = f"{first} {last}"
    return _BLANKS.sub(" ", bare).strip() or bare


@dataclass(frozen=True, slots=True)
class Key:
    """The secret of an engagement. It is never printed; its fingerprint may be."""

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Key":
        """Return a key that nobody has."""
        return cls(secrets.token_bytes(_SECRET_BYTES))

    @property
    def fingerprint(self) -> str:
        """Eight letters by which two keys are told apart."""
        letters = self._letters("fingerprint", "")[:8]
        return f"{letters[:4]}-{letters[4:]}"

    def code(self, text: str, of: str = "person") -> str:
        """Return the code that stands for one text, whatever others there are; `of` keeps kinds of texts apart."""
        return self._letters(of, text)[:_SHORTEST]

    def codes(self, people: Iterable[str]) -> Mapping[str, str]:
        """Return a code for each person, by id or, where no register has them, by name.

        It depends on who is meant and on the key alone: not on the order, nor on who else is there. Only where two begin
        alike do both become longer. Two ids that are one when case and hyphens do not count stay two.
        """
        ids = list(dict.fromkeys(people))
        shared = Counter(map(identity, ids))
        # Who shares an identity with another is told apart by the id as it is written.
        told = {one: identity(one) if shared[identity(one)] == 1 else f"\n{one}" for one in ids}
        letters = {one: self._letters("person", text) for one, text in told.items()}
        found: dict[str, str] = {}
        for length in range(_SHORTEST, _LONGEST + 1):
            alike = Counter(text[:length] for one, text in letters.items() if one not in found)
            found |= {
                one: text[:length] for one, text in letters.items() if one not in found and alike[text[:length]] == 1
            }
        return {one: found[one] for one in ids}

    def _letters(self, of: str, text: str) -> str:
        """Return the keyed hash of a text in letters that can be read out."""
        digest = hmac.new(self.secret, f"{of}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        number, found = int.from_bytes(digest, "big"), ""
        for _ in range(_LONGEST):
            number, place = divmod(number, len(_LETTERS))
            found += _LETTERS[place]
        return found


def key_file(path: Path) -> tuple[Key, bool]:
    """Return the key that a file holds, and whether it was made now: it is, where there is no such file.

    Raises
    ------
    SettingsError
        The file cannot be read, is no key, is one of a later version, or is damaged. It is never overwritten.
    OutputError
        It is not there and cannot be made.
    """
    try:
        text = text_of_file(path)
        # A run that was killed may have left a second one behind.
        tidy(path.absolute().parent)
        return _parsed(text, path), False
    except FileNotFoundError:
        pass
    except UnicodeDecodeError as problem:
        raise SettingsError(_foreign(path)) from problem
    except OSError as problem:
        raise SettingsError(f"{path}: the key cannot be read ({problem.strerror}).") from problem
    made = Key.new()
    if _write(path, made):
        return made, True
    # Another run was faster.
    return _parsed(text_of_file(path), path), False


def _parsed(text: str, path: Path) -> Key:
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not lines[0].startswith(_FIRST_LINE):
        raise SettingsError(_foreign(path))
    version = lines[0].removeprefix(_FIRST_LINE).strip()
    if version != _VERSION:
        raise SettingsError(
            f"{path}: is a key of version {version}, and this program knows version {_VERSION}. Use a newer alignment."
        )
    told = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    try:
        found = Key(bytes.fromhex(told["secret"].strip()))
    except (KeyError, ValueError):
        found = Key(b"")
    if len(found.secret) != _SECRET_BYTES or told.get("fingerprint", "").strip() != found.fingerprint:
        raise SettingsError(
            f"{path}: this key is damaged: its secret and its fingerprint do not belong together. Take it from a backup; "
            "another key would give everybody another pseudonym."
        )
    return found


def _foreign(path: Path) -> str:
    return (
        f'{path}: is no key of pseudonyms: its first line is not "{_FIRST_LINE}{_VERSION}". It is left as it is; '
        "name another file with --key."
    )


def _write(path: Path, made: Key) -> bool:
    """Write a new key whole or not at all, for its owner's eyes; return False where there is a file by now."""
    note = f"note: {_TO_SAY}"
    text = "\n".join(
        (f"{_FIRST_LINE}{_VERSION}", note, f"fingerprint: {made.fingerprint}", f"secret: {made.secret.hex()}", "")
    )
    try:
        with workshop(path.absolute().parent) as place:
            whole = place / path.name
            # It can be read by its owner alone, where the system knows owners.
            with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            return _put(whole, path)
    except OSError as problem:
        advice = say("Choose another place: {option}", option=f"--key {quoted(Path.home() / KEY_FILE)}")
        raise OutputError(refusal(problem, path, advice)) from problem


def _put(whole: Path, path: Path) -> bool:
    """Give a file its name unless that is taken."""
    try:
        path.hardlink_to(whole)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links, such as that of a memory stick.
        if path.exists():
            return False
        whole.rename(path)
    return True
