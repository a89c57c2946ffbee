"""Files we did not write, as they came: what they are stands in vendor.json, how to fetch them again in fetch.py."""
