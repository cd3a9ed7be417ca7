"""A catalogue as four tables, and the forms that tables are written in."""
