"""Files that offices edit and print, made from the same views as the pages. Only scripts load this package."""
