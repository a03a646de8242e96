"""A lender's own policy: dated versions, read strictly, never able to reach the household's sum."""
