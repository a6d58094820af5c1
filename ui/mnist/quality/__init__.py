"""How good a network is: its accuracy, its confusions, its mistakes."""
