"""Reads forms that hold files (multipart/form-data): their fields, and what was uploaded.

A file's own name is used for its ending alone: it names no file here.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from itertools import islice
from pathlib import PurePosixPath

MULTIPART = "multipart/form-data"
MOST_PARTS = 100
LONGEST_ENDING = 10


@dataclass(frozen=True)
class Upload:
    """A file that was sent: the ending of its name, such as ".cook", and its bytes."""

    ending: str
    data: bytes


def parse_multipart(
    content_type: str, body: bytes
) -> tuple[list[tuple[str, str]], dict[str, Upload]]:
    r"""The fields of a form in their order, and its files by their field; none where it is broken.

    A file field that nothing was chosen for isn't among the files.

    >>> body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    >>> parse_multipart("multipart/form-data; boundary=x", body)
    ([('a', '1')], {})
    """
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    fields: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    for part in islice(message.iter_parts() if message.is_multipart() else (), MOST_PARTS):
        disposition = part["content-disposition"]
        if disposition is None:
            continue
        name = disposition.params.get("name", "")
        filename = disposition.params.get("filename")
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        if filename is None:
            fields.append((name, data.decode("utf-8", "replace")))
        elif filename or data:
            ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower()
            files[name] = Upload(ending[:LONGEST_ENDING], data)
    return fields, files
