"""From a plan to an answer: figures from the table, words quoted from the commentary."""
