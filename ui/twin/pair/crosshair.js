// One cross-hair over all maps: follows the pointer, the finger or the arrow keys; a click pins it, Escape takes it away.

const STEP_SHARE = 0.02; // of the picture's side for one press of an arrow

export class CrossHair {
  // sides: the elements around each map; words(side, x, y) gives the html of the values there; pinned(place or null) and
  // spoken(x, y) tell what a hand did.
  constructor(sides, { words, pinned, spoken }) {
    Object.assign(this, { words, pinned, spoken, pin: null, place: null });
    this.parts = sides.map((side) => ({
      side,
      map: side.querySelector(".map"),
      cross: side.querySelector(".cross"),
      values: side.querySelector(".values"),
    }));
    this.parts.forEach(({ map }) => {
      map.onpointermove = (event) => this.move(this.placeOf(map, event));
      map.onpointerleave = () => this.move(this.pin);
      map.onclick = (event) => this.pinAt(this.placeOf(map, event));
      map.onkeydown = (event) => this.onKey(event);
    });
  }

  setExtent(extent) {
    this.extent = extent;
  }

  placeOf(map, event) {
    const box = map.getBoundingClientRect(),
      [left, right, bottom, top] = this.extent;
    const share = (value, start, length) => Math.max(0, Math.min(1, (value - start) / length));
    const u = share(event.clientX, box.left, box.width),
      v = share(event.clientY, box.top, box.height);
    return [left + u * (right - left), top - v * (top - bottom)];
  }

  onKey(event) {
    const [left, right, bottom, top] = this.extent,
      step = STEP_SHARE * (right - left);
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (event.key === "Escape") this.pinAt(null);
    else if (event.key === "Enter") this.pinAt(this.place);
    else if (moves[event.key]) {
      const [x, y] = this.place || [(left + right) / 2, (bottom + top) / 2],
        [dx, dy] = moves[event.key];
      this.move([
        Math.max(left, Math.min(right, x + dx * step)),
        Math.max(bottom, Math.min(top, y + dy * step)),
      ]);
      this.spoken(...this.place);
    } else return;
    event.preventDefault();
  }

  // Where it is pinned already, a click takes it away.
  pinAt(place) {
    const near =
      place &&
      this.pin &&
      Math.hypot(place[0] - this.pin[0], place[1] - this.pin[1]) < 0.02 * (this.extent[1] - this.extent[0]);
    this.pin = near || !place ? null : place.map((v) => Math.round(100 * v) / 100);
    this.pinned(this.pin);
    this.move(this.pin);
    if (this.pin) this.spoken(...this.pin);
  }

  move(place) {
    this.place = place;
    this.draw();
  }

  // Also called with each picture: the values follow the moment that is shown.
  draw() {
    const [left, right, bottom, top] = this.extent || [];
    this.parts.forEach(({ side, cross, values }) => {
      cross.hidden = values.hidden = !this.place;
      if (!this.place) return;
      const [x, y] = this.place,
        u = (x - left) / (right - left),
        v = (top - y) / (top - bottom);
      cross.style.setProperty("--at-x", `${100 * u}%`);
      cross.style.setProperty("--at-y", `${100 * v}%`);
      values.innerHTML = this.words(side, x, y);
      values.style.left = u > 0.5 ? "auto" : `${100 * u + 3}%`;
      values.style.right = u > 0.5 ? `${100 * (1 - u) + 3}%` : "auto";
      values.style.top = v > 0.5 ? "auto" : `${100 * v + 3}%`;
      values.style.bottom = v > 0.5 ? `${100 * (1 - v) + 3}%` : "auto";
    });
  }
}
