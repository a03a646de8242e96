"""Who runs the product: putting a name to the figures that plans rest on."""
