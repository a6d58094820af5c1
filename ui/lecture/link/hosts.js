// The host in a link. On a phone, "localhost" is the phone itself: a page that was opened there offers the machine's
// addresses on its networks instead, and says where no phone could reach it.

import { find } from "../../browser/find.js";

/**
 * How the server can be reached: `Network` in `network.py`.
 * @typedef {object} Network
 * @property {{ address: string, name: string }[]} hosts the machine's addresses, and their interfaces' names
 * @property {number} port
 * @property {boolean} alone whether the server listens to its own machine and to nobody else
 */

const KEY = "hidden-layers.host";

/**
 * Whether a host's name leads every machine to itself.
 * @param {string} name as an address has it
 */
export const isOwn = (name) =>
  /^(127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(name) || name === "localhost" || name.endsWith(".localhost");

/**
 * The host that a link gets: the one that was chosen here, else the first address.
 * @param {Network} network
 * @param {string} here the host by which the page was opened
 * @param {string | null} wanted
 */
export function hostFor({ hosts }, here, wanted) {
  const known = hosts.some(({ address }) => address === wanted) || wanted === here;
  if (!isOwn(here) || !hosts.length) return here;
  return known && wanted ? wanted : hosts[0].address;
}

/**
 * An address with another host, at the server's own port.
 * @param {string} href
 * @param {Network} network
 * @param {string} host
 */
export function withHost(href, { port }, host) {
  const link = new URL(href);
  if (host === link.hostname) return href;
  link.hostname = host;
  link.port = String(port);
  return link.href;
}

/**
 * What is to be known about the host of a link, or "".
 * @param {Network} network
 * @param {string} here
 * @param {string} host
 */
export function hostWords({ hosts, alone }, here, host) {
  if (!isOwn(here)) return "";
  if (alone)
    return (
      "No phone can open this link: the server listens to this machine alone. " +
      "Started with --server.address=0.0.0.0 it listens to all."
    );
  if (!hosts.length) return "No phone can open this link: this machine has no address on a network.";
  if (host === here) return `No phone can open this link: ${here} is, on a phone, the phone itself.`;
  return hosts.length > 1
    ? `This machine has ${hosts.length} addresses: choose that of the network which phones share.`
    : `In place of ${here} stands this machine’s address on its network, which phones must share.`;
}

/**
 * The host that was chosen in this tab, or null.
 * @returns {string | null}
 */
export function chosen() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null; // no storage: the first address stays
  }
}

/** The choice of a host, in a part whose html holds `hosts.html`. */
export class Hosts {
  /** @type {Network} */
  network = { hosts: [], port: 0, alone: false };
  drawn = "";

  /**
   * @param {HTMLElement} root
   * @param {() => void} changed the visitor has chosen another one
   */
  constructor(root, changed) {
    this.root = root;
    /** @type {HTMLSelectElement} */
    this.select = find(root, ".hosts select");
    this.select.onchange = () => {
      try {
        sessionStorage.setItem(KEY, this.select.value);
      } catch {
        // as above
      }
      this.draw();
      changed();
    };
  }

  /** @param {Network} network */
  update(network) {
    this.network = network;
    this.draw();
  }

  get host() {
    return hostFor(this.network, window.location.hostname, chosen());
  }

  get words() {
    return hostWords(this.network, window.location.hostname, this.host);
  }

  /** @param {string} href */
  linkFor(href) {
    return withHost(href, this.network, this.host);
  }

  draw() {
    const { hosts } = this.network,
      here = window.location.hostname,
      offered = [...hosts, { address: here, name: "this machine alone" }],
      drawn = JSON.stringify(offered);
    find(this.root, ".network").textContent = this.words;
    find(this.root, ".hosts").hidden = !isOwn(here) || !hosts.length;
    if (drawn !== this.drawn)
      this.select.replaceChildren(
        ...offered.map(({ address, name }) => new Option(name ? `${address} (${name})` : address, address)),
      );
    this.drawn = drawn;
    this.select.value = this.host;
  }
}
