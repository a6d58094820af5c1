// A picture in three dimensions that a hand turns: places in a cube from −1 to 1, seen without perspective, z upwards.

const STEP_OF_TURN = (5 * Math.PI) / 180; // for one press of an arrow key
export const FROM_ABOVE = Math.PI / 2;

export class Turntable {
  // box: the element that is dragged; changed() draws anew. start: { yaw, pitch } in radians; pitch π/2 looks from above.
  // zoom: how much of the picture a side of the cube takes; above: the same where it is seen straight from above.
  constructor(box, changed, { yaw = -0.6, pitch = 0.55, zoom = 0.64, above = zoom } = {}) {
    Object.assign(this, { box, changed, zoom, above, yaw, pitch, start: { yaw, pitch } });
    box.dataset.ownKeys = "";
    box.style.touchAction = "pan-y"; // a finger that moves up or down scrolls the page
    box.addEventListener("pointerdown", (event) => this.grab(event));
    box.addEventListener("pointermove", (event) => this.drag(event));
    box.addEventListener("dblclick", () => this.turnTo(this.start));
    box.addEventListener("keydown", (event) => this.press(event));
  }

  grab(event) {
    if (this.off || event.button) return;
    this.box.setPointerCapture(event.pointerId);
    cancelAnimationFrame(this.turning);
    this.from = { x: event.clientX, y: event.clientY, yaw: this.yaw, pitch: this.pitch };
  }

  drag(event) {
    if (this.off || !this.from || !this.box.hasPointerCapture(event.pointerId)) return;
    const rate = 3 / this.box.clientWidth;
    this.set(
      this.from.yaw + rate * (event.clientX - this.from.x),
      this.from.pitch + rate * (event.clientY - this.from.y),
    );
  }

  press(event) {
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (this.off || !turn || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.set(this.yaw + STEP_OF_TURN * turn[0], this.pitch + STEP_OF_TURN * turn[1]);
  }

  set(yaw, pitch) {
    this.yaw = yaw;
    this.pitch = Math.max(0, Math.min(FROM_ABOVE, pitch));
    this.changed();
  }

  // Turn there within half a second, so that an eye can follow; at once for those who prefer no motion.
  turnTo({ yaw, pitch }) {
    cancelAnimationFrame(this.turning);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return this.set(yaw, pitch);
    const from = { yaw: this.yaw, pitch: this.pitch },
      begin = performance.now();
    const tick = (now) => {
      const t = Math.max(0, Math.min(1, (now - begin) / 500)),
        s = t * t * (3 - 2 * t);
      this.set(from.yaw + s * (yaw - from.yaw), from.pitch + s * (pitch - from.pitch));
      if (t < 1) this.turning = requestAnimationFrame(tick);
    };
    this.turning = requestAnimationFrame(tick);
    return undefined;
  }

  // Sine and cosine once for a picture of so many pixels a side; then project() as often as needed.
  look(size) {
    const upright = Math.max(0, 1 - (FROM_ABOVE - this.pitch) / 0.5) * Math.cos(2 * this.yaw) ** 2;
    this.size = size;
    this.scale = 0.5 * size * (this.zoom + upright * (this.above - this.zoom));
    Object.assign(this, {
      cy: Math.cos(this.yaw),
      sy: Math.sin(this.yaw),
      cp: Math.cos(this.pitch),
      sp: Math.sin(this.pitch),
    });
  }

  // Where a place is seen, in pixels from the top left; the third number grows towards the eye.
  project(x, y, z) {
    const right = x * this.cy - y * this.sy,
      away = x * this.sy + y * this.cy,
      s = this.scale;
    return [
      this.size / 2 + s * right,
      this.size / 2 - s * (z * this.cp + away * this.sp),
      z * this.sp - away * this.cp,
    ];
  }
}
