// The address that opens a scene, for a page that no longer goes there by being asked.

/** Settings that belong to the hall, as `CARRIED` in `ui/lecture/walk.py`: they go along. */
const CARRIED = ["stage", "hide"];

/**
 * @param {string} here the address of any page
 * @param {string} name the scene's: before its slug stands the uploaded lecture that it is from
 */
export function linkOfScene(here, name) {
  const link = new URL(".", here),
    said = new URL(here).searchParams,
    slash = name.lastIndexOf("/");
  for (const carried of CARRIED)
    if (said.has(carried)) link.searchParams.set(carried, said.get(carried) ?? "");
  link.searchParams.set("scene", name.slice(slash + 1));
  if (slash >= 0) link.searchParams.set("lecture", name.slice(0, slash));
  return link.href;
}
