"""The link to what is shown, as text and as a QR code."""
