"""The curator's desk: a skeleton for a page, what is wrong with the seeds, a proof of an article."""
