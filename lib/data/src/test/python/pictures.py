"""Pictures of many kinds with the pixels that Pillow gives, for OtherPictureTest.

Needs NumPy and Pillow 12. Run from the folder lib:
    python src/test/python/pictures.py src/test/resources/mirrorlab/data/pictures.json
"""

import base64
import io
import json
import struct
import sys
import zlib

import numpy as np
from PIL import Image

GREY = np.array([[0, 32, 64], [128, 200, 255]], np.uint8)
ALPHA = np.array([[255, 0, 10], [128, 200, 255]], np.uint8)
WIDE = np.array([[0, 32, 255], [256, 8192, 65535]], np.uint16)
LARGE = GREY.repeat(8, 0).repeat(8, 1)


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(bits, colours, row, width, *chunks):
    """One row of a kind that Pillow does not write itself."""
    header = struct.pack(">IIBBBBB", width, 1, bits, colours, 0, 0, 0)
    data = zlib.compress(b"\0" + row)
    parts = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def words(*numbers):
    return struct.pack(">%dH" % len(numbers), *numbers)


def pictures():
    palette = Image.fromarray(GREY).convert("P")
    palette.putpalette(sum([[i, 255 - i, 7] for i in range(256)], []))
    return {
        "PNG L": saved(Image.fromarray(GREY)),
        "PNG LA": saved(Image.fromarray(np.dstack([GREY, ALPHA]))),
        "PNG I;16": saved(Image.fromarray(WIDE)),
        "PNG 1": saved(Image.fromarray(GREY > 100)),
        "PNG P": saved(Image.fromarray(GREY).convert("P")),
        "PNG P of colours": saved(palette),
        "PNG P with transparency": saved(palette, transparency=0),
        "PNG RGBA": saved(Image.fromarray(np.dstack([GREY, GREY // 2, GREY + 1, ALPHA]))),
        "PNG RGB of 16 bits": png(16, 2, words(0, 32, 255, 256, 8192, 65535, 300, 511, 512), 3),
        "PNG LA of 16 bits": png(16, 4, words(255, 65535, 256, 0, 8192, 5), 3),
        "PNG RGBA of 16 bits": png(16, 6, words(255, 256, 8192, 5, 65535, 511, 512, 0), 2),
        "PNG L of 2 bits": png(2, 0, bytes([0b00011011]), 4),
        "PNG L of 4 bits": png(4, 0, bytes([0x0F, 0x5A]), 4),
        "PNG L with gamma 1": png(8, 0, bytes([32, 64, 128]), 3, chunk(b"gAMA", struct.pack(">I", 100000))),
        "JPEG L": saved(Image.fromarray(LARGE), "JPEG", quality=95),
        "JPEG RGB": saved(
            Image.fromarray(np.dstack([LARGE, 255 - LARGE, LARGE // 2])), "JPEG", quality=95, subsampling=0
        ),
        "BMP RGB": saved(Image.fromarray(np.dstack([GREY, GREY // 2, GREY])), "BMP"),
        "GIF": saved(Image.fromarray(GREY), "GIF"),
    }


def main(path):
    lines = []
    for name, data in pictures().items():
        image = Image.open(io.BytesIO(data))
        rgb = np.array(image.convert("RGB")).reshape(-1).tolist()
        golden = {"bytes": base64.b64encode(data).decode(), "width": image.width, "height": image.height, "rgb": rgb}
        lines.append(json.dumps(name) + ": " + json.dumps(golden, separators=(",", ":")))
    with open(path, "w") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
