"""Plans as any audience sees them: facts, reasons, charts and the sum behind them."""
