"""Who has an account at the provider, and what it says of them. Read by the provider and by the tests."""

TENANT = "6f3d1f0a-2f5c-4a53-9a51-0c2f6f0d7a11"
PASSWORD = "provider willow bridge"
GOOGLE, MICROSOFT = {"hd": "school.example"}, {"tid": TENANT}
PEOPLE = {  # what the provider says of each, by username
    "amara": GOOGLE | MICROSOFT | {"oid": "oid-amara", "email": "amara@school.example"},
    "ben": GOOGLE | MICROSOFT | {"oid": "oid-ben", "email": "ben@school.example"},
    "sure": GOOGLE | MICROSOFT | {"oid": "oid-sure", "email": "sure@school.example", "amr": ["pwd", "mfa"]},
    "stranger": {
        "hd": "other.example",
        "tid": TENANT.replace("6", "7"),
        "oid": "oid-amara",
        "email": "x@other.example",
    },
    "private": {"oid": "oid-amara", "email": "amara@school.example"},  # an account of one's own: no domain, no tenant
}
