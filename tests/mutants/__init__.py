"""Mutants: the shipped data with one real mistake in it, to prove that the checks bite.

A *kind* is a mistake, a function named after it; each place where it can be made is a *mutant*.
What follows from the changed cell by a hash or is made of ids is made anew, so that meaning and not
a checksum has to tell. Kinds that change no meaning are `harmless` and must not be caught; those
that no rule over one package can tell are `beyond`, with the reason.

The gate tries the first place of each kind. `make mutants` tries up to 24, and writes a matrix of
kinds and rules and a summary.
"""
