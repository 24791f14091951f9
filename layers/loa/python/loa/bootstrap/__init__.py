"""Every store and service, built once per process from the environment, when first asked for.

One module a group: `from loa.bootstrap import casework`, then `casework.cases()`. What depends on stored
rules is built anew when one of them changes. A builder imports what it builds itself: a function loads no
more than it uses, and whatever it always uses its own modules import while it starts.
"""
