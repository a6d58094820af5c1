"""Where the error signal of one hidden unit comes from."""
