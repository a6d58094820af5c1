// A choice among a few, all of them in view: `<fieldset class="segmented" data-name="look">` with a button for each
// value.

/** @param {Element} root */
const buttonsOf = (root) =>
  /** @type {NodeListOf<HTMLButtonElement>} */ (root.querySelectorAll(".segmented button"));

/** @param {HTMLButtonElement} button */
const nameOf = (button) => /** @type {HTMLElement} */ (button.closest(".segmented")).dataset.name ?? "";

/**
 * Tell which value of which choice was pressed, for every choice below an element.
 * @param {Element} root
 * @param {(name: string, value: string) => void} choose
 */
export function listenToChoices(root, choose) {
  for (const button of buttonsOf(root)) {
    button.onclick = () => choose(nameOf(button), button.dataset.value ?? "");
  }
}

/**
 * Mark the values that are chosen. A choice of which nothing is said stays as it is.
 * @param {Element} root
 * @param {Record<string, unknown>} chosen
 */
export function markChoices(root, chosen) {
  for (const button of buttonsOf(root)) {
    const name = nameOf(button);
    if (name in chosen) press(button, String(chosen[name]) === button.dataset.value);
  }
}

/**
 * Say whether a button is pressed, where that is news: it is asked at each picture.
 * @param {Element} button
 * @param {boolean} isPressed
 */
export function press(button, isPressed) {
  const word = String(isPressed);
  if (button.getAttribute("aria-pressed") !== word) button.setAttribute("aria-pressed", word);
}
