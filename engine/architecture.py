"""The shape of a network as a value: widths and activations, and where each weight stands in a flat vector."""

from dataclasses import dataclass

from .arrays import Array


@dataclass(frozen=True)
class Architecture:
    """Widths and activations of a network of affine layers that ends in a softmax.

    Parameters
    ----------
    sizes : tuple of int
        Width of each layer, the inputs first and the classes last: ``(2, 16, 16, 3)``.
    activations : tuple of str
        A name from ``engine.layers.ACTIVATIONS`` for each hidden layer: ``("tanh", "tanh")``.
    n_templates : int, default 1
        Units of the last affine layer for each class, the best of which gives the class's score: see
        ``MaxOfTemplatesLayer``.

    Raises
    ------
    ValueError
        If a width or ``n_templates`` is below 1, or the activations are not one for each hidden layer.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...] = ()
    n_templates: int = 1

    def __post_init__(self) -> None:
        """Refuse widths and activations that do not describe a network."""
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"sizes {self.sizes} are not two or more widths of at least 1")
        if len(self.activations) != len(self.sizes) - 2:
            raise ValueError(
                f"{len(self.sizes) - 2} hidden layers need as many activations, not {self.activations}"
            )
        if self.n_templates < 1:
            raise ValueError(f"n_templates is {self.n_templates}; a class needs at least 1")

    @property
    def n_hidden(self) -> int:
        """Number of hidden layers."""
        return len(self.sizes) - 2

    @property
    def weight_shapes(self) -> list[tuple[int, int]]:
        """Shape ``(output_dim, input_dim)`` of each affine layer's weights; templates are rows of the last."""
        widths = (*self.sizes[:-1], self.sizes[-1] * self.n_templates)
        return list(zip(widths[1:], self.sizes[:-1], strict=True))

    @property
    def n_params(self) -> int:
        """Number of weights and biases."""
        return sum(rows * columns + rows for rows, columns in self.weight_shapes)

    @property
    def n_multiply_adds(self) -> int:
        """Multiplications with addition that one forward pass of one pattern takes."""
        return sum(rows * columns for rows, columns in self.weight_shapes)

    def split(self, flat: Array) -> list[Array]:
        """Views ``[W1, b1, W2, b2, …]`` into flat parameters.

        Parameters
        ----------
        flat : ndarray of shape (..., n_params)
            Parameters in the order of ``model.params``, each array row by row; any leading axes.

        Returns
        -------
        list of ndarray
            Weights of shape (..., output_dim, input_dim) and biases of shape (..., output_dim), in turn.

        Raises
        ------
        ValueError
            If the last axis is not ``n_params`` long.
        """
        if flat.shape[-1] != self.n_params:
            raise ValueError(f"{flat.shape[-1]} parameters given, sizes {self.sizes} need {self.n_params}")
        parts, start = [], 0
        for rows, columns in self.weight_shapes:
            stop = start + rows * columns
            parts.append(flat[..., start:stop].reshape(*flat.shape[:-1], rows, columns))
            parts.append(flat[..., stop : stop + rows])
            start = stop + rows
        return parts


def with_as_many_params(architecture: Architecture, activation: str) -> Architecture:
    """A network with one hidden layer that has as many parameters as another network, or nearly so.

    Parameters
    ----------
    architecture : Architecture
        The other network; inputs and classes are the same.
    activation : str
        Of the hidden layer.

    Returns
    -------
    Architecture
        With one hidden unit at least, and one template a class.
    """
    input_dim, n_classes = architecture.sizes[0], architecture.sizes[-1]
    each = input_dim + 1 + n_classes  # a unit's weights and bias, and the weights that leave it
    n_units = max(1, round((architecture.n_params - n_classes) / each))
    return Architecture((input_dim, n_units, n_classes), (activation,))
