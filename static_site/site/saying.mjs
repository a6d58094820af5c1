// One line at the lower edge: what is loading, or what went wrong.

/** The element in which the line stands. */
function line() {
  const found = document.querySelector("#site-says");
  if (found) return found;
  const made = document.createElement("div");
  made.id = "site-says";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

/** Say a sentence, or "" for nothing.
 * @param {string} text
 * @param {{ again?: boolean }} options `again`: with a button that tries once more */
export function say(text, { again = false } = {}) {
  const place = line();
  place.replaceChildren(text);
  if (!again) return;
  const button = document.createElement("button");
  button.textContent = "Try again";
  button.onclick = () => location.reload();
  place.append(" ", button);
}
