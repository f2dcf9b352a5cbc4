"""From a Japanese question to an answer whose every figure is cited."""
