"""A reader of TensorBoard event files that shares no code with the writer and forgives nothing.

Written from the public descriptions of TFRecord files, of the protocol buffer wire format, and of the
messages Event, Summary, SummaryMetadata and TensorProto. Standard library only.
"""

import struct


class FormatError(Exception):
    pass


def crc32c(data):
    """CRC-32C bit by bit."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


def masked(data):
    value = crc32c(data)
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    """The payloads of a TFRecord file."""
    at = 0
    while at < len(data):
        if len(data) - at < 12:
            raise FormatError(f"{len(data) - at} bytes after the last record")
        length, length_check = struct.unpack_from("<QI", data, at)
        if masked(data[at:at + 8]) != length_check:
            raise FormatError(f"wrong checksum of the length at byte {at}")
        payload = data[at + 12:at + 12 + length]
        if len(payload) != length or len(data) < at + 16 + length:
            raise FormatError(f"the record at byte {at} is cut off")
        if masked(payload) != struct.unpack_from("<I", data, at + 12 + length)[0]:
            raise FormatError(f"wrong checksum of the record at byte {at}")
        yield payload
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise FormatError("a number that does not end")
        value |= (data[at] & 0x7F) << shift
        at += 1
        if not data[at - 1] & 0x80:
            return value, at
        shift += 7


def fields(data):
    """(field number, wire type, value) of a message; bytes for length-delimited fields."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        else:
            if wire == 2:
                size, at = varint(data, at)
            elif wire in (1, 5):
                size = 8 if wire == 1 else 4
            else:
                raise FormatError(f"wire type {wire}")
            value = data[at:at + size]
            if len(value) != size:
                raise FormatError("a field that is cut off")
            at += size
        yield number, wire, value


def message(data, description):
    """The fields of a message by name; a field that the description lacks is an error, and so is one
    that comes twice unless its reader is a list."""
    found = {}
    for number, wire, value in fields(data):
        if number not in description:
            raise FormatError(f"unknown field {number}")
        name, expected_wire, read = description[number]
        if wire != expected_wire:
            raise FormatError(f"{name} has wire type {wire}")
        if isinstance(read, list):
            found.setdefault(name, []).append(read[0](value))
        elif name in found:
            raise FormatError(f"{name} comes twice")
        else:
            found[name] = read(value)
    return found


def part(description):
    return lambda value: message(value, description)


def text(value):
    return value.decode("utf-8")


def signed(value):
    return value - (1 << 64) if value >= 1 << 63 else value


def real(value):
    return struct.unpack("<d", value)[0]


def short_real(value):
    return struct.unpack("<f", value)[0]


IMAGE = {1: ("height", 0, signed), 2: ("width", 0, signed), 3: ("colorspace", 0, signed),
         4: ("encoded_image_string", 2, bytes)}
SHAPE = {2: ("dim", 2, [part({1: ("size", 0, signed)})])}
TENSOR = {1: ("dtype", 0, signed), 2: ("tensor_shape", 2, part(SHAPE)), 8: ("string_val", 2, [bytes])}
METADATA = {1: ("plugin_data", 2, part({1: ("plugin_name", 2, text)})), 4: ("data_class", 0, signed)}
VALUE = {1: ("tag", 2, text), 2: ("simple_value", 5, short_real), 4: ("image", 2, part(IMAGE)),
         8: ("tensor", 2, part(TENSOR)), 9: ("metadata", 2, part(METADATA))}
SUMMARY = {1: ("value", 2, [part(VALUE)])}
EVENT = {1: ("wall_time", 1, real), 2: ("step", 0, signed), 3: ("file_version", 2, text),
         5: ("summary", 2, part(SUMMARY)), 7: ("session_log", 2, part({1: ("status", 0, signed)}))}


def events(path):
    """All messages of an event file; FormatError for the smallest deviation."""
    found = [message(payload, EVENT) for payload in records(path.read_bytes())]
    if not found or found[0].get("file_version") != "brain.Event:2":
        raise FormatError("the file does not begin with its version")
    for event in found[1:]:
        if "wall_time" not in event or ("summary" in event) == ("session_log" in event):
            raise FormatError(f"not one kind of content: {event}")
    return found


def values(found):
    """(tag, step, value message) of everything measured."""
    return [(value["tag"], event.get("step", 0), value)
            for event in found for value in event.get("summary", {}).get("value", [])]
