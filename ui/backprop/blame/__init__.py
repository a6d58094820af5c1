"""The view "Blame": where the error signal of one hidden unit comes from."""
