"""Signing in to the console: password, second factor, recovery codes; and how often somebody may guess.

The user pool checks passwords and codes (`loa.platform.aws.user_pools.client`). What it does not do is done
here: the steps of one sign-in belong to one browser, own passwords are long and hard to guess, guessing is
slowed down without locking out anybody else, and roles that need a second factor get no session without one.
"""
