"""Loyalty: who stays, who is lost, what is bought again, and what to expect of each customer?"""
