"""The curator's desk: skeletons of new pages, checks of the seeds, proofs of articles."""
