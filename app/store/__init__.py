"""Tables, rows and the unit of work: SQLAlchemy lives here alone."""
