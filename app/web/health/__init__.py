"""For programs that watch a deployment, and for whoever reports a weakness."""
