"""Turns plates into pictures: gives each slot the color of a variant, sets contrast, writes small files."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import numpy as np
from PIL import Image

from .colors import MASKED, linear

EXPOSURE = 1.1
EDGE = 3  # rows and columns that are not to be trusted
FADE = 90.0  # rows within which the slope of the backdrop's light levels off
KNEE = 0.72  # above it highlights bend softly instead of burning out


def develop(
    plate: Mapping[str, np.ndarray], taken: Mapping[str, str], wanted: Mapping[str, str], shining: set[str]
) -> Image.Image:
    """The picture of a (completed) plate whose slots were `taken` in some colors, in the `wanted` ones.

    Slots in `shining` (metal, glass) carry their color in reflections, so these change too.
    """
    color, light = plate["color"], plate["light"]
    # What is left beside lit matter: reflections, glass, glow; at edges also what the denoiser smoothed.
    rest = plate["whole"] - light * color
    masks = np.clip(plate["masks"], 0, 1)
    for index, slot in enumerate(MASKED):
        old, new = taken.get(slot), wanted.get(slot)
        if not old or not new or old == new:
            continue
        ratio = np.array(
            [(b + 1e-4) / (a + 1e-4) for a, b in zip(linear(old), linear(new))], dtype=np.float32
        )
        change = 1 + masks[:, :, index : index + 1] * (ratio - 1)
        color = color * change
        if slot in shining:
            rest = rest * change
    return _printed(light * color + rest)


def completed(plate: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The plate with its bare paper drawn anew above and below what was traced.

    The stage repeats the outermost traced row there. Rows and columns at the very edge of what was traced saw
    only half of their rays, so the next ones stand in; light goes on as it slopes, and fades out.
    """
    whole = plate["whole"]
    above = int(np.argmin((whole == whole[0]).all(axis=(1, 2))))
    below = int(np.argmin((whole == whole[-1]).all(axis=(1, 2))[::-1]))
    return {
        name: _completed(picture.astype(np.float32), above, below, sloping=name in ("whole", "light"))
        for name, picture in plate.items()
    }


def _completed(picture: np.ndarray, above: int, below: int, sloping: bool) -> np.ndarray:
    picture[:, :EDGE], picture[:, -EDGE:] = picture[:, EDGE : EDGE + 1], picture[:, -EDGE - 1 : -EDGE]
    for count, rows in ((above, picture), (below, picture[::-1])):
        first = count + EDGE
        rows[:first] = _smooth(rows[first : first + 6].mean(axis=0))
        if sloping and count > 1:
            inner = rows[first : first + 32].mean(axis=1)
            slope = (inner[:8].mean(axis=0) - inner[-8:].mean(axis=0)) / 24
            far = np.arange(first, 0, -1, dtype=np.float32)[:, None]
            rows[:first] += (slope * FADE * (1 - np.exp(-far / FADE)))[:, None, :]
    return np.maximum(picture, 0)


def _smooth(line: np.ndarray, reach: int = 20) -> np.ndarray:
    padded = np.pad(line, ((reach, reach), (0, 0)), mode="edge")
    kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
    return np.stack([np.convolve(padded[:, k], kernel, mode="valid") for k in range(line.shape[1])], axis=1)


def _printed(light: np.ndarray) -> Image.Image:
    light = np.maximum(light * EXPOSURE, 0)
    over = np.maximum(light - KNEE, 0) / (1 - KNEE)
    light = np.where(light > KNEE, KNEE + (1 - KNEE) * (1 - np.exp(-over)), light)
    encoded = np.where(
        light <= 0.0031308, 12.92 * light, 1.055 * np.power(np.maximum(light, 1e-6), 1 / 2.4) - 0.055
    )
    # Half a step of seeded noise keeps the smooth backdrop from showing bands.
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, encoded.shape[:2])[:, :, None]
    return Image.fromarray(np.clip(encoded * 255 + noise + 0.5, 0, 255).astype(np.uint8), "RGB")


def written(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()
