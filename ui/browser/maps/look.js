// How regions are painted: soft, hard, or hatched for print. The buttons of shared/look.html, and the hatches in the legend.

export function listenToLook(root, choose) {
  root
    .querySelectorAll("[data-name=look] button")
    .forEach((button) => (button.onclick = () => choose(button.dataset.value)));
}

export function markLook(root, look) {
  root
    .querySelectorAll("[data-name=look] button")
    .forEach((button) => button.setAttribute("aria-pressed", button.dataset.value === look));
  markHatches(root, look);
}

export function markHatches(root, look) {
  const hatches = look === "hatched" ? [" ⁄⁄⁄", " plain", " \\\\\\"] : ["", "", ""];
  root.querySelectorAll(".legend em").forEach((em, k) => (em.textContent = hatches[k]));
}
