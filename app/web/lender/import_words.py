"""Words for the columns of a file of debts and for every fault in it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.core.imports.columns import Column
from app.web.fields import Words

COLUMNS: dict[str, Words] = {
    Column.ACCOUNT: _l("Your own number for the debt, one case each"),
    Column.NAME: _l("The name of the person"),
    Column.CONTACT: _l("An e-mail address or a phone number with its country code"),
    Column.PRINCIPAL: _l("What is left of the sum lent, like 1250.50"),
    Column.INTEREST: _l("Interest owed so far"),
    Column.FEES: _l("Fees owed so far"),
    Column.ANNUAL_RATE: _l("The yearly rate as a fraction, like 0.249"),
    Column.ARREARS: _l("How much of it is late"),
    Column.LAST_PAYMENT: _l("The day of the last payment, like 2026-11-30"),
    Column.CURRENCY: _l("A code like GBP or CNY"),
    Column.PRODUCT: _l("What kind of debt it is"),
    Column.ORIGINAL_CREDITOR: _l("Who lent the money first"),
    Column.ASSIGNED_FROM: _l("Who passed the debt on to you"),
    Column.ASSIGNMENTS: _l("Each day the debt passed on, and to whom"),
}

FAULTS: dict[str, Words] = {
    "empty_file": _l("The file is empty."),
    "binary_file": _l("This is not a text table. Export the table as CSV in UTF-8."),
    "encoding": _l("The text is neither UTF-8 nor GBK. Export the table as CSV in UTF-8."),
    "too_large": _l("The file is larger than 32 MiB. Split it into smaller files."),
    "too_many_rows": _l("The file has more than 100,000 rows. Split it into smaller files."),
    "no_rows": _l("There is no row below the heading."),
    "missing_column": _l("This column is missing from the heading."),
    "unknown_column": _l("This column is not one we take. Remove it and its data."),
    "unnamed_column": _l("A column has no name. Name it or remove it."),
    "duplicate_column": _l("This column is there twice. Keep one."),
    "quotes": _l("The quotation marks do not pair up, or a cell has a line break."),
    "row_too_long": _l("This row is longer than 16,384 characters."),
    "too_few_cells": _l("This row has fewer cells than the heading."),
    "too_many_cells": _l(
        "This row has more cells than the heading. An amount such as 12,50 is two."
    ),
    "missing": _l("This cell is empty. Fill it in; for no amount write 0."),
    "duplicate_account": _l("This account is already in an earlier row of the file."),
    "too_long": _l("This text is too long."),
    "hidden_characters": _l("This cell has hidden characters. Type it again."),
    "lost_characters": _l("A character was lost before we got the file. Type the cell again."),
    "no_shape": _l("Our papers cannot show a character in this cell. Write it another way."),
    "stacked_marks": _l("This cell has too many marks on one letter. Write it with fewer."),
    "covering_marks": _l("This cell has a letter that is crossed out. Write it without the mark."),
    "no_letter": _l("This cell has nothing to read. Write a name with letters."),
    "formula_like": _l("This cell starts like a spreadsheet formula. Remove the first sign."),
    "scientific": _l("A spreadsheet shortened this number. Format the column as text."),
    "amount_format": _l("Write the amount in plain digits, like 1250.50."),
    "too_many_decimals": _l("This amount has more decimals than its currency."),
    "negative_amount": _l("An amount is 0 or more. Leave out accounts in credit."),
    "amount_too_large": _l("This amount has more than ten digits before the point."),
    "balance_zero": _l("Nothing is owed on this account. Leave it out."),
    "arrears_above_owed": _l("The arrears are more than principal, interest and fees together."),
    "rate_format": _l("Write the yearly rate as a fraction, like 0.249."),
    "rate_percent": _l("Write the yearly rate without the percent sign: 24.9 percent is 0.249."),
    "rate_too_high": _l("A rate above 3 is over 300 percent a year. Write 24.9 percent as 0.249."),
    "rate_high": _l("This rate is over 100 percent a year. Please check that it is a fraction."),
    "date_format": _l("Write the day like 2026-11-30."),
    "date_impossible": _l("This day does not exist."),
    "date_in_future": _l("This day is still to come."),
    "date_too_old": _l("This day is before 1950."),
    "assignments_format": _l("Write each step like 2024-03-01 Name, with ; between steps."),
    "assignments_order": _l("Write the steps in the order of their days."),
    "currency_unknown": _l("This is not a currency we count in. Write a code like GBP or CNY."),
    "currency_not_allowed": _l("Your organisation does not use this currency here."),
    "email_format": _l("This is not a complete e-mail address."),
    "phone_country": _l("Write the phone number with its country code, like +44."),
    "contact_format": _l("Write an e-mail address or a phone number."),
}
