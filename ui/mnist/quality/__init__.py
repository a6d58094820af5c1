"""The view "How good is it?": the accuracy of a network, its confusions, its mistakes."""
