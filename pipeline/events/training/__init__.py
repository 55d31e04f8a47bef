"""How the weights of the event stage are learnt, and the coded stories they are learnt from and tested on.

Belongs here: reading the coded stories, fitting, and testing. Does not belong here: anything that runs in the pipeline; no
other part imports this package.
"""
