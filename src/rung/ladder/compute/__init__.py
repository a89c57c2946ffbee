"""On which step of the customer ladder does each party stand, who climbs, who slips, and who is in the target group?"""
