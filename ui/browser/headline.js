// The page's finding as its headline. A scene that asks for just that finding holds it back until its answer is revealed:
// it says with ``window.hiddenLayersInstead`` what stands there meanwhile.

export function writeHeadline(heading, finding) {
  const findings = (window.hiddenLayersFindings = window.hiddenLayersFindings || new Map());
  findings.set(heading, finding);
  showHeadlines();
}

function showHeadlines() {
  for (const [heading, finding] of window.hiddenLayersFindings || []) {
    const words = window.hiddenLayersInstead || finding;
    if (!heading.isConnected) window.hiddenLayersFindings.delete(heading);
    else if (heading.textContent !== words) heading.textContent = words;
  }
}

// asker: the element that asks. When it goes, it lets go of the headline, unless another one has asked since.
export function holdBack(asker, instead) {
  Object.assign(window, { hiddenLayersAsker: asker, hiddenLayersInstead: instead });
  showHeadlines();
}

export function letGo(asker) {
  if (window.hiddenLayersAsker === asker) holdBack(null, "");
}
