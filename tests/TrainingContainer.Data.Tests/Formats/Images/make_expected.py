#!/usr/bin/python3
"""Writes Expected/: small images, and what Pillow makes of them (ImageOps.fit, bilinear).

Run it with a Python that has Pillow (Debian: python3-pil), then review the difference:
    /usr/bin/python3 make_expected.py
"""

import io
import json
import pathlib

from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent / "Expected"
HERE.mkdir(exist_ok=True)


def pattern(width, height):
    """Smooth colours with an edge: nothing that two decoders could round far apart."""
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            edge = 60 if x > width // 2 else 0
            image.putpixel((x, y), (x * 190 // width + edge, y * 250 // height, (x + y) * 200 // (width + height)))
    return image


def gray16(width, height):
    image = Image.new("I;16", (width, height))
    for y in range(height):
        for x in range(width):
            image.putpixel((x, y), (x * 60000 // width) ^ (y * 17))
    return image


wide = pattern(37, 23)
transparent = wide.convert("RGBA")
transparent.putalpha(wide.convert("L"))
FILES = {
    "wide.jpg": (wide, {"quality": 90}),
    "progressive.jpg": (pattern(48, 64), {"quality": 80, "progressive": True}),
    "gray.jpg": (wide.convert("L"), {"quality": 90}),
    "cmyk.jpg": (wide.convert("CMYK"), {"quality": 90}),
    "wide.png": (wide, {}),
    "transparent.png": (transparent, {}),
    "gray.png": (wide.convert("L"), {}),
    "bits.png": (wide.convert("1"), {}),
    "palette.png": (wide.quantize(16), {}),
    "gray16.png": (gray16(20, 20), {}),
}
SHAPES = [(3, 8, 8), (3, 23, 37), (1, 6, 10), (3, 30, 12)]

cases = []
for name, (image, options) in FILES.items():
    data = io.BytesIO()
    image.save(data, "JPEG" if name.endswith("jpg") else "PNG", **options)
    (HERE / name).write_bytes(data.getvalue())
    read = Image.open(io.BytesIO(data.getvalue()))
    if read.mode.startswith("I"):
        # Pillow clips 16 bits instead of scaling them; the upper 8 are meant
        read = Image.frombytes("L", read.size, bytes(value >> 8 for value in read.getdata()))
    for channels, height, width in SHAPES:
        fitted = ImageOps.fit(read.convert("RGB").convert("RGB" if channels == 3 else "L"), (width, height), Image.Resampling.BILINEAR)
        planes = [list(plane.getdata()) for plane in fitted.split()]
        cases.append({"file": name, "shape": [channels, height, width], "values": sum(planes, [])})

lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
(HERE / "expected.json").write_text("[\n" + lines + "\n]\n")
