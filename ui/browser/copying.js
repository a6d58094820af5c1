// Text goes to the clipboard.

/**
 * Where the page does not come over https, browsers keep the clipboard from it; a hidden text can still be copied.
 * @param {string} text
 * @param {HTMLElement} root
 */
export async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
