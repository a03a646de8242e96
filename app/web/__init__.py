"""Flask: routes, forms and pages."""
