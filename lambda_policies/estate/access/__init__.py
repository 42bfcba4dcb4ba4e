"""Access: what roles may do and who can invoke functions, decided on what the plan gives.

``estate.access`` is the way in. Nothing is computed before somebody asks, and each answer once:

    ruling = estate.access.of(role).may(("iam:PassRole",), ("*",))
    ruling.answer     # True, False, or None where what decides is not known
    ruling.chain      # statement 2 of aws_iam_policy.work (attached by …); the permissions boundary … does not stop it
    ruling.addresses  # where a person edits that, the document before its attachment
    ruling.hole       # undecided: the Unknown that names what feeds it

    for caller in estate.access.who_can_invoke(function):
        caller.who, caller.name, caller.fenced  # Who.SERVICE, "sns.amazonaws.com", False: for anyone's topics
        caller.address                          # aws_lambda_permission.topic

``of_function(function)`` is the access of its role, or the Unknown that hides the role. ``may_on(actions, resource)``
asks about a resource of the plan whose ARN is not known yet. ``may`` takes ``context`` to fix condition keys:
``{"iam:PassedToService": ("lambda.amazonaws.com",)}``. ``ruling.sentence`` says all of it. ``of(role).access`` is what
``iam.engine`` takes, for questions of one's own. Of service control policies only those of the plan are in it, and
those that are handed in: ``EstateAccess(estate, given)``.
"""
