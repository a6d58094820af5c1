// A sentence of help on a word or a button, from its `data-help`: for a pointer that rests on it, for the focus that a
// key brings, and for a finger's tap alike.

const FAR = 8; // CSS pixels between a word and its help, and from the window's edges

let count = 0; // of helps on the page, for their ids

/**
 * Where a bubble stands: below the word, or above where there is no room, and within the window.
 * @param {{ left: number, top: number, bottom: number }} word
 * @param {{ width: number, height: number }} bubble
 * @param {{ width: number, height: number }} room
 */
export function placeOfHelp(word, bubble, room) {
  const below = word.bottom + FAR,
    fits = below + bubble.height <= room.height - FAR;
  return {
    left: Math.max(FAR, Math.min(word.left, room.width - FAR - bubble.width)),
    top: fits ? below : Math.max(FAR, word.top - FAR - bubble.height),
  };
}

/**
 * The word or button of an event that has help.
 * @param {Event} event
 */
function helped({ target }) {
  const word = target instanceof Element ? target.closest("[data-help]") : null;
  return word instanceof HTMLElement && word.dataset.help ? word : null;
}

/**
 * Shows the help of whatever in a part has some.
 * @param {HTMLElement} root
 */
export function followHelp(root) {
  const bubble = document.createElement("p");
  bubble.className = "help-bubble";
  bubble.id = `help-${++count}`;
  bubble.role = "tooltip";
  bubble.dataset.shows = "hint";
  bubble.hidden = true;
  /** @type {HTMLElement | null} */
  let word = null;
  const hide = () => {
    word?.removeAttribute("aria-describedby");
    word = null;
    bubble.hidden = true;
  };
  const show = (/** @type {HTMLElement} */ found) => {
    hide();
    word = found;
    if (!bubble.isConnected) root.append(bubble);
    bubble.textContent = found.dataset.help ?? "";
    bubble.hidden = false;
    found.setAttribute("aria-describedby", bubble.id);
    const room = { width: window.innerWidth, height: window.innerHeight },
      { left, top } = placeOfHelp(found.getBoundingClientRect(), bubble.getBoundingClientRect(), room);
    Object.assign(bubble.style, { left: `${left}px`, top: `${top}px` });
  };
  root.addEventListener("pointerover", (event) => {
    const found = event.pointerType === "mouse" ? helped(event) : null;
    if (found) show(found);
    else if (event.pointerType === "mouse" && word && !word.matches(":focus-visible")) hide();
  });
  root.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hide());
  root.addEventListener("focusin", (event) => {
    const found = helped(event);
    if (found?.matches(":focus-visible")) show(found);
  });
  root.addEventListener("focusout", hide);
  root.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  root.addEventListener("click", (event) => {
    const found = helped(event),
      isTap = "pointerType" in event && event.pointerType === "touch";
    if (found && isTap && found !== word) show(found);
    else if (isTap) hide();
  });
}
