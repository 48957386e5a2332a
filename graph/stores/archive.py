"""The backup file: a zip of the content and a manifest with its format, its schema and its SHA-256."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from pathlib import Path

import msgspec

from graph.errors import StoreError

_MANIFEST = "almanac.json"
_CHUNK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The zip's own dates are fixed: the same library gives the same file."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: the member's name, the schema it was written with and its checksum."""

    content: str
    schema: int
    sha256: str


def pack(content: Path, schema: int, to: Path) -> None:
    """Write the backup of a content file to `to` (a link's target), whole or not at all."""
    part = content.with_name("backup.part")
    manifest = Manifest(content.name, schema, _sha256(content))
    with part.open("wb") as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(_entry(_MANIFEST), msgspec.json.encode(manifest))
            with content.open("rb") as source, archive.open(_entry(content.name), "w", force_zip64=True) as member:
                shutil.copyfileobj(source, member, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
    target = to.resolve()
    part.replace(target)
    _sync_folder(target.parent)


def refused(to: Path, error: Exception) -> StoreError:
    """Return the error that names the backup asked for, not the draft of it."""
    return StoreError(f"cannot write the backup {to}: {getattr(error, 'strerror', None) or error}")


def unpack(backup: Path, content: Path, schema: int) -> None:
    """Write the backup's content to the given path; raise StoreError unless it is whole, of that name and not newer."""
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
            _check(backup, manifest, content.name, schema)
            with archive.open(content.name) as member, content.open("wb") as target:
                shutil.copyfileobj(member, target, _CHUNK)
    except (OSError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        raise StoreError(f"cannot read the backup {backup}: {error}") from error
    except (zipfile.BadZipFile, zlib.error, msgspec.MsgspecError) as error:
        raise StoreError(f"{backup} is no whole Almanac backup: {error}") from error
    if _sha256(content) != manifest.sha256:
        raise StoreError(f"the backup {backup} is damaged: its checksum does not match")


def _check(backup: Path, manifest: Manifest, name: str, schema: int) -> None:
    if manifest.content != name:
        raise StoreError(f"the backup {backup} holds {manifest.content}, this store restores {name}")
    if manifest.schema > schema:
        raise StoreError(f"the backup {backup} has schema {manifest.schema}, this Almanac knows up to {schema}")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
