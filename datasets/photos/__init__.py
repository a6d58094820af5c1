"""Photographs of digits made into what MNIST would have made of them, step by step.

``prepare.prepare`` is the reference; the browser's ``ui/mnist/templates/photo`` takes the same steps. All is counted in
whole numbers, or in doubles that both round alike: ``tests/ui/mnist/test_photos_in_javascript.py`` finds the two equal
in every pixel of every step.
"""
