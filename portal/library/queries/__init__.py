"""Reading the library. Nothing here writes; the audience rule stands in the WHERE of every query that shows documents."""
