"""What driver and executors share: folders that all of them see, or else an object store.

Only what executors touch is in it. People name folders of the driver's own machine; with an object store
those are copied up before executors read them, and brought down after executors have written them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any, Protocol

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from golazo.errors import InputError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s]*")


class StoredFolder:
    """A folder or file that Hadoop reaches, with those operations of a `Path` that are needed of it."""

    def __init__(self, spark: SparkSession, address: str) -> None:
        """`address` is a URI, for example `s3a://bucket/prefix`."""
        jvm = spark._jvm
        assert jvm is not None
        self._spark = spark
        self._address = address.rstrip("/")
        self.path: Any = jvm.org.apache.hadoop.fs.Path(self._address)

    def __truediv__(self, name: str) -> StoredFolder:
        """What has this name in the folder."""
        return StoredFolder(self._spark, f"{self._address}/{name}")

    def __str__(self) -> str:
        """The address, as Spark takes it."""
        return self._address

    @property
    def file_system(self) -> Any:  # noqa: ANN401 - a Java object
        """Hadoop's client; it keeps one for each bucket."""
        return self.path.getFileSystem(self._spark.sparkContext._jsc.hadoopConfiguration())

    def exists(self) -> bool:
        """Whether there is such a folder or file."""
        return bool(self.file_system.exists(self.path))

    def read_text(self, encoding: str) -> str:
        """The content of a file."""
        jvm = self._spark._jvm
        assert jvm is not None
        stream = self.file_system.open(self.path)
        try:
            return str(jvm.org.apache.commons.io.IOUtils.toString(stream, encoding))
        finally:
            stream.close()


Place = Path | StoredFolder
"""A folder or file, wherever it is."""


def names_in(folder: Place) -> list[str]:
    """Names of what is in a folder; none when there is no such folder."""
    if isinstance(folder, Path):
        return [path.name for path in folder.glob("*")]
    if not folder.exists():
        return []
    return [str(status.getPath().getName()) for status in folder.file_system.listStatus(folder.path)]


def delete(folder: Place) -> None:
    """Deletes a folder with all that is in it, if it is there."""
    if isinstance(folder, Path):
        rmtree(folder, ignore_errors=True)
    else:
        folder.file_system.delete(folder.path, True)


class Storage(Protocol):
    """What driver and executors share."""

    def place(self, location: str) -> Place:
        """A folder that executors see, by its name.

        Raises InputError when they would not see it.
        """

    def readable(self, folder: Path) -> str:
        """Where Spark reads what is in a folder of the driver's."""

    def filling(self, folder: Path) -> AbstractContextManager[str]:
        """Where Spark writes what a folder of the driver's is to hold when the block has ended."""

    def close(self) -> None:
        """Deletes what was only needed for this job."""


class SharedFolders:
    """Driver and executors see the same folders: one machine, or one disk of several."""

    def place(self, location: str) -> Place:
        """The folder itself."""
        if _ADDRESS.fullmatch(location):
            raise InputError(f"{location} is not a folder: name a folder, or the storage with --storage.")
        return Path(location).resolve()

    def readable(self, folder: Path) -> str:
        """The folder itself."""
        return str(folder.resolve())

    @contextmanager
    def filling(self, folder: Path) -> Iterator[str]:
        """The folder itself."""
        yield str(folder.resolve())

    def close(self) -> None:
        """Nothing was made."""


class ObjectStore:
    """Executors see nothing of the driver's disk, and share an address with it instead."""

    def __init__(self, spark: SparkSession, root: str) -> None:
        """`root` is a URI; all that is made is below it.

        Raises InputError when it cannot be written to.
        """
        if not _ADDRESS.fullmatch(root):
            raise InputError(f"{root} is not an address: give --storage one like s3a://bucket/prefix.")
        self._spark = spark
        self._root = StoredFolder(spark, root)
        self._job = self._root / "jobs" / spark.sparkContext.applicationId
        self._made = 0
        self._copies: dict[Path, str] = {}
        if reason := self._refusal():
            raise InputError(
                f"cannot write to {root}: {reason}. Name a bucket that is there, and give this machine the "
                "right to write to it."
            )

    def place(self, location: str) -> Place:
        """The folder, which must have an address."""
        if not _ADDRESS.fullmatch(location):
            raise InputError(
                f"executors do not see the folder {location}: with --storage {self._root} name one below it."
            )
        return StoredFolder(self._spark, location)

    def readable(self, folder: Path) -> str:
        """A copy, made when first asked for."""
        folder = folder.resolve()
        if folder not in self._copies:
            copy = self._new_folder() / folder.name
            copy.file_system.copyFromLocalFile(False, True, self._local(folder), copy.path)
            self._copies[folder] = str(copy)
        return self._copies[folder]

    @contextmanager
    def filling(self, folder: Path) -> Iterator[str]:
        """A new folder, whose content is copied down when the block ends well."""
        written = self._new_folder()
        yield str(written)
        for name in names_in(written):
            # No checksum files beside the copies: the last argument asks for the plain file system.
            written.file_system.copyToLocalFile(
                False, (written / name).path, self._local(folder.resolve() / name), True
            )
        delete(written)

    def close(self) -> None:
        """Deletes the copies."""
        if self._made > 0:
            delete(self._job)

    def _refusal(self) -> str | None:
        """Why nothing can be written; None when it can."""
        try:
            made = self._root.file_system.mkdirs(self._root.path)
        except Py4JJavaError as error:
            return str(error.java_exception.toString()).splitlines()[0]
        return None if made else "no folder can be made there"

    def _new_folder(self) -> StoredFolder:
        self._made += 1
        return self._job / str(self._made)

    def _local(self, path: Path) -> Any:  # noqa: ANN401 - a Java object
        jvm = self._spark._jvm
        assert jvm is not None
        return jvm.org.apache.hadoop.fs.Path("file", None, str(path))


SHARED_FOLDERS: Storage = SharedFolders()


def storage_at(spark: SparkSession, address: str | None) -> Storage:
    """The storage that `--storage` names, or folders that all machines see.

    Raises InputError when it cannot be used.
    """
    return SHARED_FOLDERS if address is None else ObjectStore(spark, address)
