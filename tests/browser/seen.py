"""What is seen of an element, pixel by pixel, as a screenshot shows it."""

import base64
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Locator

DECODE = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { rows: image.height, pixels: [...data].filter((_, i) => i % 4 < 3) };
}"""


def picture(element: Locator) -> npt.NDArray[np.float64]:
    """What is seen of an element: rows, columns, red, green, blue."""
    png = base64.b64encode(element.screenshot()).decode()
    seen: dict[str, Any] = element.page.evaluate(DECODE, png)
    return np.array(seen["pixels"], float).reshape(seen["rows"], -1, 3)
