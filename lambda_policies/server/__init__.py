"""The HCP Terraform run task: plans come in by signed triggers, verdicts go back by callbacks.

The only room that reaches the network, and only where its configuration allows. One process answers and calls back; a
plan is fetched and judged in a process of its own, which is gone afterwards.
"""
