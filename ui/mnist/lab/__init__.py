"""The view "One layer or two?": the lab's network with one and with two hidden layers, from several starts."""
