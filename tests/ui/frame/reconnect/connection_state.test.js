// Whether the server is here, away, or back: what is brought to it, and when once more.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { ConnectionState } from "../../../../ui/frame/reconnect/connection_state.js";

function watched() {
  /** @type {string[]} */
  const states = [];
  /** @type {number[]} */
  const brought = [];
  const connection = new ConnectionState({
    bring: (nonce) => brought.push(nonce),
    changed: (state) => states.push(state),
  });
  return { connection, states, brought };
}

test("a connection that stands asks for nothing", () => {
  const { connection, states, brought } = watched();
  connection.see("CONNECTED");
  connection.hear(0);
  assert.deepEqual([states, brought], [[], []]);
});

test("away is said once, however often Streamlit tries; back is brought once, and ends with its answer", () => {
  const { connection, states, brought } = watched();
  for (const word of ["PINGING_SERVER", "CONNECTING", "PINGING_SERVER", "CONNECTING"]) connection.see(word);
  connection.see("CONNECTED");
  connection.see("CONNECTED");
  assert.deepEqual(states, ["away", "back"]);
  assert.equal(brought.length, 1);
  connection.hear(brought[0]);
  assert.deepEqual(states, ["away", "back", "here"]);
  connection.stop();
});

test("an answer from before does not end it", () => {
  const { connection, states, brought } = watched();
  connection.see("PINGING_SERVER");
  connection.see("CONNECTED");
  connection.hear(0);
  connection.hear(brought[0] - 1);
  assert.equal(states.at(-1), "back");
  connection.stop();
});

test("what was brought and never answered is brought again, under the same number", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { connection, brought } = watched();
  connection.see("PINGING_SERVER");
  connection.see("CONNECTED");
  mock.timers.tick(4000);
  assert.equal(brought.length, 2);
  assert.equal(brought[0], brought[1]);
  connection.hear(brought[0]);
  mock.timers.tick(60000);
  assert.equal(brought.length, 2);
  mock.timers.reset();
});

test("each wait is twice the one before: a server that is slower than a wait comes to its end in a later one", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { connection, brought } = watched();
  connection.see("PINGING_SERVER");
  connection.see("CONNECTED");
  const after = [4, 8, 16, 32].map((seconds) => {
    mock.timers.tick(1000 * seconds - 1);
    const before = brought.length;
    mock.timers.tick(1);
    return brought.length - before;
  });
  assert.deepEqual(after, [1, 1, 1, 1]);
  assert.equal(brought.length, 5);
  connection.see("PINGING_SERVER");
  connection.see("CONNECTED");
  mock.timers.tick(4000);
  assert.equal(brought.length, 7);
  connection.stop();
  mock.timers.reset();
});

test("a server that goes again while it is being asked gets a new number", () => {
  const { connection, states, brought } = watched();
  for (const word of ["PINGING_SERVER", "CONNECTED", "PINGING_SERVER", "CONNECTED"]) connection.see(word);
  assert.deepEqual(states, ["away", "back", "away", "back"]);
  assert.ok(brought[1] > brought[0]);
  connection.stop();
});

test("after a reload what was kept is brought to a server that stands, and no line says that it was away", () => {
  const { connection, states, brought } = watched();
  connection.see("CONNECTED");
  connection.reload();
  connection.see("CONNECTED");
  assert.equal(brought.length, 1);
  assert.ok(connection.isBringing);
  connection.hear(brought[0]);
  assert.deepEqual(states, ["reloaded", "here"]);
  assert.ok(!connection.isBringing);
  connection.stop();
});

test("a server that goes after a reload is away, and what was kept is brought when it is back", () => {
  const { connection, states, brought } = watched();
  connection.reload();
  for (const word of ["PINGING_SERVER", "CONNECTED"]) connection.see(word);
  assert.deepEqual(states, ["reloaded", "away", "back"]);
  assert.ok(brought[1] > brought[0]);
  connection.stop();
});

test("where Streamlit tries no more, its own box has the word", () => {
  const { connection, states } = watched();
  connection.see("DISCONNECTED_FOREVER");
  assert.deepEqual(states, []);
});
