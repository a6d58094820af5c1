"""The page "By hand": a visitor drags lines, planes, softmax numbers and hidden units instead of training them."""
