"""The page of networks set by hand: lines, planes, softmax and hidden units to be dragged."""
