"""What each code says. Fixed sentences without figures, so that each can be translated."""

from __future__ import annotations

TABLE = {
    # the whole file
    "empty_file": "The file is empty.",
    "binary_file": "This is not a text table. Export the table as CSV in UTF-8.",
    "encoding": "The text is neither UTF-8 nor GBK. Export the table as CSV in UTF-8.",
    "too_large": "The file is larger than 32 MiB. Split it into smaller files.",
    "too_many_rows": "The file has more than 100,000 rows. Split it into smaller files.",
    "no_rows": "There is no row below the heading.",
    # the heading
    "missing_column": "This column is missing from the heading.",
    "unknown_column": "This column is not one we take. Remove it and its data.",
    "unnamed_column": "A column has no name. Name it or remove it.",
    "duplicate_column": "This column is there twice. Keep one.",
    # the row
    "quotes": "The quotation marks do not pair up, or a cell has a line break.",
    "row_too_long": "This row is longer than 16,384 characters.",
    "too_few_cells": "This row has fewer cells than the heading.",
    "too_many_cells": "This row has more cells than the heading. An amount such as 12,50 is two.",
    "missing": "This cell is empty. Fill it in; for no amount write 0.",
    "duplicate_account": "This account is already in an earlier row of the file.",
    # text
    "too_long": "This text is too long.",
    "hidden_characters": "This cell has hidden characters. Type it again.",
    "lost_characters": "A character was lost before we got the file. Type the cell again.",
    "no_shape": "Our papers cannot show a character in this cell. Write it another way.",
    "stacked_marks": "This cell has too many marks on one letter. Write it with fewer.",
    "covering_marks": "This cell has a letter that is crossed out. Write it without the mark.",
    "no_letter": "This cell has nothing to read. Write a name with letters.",
    "formula_like": "This cell starts like a spreadsheet formula. Remove the first sign.",
    "scientific": "A spreadsheet shortened this number. Format the column as text.",
    # amounts and rate
    "amount_format": "Write the amount in plain digits, like 1250.50.",
    "too_many_decimals": "This amount has more decimals than its currency.",
    "negative_amount": "An amount is 0 or more. Leave out accounts in credit.",
    "amount_too_large": "This amount has more than ten digits before the point.",
    "balance_zero": "Nothing is owed on this account. Leave it out.",
    "arrears_above_owed": "The arrears are more than principal, interest and fees together.",
    "rate_format": "Write the yearly rate as a fraction, like 0.249.",
    "rate_percent": "Write the yearly rate without the percent sign: 24.9 percent is 0.249.",
    "rate_too_high": "A rate above 3 is over 300 percent a year. Write 24.9 percent as 0.249.",
    "rate_high": "This rate is over 100 percent a year. Please check that it is a fraction.",
    # dates and currency
    "date_format": "Write the day like 2026-11-30.",
    "date_impossible": "This day does not exist.",
    "date_in_future": "This day is still to come.",
    "date_too_old": "This day is before 1950.",
    "assignments_format": "Write each step like 2024-03-01 Name, with ; between steps.",
    "assignments_order": "Write the steps in the order of their days.",
    "currency_unknown": "This is not a currency we count in. Write a code like GBP or CNY.",
    "currency_not_allowed": "Your organisation does not use this currency here.",
    # contact
    "email_format": "This is not a complete e-mail address.",
    "phone_country": "Write the phone number with its country code, like +44.",
    "contact_format": "Write an e-mail address or a phone number.",
}

STATEMENT = {
    # the whole file
    "empty_file": "The file is empty.",
    "encoding": "The text is not UTF-8.",
    "too_large": "The file is larger than 1 MiB.",
    "json_format": "This is not a JSON file.",
    "too_deep": "The file is nested more than 20 levels deep.",
    "too_wide": "A part of the file has more than 10,000 fields.",
    "unknown_form": "There is no income or spending of a Standard Financial Statement here.",
    # problems
    "unknown_field": "The format does not know this field.",
    "duplicate_key": "This field is there twice.",
    "wrong_type": "This field holds another kind of value than the format says.",
    "unknown_value": "This value is not one of the format's choices.",
    "count_format": "Write a whole number from 0 to 99.",
    "amount_format": "Write the amount in plain digits, like 1250.50.",
    "too_many_decimals": "An amount in pounds has at most two decimals.",
    "negative_amount": "This amount is 0 or more.",
    "amount_too_large": "This amount has more than ten digits before the point.",
    "too_long": "This text is too long.",
    "hidden_characters": "This text has hidden characters.",
    "lost_characters": "A character was lost before we got the file.",
    "stacked_marks": "This text has too many marks on one letter.",
    "too_many_lines": "There are more than 500 entries in this list.",
    # warnings
    "missing": "The format asks for this field. It was left out.",
    "household_total": "The people listed do not add up to the total.",
    "partner_income": "There is income of a partner, but no partner.",
    "summary_only": "The file gives one total for several categories.",
    "note_needed": "This cost needs a note that says what it is.",
    "note_dropped": "There is a note but no amount, so the note was left out.",
}
