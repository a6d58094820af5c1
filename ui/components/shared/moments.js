// The moments of a run, from the arrays of a block: each has its epoch, its weights, and how well it does.

const MEASURES = ["training_error", "training_accuracy", "validation_error", "validation_accuracy"];

// prefix: "snapshot_", or "replay_" for every batch of an epoch; before it may stand whose run it is.
function momentsOf(arrays, prefix, nParams) {
  return Array.from(arrays[`${prefix}epoch`], (epoch, i) => ({
    epoch: Math.round(epoch * 1e4) / 1e4,
    params: arrays[`${prefix}params`].subarray(i * nParams, (i + 1) * nParams),
    ...Object.fromEntries(MEASURES.map((name) => [name, arrays[prefix + name][i]])),
  }));
}

// All records of a run's errors and accuracies, by name.
function historyOf(arrays, prefix) {
  return Object.fromEntries(["epoch", ...MEASURES].map((name) => [name, arrays[prefix + name]]));
}
