// The moments of a run, from the arrays of a block: each has its epoch, its weights, and how well it does.

export const MEASURES = ["training_error", "training_accuracy", "validation_error", "validation_accuracy"];

// prefix: "snapshot_", or "replay_" for every batch of an epoch; before it may stand whose run it is.
export function momentsOf(arrays, prefix, nParams) {
  return Array.from(arrays[`${prefix}epoch`], (epoch, i) => ({
    epoch: Math.round(epoch * 1e4) / 1e4,
    params: arrays[`${prefix}params`].subarray(i * nParams, (i + 1) * nParams),
    ...Object.fromEntries(MEASURES.map((name) => [name, arrays[prefix + name][i]])),
  }));
}

// Moments of several runs on one clock: at every epoch that any of them has, each at its latest moment by then; one that has
// stopped stays as it is. No further than all can go.
export function momentsTogether(lists, playable) {
  const epochs = [...new Set(lists.flatMap((list) => list.map((m) => m.epoch)))].sort((a, b) => a - b);
  const next = lists.map(() => 0);
  return epochs
    .filter((epoch) => epoch <= playable + 1e-6)
    .map((epoch) => ({
      epoch,
      nets: lists.map((list, i) => {
        while (next[i] + 1 < list.length && list[next[i] + 1].epoch <= epoch + 1e-6) next[i]++;
        return list[next[i]];
      }),
    }));
}

// All records of a run's errors and accuracies, by name.
export function historyOf(arrays, prefix) {
  return Object.fromEntries(["epoch", ...MEASURES].map((name) => [name, arrays[prefix + name]]));
}
