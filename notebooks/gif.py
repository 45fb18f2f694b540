"""Single frames of an animated GIF. Ours are whole: none shows what the one before it left."""

EXTENSION, CONTROL, END = 0x21, 0xF9, 0x3B


def is_animated(data):
    return data.startswith(b"GIF8") and len(frames(data)[1]) > 1


def last_frame(data):
    """The last frame as a GIF of its own."""
    header, found = frames(data)
    return header + found[-1] + bytes([END])


def frames(data):
    """The header with the common palette, and the bytes of each frame with its control block."""
    position = 13 + palette_length(data[10])
    header, found, control = data[:position], [], b""
    while data[position] != END:
        start = position
        if data[position] == EXTENSION:
            position = after_blocks(data, position + 2)
            if data[start + 1] == CONTROL:
                control = data[start:position]
        else:
            position = after_blocks(data, position + 11 + palette_length(data[position + 9]))
            found.append(control + data[start:position])
    return header, found


def palette_length(flags):
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def after_blocks(data, position):
    """Where a chain of blocks ends, each of which begins with its length."""
    while data[position]:
        position += 1 + data[position]
    return position + 1
