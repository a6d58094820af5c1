import assert from "node:assert/strict";
import { test } from "node:test";

import { hostFor, hostWords, isOwn, withHost } from "../../../ui/lecture/link/hosts.js";

const one = { hosts: [{ address: "192.168.1.5", name: "wlan0" }], port: 8501, alone: false },
  two = { ...one, hosts: [...one.hosts, { address: "172.17.0.1", name: "docker0" }] },
  none = { ...one, hosts: [] },
  alone = { ...none, alone: true };

test("names that lead every machine to itself are known", () => {
  for (const name of ["localhost", "app.localhost", "127.0.0.1", "127.8.9.1", "[::1]", "0.0.0.0"])
    assert.ok(isOwn(name), name);
  for (const name of ["192.168.1.5", "localhost.example.org", "127.example.org", "1.127.0.0", "[fd00::1]"])
    assert.ok(!isOwn(name), name);
});

test("from localhost a link gets the machine's address and the server's port", () => {
  const host = hostFor(two, "localhost", null);
  assert.equal(host, "192.168.1.5");
  assert.equal(
    withHost("http://localhost:9000/lectures/?scene=xor&rate=1%2C2", two, host),
    "http://192.168.1.5:8501/lectures/?scene=xor&rate=1%2C2",
  );
});

test("a host that was chosen stays while the machine has it", () => {
  assert.equal(hostFor(two, "127.0.0.1", "172.17.0.1"), "172.17.0.1");
  assert.equal(hostFor(one, "127.0.0.1", "172.17.0.1"), "192.168.1.5");
  assert.equal(hostFor(two, "127.0.0.1", "127.0.0.1"), "127.0.0.1");
});

test("a page that was opened by another name keeps it", () => {
  for (const network of [two, alone]) {
    assert.equal(hostFor(network, "lecture.example.org", "172.17.0.1"), "lecture.example.org");
    assert.equal(hostWords(network, "lecture.example.org", "lecture.example.org"), "");
  }
  assert.equal(
    withHost("https://lecture.example.org/", two, "lecture.example.org"),
    "https://lecture.example.org/",
  );
});

test("what no phone can open is said, and so is what is chosen from", () => {
  assert.match(hostWords(alone, "localhost", "localhost"), /listens to this machine alone/);
  assert.match(hostWords(none, "localhost", "localhost"), /no address on a network/);
  assert.match(hostWords(one, "localhost", "localhost"), /localhost is, on a phone, the phone itself/);
  assert.match(hostWords(one, "127.0.0.1", "192.168.1.5"), /^In place of 127\.0\.0\.1 stands/);
  assert.match(hostWords(two, "localhost", "192.168.1.5"), /^This machine has 2 addresses/);
});
