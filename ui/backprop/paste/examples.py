"""Layers to begin with: right ones, in the course's vocabulary, to be changed."""

ACTIVATION = '''\
class MySigmoidLayer(Layer):
    """1 / (1 + exp(-inputs)), element by element."""

    def fprop(self, inputs):
        return 0.5 * (1.0 + np.tanh(0.5 * inputs))

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        # The slope of the sigmoid, in terms of its outputs.
        return grads_wrt_outputs * outputs * (1.0 - outputs)
'''

AFFINE = '''\
class MyAffineLayer(LayerWithParameters):
    """inputs @ weights.T + biases."""

    def __init__(self, input_dim, output_dim):
        self.weights = np.zeros((output_dim, input_dim))
        self.biases = np.zeros(output_dim)

    @property
    def params(self):
        return [self.weights, self.biases]

    def fprop(self, inputs):
        return inputs @ self.weights.T + self.biases

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs @ self.weights

    def grads_wrt_params(self, inputs, grads_wrt_outputs):
        # Summed over the batch, in the shapes of params.
        return [
            grads_wrt_outputs.T @ inputs,
            grads_wrt_outputs.sum(axis=0),
        ]
'''

EXAMPLES = {"activation": ACTIVATION, "affine": AFFINE}
"""By the name of the choice on the page."""
